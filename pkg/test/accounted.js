// An administration of an engine with a policy and a clock of a test's own, in whose store it may write.
import { randomBytes } from 'node:crypto';
import { open } from '../dist/index.inline.js';
import { Administration } from '../dist/admin/model/administration.js';
import { MemoryStore } from '../dist/stores/memory.js';

const allowed = { allowed: true };

/** Who may do everything; what others may is another test's. */
const everything = (policy) => async ({ client_id } = {}) => ({
  kind: 'user',
  id: 'ann',
  levels: {},
  rights: { look: allowed, administer_accounts: allowed, administer_directory: allowed, bring_any_credential: allowed },
  ...(client_id && { account: { client_id, administer: allowed, bring_credential: allowed, configure: allowed, repair: allowed } }),
  policy: { overlap_seconds: policy.overlapSeconds ?? 2_592_000, live_secrets: 2, credential_warning_seconds: 1_209_600, undelete_seconds: 60, token_seconds: 60, longest_token_seconds: 60 },
  now: new Date().toISOString(),
});

/** `wrap` stands between the models and the engine; `policy` is the engine's, `ahead` how far its clock is, in seconds. */
export async function accounted({ wrap = (accounts) => accounts, policy = {} } = {}) {
  const time = { ahead: 0 };
  const store = new MemoryStore();
  const engine = await open({
    issuer: 'https://id.acme.example',
    contactDomain: 'svc.example.com',
    sealingKeys: [randomBytes(32).toString('base64url')],
    store,
    policy,
    clock: () => Math.floor(Date.now() / 1000) + time.ahead,
  });
  const accounts = engine.accounts({ kind: 'user', company: 'acme', id: 'ann', levels: { admin: 'admin', directory: 'admin' } }, 'acme');
  const administration = new Administration({ accounts: wrap({ ...accounts, getMe: everything(policy) }) });
  await administration.open();
  return { engine, store, accounts, administration, time };
}

/** The side of an account with its credentials, and that account's first secret. */
export async function withAccount(options) {
  const world = await accounted(options);
  const made = await world.accounts.createAccount({ app_type: 'custom', name: 'Nightly export' });
  const account = await world.administration.account(made.client_id);
  await account.show('credentials');
  /** Fetches a token, and has that seen. */
  const use = async (client_secret) => {
    await world.engine.requestToken({ client_id: made.client_id, client_secret });
    await world.engine.recordUsage();
  };
  return { ...world, made, account, credentials: account.credentials, use };
}
