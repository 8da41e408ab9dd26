// A store in the storage of a Durable Object (its SQLite), and one of many objects, each with partitions of its own.
import type { Change, CommitResult, Entry, ListedEntry, Store } from '../store.js';
import { endOf, refuseOther, secondOf } from './entry.js';
import { effects, expectations } from './sqlite/change.js';
import { SCHEMA_VERSION, schema } from './sqlite/schema.js';
import { FAILED, LIST, PURGE, READ, TABLE, VERSION } from './sqlite/statements.js';

export { PartitionedStore } from './partitioned.js';

/** What is asked of `ctx.storage` of an object whose class keeps SQLite (`new_sqlite_classes`). */
export interface ObjectStorage {
  readonly sql: { exec(query: string, ...parameters: unknown[]): Iterable<unknown> };
  transactionSync<T>(closure: () => T): T;
  sync(): Promise<void>;
}

interface Row {
  readonly key: string;
  readonly value: ArrayBuffer;
  readonly version: string;
}

/**
 * Keeps every law of the store port for whoever calls this object. A commit is one closure, in which nothing else happens, and is answered when it is on disk.
 *
 * What was never written to takes no storage: who asks for companies that there are not leaves nothing behind.
 */
export class DurableObjectStore implements Store {
  readonly #storage: ObjectStorage;
  #made: boolean;

  /** `storage` is the object's `ctx.storage`. A schema of another version is refused. */
  constructor(storage: ObjectStorage) {
    this.#storage = storage;
    this.#made = this.#isMade();
    if (this.#made) this.#look();
  }

  get(keys: readonly string[]): (Entry | undefined)[] {
    if (!this.#made) return keys.map(() => undefined);
    const found = new Map(this.#rows<Row>(READ, JSON.stringify(keys)).map(({ key, value, version }) => [key, { value: new Uint8Array(value), version }]));
    return keys.map((key) => found.get(key));
  }

  list(prefix: string, after: string | undefined, limit: number): ListedEntry[] {
    if (!this.#made) return [];
    const rows = this.#rows<Row>(LIST, prefix, endOf(prefix), after ?? '', limit);
    return rows.map(({ key, value, version }) => ({ key, value: new Uint8Array(value), version }));
  }

  async commit(changes: readonly Change[]): Promise<CommitResult> {
    const committed = this.#storage.transactionSync(() => this.#change(changes));
    if (!committed) return 'conflict';
    this.#made ||= this.#isMade();
    await this.#storage.sync();
    return 'committed';
  }

  /** Removes what has expired by the time that `maintain` answers as `store_time`, or by a Unix second. Nothing else does: a clock that jumped would remove what still counts. */
  async purgeExpired(time: string | number): Promise<void> {
    const second = secondOf(time);
    if (!this.#made) return;
    this.#rows(PURGE, second);
    await this.#storage.sync();
  }

  #change(changes: readonly Change[]): boolean {
    if (!this.#holds(changes)) return false;
    const statements = effects(changes);
    if (!this.#made && statements.length > 0) this.#rows(schema);
    for (const [statement, ...parameters] of statements) this.#rows(statement, ...parameters);
    return true;
  }

  #holds(changes: readonly Change[]): boolean {
    if (!this.#made) return changes.every(({ expect }) => expect.kind !== 'version');
    const expected = expectations(changes);
    return expected === undefined || this.#rows(FAILED, expected).length === 0;
  }

  #isMade(): boolean {
    return this.#rows(TABLE).length > 0;
  }

  #look(): void {
    const [row] = this.#rows<{ version: number }>(VERSION);
    refuseOther('the object', row?.version, SCHEMA_VERSION);
  }

  #rows<T>(statement: string, ...parameters: unknown[]): T[] {
    return [...this.#storage.sql.exec(statement, ...parameters)] as T[];
  }
}
