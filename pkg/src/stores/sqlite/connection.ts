// A connection: what it is set to, its tables, and the port's functions on them. All of it is done at once, or throws what the driver throws.
import type { Change, Entry, ListedEntry } from '../../store.js';
import { broken, endOf, refuseOther, seconds } from '../entry.js';
import { effects, expectations } from './change.js';
import type { Parameter, SqliteDatabase, SqliteStatement } from './driver.js';
import { SCHEMA_VERSION, schema } from './schema.js';
import { FAILED, LIST, READ, TABLE, VERSION } from './statements.js';

/** As `host/sqlite/src/connection.rs` has them, with the reasons; but whoever waits for a lock does so without keeping everything else waiting. */
const PRAGMAS = `
PRAGMA busy_timeout = 0;
PRAGMA synchronous = FULL;
PRAGMA fullfsync = ON;
PRAGMA checkpoint_fullfsync = ON;
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
`;

const PURGE_SOME = `DELETE FROM badgehouse_entries WHERE key IN
(SELECT key FROM badgehouse_entries WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)`;

interface Row extends Entry {
  readonly key: string;
}

export class Connection {
  readonly #database: SqliteDatabase;
  readonly #statements = new Map<string, SqliteStatement>();

  /** Makes the tables where there are none, and refuses those of another version. */
  constructor(database: SqliteDatabase) {
    this.#database = database;
    database.exec(PRAGMAS);
    this.#writeAhead();
    if (this.#rows(TABLE).length === 0) this.#transaction(() => this.#create());
    const [found] = this.#rows(VERSION) as { version: number | bigint }[];
    refuseOther('the file', found?.version, SCHEMA_VERSION);
  }

  /** What is at each key, of one moment: one statement is a snapshot. */
  get(keys: readonly string[]): (Entry | undefined)[] {
    const rows = this.#rows(READ, JSON.stringify(keys)) as Row[];
    const found = new Map(rows.map(({ key, value, version }) => [key, { value: new Uint8Array(value), version }]));
    return keys.map((key) => found.get(key));
  }

  list(prefix: string, after: string | undefined, limit: number): ListedEntry[] {
    const rows = this.#rows(LIST, prefix, endOf(prefix), after ?? '', limit) as Row[];
    return rows.map(({ key, value, version }) => ({ key, value: new Uint8Array(value), version }));
  }

  /** Checks and changes in one transaction, and answers whether everything was as expected. */
  commit(changes: readonly Change[]): boolean {
    const expected = expectations(changes);
    return this.#transaction(() => {
      if (expected !== undefined && this.#rows(FAILED, expected).length > 0) return false;
      for (const [sql, ...parameters] of effects(changes)) this.#run(sql, ...parameters);
      return true;
    });
  }

  /** Deletes up to `limit` entries that have expired at the second, and answers how many. */
  purge(second: number, limit: number): number {
    const { changes } = this.#run(PURGE_SOME, seconds(second), limit) as { changes: number | bigint };
    return Number(changes);
  }

  close(): void {
    this.#database.close();
  }

  /** Readers go on while a commit is written. The file remembers the mode. */
  #writeAhead(): void {
    const [row] = this.#database.prepare('PRAGMA journal_mode = WAL').all() as { journal_mode: string }[];
    if (row?.journal_mode !== 'wal') throw broken(`the file stays in journal mode \`${row?.journal_mode}\`, not \`wal\``);
  }

  /** Two processes may do this at once: the second finds everything made. */
  #create(): true {
    this.#database.exec(schema);
    return true;
  }

  /** Immediate: the write lock comes before the first check, so that nothing changes between check and change. */
  #transaction(body: () => boolean): boolean {
    this.#run('BEGIN IMMEDIATE');
    try {
      const done = body();
      this.#run(done ? 'COMMIT' : 'ROLLBACK');
      return done;
    } catch (thrown) {
      this.#rollBack();
      throw thrown;
    }
  }

  /** SQLite may have done so itself, and then says that there is nothing to roll back. */
  #rollBack(): void {
    try {
      this.#run('ROLLBACK');
    } catch {
      // What was thrown first says more.
    }
  }

  #rows(sql: string, ...parameters: Parameter[]): unknown[] {
    return this.#statement(sql).all(...parameters);
  }

  #run(sql: string, ...parameters: Parameter[]): unknown {
    return this.#statement(sql).run(...parameters);
  }

  #statement(sql: string): SqliteStatement {
    // `better-sqlite3` takes a parameter with a number for one with a name. Ours stand in the order of their numbers.
    const prepared = this.#statements.get(sql) ?? this.#database.prepare(sql.replaceAll(/\?\d/g, '?'));
    this.#statements.set(sql, prepared);
    return prepared;
  }
}
