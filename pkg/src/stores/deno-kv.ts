// A store in Deno KV: a file of one's own, or Deno Deploy's.
import type { Change, CommitResult, Entry, ListedEntry, Store } from '../store.js';
import { broken, endOf, newVersion, partitionOf, secondOf } from './entry.js';

/** What is asked of `Deno.Kv`. */
export interface DenoKv {
  getMany(keys: readonly KvKey[], options: { consistency: 'strong' }): Promise<readonly KvEntry[]>;
  list(selector: { start: KvKey; end: KvKey }, options: { limit: number; batchSize: number; consistency: 'strong' }): AsyncIterable<KvEntry>;
  atomic(): DenoKvAtomic;
}

/** What is asked of `Deno.AtomicOperation`. */
export interface DenoKvAtomic {
  check(...checks: { key: KvKey; versionstamp: string | null }[]): unknown;
  set(key: KvKey, value: unknown): unknown;
  delete(key: KvKey): unknown;
  commit(): Promise<{ readonly ok: boolean }>;
}

/** An entry, or, without a versionstamp, that there is none. */
export interface KvEntry {
  readonly key: readonly unknown[];
  readonly value: unknown;
  readonly versionstamp: string | null;
}

type KvKey = (string | number)[];

/** What is kept at a key. */
interface Row extends Entry {
  readonly expiresAt?: number;
}

/** An entry as it was read: its row, and the stamp that a commit checks. */
interface Found {
  readonly row: Row | undefined;
  readonly versionstamp: string | null;
}

/** How often a call waits for other connections to the same file, and how long at most before the second time, in milliseconds; the double before each next. */
const TRIES = 16;
const FIRST_WAIT = 2;
const LONGEST_WAIT = 250;

/** No call of `getMany` takes more; each is a snapshot. */
const READ_AT_ONCE = 10;
/** No batch of `list` is larger. */
const LISTED_AT_ONCE = 500;
/** How many of what may have expired is looked at in one atomic operation, which takes a hundred checks. */
const PURGED_AT_ONCE = 40;

/**
 * Keeps every law of the store port. A commit reads what it checks and is one atomic operation on the versionstamps of what it has read, since those alone can come
 * again after a restored backup: the version of an entry is its own. Nothing expires by Deno's clock.
 */
export class DenoKvStore implements Store {
  readonly #kv: DenoKv;
  readonly #name: string;

  /** `kv` is what `Deno.openKv()` answers; it stays yours to close. All keys begin with `name`, `badgehouse` when left out. */
  constructor(kv: DenoKv, name = 'badgehouse') {
    this.#kv = kv;
    this.#name = name;
  }

  async get(keys: readonly string[]): Promise<(Entry | undefined)[]> {
    const found = await this.#read(keys);
    return keys.map((key) => entry(found.get(key)?.row));
  }

