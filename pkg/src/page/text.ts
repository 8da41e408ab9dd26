// What stands around the element.
const en = {
  adminTool: 'Admin',
  adminToolHint: 'What holds for the whole company',
  settings: 'Company Settings',
  settingsHint: 'Who and what may work in the name of the company',
  accounts: 'Service Accounts',
  accountsHint: 'Programs that call the API in their own name',
  place: 'Where you are',
  skip: 'Skip to the content',
  noLink: 'No session',
  noLinkText: 'This page is entered by a link that the operator of the server makes. It is good for five minutes:',
  made: 'It keeps you signed in while it is open, for eight hours at most.',
};

const de: typeof en = {
  adminTool: 'Verwaltung',
  adminToolHint: 'Was für das ganze Unternehmen gilt',
  settings: 'Unternehmenseinstellungen',
  settingsHint: 'Wer und was im Namen des Unternehmens arbeiten darf',
  accounts: 'Dienstkonten',
  accountsHint: 'Programme, die die API in eigenem Namen aufrufen',
  place: 'Wo Sie sind',
  skip: 'Zum Inhalt springen',
  noLink: 'Keine Sitzung',
  noLinkText: 'Diese Seite öffnet ein Link, den der Betreiber des Servers erzeugt. Er gilt fünf Minuten lang:',
  made: 'Solange sie offen ist, bleiben Sie angemeldet, höchstens acht Stunden lang.',
};

/** The texts in the page's language. */
export const text = navigator.language.startsWith('de') ? de : en;
