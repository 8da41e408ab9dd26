// The store in Deno KV, in Deno: in memory, and in a file that several processes have.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { laws } from 'badgehouse/store-laws';

const execute = promisify(execFile);
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const program = path('../../../tests/node/node_modules/.bin/deno');
let folder;

before(async () => {
  await access(program).catch(() => assert.fail('no Deno: `npm --prefix tests/node ci`'));
  folder = await mkdtemp(join(tmpdir(), 'badgehouse-deno-'));
});
after(() => rm(folder, { recursive: true, force: true }));

for (const place of ['memory', 'a file by two connections']) {
  test(`Deno KV in ${place} keeps every law`, async () => {
    const ended = await lines('laws', place === 'memory' ? ':memory:' : join(folder, 'laws'));
    assert.deepEqual(ended, laws.map(({ id }) => [id, null]));
  });
}

test('no update is lost between two processes', async () => {
  const file = join(folder, 'add');
  await Promise.all([lines('add', file, '50'), lines('add', file, '50')]);
  assert.deepEqual(await lines('read', file), [100]);
});

test('of two processes that each need the place of the other empty, one takes its own', async () => {
  const file = join(folder, 'take');
  const [[one], [other]] = await Promise.all([lines('take', file, 'a', 'b', '50'), lines('take', file, 'b', 'a', '50')]);
  assert.deepEqual([...one, ...other].sort((a, b) => a - b), Array.from({ length: 50 }, (_, round) => round));
});

test('a restored file repeats no version', async () => {
  assert.deepEqual(await lines('restore', join(folder, 'restore'), join(folder, 'restored')), [[]]);
});

test('what has expired goes when it is purged, and what was put anew stays', async () => {
  assert.deepEqual(await lines('purge', ':memory:'), [[102, 52, ['e/again', 'e/kept'], ['e/kept']]]);
});

test("Deno's own types fit", async () => {
  // As a package that is installed: only of those Deno takes the types beside the JavaScript.
  const installed = join(folder, 'node_modules/badgehouse');
  for (const part of ['package.json', 'dist']) await cp(path(`../../${part}`), join(installed, part), { recursive: true });
  await cp(path('deno/types.ts'), join(folder, 'types.ts'));
  await writeFile(join(folder, 'package.json'), '{"dependencies":{"badgehouse":"*"}}');
  await deno('check', join(folder, 'types.ts'));
});

async function lines(...given) {
  const stdout = await deno('run', '--allow-read', '--allow-write', '--allow-env', path('deno/run.js'), ...given);
  return stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

async function deno(command, ...given) {
  const env = { ...process.env, DENO_DIR: join(folder, 'cache'), NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' };
  return (await execute(program, [command, '--no-lock', '--no-remote', '--unstable-kv', ...given], { env })).stdout;
}
