// Whether a text is a secret.
export const leak = {
  title: 'Found a secret?',
  lead: 'In a repository, a log or a message: look up whether it is a secret of this company, and revoke it.',
  text: 'What was found',
  hint: 'The text is looked up and kept nowhere.',
  lookUp: 'Look up',
  none: 'No secret of this company',
  noneText: 'It is not one that this company has or had a short time ago.',
  found: 'This is a secret of {name}',
  live: 'Tokens can be fetched with it now. Revoke it.',
  ended: 'It has ended, so that no token is fetched with it any more. Revoke it to refuse the tokens that are out, too.',
  revoked: 'It is revoked: nothing can be done with it any more.',
  account: 'Account',
  secretId: 'Secret',
  revokeText: 'No token can be fetched with it any more, and those that were are refused at once. A program that uses it stops working until it has another.',
  revoke: 'Revoke this secret',
};
