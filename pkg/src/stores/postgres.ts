// A store on PostgreSQL, by a pool of `pg` or of what has its form. The tables are those of `host/postgres/schema.sql`.
import type { Change, CommitResult, Entry, ListedEntry, Store } from '../store.js';
import { broken, endOf, newVersion, refuseOther, secondOf, seconds } from './entry.js';
import { run, type PostgresPool } from './postgres/run.js';
import { SCHEMA_VERSION, schema } from './postgres/schema.js';
import { CHANGE, ONE_AT_A_TIME, PURGE, TABLE, VERSION, listing, reading } from './postgres/statements.js';

export { onePerCall, type PostgresClient, type PostgresConnection, type PostgresPool } from './postgres/run.js';
export { schema };

/** How many expired entries go in one statement. */
const PURGED_AT_ONCE = 1000;

const NO_TRANSACTION = 'a transaction is not serializable any more: what stands between lends connections by the statement; set it to lend them by the transaction';

const ONE_ANSWER = 'the driver answers one result for two statements: use `pg`, or what answers each as it does';

interface Row {
  readonly key: string;
  readonly value: Uint8Array;
  readonly version: string;
}

/**
 * Makes the tables where there are none, in the first schema of the search path, and refuses those of another version. It takes a role that may create tables; where
 * the service's own may not, let another run `schema`.
 */
export async function migrate(pool: PostgresPool): Promise<void> {
  await run(pool, async (client) => {
    const [found] = (await client.query(TABLE)).rows as { there: boolean }[];
    if (found?.there !== true) await client.query(`${ONE_AT_A_TIME};${schema}`);
    refuse((await client.query(VERSION)).rows);
  });
}

/**
 * Keeps every law of the store port, for as many processes as like. A commit and a read are one statement each in a serializable transaction, so that they ask for PostgreSQL itself and not
 * for a replica; where others were faster they are tried again. Nothing is prepared by name and nothing is set for a session: PgBouncer and Hyperdrive may stand between.
 */
export class PostgresStore implements Store {
  readonly #pool: PostgresPool;
  #isKnown = false;

  /** The pool stays yours: what it is set to (time-outs, TLS, how many connections) counts here, and you close it. `migrate` has made the tables. */
  constructor(pool: PostgresPool) {
    this.#pool = pool;
  }

  async get(keys: readonly string[]): Promise<(Entry | undefined)[]> {
    const found = new Map((await this.#read(reading(keys))).map(({ key, value, version }) => [key, { value: new Uint8Array(value), version }]));
    return keys.map((key) => found.get(key));
  }

  async list(prefix: string, after: string | undefined, limit: number): Promise<ListedEntry[]> {
    const rows = await this.#read(listing(prefix, endOf(prefix), after ?? '', limit));
    return rows.map(({ key, value, version }) => ({ key, value: new Uint8Array(value), version }));
  }

  async commit(changes: readonly Change[]): Promise<CommitResult> {
    await this.#check();
    const given = parameters(changes);
    return run(this.#pool, async (client) => {
      await client.query('begin isolation level serializable');
      const [answer] = (await client.query(CHANGE, given)).rows as { held: boolean; isolation: string }[];
      if (answer?.isolation !== 'serializable') throw broken(NO_TRANSACTION);
      const { held } = answer;
      await client.query(held ? 'commit' : 'rollback');
      return held ? 'committed' : 'conflict';
    });
  }

  /** Removes what has expired by the time that `maintain` answers as `store_time`, or by a Unix second. Nothing else does: a clock that jumped would remove what still counts. */
  async purgeExpired(time: string | number): Promise<void> {
    const second = secondOf(time);
    await this.#check();
    for (let purged = PURGED_AT_ONCE; purged === PURGED_AT_ONCE; ) {
      purged = await run(this.#pool, async (client) => (await client.query(PURGE, [second, PURGED_AT_ONCE])).rows.length);
    }
  }

  async #read(statements: string): Promise<Row[]> {
    await this.#check();
    const answers: unknown = await run(this.#pool, (client) => client.query(statements));
    const { rows } = Object(Object(answers)[1]);
    if (!Array.isArray(rows)) throw broken(ONE_ANSWER);
    return rows;
  }

  /**
   * Looks whether the tables are those that this adapter knows, and commits last. Nobody waits for the look of another: on Workers that ends with the request that
   * began it.
   */
  async #check(): Promise<void> {
    if (this.#isKnown) return;
    await run(this.#pool, async (client) => refuse((await client.query(VERSION)).rows));
    this.#isKnown = true;
  }
}

function refuse(rows: readonly unknown[]): void {
  const [row] = rows as { version: number; durable: string }[];
  refuseOther('the database', row?.version, SCHEMA_VERSION);
  if (row?.durable === 'off') throw broken('synchronous_commit is off, by which a crash loses what was answered: set it to on, for the user or the database');
}

/** In the order of their keys, so that two commits lock the same rows in the same order; all of it text and numbers, which every driver writes the same way. */
function parameters(changes: readonly Change[]): unknown[] {
  const [checked, expected, put, values, expire, deleted]: [string[], (string | null)[], string[], string[], (number | null)[], string[]] = [[], [], [], [], [], []];
  for (const { key, expect, action } of [...changes].sort((one, other) => (one.key < other.key ? -1 : 1))) {
    if (expect.kind !== 'any') {
      checked.push(key);
      expected.push(expect.kind === 'version' ? expect.version : null);
    }
    if (action.kind === 'put') {
      put.push(key);
      values.push(btoa(String.fromCharCode(...action.value)));
      expire.push(action.expiresAt === undefined ? null : seconds(action.expiresAt));
    }
    if (action.kind === 'delete') deleted.push(key);
  }
  return [checked, expected, put, values, expire, newVersion(), deleted];
}
