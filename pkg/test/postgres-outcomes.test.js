// What the store on PostgreSQL makes of what goes wrong, on a pool that does as it is told. `stores/postgres.test.js` has the real one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PostgresStore } from 'badgehouse/stores/postgres';

const change = { key: 'p/a', expect: { kind: 'absent' }, action: { kind: 'put', value: new Uint8Array(1) } };
const refusal = (code) => Object.assign(new Error(`refused: ${code}`), { code, severity: 'ERROR' });
const lost = new Error('Connection terminated unexpectedly');

test('a commit whose answer is lost is thrown and not tried again, and its connection is closed', async () => {
  for (const at of ['begin', 'with', 'commit']) {
    const pool = answering((statement) => (statement.startsWith(at) ? lost : undefined));
    await assert.rejects(new PostgresStore(pool).commit([change]), lost);
    assert.deepEqual(pool.released.slice(1), [lost], at);
  }
});

test('what lost against others is tried again, on a connection that was given back as it was', async () => {
  for (const code of ['40001', '40P01']) {
    for (const at of ['with', 'commit']) {
      let left = 3;
      const pool = answering((statement) => (statement.startsWith(at) && (left -= 1) >= 0 ? refusal(code) : undefined));
      assert.equal(await new PostgresStore(pool).commit([change]), 'committed');
      assert.equal(pool.asked.filter((statement) => statement === 'rollback').length, 3);
      assert.deepEqual(new Set(pool.released), new Set([undefined]));
    }
  }
});

test('trying again has an end', async () => {
  const pool = answering((statement) => (statement.startsWith('with') ? refusal('40001') : undefined));
  await assert.rejects(new PostgresStore(pool).commit([change]), { code: '40001' });
  assert.ok(pool.released.length < 20);
});

test('what the server refuses for good is broken, and what it refuses for now is not', async () => {
  for (const [code, told] of [['42P01', 'broken'], ['42501', 'broken'], ['25006', '25006'], ['53300', '53300'], ['57014', '57014']]) {
    const pool = answering((statement) => (statement.startsWith('with') ? refusal(code) : undefined));
    await assert.rejects(new PostgresStore(pool).commit([change]), { code: told });
  }
});

test('a connection on which nothing can be rolled back is closed', async () => {
  const pool = answering((statement) => (statement === 'rollback' || statement.startsWith('with') ? refusal('25006') : undefined));
  await assert.rejects(new PostgresStore(pool).commit([change]));
  assert.equal(pool.released.at(-1)?.code, '25006');
});

test('no statement has a name, and a read asks for the time so that no cache answers it', async () => {
  const pool = answering(() => undefined);
  const store = new PostgresStore(pool);
  await store.get(['p/a']);
  await store.list('p/', undefined, 1);
  await store.commit([change]);
  for (const statement of pool.asked) assert.equal(typeof statement, 'string');
  const reads = pool.asked.filter((statement) => statement.startsWith('set'));
  assert.equal(reads.length, 2);
  for (const read of reads) assert.match(read, /clock_timestamp\(\)/);
});

test('a driver that answers once where two statements were sent is refused, and finds nothing', async () => {
  const pool = answering(() => undefined);
  const store = new PostgresStore({ connect: async () => ({ ...(await pool.connect()), query: async (statement) => ({ rows: statement.includes('badgehouse_schema') ? [{ version: 1 }] : [] }) }) });
  await assert.rejects(store.get(['p/a']), { code: 'broken', message: /one result for two statements/ });
  await assert.rejects(store.list('p/', undefined, 1), { code: 'broken' });
});

/** A pool whose server answers as one that holds, except for what `fails` says. */
function answering(fails) {
  const pool = { asked: [], released: [] };
  const client = {
    async query(statement) {
      pool.asked.push(statement);
      const failure = fails(statement);
      if (failure) throw failure;
      if (statement.includes('badgehouse_schema')) return { rows: [{ version: 1, durable: 'on' }] };
      if (statement.startsWith('set')) return [{ rows: [] }, { rows: [] }];
      return { rows: statement.startsWith('with') ? [{ held: true, isolation: 'serializable' }] : [] };
    },
    on: () => undefined,
    removeListener: () => undefined,
    release: (error) => void pool.released.push(error),
  };
  return Object.assign(pool, { connect: async () => client });
}
