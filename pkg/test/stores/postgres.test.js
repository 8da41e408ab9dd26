// The store on PostgreSQL against a real server.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkRestore, laws } from 'badgehouse/store-laws';
import { PostgresStore, migrate, onePerCall, schema } from 'badgehouse/stores/postgres';
import pg from 'pg';

import { startPgBouncer } from './pgbouncer.js';
import { connections, startPostgres } from './postgres-server.js';
import { NUMBER, textOf } from './race.js';

const execute = promisify(execFile);
const value = new TextEncoder().encode('x');
const put = (key, expiresAt) => ({ key, expect: { kind: 'any' }, action: { kind: 'put', value, ...(expiresAt && { expiresAt }) } });
let server;
let pool;

before(async () => {
  server = await startPostgres();
  pool = connections(server.url, { max: 20 });
});
after(async () => {
  await pool?.end();
  await server?.stop();
});

test('tables that are not there are refused with what to do, and may be made by several at once', async () => {
  const store = new PostgresStore(pool);
  await assert.rejects(store.get(['p/a']), { code: 'broken', message: /make the tables of Badgehouse with `migrate`/ });
  await Promise.all(Array.from({ length: 8 }, () => migrate(pool)));
  assert.deepEqual(await store.get(['p/a']), [undefined]);
});

for (const law of laws) test(`PostgreSQL: ${law.name}`, () => law.check(() => new PostgresStore(pool)));

test('behind PgBouncer, whose connections are lent for a transaction alone, commits and reads keep their laws', async (t) => {
  const bouncer = await startPgBouncer(server);
  if (!bouncer) return t.skip('no pgbouncer: install it (Debian: `pgbouncer`)');
  const behind = connections(bouncer.url, { max: 20 });
  try {
    for (const id of ['Snapshot', 'Expectations', 'NoLostUpdate', 'OneInstant', 'ListOrder']) {
      await laws.find((law) => law.id === id).check(() => new PostgresStore(behind));
    }
  } finally {
    await behind.end();
    await bouncer.stop();
  }
});

test('a connection that is lent for a statement alone is refused, and nothing is done by it', async (t) => {
  const bouncer = await startPgBouncer(server, 'statement');
  if (!bouncer) return t.skip('no pgbouncer: install it (Debian: `pgbouncer`)');
  const behind = connections(bouncer.url, { max: 20 });
  await assert.rejects(new PostgresStore(behind).commit([put('p/none')]));
  // What lets the beginning through and forgets it.
  const deaf = onePerCall(() => Object.assign(new pg.Client({ connectionString: server.url }), { query: forgetful }));
  await assert.rejects(new PostgresStore(deaf).commit([put('p/none')]), { code: 'broken', message: /lends connections by the statement/ });
  assert.deepEqual(await new PostgresStore(pool).get(['p/none']), [undefined]);
  await behind.end();
  await bouncer.stop();
});

test('no update is lost between two processes', async () => {
  await Promise.all([raced('add', '10'), raced('add', '10')]);
  assert.equal(textOf((await new PostgresStore(pool).get([NUMBER]))[0]), '80');
});

test('of two processes that each need the place of the other empty, one takes its own', async () => {
  const taken = await Promise.all([raced('take', 'a', 'b', '100'), raced('take', 'b', 'a', '100')]);
  const rounds = taken.flatMap((printed) => JSON.parse(printed)).sort((a, b) => a - b);
  assert.deepEqual(rounds, Array.from({ length: 100 }, (_, round) => round));
});

test('a read has its place in the order of the commits: one that it would contradict is refused', async () => {
  const store = new PostgresStore(pool);
  await store.commit([put('o/x'), put('o/y')]);
  const versions = async () => (await store.get(['o/x', 'o/y'])).map(({ version }) => version);
  const [x, y] = await versions();
  const [first, second] = await Promise.all([pool.connect(), pool.connect()]);
  const look = "select version from badgehouse_entries where key in ('o/x', 'o/y')";
  const write = (key) => `update badgehouse_entries set version = 'of another' where key = '${key}'`;
  await first.query('begin isolation level serializable');
  await first.query(look);
  await second.query('begin isolation level serializable');
  await second.query("select version from badgehouse_entries where key = 'o/y'");
  await second.query(write('o/y'));
  await second.query('commit');
  // By now the second is before the first, which has not seen it; so a reader who sees it may not miss the first.
  assert.deepEqual(await versions(), [x, 'of another']);
  const refused = await first.query(write('o/x')).then(() => first.query('commit')).then(assert.fail, ({ code }) => code);
  assert.equal(refused, '40001');
  await first.query('rollback');
  for (const client of [first, second]) client.release();
  assert.notEqual(y, 'of another');
});

