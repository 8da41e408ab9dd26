// The examples of `docs/javascript-stores.md`, as they stand, each where it belongs.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

import { startPostgres } from './postgres-server.js';

const execute = promisify(execFile);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const BADGEHOUSE_KEY = 'KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio';
let folder;
let page;

before(async () => {
  // Where the package finds itself by its own name.
  folder = await mkdtemp(here('page-'));
  page = await readFile(new URL('../../../docs/javascript-stores.md', import.meta.url), 'utf8');
});
after(() => rm(folder, { recursive: true, force: true }));

test('PostgreSQL', async () => {
  const server = await startPostgres();
  try {
    const { file, prints } = await example('PostgreSQL');
    const { stdout } = await execute(process.execPath, [file], { env: { ...process.env, DATABASE_URL: server.url, BADGEHOUSE_KEY } });
    assert.equal(stdout, prints);
  } finally {
    await server.stop();
  }
});

test('Cloudflare D1', async () => {
  const { file } = await example('Cloudflare D1');
  const outdir = join(folder, 'bundle');
  await build({ entryPoints: [file], outfile: join(outdir, 'worker.js'), assetNames: '[name]', bundle: true, format: 'esm', conditions: ['workerd'], loader: { '.wasm': 'copy' } });
  const contents = (name) => readFile(join(outdir, name));
  const runtime = new Miniflare({
    modules: [
      { type: 'ESModule', path: 'worker.js', contents: String(await contents('worker.js')) },
      { type: 'CompiledWasm', path: 'badgehouse.wasm', contents: await contents('badgehouse.wasm') },
    ],
    compatibilityDate: '2026-03-01',
    d1Databases: ['DB'],
    bindings: { BADGEHOUSE_KEY },
  });
  try {
    const [, lines] = /```sh\n(.*?)```/s.exec(page.split('## Cloudflare D1')[1]);
    await execute('sh', ['-e', '-c', lines], { cwd: folder });
    const schema = await readFile(join(folder, 'migrations/0001_badgehouse.sql'), 'utf8');
    const database = await runtime.getD1Database('DB');
    for (const statement of schema.replaceAll(/^--.*$/gm, '').split(';').filter((text) => text.trim())) await database.prepare(statement).run();
    const { keys } = await (await runtime.dispatchFetch('https://acme.example/oauth/jwks')).json();
    assert.equal(keys.length, 1);
  } finally {
    await runtime.dispose();
  }
});

test('Deno KV', async () => {
  const { file, prints } = await example('Deno KV');
  const [, options] = /deno run (.*) main\.js/.exec(page);
  const env = { ...process.env, DENO_DIR: join(folder, 'cache'), DENO_NO_UPDATE_CHECK: '1', KV_PATH: join(tmpdir(), `badgehouse-${process.pid}.kv`), BADGEHOUSE_KEY };
  const { stdout } = await execute(here('../../../tests/node/node_modules/.bin/deno'), ['run', '--no-lock', '--no-remote', ...options.split(' '), file], { env });
  assert.equal(stdout, prints);
  for (const end of ['', '-wal', '-shm']) await rm(env.KV_PATH + end, { force: true });
});

/** The first example below a heading, in a file, and what it prints. */
async function example(heading) {
  const [, section] = page.split(new RegExp(`^## ${heading}$`, 'm'));
  const [, program, prints] = /```js\n(.*?)```\n(?:\n```text\n(.*?)```)?/s.exec(section);
  const file = join(folder, `${heading.replaceAll(' ', '-')}.mjs`);
  await writeFile(file, program);
  return { file, prints };
}
