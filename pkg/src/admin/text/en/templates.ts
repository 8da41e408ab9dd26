// Templates of levels.
export const templates = {
  new: 'New template',
  name: 'Name',
  levels: 'Permissions',
  edit: 'Edit',
  remove: 'Delete',
  question: 'Delete the template “{name}”?',
  stays: 'Accounts that it was assigned to keep their permissions.',
  count: { one: 'Permissions on {count} tool', other: 'Permissions on {count} tools' },
  empty: { title: 'No templates yet', text: 'A template is a set of permissions with a name, to give several accounts the same.' },
  copies: 'Accounts that it was assigned to keep what they have until you assign it again.',
  renamed: 'Somebody else has named it “{name}”.',
  saved: 'The template is saved.',
  removed: 'The template is deleted.',
};
