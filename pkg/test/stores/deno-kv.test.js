// The store in Deno KV, in Deno: in memory, and in a file that several processes have.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { laws } from 'badgehouse/store-laws';

/** `BADGEHOUSE_KILLS=200` is the long form. */
const KILLS = Number(process.env.BADGEHOUSE_KILLS ?? 5);

const execute = promisify(execFile);
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const program = path('../../../tests/node/node_modules/.bin/deno');
const OPTIONS = ['--no-lock', '--no-remote', '--unstable-kv'];
const ALLOWED = ['--allow-read', '--allow-write', '--allow-env', path('deno/run.js')];
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

test('of a process that is killed everything is there that was answered, and nothing by halves', async (t) => {
  const file = join(folder, 'kill');
  let answered = 0;
  let commits = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const writer = spawn(program, ['run', ...OPTIONS, ...ALLOWED, 'write', file, String(answered + 1)], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => writer.kill('SIGKILL'));
    const ended = once(writer, 'close');
    let printed = '';
    writer.stdout.on('data', (data) => {
      // By chance a moment of the next commit.
      if (printed === '') setTimeout(() => writer.kill('SIGKILL'), Math.random() * 60);
      printed += data;
    });
    await ended;
    const said = [...printed.matchAll(/^\["committed",(\d+)\]$/gm)].map(([, number]) => Number(number));
    assert.ok(said.length > 0, printed);
    answered = said.at(-1);
    commits += said.length;
    const [found] = await lines('written', file);
    assert.equal(new Set(found).size, 1, `half a commit: ${found}`);
    assert.ok([answered, answered + 1].includes(Number(found[0])), `answered ${answered}, found ${found[0]}`);
    answered = Number(found[0]);
  }
  t.diagnostic(`${KILLS} kills, ${commits} answered commits`);
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
  const stdout = await deno('run', ...ALLOWED, ...given);
  return stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

async function deno(command, ...given) {
  return (await execute(program, [command, ...OPTIONS, ...given], { env: environment() })).stdout;
}

function environment() {
  return { ...process.env, DENO_DIR: join(folder, 'cache'), NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' };
}
