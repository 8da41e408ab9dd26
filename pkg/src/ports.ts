// What the engine asks of the store and the provider. Their answers are foreign: of each is made what the engine reads, or it is none.
import type { Algorithm, CryptoProvider, SigningKey } from './crypto.js';
import { given } from './given.js';
import type { Change, Store } from './store.js';
import type { PublicJwk } from './token.js';

/** A store puts no more at a key, and no signature is longer. */
const MAX_VALUE_BYTES = 32 * 1024;
/** How much of a reason goes to the operator's log. */
const LONGEST_REASON = 4096;

/** What answers an operation. */
export interface Ports {
  readonly store: Store;
  readonly crypto: CryptoProvider;
  readonly clock: () => number;
  /** The seconds of a clock that nobody sets, from any beginning. */
  readonly monotonic: () => number;
}

/** What the engine asks. */
export type Ask =
  | { readonly kind: 'get'; readonly keys: readonly string[] }
  | { readonly kind: 'list'; readonly prefix: string; readonly after: string | null; readonly limit: number }
  | { readonly kind: 'commit'; readonly changes: readonly Change[] }
  | { readonly kind: 'generate'; readonly algorithm: Algorithm }
  | { readonly kind: 'sign'; readonly algorithm: Algorithm; readonly key: SigningKey; readonly message: Uint8Array }
  | {
      readonly kind: 'verify';
      readonly algorithm: Algorithm;
      readonly jwk: PublicJwk;
      readonly message: Uint8Array;
      readonly signature: Uint8Array;
    };

/** What came of an ask, as the engine reads it: the answer, or nothing, why there is none, and a code if there is one. And what was thrown in place of an answer. */
export interface Answered {
  readonly came: unknown[];
  readonly failure: { readonly cause: unknown } | undefined;
}

/** An answer that is none. It is no cause of anything but itself. */
class Malformed {
  readonly code = 'broken';
  constructor(readonly message: string) {}
}

/** Answers; it never rejects. */
export async function answered(ask: Ask, ports: Ports): Promise<Answered> {
  try {
    return { came: [await reply(ask, ports)], failure: undefined };
  } catch (thrown) {
    return { came: [undefined, ...reason(thrown)], failure: isMalformed(thrown) ? undefined : { cause: thrown } };
  }
}

/** What has members is a list of them here. */
async function reply(ask: Ask, { store, crypto }: Ports): Promise<unknown> {
  switch (ask.kind) {
    case 'get':
      return list(await store.get(ask.keys), ask.keys.length, (found) => (found === null || found === undefined ? null : entry(found)));
    case 'list':
      return list(await store.list(ask.prefix, ask.after ?? undefined, ask.limit), ask.limit, listed);
    case 'commit':
      return outcome(await store.commit(ask.changes));
    case 'generate':
      return generated(await crypto.generate(ask.algorithm));
    case 'sign':
      return bytes(await crypto.sign(ask.algorithm, ask.key, ask.message), 'a signature is a Uint8Array');
    case 'verify':
      return verdict(await crypto.verify(ask.algorithm, ask.jwk, ask.message, ask.signature));
  }
}

function list<T>(found: unknown, most: number, read: (item: unknown) => T): T[] {
  if (!Array.isArray(found)) throw new Malformed('the answer is no array');
  if (found.length > most) throw new Malformed('the answer does not fit what was asked');
  return Array.from({ length: found.length }, (_, index) => read(found[index]));
}

function entry(found: unknown): [value: Uint8Array, version: string] {
  const wrong = 'an entry has a `value`, a Uint8Array, and a `version`, a text';
  const { value, version } = Object(found);
  if (typeof version !== 'string') throw new Malformed(wrong);
  return [bytes(value, wrong), version];
}

function listed(found: unknown): [key: string, value: Uint8Array, version: string] {
  const { key } = Object(found);
  if (typeof key !== 'string') throw new Malformed('an entry of a list has no key');
  return [key, ...entry(found)];
}

/** Whether it was committed. */
function outcome(answer: unknown): boolean {
  if (answer === 'committed' || answer === 'conflict') return answer === 'committed';
  throw new Malformed('a commit answers `committed` or `conflict`');
}

function generated(key: unknown): string {
  const text = given(key);
  if (typeof text === 'string') return text;
  throw new Malformed(`a new key cannot be read: ${text?.rule ?? 'there is none'}`);
}

/** Only `true` is a yes. */
function verdict(answer: unknown): boolean {
  if (typeof answer === 'boolean') return answer;
  throw new Malformed('a verification is true or false');
}

/** A copy: what the store does with its own bytes from now on is nothing to the engine. */
function bytes(value: unknown, wrong: string): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Malformed(wrong);
  const copy = new Uint8Array(value);
  if (copy.length > MAX_VALUE_BYTES) throw new Malformed(`a value has at most ${MAX_VALUE_BYTES} bytes`);
  return copy;
}

/** Even to ask what was thrown may throw. */
function isMalformed(thrown: unknown): boolean {
  try {
    return thrown instanceof Malformed;
  } catch {
    return false;
  }
}

/** What was thrown, in words for the operator's log, and the code that it may have. */
function reason(thrown: unknown): readonly [why: string, code?: string] {
  try {
    const { code, message } = Object(thrown);
    const text = typeof thrown === 'string' ? thrown : message;
    const why = typeof text === 'string' ? text.slice(0, LONGEST_REASON) : 'no reason given';
    return code === 'broken' || code === 'unsupported' ? [why, code] : [why];
  } catch {
    return ['no reason given'];
  }
}
