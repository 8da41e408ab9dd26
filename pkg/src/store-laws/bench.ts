// What a law works with: two handles on one store, partitions of its own, and short words for the port's calls.
import type { Action, Change, CommitResult, Entry, Expect, ListedEntry, Store } from '../store.js';
import { ensure, Finding, same, shown } from './finding.js';

/** The bounds of the store port, as at the trait in Rust. */
export const MAX_KEY_BYTES = 256;
export const MAX_VALUE_BYTES = 32 * 1024;
export const MAX_CHANGES = 64;
export const MAX_COMMIT_BYTES = 512 * 1024;
export const MAX_GET_KEYS = 100;
export const SNAPSHOT_KEYS = 10;
export const MAX_LIST_LIMIT = 1000;

/** How often a list that lags is asked again, and after how many milliseconds. */
export const SETTLING = { times: 100, pause: 50 };
/** Few enough for the largest commit, whatever the keys. */
const PUTS_AT_ONCE = 50;

export const any: Expect = { kind: 'any' };
export const absent: Expect = { kind: 'absent' };

/** Two handles on the same data, and the name of a partition that nobody else uses. */
export class Bench {
  readonly first: Handle;
  readonly second: Handle;
  /** What the laws do there is the same at each run. */
  readonly #partition = `laws-${Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;

  constructor(first: Store, second: Store) {
    this.first = new Handle(first);
    this.second = new Handle(second);
  }

  /** A key of the partition, or of another whose name begins with that of the first. */
  key(name: string, partition = ''): string {
    return `${this.#partition}${partition}/${name}`;
  }

  /** `count` keys of the partition. */
  keys(name: string, count: number): string[] {
    return numbers(count).map((number) => this.key(`${name}${String(number).padStart(4, '0')}`));
  }

  /** The handles in turn. */
  handle(number: number): Handle {
    return number % 2 === 0 ? this.first : this.second;
  }
}

/** A store, by words that throw findings. */
export class Handle {
  readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  async get(keys: readonly string[]): Promise<(Entry | undefined)[]> {
    const found: unknown = await called(() => this.store.get([...keys]));
    if (!Array.isArray(found)) throw new Finding('an array as the answer to a get', shown(found));
    same('the number of answers to a get', found.length, keys.length);
    return Array.from(found, (one) => (one === undefined || one === null ? undefined : entry(one)));
  }

  async getOne(key: string): Promise<Entry | undefined> {
    return (await this.get([key]))[0];
  }

  /** What is at a key that was put. */
  async existing(key: string): Promise<Entry> {
    const found = await this.getOne(key);
    if (found === undefined) throw new Finding(`the entry that was put at \`${key}\``, 'nothing');
    return found;
  }

  async commit(...changes: readonly Change[]): Promise<CommitResult> {
    return result(await called(() => this.store.commit(changes)));
  }

  /** A commit in a race, in which a store may also be too busy: then nobody knows what became of it. */
  async tryCommit(...changes: readonly Change[]): Promise<CommitResult | undefined> {
    let outcome;
    try {
      outcome = await this.store.commit(changes);
    } catch (thrown) {
      if (isBroken(thrown)) throw refused(thrown);
      return undefined;
    }
    return result(outcome);
  }

  /** A commit that has nothing to conflict with. */
  async mustCommit(...changes: readonly Change[]): Promise<void> {
    same('a commit whose expectations hold', await this.commit(...changes), 'committed');
  }

  async put(key: string, value: Uint8Array): Promise<void> {
    await this.mustCommit(put(key, any, value));
  }

  async delete(key: string): Promise<void> {
    await this.mustCommit(remove(key, any));
  }

  /** Each key with its own text as the value, many in a commit. */
  async putAll(keys: readonly string[]): Promise<void> {
    for (let start = 0; start < keys.length; start += PUTS_AT_ONCE) {
      await this.mustCommit(...keys.slice(start, start + PUTS_AT_ONCE).map((key) => put(key, any, bytes(key))));
    }
  }

