// Who may call, by the object that a framework hands from one function to the next: no name on it that another could have set.
import type { Authorized } from './token.js';

const admitted = new WeakMap<object, Authorized>();

/** Remembers that a guard has let a call through. */
export function admit(call: object, who: Authorized): void {
  admitted.set(call, who);
}

/**
 * Who was let through by a guard: of Express's request, Fastify's request, or Hono's context. Throws a `TypeError` where no guard stands before the handler, so that a route that
 * was left open does not go on.
 */
export function authorized(call: object): Authorized {
  const who = admitted.get(call);
  if (who !== undefined) return who;
  throw new TypeError('no guard has let this call through; put one before its handler');
}
