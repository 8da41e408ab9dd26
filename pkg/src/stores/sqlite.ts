// A store in a file of SQLite, for one machine and as many processes on it as like. The tables are those of `host/sqlite/schema.sql`.
import type { Change, CommitResult, Entry, ListedEntry, Store } from '../store.js';
import { broken, secondOf } from './entry.js';
import { Connection } from './sqlite/connection.js';
import { fileAt, kindOf, openOf, type Open, type SqliteDatabase } from './sqlite/driver.js';
import { schema } from './sqlite/schema.js';

export { schema };
export type { SqliteDatabase, SqliteStatement } from './sqlite/driver.js';

/** How long a call waits for the locks of other processes, in milliseconds, and how long at most until it asks again. */
const PATIENCE = 5000;
const LONGEST_PAUSE = 20;
/** How many expired entries go at once. */
const PURGED_AT_ONCE = 1000;

/**
 * Keeps every law of the store port, for all processes on the file at once. A commit is one transaction and on disk when it is answered (write-ahead log,
 * `synchronous = FULL`).
 *
 * SQLite works in the thread that asks it. That is short: a commit waits for the disk once. For the lock of another process it is waited without keeping anything else in this one waiting,
 * for 5 seconds; then the call fails, and of a commit nothing was changed.
 */
export class SqliteStore implements Store {
  readonly #open: () => SqliteDatabase;
  /** A database that was handed in is not this store's to close. */
  readonly #isOwn: boolean;
  #connection: Connection | undefined = undefined;

  /**
   * `database` is the path of a file, for what the runtime has built in: `node:sqlite` (Node 22.13 and later, Deno) or `bun:sqlite`. Or it is a database that you have opened by
   * `better-sqlite3` or one of those; then its connection is the store's alone, and yours to close. The file and its tables are made if they are not there, by the first call.
   */
  constructor(database: string | SqliteDatabase) {
    this.#isOwn = typeof database === 'string';
    const open: Open | undefined = typeof database === 'string' ? openOf() : undefined;
    this.#open = () => (typeof database === 'string' ? (open as Open)(fileAt(database)) : database);
  }

  async get(keys: readonly string[]): Promise<(Entry | undefined)[]> {
    return this.#when((connection) => connection.get(keys));
  }

  async list(prefix: string, after: string | undefined, limit: number): Promise<ListedEntry[]> {
    return this.#when((connection) => connection.list(prefix, after, limit));
  }

  async commit(changes: readonly Change[]): Promise<CommitResult> {
    return (await this.#when((connection) => connection.commit(changes))) ? 'committed' : 'conflict';
  }

  /** Removes what has expired by the time that `maintain` answers as `store_time`, or by a Unix second. Nothing else does: a clock that jumped would remove what still counts. */
  async purgeExpired(time: string | number): Promise<void> {
    const second = secondOf(time);
    while ((await this.#when((connection) => connection.purge(second, PURGED_AT_ONCE))) === PURGED_AT_ONCE) await pause(0);
  }

  /** Closes the file; the next call opens it again. A database that was handed in stays open. */
  close(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    if (this.#isOwn) connection?.close();
  }

  /** What is asked of the connection, as soon as nobody else has a lock. */
  async #when<T>(ask: (connection: Connection) => T): Promise<T> {
    const until = performance.now() + PATIENCE;
    for (let longest = 1; ; longest = Math.min(longest * 2, LONGEST_PAUSE)) {
      try {
        this.#connection ??= this.#connect();
        return ask(this.#connection);
      } catch (thrown) {
        const kind = kindOf(thrown);
        if (kind === 'lasting') throw broken(`SQLite: ${Object(thrown).message}`, thrown);
        if (kind !== 'locked') throw thrown;
        if (performance.now() >= until) throw new Error('the database stayed locked for 5 seconds; nothing was changed', { cause: thrown });
      }
      await pause(Math.random() * longest);
    }
  }

  #connect(): Connection {
    const database = this.#open();
    try {
      return new Connection(database);
    } catch (thrown) {
      if (this.#isOwn) database.close();
      throw thrown;
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