  /** A list, of which everything is tested that holds even while it lags. */
  async list(prefix: string, after: string | undefined, limit: number): Promise<ListedEntry[]> {
    const found: unknown = await called(() => this.store.list(prefix, after, limit));
    if (!Array.isArray(found)) throw new Finding('an array as the answer to a list', shown(found));
    ensure(found.length <= limit, `at most ${limit} entries`, String(found.length));
    const listed = Array.from(found, listedEntry);
    for (const [index, { key }] of listed.entries()) {
      ensure(key.startsWith(prefix), `only keys that begin with \`${prefix}\``, `\`${key}\``);
      if (after !== undefined) ensure(key > after, `only keys after \`${after}\``, `\`${key}\``);
      const before = listed[index - 1]?.key;
      if (before !== undefined) ensure(before < key, 'ascending byte order', `\`${key}\` after \`${before}\``);
    }
    return listed;
  }

  /** The list once it has these keys: a list may lag, for a while. */
  async settledList(prefix: string, after: string | undefined, limit: number, keys: readonly string[]): Promise<ListedEntry[]> {
    let listed = await this.list(prefix, after, limit);
    const fits = () => listed.length === keys.length && listed.every(({ key }, index) => key === keys[index]);
    for (let time = 1; time < SETTLING.times && !fits(); time += 1) {
      await pause(SETTLING.pause);
      listed = await this.list(prefix, after, limit);
    }
    const what = `a list of \`${prefix}\` after ${after ?? 'the start'}, ${limit} at most`;
    same(what, listed.map(({ key }) => nameOf(key)), keys.map(nameOf));
    return listed;
  }
}

/** Runs tasks at once, and answers when all have ended, by the first finding if there is one. */
export async function atOnce<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
  const ended = await Promise.allSettled(tasks.map((task) => task()));
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** Lets other tasks go on, for one to three turns: where all tasks take turns in step, some orders would never happen. */
export async function giveWay(random: Random): Promise<void> {
  for (let turn = random.below(3); turn >= 0; turn -= 1) await Promise.resolve();
  // Promises alone would keep timers and sockets waiting, and with them a store that needs those.
  if (random.below(4) === 0) await nextTick();
}

let tick: Promise<void> | undefined = undefined;

/** All that wait for a tick go on together: woken by timers of their own, each would run until its next pause before another did. */
function nextTick(): Promise<void> {
  tick ??= pause(0).then(() => {
    tick = undefined;
  });
  return tick;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Numbers that look random and are the same at each run: SplitMix32. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 to one less than `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % end;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}

/** 0 to one less than `end`. */
export function numbers(end: number): number[] {
  return Array.from({ length: end }, (_, number) => number);
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The value as text; what is no UTF-8 is replaced. */
export function textOf(entry: Entry | undefined): string | undefined {
  return entry && new TextDecoder().decode(entry.value);
}

export function put(key: string, expect: Expect, value: Uint8Array, expiresAt?: number): Change {
  const action: Action = { kind: 'put', value, ...(expiresAt !== undefined && { expiresAt }) };
  return { key, expect, action };
}

export function keep(key: string, expect: Expect): Change {
  return { key, expect, action: { kind: 'keep' } };
}

export function remove(key: string, expect: Expect): Change {
  return { key, expect, action: { kind: 'delete' } };
}

/** What must be there for a commit that was decided on what was read. */
export function asRead(found: Entry | undefined): Expect {
  return found === undefined ? absent : { kind: 'version', version: found.version };
}

/** What a store, or a function of its author's, answers. */
export async function called<T>(call: () => T | PromiseLike<T>): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    throw refused(thrown);
  }
}

export function refused(thrown: unknown): Finding {
  return new Finding('an answer', `it threw ${thrown instanceof Error ? String(thrown) : shown(thrown)}`, { cause: thrown });
}

/** Whether a store says that trying again cannot help. */
export function isBroken(thrown: unknown): boolean {
  return Object(thrown).code === 'broken';
}

function entry(found: unknown): Entry {
  const { value, version } = Object(found);
  if (!(value instanceof Uint8Array) || typeof version !== 'string') {
    throw new Finding('an entry with a `value`, a Uint8Array, and a `version`, a text', shown(found));
  }
  return { value: new Uint8Array(value), version };
}

function listedEntry(found: unknown): ListedEntry {
  const { key } = Object(found);
  if (typeof key !== 'string') throw new Finding('an entry of a list with a `key`, a text', shown(found));
  return { key, ...entry(found) };
}

function result(outcome: unknown): CommitResult {
  if (outcome === 'committed' || outcome === 'conflict') return outcome;
  throw new Finding('`committed` or `conflict` as the answer to a commit', shown(outcome));
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
