// Kontakte von Dienstkonten, auf Deutsch.
export const contacts = {
  title: 'Kontakte',
  lead: 'Zu jedem Dienstkonto gehört ein Eintrag im Verzeichnis der Firma. Ändert sich seine Adresse oder kommt er in das Verzeichnis einer anderen Firma, funktioniert das Konto nicht mehr.',
  empty: 'Keine Kontakte',
  emptyText: 'Wird ein Dienstkonto angelegt, steht sein Kontakt hier.',
  account: 'Konto',
  email: 'E-Mail-Adresse',
};
