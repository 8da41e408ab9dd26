// The store on PostgreSQL from a Worker, through the binding of Hyperdrive, in Cloudflare's runtime.
import assert from 'node:assert/strict';
import { subscribe } from 'node:diagnostics_channel';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

import { startPostgres } from './postgres-server.js';

let server;
let runtime;

// Miniflare listens for no error of the connections that it hands on, so that one that is reset when a Worker has what it wanted would end this process.
for (const made of ['net.client.socket', 'net.server.socket']) subscribe(made, ({ socket }) => socket.on('error', () => {}));

before(async () => {
  server = await startPostgres();
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('workers/postgres.js', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    conditions: ['workerd'],
    external: ['cloudflare:sockets', 'pg-native'],
    // CommonJS asks for Node's modules by `require`, which Workers have with `nodejs_compat`.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('/');" },
  });
  runtime = new Miniflare({
    modules: [{ type: 'ESModule', path: 'worker.js', contents: outputFiles[0].text }],
    compatibilityDate: '2026-03-01',
    compatibilityFlags: ['nodejs_compat'],
    // Its binding wants a password; the server asks for none.
    hyperdrives: { HYPERDRIVE: server.url.replace('badgehouse@', 'badgehouse:x@') },
  });
  await kept('migrate');
});
after(async () => {
  await runtime?.dispose();
  await server?.stop();
});

for (const law of ['RoundTrip', 'StrongRead', 'OneInstant']) test(law, () => kept(law));

async function kept(what) {
  const response = await runtime.dispatchFetch(`https://acme.example/${what}`);
  assert.equal(await response.text(), 'kept');
}
