// How a program uses an account.
export const examples = {
  lead: 'Each of these gets a token and calls something with it. The secret is left out: it is read from the environment variable CLIENT_SECRET.',
  secret: 'Set it first, without leaving it in the history of your shell:',
  program: 'A program',
  title: { curl: 'curl', node: 'Node', python: 'Python', go: 'Go', rust: 'Rust' },
  needs: { curl: 'Needs curl and jq.', node: 'Needs Node 18 or later. Save it as .mjs.', python: 'Needs Python 3, and nothing beside it.', go: 'Needs Go, and nothing beside it.', rust: 'Needs the crates in its first lines.' },
  adapt: 'Address, audience and scope',
  tokenUrl: 'Token URL',
  resource: 'Audience',
  resourceHint: 'What the token is for (resource). Left empty: {first}.',
  first: 'the service’s first',
  scope: 'Scope',
  scopeHint: 'What the token is limited to, such as rfis:read_only. Left empty: everything that the account holds when it calls.',
  call: 'What is called',
  callHint: 'Put an address of your own API here, and its audience above. The service itself tells whose token it is.',
  stopped: 'The account does not work at the moment, so that it gets no token: {state}.',
};
