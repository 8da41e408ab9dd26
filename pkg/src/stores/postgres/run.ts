// How statements are run: a connection of the pool for each try, given back as it was found or not at all.
import { broken } from '../entry.js';

/** What is asked of a pool: `pg.Pool` is one. */
export interface PostgresPool {
  connect(): Promise<PostgresClient>;
}

/** A connection that is lent. */
export interface PostgresClient extends Session {
  /** Gives it back. With an error it is closed. */
  release(error?: Error): void;
}

/** A connection of one's own: `pg.Client` is one. */
export interface PostgresConnection extends Session {
  connect(): Promise<unknown>;
  end(): Promise<void>;
}

interface Session {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * A new connection for each call, and its end after it: for Workers, where no connection outlives its request and Hyperdrive has the pool.
 * `onePerCall(() => new Client(env.HYPERDRIVE.connectionString))`.
 */
export function onePerCall(make: () => PostgresConnection): PostgresPool {
  return {
    async connect() {
      const connection = make();
      await connection.connect();
      return {
        query: (text, values) => connection.query(text, values),
        on: (event, listener) => connection.on(event, listener),
        // It stays: what goes wrong while the connection ends is nobody's.
        removeListener: () => undefined,
        release: () => void connection.end().catch(() => undefined),
      };
    },
  };
}

/** How often what lost against others is tried again, and how long it waits before the second time, in milliseconds; the double before each next. */
const TRIES = 12;
const FIRST_WAIT = 4;
const LONGEST_WAIT = 250;

/** `serialization_failure` and `deadlock_detected`: the server says that nothing has happened. */
const LOST = ['40001', '40P01'];

/** Runs statements until nobody else was in their way. Of what else goes wrong, the outcome is unknown. */
export async function run<T>(pool: PostgresPool, statements: (client: PostgresClient) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(pool, statements);
    } catch (thrown) {
      if (tries === TRIES || !LOST.includes(stateOf(thrown))) throw told(thrown);
    }
    const wait = Math.min(FIRST_WAIT * 2 ** tries, LONGEST_WAIT);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * wait));
  }
}

async function once<T>(pool: PostgresPool, statements: (client: PostgresClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A lost connection is told by the statement under way; without a listener it would end the process as well.
  const heard = () => undefined;
  client.on('error', heard);
  let unfit: Error | undefined;
  try {
    return await statements(client);
  } catch (thrown) {
    unfit = await unfitAfter(client, thrown);
    throw thrown;
  } finally {
    client.release(unfit);
    client.removeListener('error', heard);
  }
}

/** What a connection is closed for: it is given back only where the server itself has refused something and the transaction has ended. */
async function unfitAfter(client: PostgresClient, thrown: unknown): Promise<Error | undefined> {
  const error = thrown instanceof Error ? thrown : new Error('a statement has failed', { cause: thrown });
  if (stateOf(thrown) === '') return error;
  return client.query('rollback').then(
    () => undefined,
    () => error,
  );
}

/** SQL's code of five characters for what the server refused; nothing where it was not the server. */
function stateOf(thrown: unknown): string {
  const { code, severity } = Object(thrown);
  return typeof code === 'string' && typeof severity === 'string' ? code : '';
}

/** Trying again does not help where the tables are not there or not as they should be, or may not be used. */
function told(thrown: unknown): unknown {
  const state = stateOf(thrown);
  const { message } = Object(thrown);
  if (state === '42P01') return broken(`${message}: make the tables of Badgehouse with \`migrate\``, thrown);
  return state.startsWith('42') ? broken(`${message}`, thrown) : thrown;
}
