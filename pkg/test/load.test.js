// Each in a process of its own, since a module that was loaded stays.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const head = `
  import { readFile } from 'node:fs/promises';
  import { rules } from './dist/rules.fetch.js';
  const bytes = await readFile('./dist/badgehouse-rules.wasm');
  const tools = async (wasm) => (await rules(undefined, { wasm })).catalogue.tools.length;
`;

const sources = {
  bytes: 'bytes',
  'a compiled module': 'new WebAssembly.Module(bytes)',
  'a response': `new Response(bytes, { headers: { 'content-type': 'application/wasm' } })`,
  'a URL': "new URL('data:application/wasm;base64,' + bytes.toString('base64'))",
};
for (const [name, source] of Object.entries(sources)) {
  test(`the module may come as ${name}`, async () => {
    assert.ok(Number(await run(`${head} console.log(await tools(${source}))`)) > 2);
  });
}

// One platform has each of them, and the machine that tests has not all.
const readers = {
  'by Uint8Array.fromBase64': `
    delete process.getBuiltinModule;
    Uint8Array.fromBase64 = (text) => (read = true, new Uint8Array(Buffer.from(text, 'base64')));`,
  "by Node's buffer": `
    delete Uint8Array.fromBase64;
    const { getBuiltinModule } = process;
    process.getBuiltinModule = (name) => (read = true, getBuiltinModule(name));`,
  'by atob alone': `
    delete Uint8Array.fromBase64;
    delete process.getBuiltinModule;
    const own = atob;
    globalThis.atob = (text) => (read = true, own(text));`,
};
for (const [name, before] of Object.entries(readers)) {
  test(`the module that lies in the package is read ${name}`, async () => {
    const program = `
      import { rules } from './dist/rules.inline.js';
      let read = false; ${before}
      const { tools } = (await rules()).catalogue;
      console.log(read, tools.length > 2);`;
    assert.equal(await run(program), 'true true\n');
  });
}

test('a module of bytes is begun without a look at what the platform makes for fetch', async () => {
  const program = `
    import { rules } from './dist/rules.inline.js';
    for (const name of ['Request', 'Response']) Object.defineProperty(globalThis, name, { get: () => { throw new Error(name + ' was looked at'); } });
    console.log((await rules()).catalogue.tools.length > 2);`;
  assert.equal(await run(program), 'true\n');
});

test('where an instance is refused that is not waited for, the module is begun all the same', async () => {
  const program = `
    import { rules } from './dist/rules.inline.js';
    const construct = () => { throw new RangeError('WebAssembly.Instance is disallowed on the main thread'); };
    WebAssembly.Instance = new Proxy(WebAssembly.Instance, { construct });
    console.log((await rules()).catalogue.tools.length > 2);`;
  assert.equal(await run(program), 'true\n');
});

test('a load that failed is forgotten, and one that succeeded is not repeated', async () => {
  const program = `${head}
    const failed = await tools(new Uint8Array([1, 2, 3])).catch((error) => error.name);
    console.log(failed, await tools(bytes) > 2, await tools(new Uint8Array([1, 2, 3])) > 2);`;
  assert.equal(await run(program), 'CompileError true true\n');
});

test('nothing is loaded by an import', async () => {
  const program = `
    for (const name of ['compile', 'instantiate', 'compileStreaming', 'instantiateStreaming', 'Module', 'Instance'])
      WebAssembly[name] = () => { throw new Error(name + ' was called'); };
    globalThis.fetch = () => { throw new Error('fetch was called'); };
    const imported = await Promise.all(['', '/rules', '/authorize', '/inline', '/rules/inline', '/authorize/inline', '/stores/memory'].map((name) => import('badgehouse' + name)));
    await Promise.all(['index.fetch', 'rules.fetch', 'authorize.fetch'].map((name) => import('./dist/' + name + '.js')));
    console.log(imported.length);`;
  assert.equal(await run(program), '7\n');
});

async function run(program) {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { cwd });
  return stdout;
}
