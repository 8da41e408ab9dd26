// The page for Workers, as it stands: its Worker in Cloudflare's runtime, by its settings and its own lines of shell.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

import { install } from '../installed.js';
import { freePort } from './postgres-server.js';

const execute = promisify(execFile);
let installed;
let runtime;
let shell;

before(async () => {
  installed = await install();
  const page = await readFile(new URL('../../../docs/workers.md', import.meta.url), 'utf8');
  const port = await freePort();
  const blocks = (language) => [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text.replaceAll('8787', port));
  const [settings] = blocks('jsonc').map((text) => JSON.parse(text));
  const [worker] = blocks('js');
  shell = blocks('sh');
  await mkdir(join(installed.folder, 'src'));
  await writeFile(join(installed.folder, settings.main), worker);
  // The line before `npx wrangler dev`, which is what this test is in place of.
  const [secrets] = shell[0].split('\n');
  await execute('sh', ['-e', '-c', secrets], { cwd: installed.folder });
  runtime = await started(settings, port);
  await runtime.ready;
});
after(async () => {
  await runtime?.dispose();
  await installed?.dispose();
});

test('the lines of the page lead to a token that opens the API', async () => {
  const { stdout } = await execute('sh', ['-e', '-c', shell[1]], { cwd: installed.folder });
  const lines = stdout.split('\n');
  assert.match(lines[0], /"client_secret":"/);
  assert.match(lines[1], /^\{"rfis":\[\],"asked_by":"sa_[a-z0-9]+"\}$/);
});

test('who has no session administers nothing, and who has no token calls nothing', async () => {
  const { status } = await runtime.dispatchFetch('http://localhost/badgehouse/v1/companies/acme/service-accounts', { headers: { cookie: 'session=undefined' } });
  assert.equal(status, 401);
  assert.equal((await runtime.dispatchFetch('http://localhost/rfis')).status, 401);
});

test('its cron trigger does what it is for', async () => {
  const worker = await runtime.getWorker();
  assert.equal((await worker.scheduled({ cron: '7 * * * *' })).outcome, 'ok');
});

test('each partition has an object of its own, and a company that there is not has none', async () => {
  assert.equal(await storedObjects(), 2, 'of the keys and of acme');
  const headers = { authorization: `Basic ${btoa(`sa_${'a'.repeat(52)}:x`)}`, 'content-type': 'application/x-www-form-urlencoded' };
  const form = { method: 'POST', headers, body: 'grant_type=client_credentials' };
  assert.equal((await fetch(new URL('/oauth/token', await runtime.ready), form)).status, 401);
  assert.equal(await storedObjects(), 2);
});

async function started({ main, compatibility_date, vars, durable_objects, migrations }, port) {
  const outdir = join(installed.folder, 'bundle');
  // As wrangler does: the module stays a file of its own, which the runtime compiles.
  await build({
    absWorkingDir: installed.folder,
    entryPoints: [main],
    outdir,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:workers'],
    loader: { '.wasm': 'copy' },
    logLevel: 'warning',
  });
  const module = (await readdir(outdir)).find((name) => name.endsWith('.wasm'));
  const secrets = await readFile(join(installed.folder, '.dev.vars'), 'utf8');
  const [{ name, class_name }] = durable_objects.bindings;
  return new Miniflare({
    port,
    modules: [
      { type: 'ESModule', path: 'worker.js', contents: await readFile(join(outdir, 'worker.js'), 'utf8') },
      { type: 'CompiledWasm', path: module, contents: await readFile(join(outdir, module)) },
    ],
    compatibilityDate: compatibility_date,
    bindings: { ...vars, ...Object.fromEntries(secrets.trim().split('\n').map((line) => line.split('='))) },
    durableObjects: { [name]: { className: class_name, useSQLite: migrations[0].new_sqlite_classes.includes(class_name) } },
    durableObjectsPersist: join(installed.folder, 'objects'),
  });
}

/** How many objects keep Badgehouse's tables. */
async function storedObjects() {
  const files = (await readdir(join(installed.folder, 'objects'), { recursive: true })).filter((name) => /[0-9a-f]{64}\.sqlite$/.test(name));
  return files.length;
}
