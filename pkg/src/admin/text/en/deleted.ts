// Deleted accounts.
export const deleted = {
  title: 'Deleted accounts',
  lead: 'An account can be brought back for {duration} after it was deleted.',
  empty: 'No deleted accounts',
  emptyText: 'An account that is deleted is kept here for a while, so that it can be brought back.',
  name: 'Name',
  deletedAt: 'Deleted',
  until: 'Gone for good',
  undelete: 'Bring back',
  ask: 'Bring {name} back?',
  askText: 'It comes back with its name and its permissions, but without a credential: add a secret before its program can work again. Tokens that were out stay refused.',
  done: '{name} is back.',
};