  async list(prefix: string, after: string | undefined, limit: number): Promise<ListedEntry[]> {
    // A zero is no character of a key, so that nothing lies between a key and the same with it.
    const start = after === undefined || after < prefix ? prefix : `${after}\0`;
    const selector = { start: this.#place(start), end: this.#place(endOf(prefix)) };
    if (start > endOf(prefix)) return [];
    const listed = await this.#list(selector, limit);
    return listed.map(({ key, value }) => ({ key: String(key.at(-1)), ...(entry(row(value)) as Entry) }));
  }

  async commit(changes: readonly Change[]): Promise<CommitResult> {
    const checked = changes.filter(({ expect }) => expect.kind === 'version').map(({ key }) => key);
    const found = await this.#read(checked);
    const operation = this.#kv.atomic();
    for (const { key, expect } of changes) {
      if (expect.kind === 'any') continue;
      const { row, versionstamp } = found.get(key) ?? { row: undefined, versionstamp: null };
      if (expect.kind === 'version' && row?.version !== expect.version) return 'conflict';
      operation.check({ key: this.#place(key), versionstamp });
    }
    this.#apply(operation, changes);
    return (await unlocked(() => operation.commit())).ok ? 'committed' : 'conflict';
  }

  /** Removes what has expired by the time that `maintain` answers as `store_time`, or by a Unix second. Nothing else does: a clock that jumped would remove what still counts. */
  async purgeExpired(time: string | number): Promise<void> {
    const second = secondOf(time);
    const selector = { start: [this.#name, 'expiring'], end: [this.#name, 'expiring', second + 1] };
    for (let looked = PURGED_AT_ONCE; looked === PURGED_AT_ONCE; ) {
      const expiring = (await this.#list(selector, PURGED_AT_ONCE)).map(({ key }) => key as KvKey);
      looked = expiring.length;
      const operation = this.#kv.atomic();
      for (const place of expiring) operation.delete(place);
      for (const [key, { row, versionstamp }] of await this.#read(expiring.map((place) => String(place.at(-1))))) {
        operation.check({ key: this.#place(key), versionstamp });
        // What was put anew meanwhile expires later, or never.
        if (row?.expiresAt !== undefined && row.expiresAt <= second) operation.delete(this.#place(key));
      }
      // Where somebody was faster, it is looked at once more.
      if (looked > 0 && !(await unlocked(() => operation.commit())).ok) looked = PURGED_AT_ONCE;
    }
  }

  #apply(operation: DenoKvAtomic, changes: readonly Change[]): void {
    const version = newVersion();
    for (const { key, action } of changes) {
      if (action.kind === 'delete') operation.delete(this.#place(key));
      if (action.kind !== 'put') continue;
      const { value, expiresAt } = action;
      operation.set(this.#place(key), { value: value.slice(), version, ...(expiresAt !== undefined && { expiresAt }) } satisfies Row);
      if (expiresAt !== undefined) operation.set([this.#name, 'expiring', expiresAt, key], true);
    }
  }

  /** Up to ten keys of a partition by one call, which is a snapshot. */
  async #read(keys: readonly string[]): Promise<Map<string, Found>> {
    const reads = parts(keys).map(async (part) => {
      const entries = await unlocked(() => this.#kv.getMany(part.map((key) => this.#place(key)), { consistency: 'strong' }));
      return part.map((key, index): [string, Found] => [key, found(entries[index])]);
    });
    return new Map((await Promise.all(reads)).flat());
  }

  #list(selector: { start: KvKey; end: KvKey }, limit: number): Promise<KvEntry[]> {
    const batchSize = Math.min(limit, LISTED_AT_ONCE);
    return unlocked(async () => {
      const entries = [];
      for await (const entry of this.#kv.list(selector, { limit, batchSize, consistency: 'strong' })) entries.push(entry);
      return entries;
    });
  }

  #place(key: string): KvKey {
    return [this.#name, 'entries', key];
  }
}

/** SQLite, on which a file of Deno KV stands, refuses who waited for too long before anything is done. */
async function unlocked<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (thrown) {
      if (tries === TRIES || !String(Object(thrown).message).includes('database is locked')) throw thrown;
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(FIRST_WAIT * 2 ** tries, LONGEST_WAIT)));
  }
}

/** The keys by partition, ten at a time. */
function parts(keys: readonly string[]): string[][] {
  const partitions = new Map<string, string[]>();
  for (const key of new Set(keys)) {
    const partition = partitionOf(key);
    partitions.set(partition, [...(partitions.get(partition) ?? []), key]);
  }
  return [...partitions.values()].flatMap((own) => own.flatMap((_, index) => (index % READ_AT_ONCE === 0 ? [own.slice(index, index + READ_AT_ONCE)] : [])));
}

function found(read: KvEntry | undefined): Found {
  if (read === undefined) throw broken('the answer of Deno KV does not fit what was asked');
  return { row: read.versionstamp === null ? undefined : row(read.value), versionstamp: read.versionstamp };
}

function row(value: unknown): Row {
  const { value: bytes, version } = Object(value);
  if (bytes instanceof Uint8Array && typeof version === 'string') return value as Row;
  throw broken('what lies in Deno KV was not put there by this store');
}

function entry(row: Row | undefined): Entry | undefined {
  return row && { value: row.value, version: row.version };
}
