// What went wrong and what to do, in German.
export const trouble = {
  ended: { title: 'Ihre Sitzung ist zu Ende', advice: 'Melden Sie sich neu an und versuchen Sie es noch einmal. Was Sie hier eingegeben haben, bleibt, solange diese Seite offen ist.' },
  offline: { title: 'Der Dienst war nicht zu erreichen', advice: 'Sehen Sie nach, ob Sie verbunden sind, und versuchen Sie es noch einmal.' },
  busy: { title: 'Der Dienst ist ausgelastet', advice: 'Warten Sie einen Augenblick und versuchen Sie es noch einmal.', later: { one: 'Versuchen Sie es in einer Sekunde noch einmal.', other: 'Versuchen Sie es in {count} Sekunden noch einmal.' } },
  outcome: { title: 'Niemand weiß, ob das geschehen ist', advice: 'Die Verbindung brach ab. Laden Sie neu und sehen Sie nach, bevor Sie es wiederholen.' },
  forbidden: { title: 'Das dürfen Sie nicht', advice: 'Wenden Sie sich an jemanden, der das Unternehmen verwaltet.' },
  input: { title: 'Das kann so nicht angenommen werden', advice: 'Sehen Sie sich die markierten Felder an.' },
  limit: { title: 'Dafür ist kein Platz', advice: 'Unten steht, was vorher zu tun ist.' },
  conflict: { title: 'Jemand anderes hat das inzwischen geändert', advice: 'Was Sie eingegeben haben, ist noch da. Sehen Sie sich an, was anders ist, und entscheiden Sie dann.' },
  gone: { title: 'Das gibt es nicht mehr', advice: 'Vielleicht wurde es gelöscht. Gehen Sie zur Liste zurück.' },
  broken: { title: 'Etwas ist defekt', advice: 'Sagen Sie es denen, die diesen Dienst betreiben.' },
  detail: 'Was der Dienst gesagt hat',
};
