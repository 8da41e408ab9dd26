// How a program uses an account.
export const examples = {
  lead: 'Jedes davon holt ein Token und ruft damit etwas auf. Das Geheimnis ist ausgelassen: Es wird aus der Umgebungsvariable CLIENT_SECRET gelesen.',
  secret: 'Setzen Sie sie zuerst, ohne dass sie im Verlauf der Shell bleibt:',
  program: 'Ein Programm',
  title: { curl: 'curl', node: 'Node', python: 'Python', go: 'Go', rust: 'Rust' },
  needs: { curl: 'Braucht curl und jq.', node: 'Braucht Node 18 oder neuer. Als .mjs speichern.', python: 'Braucht Python 3 und sonst nichts.', go: 'Braucht Go und sonst nichts.', rust: 'Braucht die Crates in seinen ersten Zeilen.' },
  adapt: 'Adresse, Audience und Scope',
  tokenUrl: 'Token-URL',
  resource: 'Audience',
  resourceHint: 'Wofür das Token ist (resource). Leer gelassen: {first}.',
  first: 'die erste des Dienstes',
  scope: 'Scope',
  scopeHint: 'Worauf das Token beschränkt ist, etwa rfis:read_only. Leer gelassen: alles, was das Konto beim Aufruf hat.',
  call: 'Was aufgerufen wird',
  callHint: 'Setzen Sie hier eine Adresse Ihrer API ein und darüber ihre Audience. Der Dienst selbst sagt, wessen Token es ist.',
  stopped: 'Das Konto arbeitet gerade nicht und bekommt kein Token: {state}.',
};