test('what a name holds ends no statement', async () => {
  const store = new PostgresStore(pool);
  for (const odd of ["q/'; drop table badgehouse_entries; --", 'q/\\', "q/\\';select 1", 'q/$1']) {
    await store.commit([put(odd)]);
    assert.equal((await store.get([odd]))[0]?.version.length, 22);
    assert.deepEqual((await store.list(odd, undefined, 10)).map(({ key }) => key), [odd]);
  }
});

test('a restored backup repeats no version', async () => {
  await pool.query('create database first');
  const at = (database) => connections(server.url.replace(/postgres$/, database));
  let first = at('first');
  let restored;
  await migrate(first);
  const backup = async () => {
    // A copy is refused while a connection is open, and one that was just ended may still be.
    await first.end();
    while ((await pool.query("select from pg_stat_activity where datname = 'first'")).rowCount > 0);
    await pool.query('create database restored template first');
    first = at('first');
  };
  const report = await checkRestore(new PostgresStore({ connect: () => first.connect() }), backup, () => new PostgresStore((restored = at('restored'))));
  await Promise.all([first.end(), restored?.end()]);
  report.assertKept();
});

test('what has expired goes when it is purged, however much it is, and what was put anew stays', async () => {
  const store = new PostgresStore(pool);
  for (let batch = 0; batch < 40; batch += 1) await store.commit(Array.from({ length: 64 }, (_, number) => put(`e/${batch}-${number}`, 1000)));
  for (const change of [put('e/a', 1000), put('e/a', 1001), put('e/b', 1000), put('e/b')]) await store.commit([change]);
  const keys = async () => (await store.list('e/', undefined, 1000)).map(({ key }) => key);
  await store.purgeExpired(999);
  assert.equal((await keys()).length, 1000);
  await store.purgeExpired(1000);
  assert.deepEqual(await keys(), ['e/a', 'e/b']);
});

test('what is put anew while it is purged stays', async () => {
  const store = new PostgresStore(pool);
  await store.commit([put('f/a', 1000)]);
  const other = await pool.connect();
  await other.query('begin');
  await other.query("update badgehouse_entries set expires_at = null where key = 'f/a'");
  const purged = store.purgeExpired(1000);
  // The purge waits for the row by now.
  while ((await pool.query("select from pg_stat_activity where wait_event_type = 'Lock'")).rowCount === 0);
  await other.query('commit');
  other.release();
  await purged;
  assert.equal((await store.get(['f/a']))[0]?.version.length, 22);
});

test('tables of another version are refused and left as they are', async () => {
  await pool.query('update badgehouse_schema set version = 2');
  const told = { code: 'broken', message: 'the database has version 2 of the schema, this program knows version 1' };
  await assert.rejects(migrate(pool), told);
  await assert.rejects(new PostgresStore(pool).commit([put('p/a')]), told);
  await pool.query('update badgehouse_schema set version = 0');
  await assert.rejects(new PostgresStore(pool).get(['p/a']), { code: 'broken', message: /an import into it was begun and is not finished/ });
  await pool.query('update badgehouse_schema set version = 1');
});

test('a database that loses what it has answered is refused', async () => {
  const careless = connections(`${server.url}?options=-c%20synchronous_commit%3Doff`);
  await assert.rejects(new PostgresStore(careless).get(['p/a']), { code: 'broken', message: /synchronous_commit is off/ });
  await careless.end();
});

test('the tables are those that every adapter makes', async () => {
  assert.equal(schema, await readFile(new URL('../../../host/postgres/schema.sql', import.meta.url), 'utf8'));
});

test('a server that ends under a commit ends no process, and the store goes on when it is back', async () => {
  const store = new PostgresStore(pool);
  const before = await store.get(['p/a']);
  const other = await pool.connect();
  await other.query('begin');
  await other.query('lock badgehouse_entries');
  const commit = store.commit([put('p/a')]).then(assert.fail, (error) => error);
  while ((await pool.query("select from pg_stat_activity where wait_event_type = 'Lock'")).rowCount === 0);
  await server.kill();
  assert.ok((await commit) instanceof Error);
  other.release(true);
  await assert.rejects(store.get(['p/a']));
  await server.again();
  assert.deepEqual(await store.get(['p/a']), before);
  assert.equal(await store.commit([put('p/a')]), 'committed');
});

function forgetful(statement, values) {
  return pg.Client.prototype.query.call(this, statement.startsWith('begin') ? 'select' : statement, values);
}

async function raced(...given) {
  return (await execute(process.execPath, [fileURLToPath(new URL('racer.js', import.meta.url)), server.url, ...given])).stdout;
}
