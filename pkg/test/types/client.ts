// What the types of the client allow and what they refuse; compiled, never run.
import {
  BadgehouseError,
  accountsOf,
  client,
  items,
  type Account,
  type AccountsApi,
  type AuditActor,
  type AuditProblemKind,
  type ClaimValue,
  type ClientJwk,
  type CredentialWarning,
  type JobProgress,
  type Preset,
  type Rule,
  type Send,
} from 'badgehouse/client';

const accounts: AccountsApi = client({ api: '/v1', company: 'acme', authorize: async () => ({ authorization: 'Bearer x' }), fetch, tries: 1 });
void client({ api: '/v1', company: 'acme', headers: { authorization: 'Bearer x' }, authorize: () => ({}), longestWaitSeconds: 5 });
// @ts-expect-error a company is required
void client({ api: '/v1' });
// @ts-expect-error there is no such option
void client({ api: '/v1', company: 'acme', token: 'x' });

const { signal } = new AbortController();
const made = await accounts.createAccount({ app_type: 'custom', name: 'x' }, { idempotencyKey: 'k', reason: 'r', requestId: 'i', signal });
// @ts-expect-error the secret may be absent, in the answer to a repeated call
made.client_secret satisfies string;
(made.client_secret ?? made.notice) satisfies string;
// @ts-expect-error a marketplace account names its app
void accounts.createAccount({ app_type: 'marketplace', name: 'x' });
// @ts-expect-error nobody says who asks: the API does
void accounts.getAccount({ kind: 'user', company: 'acme', id: 'ann' }, 'acme', 'sa_1');
// @ts-expect-error a read has no reason
void accounts.getAccount('sa_1', { reason: 'r' });
// @ts-expect-error only what makes a secret has a key
void accounts.deleteAccount('sa_1', { idempotencyKey: 'k' });
// @ts-expect-error there is no such state
void accounts.listAccounts({ state: 'deleted' });

// What was seen is what a change is held to.
const account: Account = await accounts.getAccount('sa_1');
void accounts.updateAccount('sa_1', { name: 'y', description: null, metadata: { a: null } }, account);
void accounts.deleteAccount('sa_1', account);
void accounts.changeSecret('sa_1', 'x', { expires_at: null }, await accounts.listSecrets('sa_1'));
void accounts.changeKey('sa_1', 'x', { name: 'y' }, await accounts.listKeys('sa_1'));
void accounts.setPermissions('sa_1', {}, await accounts.getPermissions('sa_1'));
void accounts.changeTemplate('tp_1', { name: 'y' }, await accounts.getTemplate('tp_1'));
void accounts.disableAccount('sa_1', { reason: 'y' });
const { revision } = await accounts.setPermissions('sa_1', {}, { revision: '*' });
// @ts-expect-error it may be hidden from a page of another origin
revision satisfies number;
// @ts-expect-error the API answers 428 without a revision
void accounts.updateAccount('sa_1', { name: 'y' });
// @ts-expect-error the same
void accounts.setPermissions('sa_1', {}, { reason: 'r' });
// @ts-expect-error where none is needed, any is said by leaving it out
void accounts.deleteAccount('sa_1', { revision: '*' });
// @ts-expect-error a name cannot be cleared
void accounts.updateAccount('sa_1', { name: null }, { revision: 1 });

void accounts.listHolders({ tool: 'rfis', level: 'standard', project: 'p1' });
void accounts.listHolders({ tool: 'rfis', action: 'close' });
// @ts-expect-error it is a level or an action
void accounts.listHolders({ tool: 'rfis', level: 'standard', action: 'close' });
// @ts-expect-error everybody holds none
void accounts.listHolders({ tool: 'rfis', level: 'none' });
// @ts-expect-error one of them has to be said
void accounts.checkPermissions('sa_1', { tool: 'rfis' });
// @ts-expect-error there is no such way
void accounts.repairContact('sa_1', 'delete');

for await (const { name } of items((page) => accounts.listAccounts({ ...page, limit: 5 }))) name satisfies string;
for await (const { project } of items(async (page) => (await accounts.getPermissions('sa_1', page)).projects)) project satisfies string;
for await (const line of items(accounts.exportAuditEvents)) line satisfies string;

// A switch over a closed union is complete when it compiles.
function words(actor: AuditActor): string {
  switch (actor.kind) {
    case 'user':
    case 'service_account':
      return actor.id;
    case 'platform':
      return '';
  }
}
void words((await accounts.listAuditEvents({ actor: 'ann' })).items[0]!.actor);
const audit: Record<AuditProblemKind, 1> = { altered: 1, missing: 1, reordered: 1, rewritten: 1, head: 1, cut: 1 };
const presets: Record<Preset, 1> = { github_actions: 1, gitlab: 1, kubernetes: 1, google: 1, circleci: 1, buildkite: 1 };
const rules: Record<Rule, 1> = { company_level: 1, project_level: 1, company_action: 1, project_action: 1, none: 1 };
const states: Record<JobProgress['state'] | Account['state'], 1> = { open: 1, done: 1, disabled: 1, expired: 1, broken: 1, functional: 1 };
const warnings: Record<CredentialWarning, 1> = { ends_soon: 1, too_old: 1 };
void [audit, presets, rules, states, warnings];
const claims: readonly ClaimValue[] = ['a', 1, true, { prefix: 'a:' }];
// @ts-expect-error a claim is no list
const list: ClaimValue = ['a'];
// @ts-expect-error a key on this curve is for ES256
const jwk: ClientJwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', alg: 'EdDSA' };
void [claims, list, jwk];

const send: Send = async ({ method, path, query, headers, body, again }) => {
  void [method, path, query, headers['if-match'], body];
  return { status: again === 'never' ? 204 : 200, headers: [['etag', '"1"']], body: '' };
};
accountsOf(send) satisfies AccountsApi;

try {
  await accounts.getAuditHead();
} catch (error) {
  if (error instanceof BadgehouseError) {
    // @ts-expect-error there is no such code
    void (error.code === 'network_failed');
  }
}
