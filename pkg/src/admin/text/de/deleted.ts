// Deleted accounts, in German.
export const deleted = {
  title: 'Gelöschte Konten',
  lead: 'Nach dem Löschen lässt sich ein Konto noch so lange zurückholen: {duration}.',
  empty: 'Keine gelöschten Konten',
  emptyText: 'Ein gelöschtes Konto bleibt hier eine Zeit lang stehen, damit es sich zurückholen lässt.',
  name: 'Name',
  deletedAt: 'Gelöscht',
  until: 'Endgültig weg',
  undelete: 'Zurückholen',
  ask: '{name} zurückholen?',
  askText: 'Es kommt mit seinem Namen und seinen Rechten zurück, aber ohne Zugangsdaten: Fügen Sie ein Geheimnis hinzu, bevor sein Programm wieder arbeiten kann. Token, die im Umlauf waren, bleiben abgewiesen.',
  done: '{name} ist wieder da.',
};
