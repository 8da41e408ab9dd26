// Wer etwas darf, auf Deutsch.
export const holders = {
  title: 'Wer darf',
  lead: 'Findet jedes Konto, das auf einem Werkzeug mindestens eine Stufe hat, oder eine seiner Aktionen.',
  tool: 'Werkzeug',
  choose: 'Werkzeug auswählen',
  what: 'Darf',
  level: 'mindestens {level}',
  project: 'Im Projekt',
  projectHint: 'Seine Kennung; ohne sie das, was in der ganzen Firma gilt.',
  empty: 'Kein Konto',
  emptyText: 'Kein Dienstkonto der Firma darf das.',
  account: 'Konto',
  held: 'Hat',
  by: 'Durch',
  rule: { company_level: 'seine Stufe in der ganzen Firma', project_level: 'seine Stufe im Projekt', company_action: 'die Aktion, gewährt in der ganzen Firma', project_action: 'die Aktion, gewährt im Projekt', none: 'nichts' },
  stopped: 'Funktioniert zurzeit nicht',
};
