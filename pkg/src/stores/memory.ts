// A store in this process's memory: for tests, demos and programs that keep nothing.
import { own } from '../own.js';
import type { Change, CommitResult, Entry, ListedEntry, Store } from '../store.js';
import { holds } from './entry.js';

interface Row extends Entry {
  readonly expiresAt: number | undefined;
}

/** Keeps every law of the store port but one that it cannot: what is committed ends with the process. */
export class MemoryStore implements Store {
  readonly #rows = new Map<string, Row>();
  /** The keys of all rows, ascending. */
  readonly #keys: string[] = [];
  readonly #clock: () => number;
  #nextExpiry = Infinity;
  /** Counts every put, so that no version comes twice. */
  #puts = 0;

  /** `clock` answers the present in Unix seconds; the system's when left out, by which a jump ahead drops nothing. */
  constructor(options: { readonly clock?: () => number } = {}) {
    this.#clock = own(options).clock ?? steady();
  }

  get(keys: readonly string[]): (Entry | undefined)[] {
    this.#removeExpired();
    return keys.map((key) => copy(this.#rows.get(key)));
  }

  list(prefix: string, after: string | undefined, limit: number): ListedEntry[] {
    this.#removeExpired();
    const listed: ListedEntry[] = [];
    const start = after === undefined || after < prefix ? prefix : `${after}\0`;
    for (let index = this.#place(start); index < this.#keys.length && listed.length < limit; index += 1) {
      const key = this.#keys[index] as string;
      if (!key.startsWith(prefix)) break;
      listed.push({ key, ...(copy(this.#rows.get(key)) as Entry) });
    }
    return listed;
  }

  commit(changes: readonly Change[]): CommitResult {
    this.#removeExpired();
    if (!changes.every((change) => holds(change, this.#rows.get(change.key)))) return 'conflict';
    for (const { key, action } of changes) {
      if (action.kind === 'put') this.#put(key, action.value, action.expiresAt);
      if (action.kind === 'delete') this.#delete(key);
    }
    return 'committed';
  }

  #put(key: string, value: Uint8Array, expiresAt: number | undefined): void {
    if (!this.#rows.has(key)) this.#keys.splice(this.#place(key), 0, key);
    this.#puts += 1;
    this.#rows.set(key, { value: value.slice(), version: String(this.#puts), expiresAt });
    this.#nextExpiry = Math.min(this.#nextExpiry, expiresAt ?? Infinity);
  }

  #delete(key: string): void {
    if (this.#rows.delete(key)) this.#keys.splice(this.#place(key), 1);
  }

  /** Where the key is, or would be. */
  #place(key: string): number {
    let [low, high] = [0, this.#keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] as string) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #removeExpired(): void {
    const now = this.#clock();
    if (now < this.#nextExpiry) return;
    this.#nextExpiry = Infinity;
    for (const [key, { expiresAt = Infinity }] of [...this.#rows]) {
      if (expiresAt <= now) this.#delete(key);
      else this.#nextExpiry = Math.min(this.#nextExpiry, expiresAt);
    }
  }
}

/** What one caller does to its bytes is nothing to another. */
function copy(row: Row | undefined): Entry | undefined {
  return row && { value: row.value.slice(), version: row.version };
}

/** The system's clock, but never further on than time has passed since this call. */
function steady(): () => number {
  const [begun, passed] = [Date.now(), globalThis.performance.now()];
  return () => Math.floor(Math.min(Date.now(), begun + globalThis.performance.now() - passed) / 1000);
}
