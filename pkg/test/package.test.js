import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

const root = new URL('../', import.meta.url);
const text = (path) => readFile(new URL(path, root), 'utf8');
const { exports, type, sideEffects, dependencies } = JSON.parse(await text('package.json'));

test('every subpath that is documented is exported, and every file that is exported is there', async () => {
  const readme = await text('README.md');
  const named = [...readme.matchAll(/['"`]badgehouse(\/[a-z0-9./-]+)?['"`]/g)].map(([, path = '']) => `.${path}`);
  assert.ok(named.length > 5);
  for (const subpath of named) assert.ok(subpath in exports, `${subpath} is not exported`);
  for (const subpath of Object.keys(exports)) {
    if (subpath !== './package.json') assert.ok(named.includes(subpath), `${subpath} is not documented`);
  }
  const targets = Object.values(exports).flatMap((target) => (typeof target === 'string' ? target : Object.values(target)));
  await Promise.all(targets.map((target) => readFile(new URL(target, root))));
});

test('the conditions stand in the order that bundlers need', () => {
  for (const subpath of ['.', './rules', './authorize']) {
    const order = ['types', 'workerd', 'edge-light', 'deno', 'bun', 'node', 'development', 'default'];
    assert.deepEqual(Object.keys(exports[subpath]), order);
  }
  assert.deepEqual({ type, sideEffects, dependencies }, { type: 'module', sideEffects: ['./dist/admin.js', './dist/screens/*.js'], dependencies: undefined });
});

test('the page is small until somebody goes to another screen', async () => {
  // 45 kB is what the page may cost beside the module of the rules: what is loaded before anybody goes to another screen.
  const loaded = new Set(['admin.js']);
  for (const name of loaded) {
    for (const [, next] of (await text(`dist/${name}`)).matchAll(/\bfrom\s*"\.\/([^"]+)"/g)) loaded.add(name === 'admin.js' ? next : `screens/${next}`);
  }
  const sizes = await Promise.all([...loaded].map(async (name) => gzipSync(await text(`dist/${name}`)).length));
  const size = sizes.reduce((sum, size) => sum + size);
  assert.ok(size < 45_000, String(size));
});

test('what is packed is what an entry needs, all of it and no more', async () => {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: fileURLToPath(root) });
  const packed = JSON.parse(stdout)[0].files.map(({ path }) => path);
  const entries = Object.values(exports).flatMap((target) => (typeof target === 'string' ? target : Object.values(target)));
  const needed = new Set(entries.map((path) => path.slice(2)));
  for (const path of needed) {
    if (!/\.(js|d\.ts)$/.test(path)) continue;
    for (const [, next] of (await text(path)).matchAll(/(?:\bfrom|\bimport|\bimport\()\s*["'](\.[^"']+)["']/g)) {
      const file = new URL(next.replace('?module', ''), new URL(path, root)).href.slice(root.href.length);
      needed.add(path.endsWith('.d.ts') ? file.replace(/\.js$/, '.d.ts') : file);
    }
  }
  const code = (paths) => [...paths].filter((path) => /\.(js|wasm)$/.test(path)).sort();
  assert.deepEqual(code(packed), code(needed));
  const types = [...needed].filter((path) => path.endsWith('.d.ts'));
  assert.deepEqual(types.filter((path) => !packed.includes(path)), []);
});

// A fresh process pays for each file that it opens.
test('an entry is loaded in few files', async () => {
  for (const entry of ['index.inline', 'authorize.inline', 'rules.inline', 'client', 'credentials', 'stores/sqlite']) {
    const loaded = new Set([new URL(`dist/${entry}.js`, root).href]);
    for (const file of loaded) {
      for (const [, next] of (await readFile(new URL(file), 'utf8')).matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+)["']/g)) loaded.add(new URL(next, file).href);
    }
    assert.ok(loaded.size <= 14, `${entry}: ${loaded.size}`);
  }
});

test('the manifest of the element tells of each attribute, property, event, custom property and part', async () => {
  const { modules } = JSON.parse(await text('dist/custom-elements.json'));
  const [{ path, declarations: [told] }] = modules;
  assert.deepEqual([path, told.tagName], ['dist/admin.js', 'badgehouse-accounts']);
  const names = (list) => list.map(({ name }) => name).sort();
  const sources = await Promise.all((await readdir(new URL('src/admin', root), { recursive: true })).filter((name) => name.endsWith('.ts')).map((name) => text(`src/admin/${name}`)));
  const all = sources.join('\n');
  assert.deepEqual(names(told.cssProperties), [...new Set(all.match(/var\(--badgehouse-[\w-]+/g))].map((found) => found.slice(4)).sort());
  const parts = [...all.matchAll(/\bpart(?:=|: )["'`]([^"'`]+)["'`]/g)].flatMap(([, list]) => list.split(' ')).filter((part) => !part.includes('{') && !part.includes('}') && part !== 'live');
  const missing = [...new Set(parts)].filter((part) => !names(told.cssParts).includes(part));
  assert.deepEqual(missing, []);
  const [, properties] = /export interface BadgehouseAccounts extends HTMLElement \{(.*?)\n\}/s.exec(await text('src/admin.ts'));
  assert.deepEqual(names(told.members), [...properties.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name).sort());
  for (const { name, description } of [...told.members, ...told.cssProperties, ...told.cssParts, ...told.events, ...told.attributes]) assert.ok(description, name);
});

test('each inlined module is the shipped one', async () => {
  for (const name of ['badgehouse', 'badgehouse-rules', 'badgehouse-authorize']) {
    const { default: base64 } = await import(new URL(`dist/${name}.inline.js`, root));
    assert.ok(Buffer.from(base64, 'base64').equals(await readFile(new URL(`dist/${name}.wasm`, root))), name);
  }
});

test('the operations that the package begins are those of the engine', async () => {
  const folder = new URL('../wasm/npm/src/engine/', root);
  const sources = await Promise.all((await readdir(folder)).map((name) => readFile(new URL(name, folder), 'utf8')));
  const begun = sources.flatMap((source) => [...source.matchAll(/\("(\w+)", \|engine,/g)].map(([, name]) => name));
  const [, members] = /export type Operation =([^;]+);/.exec(await text('src/call.ts'));
  assert.ok(begun.length > 15);
  assert.deepEqual([...members.matchAll(/'(\w+)'/g)].map(([, name]) => name), begun.sort());
});

test('the error codes are those of the core', async () => {
  const names = (source) => [...source.matchAll(/Self::\w+ => "([a-z_]+)"/g)].map(([, code]) => code);
  const union = (source, name) => {
    const [, members] = new RegExp(`export type ${name} =([^;]+);`).exec(source);
    return [...members.matchAll(/'([a-z_]+)'/g)].map(([, code]) => code);
  };
  const [core, grant, ours] = await Promise.all(['../core/src/value/error.rs', '../core/src/oauth/error.rs', 'src/error.ts'].map(text));
  assert.deepEqual(union(ours, 'OperationErrorCode'), names(core));
  assert.deepEqual(union(ours, 'TokenErrorCode'), names(grant));
});

test('the policy has the names that the engine takes', async () => {
  const [type, input] = [/export interface Policy \{(.*?)\n\}/s, /struct PolicyInput \{(.*?)\n\}/s];
  const [, ours] = type.exec(await text('src/policy.ts'));
  const [, engine] = input.exec(await text('../wasm/javascript/settings.rs'));
  const names = [...ours.matchAll(/readonly (\w+)\?:/g)].map(([, name]) => name);
  const taken = [...engine.matchAll(/^ {4}(\w+): /gm)].map(([, name]) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase()));
  assert.ok(names.length > 10);
  assert.deepEqual(names.sort(), taken.sort());
});

test('the public types have no any, no bigint and nothing of the glue', async () => {
  const seen = new Set();
  const look = async (path) => {
    if (seen.has(path)) return;
    seen.add(path);
    const types = (await text(path)).replaceAll(/\/\*.*?\*\/|\/\/.*/gs, '');
    assert.doesNotMatch(types, /\b(any|bigint)\b(?!['?]?:|')/, path);
    for (const [, next] of types.matchAll(/from '(\.[^']+)\.js'/g)) await look(new URL(`${next}.d.ts`, `file:///${path}`).pathname.slice(1));
  };
  const entries = Object.values(exports).flatMap(({ types }) => types ?? []);
  for (const entry of entries) await look(entry.slice(2));
  assert.ok(seen.size > 8);
  assert.ok(![...seen].some((path) => /dist\/badgehouse.*\.d\.ts/.test(path)));
});

test('a source has one purpose and is small', async () => {
  for (const name of await readdir(new URL('src', root), { recursive: true })) {
    if (name.endsWith('.ts')) assert.ok((await text(`src/${name}`)).length < 25_000, name);
  }
});

test('the tables of a store on SQLite are those that every adapter makes', async () => {
  const { schema } = await import('badgehouse/stores/d1');
  assert.equal(schema, await text('../host/sqlite/schema.sql'));
});
