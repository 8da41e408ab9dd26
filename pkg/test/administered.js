// A company's administration as the page has it, on an engine with an empty store: what is called is written down, and a call can be made to fail.
import { Administration } from '../dist/admin/model.js';
import { ann, opened } from './given.js';

export const catalogue = {
  tools: [
    { id: 'admin', name: 'Administration', scope: 'company' },
    { id: 'directory', name: 'Directory', scope: 'company' },
    { id: 'rfis', name: 'RFIs', scope: 'project', actions: [{ id: 'close', name: 'Close', included_from: 'admin' }, { id: 'export', name: 'Export' }] },
    { id: 'drawings', name: 'Drawings', scope: 'project', levels: ['read_only', 'admin'] },
    { id: 'budget', name: 'Budget', scope: 'company' },
  ],
  apps: [{ id: 'sync', name: 'Sync', requests: { company: { budget: 'read_only' }, project: { rfis: 'standard' } } }],
};

const allowed = { allowed: true };

/** Who may do everything; what others may is another test's. */
function everything({ client_id } = {}) {
  const rights = { look: allowed, administer_accounts: allowed, administer_directory: allowed, bring_any_credential: allowed };
  const account = { client_id, administer: allowed, bring_credential: allowed, configure: allowed, repair: allowed };
  return { kind: 'user', id: 'ann', levels: {}, rights, ...(client_id && { account }), policy: { undelete_seconds: 60, token_seconds: 60, longest_token_seconds: 60 }, now: new Date().toISOString() };
}

/** `accounts` is the same company for another administrator; `fail` makes the next call of a name reject. */
export async function administered() {
  const badges = await opened({ catalogue });
  const accounts = badges.accounts(ann, 'acme');
  const called = [];
  const failures = new Map();
  const recorded = new Proxy(accounts, {
    get: (its, name) => (...given) => {
      called.push(name);
      if (name === 'getMe') return Promise.resolve(everything(given[0]));
      const failure = failures.get(name);
      failures.delete(name);
      return failure === undefined ? its[name](...given) : failure(() => its[name](...given));
    },
  });
  const administration = new Administration({ accounts: recorded });
  await administration.open();
  called.length = 0;
  return { administration, accounts, called, fail: (name, failure) => failures.set(name, failure) };
}

/** The call goes through, but its answer is lost, as the client over HTTP tells of it. */
export async function lost(call) {
  await call();
  throw refusal('unavailable', new TypeError('fetch failed'));
}

/** The network is not there. */
export function offline() {
  return Promise.reject(refusal('unavailable', new TypeError('fetch failed')));
}

function refusal(code, cause) {
  return Object.assign(new Error(code, { cause }), { name: 'BadgehouseError', code, status: 503, detail: code, errors: [] });
}
