// What the tests begin with.
import { open } from 'badgehouse';
import { MemoryStore } from 'badgehouse/stores/memory';

export const issuer = 'https://auth.acme.example';
export const sealingKey = 'KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio';

/** An administrator of the company `acme`. */
export const ann = { kind: 'user', company: 'acme', id: 'ann', levels: { admin: 'admin', directory: 'admin' } };

/** A read of the tool `rfis` of the company `acme`. */
export const readRfis = { company: 'acme', tool: 'rfis', level: 'read_only' };

/** A provider that leaves everything to the built-in one. */
export const builtIn = { generate: unsupported, sign: unsupported, verify: unsupported };

/** A store that is not reached, for this reason. */
export function unreached(why) {
  const fail = () => Promise.reject(why);
  return { get: fail, list: fail, commit: fail };
}

/** An engine on an empty store, unless the options say otherwise. */
export function opened(options = {}) {
  const store = new MemoryStore();
  return open({ issuer, contactDomain: 'svc.acme.example', sealingKeys: [sealingKey], store, ...options });
}

/** An account that ann made. */
export function created(badges, name = 'Nightly sync') {
  return badges.createAccount(ann, 'acme', { app_type: 'custom', name });
}

function unsupported() {
  throw { code: 'unsupported' };
}
