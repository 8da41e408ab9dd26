// A store on Cloudflare D1. The tables are those of `host/sqlite/schema.sql`.
import type { Change, CommitResult, Entry, ListedEntry, Store } from '../store.js';
import { broken, endOf, refuseOther, secondOf } from './entry.js';
import { effects, expectations, type Statement } from './sqlite/change.js';
import { SCHEMA_VERSION, schema } from './sqlite/schema.js';
import { FAILED, LIST, PURGE, READ, TABLE, VERSION } from './sqlite/statements.js';

export { schema };

/** What is asked of the binding. A session of one's own is none: it may read from a replica that lags behind. */
export interface D1 {
  withSession(constraint: 'first-primary'): D1Session;
}

/** What is asked of a session. */
export interface D1Session {
  prepare(query: string): D1Statement;
  batch(statements: D1Statement[]): Promise<{ readonly results: readonly unknown[] }[]>;
}

/** What is asked of a statement. */
export interface D1Statement {
  bind(...parameters: unknown[]): D1Statement;
}

interface Row {
  readonly key: string;
  readonly value: readonly number[];
  readonly version: string;
}

/** Fails where an expectation does, and the batch with it: the table of the schema has one row alone and says so (`CHECK (one = 1)`). */
const GUARD = `INSERT INTO badgehouse_schema (one, version) SELECT 2, 0 WHERE EXISTS (${FAILED})`;
const GUARD_FAILED = 'CHECK constraint failed: one = 1';

/** Makes the tables where there are none, and refuses those of another version. To do so by `wrangler d1 migrations`, copy `schema` into a file there. */
export async function migrate(database: D1): Promise<void> {
  const [there] = await batch(database, [[TABLE]]);
  if (there?.length === 0) await batch(database, statementsOf(schema));
  await look(database);
}

/**
 * Keeps every law of the store port. A commit is one batch, which D1 runs as a transaction, with a statement before all others that fails where an expectation does; a get
 * is one statement. Both are asked of the primary, whether or not the database has replicas.
 */
export class D1Store implements Store {
  readonly #database: D1;
  #isKnown = false;

  /** `database` is the binding. `migrate`, or a migration with `schema`, has made the tables. */
  constructor(database: D1) {
    this.#database = database;
  }

  async get(keys: readonly string[]): Promise<(Entry | undefined)[]> {
    const rows = await this.#rows(READ, JSON.stringify(keys));
    const found = new Map(rows.map(({ key, value, version }) => [key, { value: Uint8Array.from(value), version }]));
    return keys.map((key) => found.get(key));
  }

  async list(prefix: string, after: string | undefined, limit: number): Promise<ListedEntry[]> {
    const rows = await this.#rows(LIST, prefix, endOf(prefix), after ?? '', limit);
    return rows.map(({ key, value, version }) => ({ key, value: Uint8Array.from(value), version }));
  }

  async commit(changes: readonly Change[]): Promise<CommitResult> {
    await this.#check();
    const expected = expectations(changes);
    const guard: Statement[] = expected === undefined ? [] : [[GUARD, expected]];
    const statements = [...guard, ...effects(changes)];
    if (statements.length === 0) return 'committed';
    try {
      await batch(this.#database, statements);
      return 'committed';
    } catch (thrown) {
      if (said(thrown).includes(GUARD_FAILED)) return 'conflict';
      throw thrown;
    }
  }

  /** Removes what has expired by the time that `maintain` answers as `store_time`, or by a Unix second. Nothing else does: a clock that jumped would remove what still counts. */
  async purgeExpired(time: string | number): Promise<void> {
    await this.#rows(PURGE, secondOf(time));
  }

  async #rows(...statement: Statement): Promise<Row[]> {
    await this.#check();
    const [rows] = await batch(this.#database, [statement]);
    return rows as Row[];
  }

  /** Looks whether the tables are those that this adapter knows. Nobody waits for the look of another: on Workers that ends with the request that began it. */
  async #check(): Promise<void> {
    if (this.#isKnown) return;
    await look(this.#database);
    this.#isKnown = true;
  }
}

/** Runs statements as one transaction; a session of its own for each, whose first query is the primary's. */
async function batch(database: D1, statements: readonly Statement[]): Promise<(readonly unknown[])[]> {
  const session = database.withSession('first-primary');
  try {
    const answers = await session.batch(statements.map(([sql, ...parameters]) => session.prepare(sql).bind(...parameters)));
    return answers.map(({ results }) => results);
  } catch (thrown) {
    if (!said(thrown).includes('no such table')) throw thrown;
    throw broken('the tables of Badgehouse are not there: make them with `migrate`', thrown);
  }
}

async function look(database: D1): Promise<void> {
  const [rows] = await batch(database, [[VERSION]]);
  const [row] = rows as { version: number }[];
  refuseOther('the database', row?.version, SCHEMA_VERSION);
}

/** D1 takes them one by one. */
function statementsOf(sql: string): Statement[] {
  const code = sql.replaceAll(/^\s*--.*$/gm, '');
  return code.split(';').flatMap((statement): Statement[] => (statement.trim() === '' ? [] : [[statement]]));
}

function said(thrown: unknown): string {
  return String(Object(thrown).message);
}
