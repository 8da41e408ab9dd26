// The page without a server: the engine in this browser, on IndexedDB. It is no authority.
import { BadgehouseAccounts } from '../admin.js';
import { open, type Principal } from '../index.fetch.js';
import { IndexedDbStore } from '../stores/indexeddb.js';
import { loadRules } from './rules.js';
import { shell } from './shell.js';
import { sealingKey } from './trial-key.js';

const COMPANY = 'acme';
const DATABASE = 'badgehouse-trial';
const DAY_MS = 86_400_000;

const you: Principal = { kind: 'user', company: COMPANY, id: 'you', levels: { admin: 'admin', directory: 'admin' } };
const store = new IndexedDbStore(DATABASE);
const engine = await open({ issuer: location.origin, contactDomain: 'contacts.example.com', sealingKeys: [await sealingKey(`${DATABASE}-key`)], store });
await maintain();
setInterval(() => void maintain(), DAY_MS);

const element = new BadgehouseAccounts();
element.trial = true;
element.accounts = engine.accounts(you, COMPANY);
element.loadRules = loadRules;
shell(COMPANY, element);

/** Keys roll over, and what expired goes. */
async function maintain(): Promise<void> {
  const { store_time } = await engine.maintain();
  await store.purgeExpired(store_time);
}
