// Whether a text is a secret, in German.
export const leak = {
  title: 'Geheimnis gefunden?',
  lead: 'In einem Repository, einem Protokoll oder einer Nachricht: Sehen Sie nach, ob es ein Geheimnis dieses Unternehmens ist, und widerrufen Sie es.',
  text: 'Was gefunden wurde',
  hint: 'Der Text wird nachgeschlagen und nirgends aufbewahrt.',
  lookUp: 'Nachsehen',
  none: 'Kein Geheimnis dieses Unternehmens',
  noneText: 'Es ist keines, das dieses Unternehmen hat oder vor kurzem hatte.',
  found: 'Das ist ein Geheimnis von {name}',
  live: 'Damit lassen sich jetzt Token holen. Widerrufen Sie es.',
  ended: 'Es ist abgelaufen, so dass sich damit kein Token mehr holen lässt. Widerrufen Sie es, damit auch die Token abgewiesen werden, die im Umlauf sind.',
  revoked: 'Es ist widerrufen: Damit lässt sich nichts mehr tun.',
  account: 'Konto',
  secretId: 'Geheimnis',
  revokeText: 'Damit lässt sich kein Token mehr holen, und alle bisherigen werden sofort abgewiesen. Ein Programm, das es benutzt, arbeitet nicht mehr, bis es ein anderes hat.',
  revoke: 'Dieses Geheimnis widerrufen',
};
