// The stores of Cloudflare, in its own runtime: D1 and Durable Objects.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { laws } from 'badgehouse/store-laws';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

const at = 'https://acme.example';
let runtime;
let workers;

before(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('workers/laws.js', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd'],
    external: ['cloudflare:workers'],
  });
  const worker = (name, durableObjects) => ({
    name,
    modules: [{ type: 'ESModule', path: 'worker.js', contents: outputFiles[0].text }],
    compatibilityDate: '2026-03-01',
    d1Databases: { DB: 'badges', RESTORED: 'restored' },
    durableObjects: { BADGES: durableObjects },
  });
  // Two Workers, as two versions of one are: an isolate each, on the same data.
  runtime = new Miniflare({
    workers: [worker('one', { className: 'Badges', useSQLite: true }), worker('two', { className: 'Badges', scriptName: 'one', useSQLite: true })],
  });
  workers = [await runtime.getWorker('one'), await runtime.getWorker('two')];
  await asked('/d1/migrate');
});
after(() => runtime?.dispose());

for (const law of laws) test(`D1: ${law.name}`, () => asked(`/d1/${law.id}`));
for (const law of laws) test(`Durable Objects: ${law.name}`, () => asked(`/objects/${law.id}`));

for (const store of ['d1', 'objects']) {
  test(`${store}: a restored backup repeats no version`, () => asked(`/${store}/restore`));

  test(`${store}: no update is lost between two Workers`, async () => {
    await Promise.all(workers.map((worker) => asked(`/${store}/add?times=25`, worker)));
    assert.equal(await asked(`/${store}/read`), '50');
  });

  test(`${store}: of two Workers that each need the place of the other empty, one takes its own`, async () => {
    const [one, other] = workers;
    const taken = await Promise.all([asked(`/${store}/take?own=a&other=b&times=25`, one), asked(`/${store}/take?own=b&other=a&times=25`, other)]);
    assert.deepEqual(taken.flat().sort((a, b) => a - b), Array.from({ length: 25 }, (_, round) => round));
  });
}

test('D1: what has expired goes when it is purged, and what was put anew stays', async () => {
  for (const put of ['key=e/a&expires=1000', 'key=e/b&expires=1001', 'key=e/c&expires=1000', 'key=e/c']) await asked(`/d1/put?${put}`);
  await asked('/d1/purge?second=1000');
  assert.deepEqual(await asked('/d1/keys'), ['e/b', 'e/c']);
});

test('D1: tables that are not there, or of another version, are refused with what to do', async () => {
  const run = (statement) => asked(`/d1/run?statement=${encodeURIComponent(statement)}`);
  await run('UPDATE badgehouse_schema SET version = 2');
  const other = await refused('/d1/keys');
  assert.deepEqual([other.code, other.message], ['broken', 'the database has version 2 of the schema, this program knows version 1']);
  assert.equal((await refused('/d1/migrate')).code, 'broken');
  await run('DROP TABLE badgehouse_schema');
  const none = await refused('/d1/keys');
  assert.deepEqual([none.code, none.message], ['broken', 'the tables of Badgehouse are not there: make them with `migrate`']);
  await asked('/d1/migrate');
  await asked('/d1/put?key=v/a');
});

test('Durable Objects: who only asks leaves nothing behind', async () => {
  const nothing = { expect: { kind: 'absent' }, action: { kind: 'keep' } };
  assert.deepEqual(await object('nobody', 'get', ['nobody/a']), [null]);
  assert.deepEqual(await object('nobody', 'list', 'nobody/', undefined, 10), []);
  assert.equal(await object('nobody', 'commit', [{ key: 'nobody/a', ...nothing }]), 'committed');
  assert.equal(await object('nobody', 'commit', [{ key: 'nobody/a', expect: { kind: 'version', version: 'x' }, action: { kind: 'delete' } }]), 'conflict');
  assert.deepEqual(await object('nobody', 'tables'), []);
});

test('Durable Objects: what has expired goes when it is purged, and what is there is found by the next instance', async () => {
  for (const put of ['key=e/a&expires=1000', 'key=e/b&expires=1001', 'key=e/c&expires=1000', 'key=e/c']) await asked(`/objects/put?${put}`);
  await object('e', 'purgeExpired', '1970-01-01T00:16:40Z');
  assert.deepEqual(await asked('/objects/keys'), ['e/b', 'e/c']);
  assert.deepEqual(await object('e', 'again', ['e/a', 'e/c']), [null, [0]]);
});

test('Durable Objects: a schema of another version is refused', async () => {
  await asked('/objects/put?key=v/a');
  await object('v', 'run', 'UPDATE badgehouse_schema SET version = 2');
  const { message } = await refused(objectPath('v', 'again', [['v/a']]));
  assert.match(message, /the object has version 2 of the schema, this program knows version 1/);
});

function object(name, method, ...given) {
  return asked(objectPath(name, method, given));
}

function objectPath(name, method, given) {
  return `/object/${method}?name=${name}&given=${encodeURIComponent(JSON.stringify(given))}`;
}

async function refused(path) {
  const response = await workers[0].fetch(at + path);
  assert.equal(response.status, 500);
  return response.json();
}

async function asked(path, worker = workers[0]) {
  const response = await worker.fetch(at + path);
  const answer = await response.json();
  assert.equal(response.status, 200, answer?.message + '\n' + answer?.stack);
  return answer;
}
