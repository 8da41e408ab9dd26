import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

import { install } from './installed.js';
import { walk } from './walk.js';

let installed;
let worker;

before(async () => {
  installed = await install();
  const outdir = join(installed.folder, 'bundle');
  // As wrangler does: the module stays a file of its own, which the runtime compiles.
  await build({
    absWorkingDir: installed.folder,
    entryPoints: ['worker.mjs'],
    outdir,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker', 'browser'],
    loader: { '.wasm': 'copy' },
    logLevel: 'warning',
  });
  const module = (await readdir(outdir)).find((name) => name.endsWith('.wasm'));
  assert.ok(module, 'the bundle imports no module');
  worker = new Miniflare({
    modules: [
      { type: 'ESModule', path: 'worker.js', contents: await readFile(join(outdir, 'worker.js'), 'utf8') },
      { type: 'CompiledWasm', path: module, contents: await readFile(join(outdir, module)) },
    ],
    compatibilityDate: '2026-03-01',
    bindings: { BADGEHOUSE_KEY: 'KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio' },
  });
});
after(async () => {
  await worker?.dispose();
  await installed.dispose();
});

test('the back end of the examples does the main job in workerd', async () => {
  await walk((url, init) => worker.dispatchFetch(url, init));
});
