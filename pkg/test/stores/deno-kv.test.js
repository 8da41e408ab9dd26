// The store in Deno KV, in Deno: in memory, and in a file that several processes have.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
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

async function lines(...given) {
  const settings = ['run', '--no-lock', '--no-remote', '--unstable-kv', '--allow-read', '--allow-write', '--allow-env'];
  const env = { ...process.env, DENO_DIR: join(folder, 'cache'), NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' };
  const { stdout } = await execute(program, [...settings, path('deno/run.js'), ...given], { env });
  return stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}
