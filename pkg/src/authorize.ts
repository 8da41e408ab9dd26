// What an API loads that is called with tokens and issues none: `authorize`, `verify` and `require`, on a module that holds no more.
import { attempt } from './attempt.js';
import { authorizing, type Authorizing } from './authorizing.js';
import * as glue from './badgehouse-authorize.js';
import { Calls } from './call.js';
import { LONGEST_MADE, given } from './given.js';
import { Instances, Remade } from './instance.js';
import type { Loader } from './load.js';
import type { OpenOptions } from './open.js';
import { own } from './own.js';
import type { Store } from './store.js';
import { webCrypto } from './web-crypto.js';

/** The options of `open`, as where the tokens are issued; of the store it reads alone. */
export interface AuthorizeOptions extends Omit<OpenOptions, 'store'> {
  readonly store: Pick<Store, 'get'>;
}

const instances = new Instances(glue);

export async function authorizeWith(loader: Loader, options: AuthorizeOptions): Promise<Authorizing> {
  const { store, crypto, clock, wasm, onDiagnostic, sealingKeys = [], ...others } = own(options);
  if (typeof store?.get !== 'function') throw new TypeError('a store has the function get');
  const [settings, keys] = [given(others, '', LONGEST_MADE), given(sealingKeys, '/sealingKeys')];
  await instances.ready(loader, wasm);
  const engine = new Remade(instances, () => new glue.Engine(settings as string, keys as string));
  attempt(instances, () => engine.get(), settings, keys);
  const provider = crypto ?? webCrypto({ sealingKeys: JSON.parse(keys as string) });
  const now = clock ?? (() => Math.floor(Date.now() / 1000));
  const reads: Store = { get: (keys) => store.get(keys), list: unasked, commit: unasked };
  return authorizing(new Calls(instances, engine, { store: reads, crypto: provider, clock: now, monotonic: now }), onDiagnostic);
}

/** Nothing that is in the module asks for it. */
function unasked(): never {
  throw new TypeError('an engine that authorizes reads entries by their keys alone');
}
