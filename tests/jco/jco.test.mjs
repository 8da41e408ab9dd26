// The component by jco, with a store that blocks in the machine's Node, and with one that answers promises in each Node that has JSPI. It is that of BADGEHOUSE_COMPONENT, or what
// `cargo xtask build component` made.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { transpile, writeFiles } from '@bytecodealliance/jco-transpile'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const component = process.env.BADGEHOUSE_COMPONENT ?? at('../../target/badgehouse/component.wasm')
const run = promisify(execFile)

const CONTRACT = 'badgehouse:service-accounts'
// Not `[static]engine.open`, which asks no store.
const ASKED = ['create-account', 'request-token', 'authorize', 'set-permissions', 'list-audit-events']
const PROMISES = {
  asyncMode: 'jspi',
  asyncImports: ['get', 'list', 'commit'].map((name) => `${CONTRACT}/store#${name}`),
  asyncExports: ASKED.map((name) => `${CONTRACT}/service-accounts#[method]engine.${name}`),
}

let folder
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'badgehouse-jco-'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
})
after(() => rm(folder, { recursive: true, force: true }))

async function transpiled(name, options) {
  const outDir = join(folder, name)
  const { files } = await transpile(component, { name: 'badgehouse', instantiation: 'async', outDir, ...options })
  await writeFiles(files)
  return join(outDir, 'badgehouse.js')
}

/** The main job in a Node of its own; what it printed. */
async function job(node, options, engine, store) {
  const { stdout } = await run(node, [...options, at('programs/job.mjs'), engine, store])
  return stdout
}

test('a store that blocks', async () => {
  assert.match(await job(process.execPath, [], await transpiled('blocking', {}), 'blocking'), /^done, 7 functions$/m)
})

describe('a store that answers promises', () => {
  let engine
  before(async () => {
    engine = await transpiled('promises', PROMISES)
  })
  test('Node 24, where JSPI is asked for', async () => {
    const node = at('node_modules/node-24/bin/node')
    assert.match(await job(node, ['--experimental-wasm-jspi'], engine, 'promises'), /^done, 7 functions$/m)
  })
  test('Node 26, which has it', async () => {
    assert.match(await job(at('node_modules/node-26/bin/node'), [], engine, 'promises'), /^done, 7 functions$/m)
  })
})

test('what docs/hosts.md tells is what is done here', async () => {
  const told = await readFile(at('../../docs/hosts.md'), 'utf8')
  const words = [`--async-mode ${PROMISES.asyncMode}`, '--async-imports', '--async-exports', `${CONTRACT}/store`, PROMISES.asyncExports[0], '[static]engine.open']
  for (const word of words) assert.ok(told.includes(word), word)
})
