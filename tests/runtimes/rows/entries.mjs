// What holds of every entry of the package, whoever loads it.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { at, run } from '../place.mjs'

const manifest = async () => JSON.parse(await readFile(at('node_modules/badgehouse/package.json'), 'utf8'))

/** The entries that are JavaScript: what they are called, and every file that they may be. */
function entries({ exports }) {
  const files = (target) => (typeof target === 'string' ? [target] : Object.entries(target).flatMap(([condition, inner]) => (condition === 'types' ? [] : files(inner))))
  return Object.entries(exports)
    .map(([name, target]) => ({ name: name.replace('.', 'badgehouse'), files: [...new Set(files(target))].filter((file) => file.endsWith('.js')) }))
    .filter(({ files }) => files.length > 0)
}

/** Each by `require()` in the oldest Node, which refuses a module that waits at its top. */
async function required() {
  const { version, ...rest } = await manifest()
  const names = entries(rest).map(({ name }) => name)
  const needsDocument = names.filter((name) => name === 'badgehouse/admin')
  const program = at('required.cjs')
  await writeFile(program, `for (const name of ${JSON.stringify(names.filter((name) => !needsDocument.includes(name)))}) { const made = require(name); if (Object.keys(made).length === 0) throw new Error(name + ' exports nothing'); console.log(name) }`)
  const printed = await run(at('node_modules/node-20.19/bin/node'), ['--no-warnings', program])
  return { version, ran: `\`require()\` of ${printed.trim().split('\n').length} entries; without ${needsDocument.join()}: it is for a document` }
}

/** Each file of an entry, with all that it imports, as a bundle that cannot wait at its top, and in which nothing is made code of a text. */
async function still() {
  const { build } = await import('esbuild')
  const { version, ...rest } = await manifest()
  const files = [...new Set(entries(rest).flatMap(({ files }) => files))]
  for (const file of files) {
    const options = { bundle: true, write: false, format: 'cjs', target: 'es2022', external: ['*.wasm', '*.wasm?module', 'node:*', 'bun:*', 'cloudflare:*'], logLevel: 'silent', logOverride: { 'empty-import-meta': 'silent' } }
    const { outputFiles } = await build({ ...options, entryPoints: [join(at('node_modules/badgehouse'), file)] })
    assert.doesNotMatch(outputFiles[0].text, /(?<![\w.$])eval\(|new Function\(|import\(\s*['"`]data:|fetch\(\s*['"`]data:/, file)
  }
  return { version, ran: `no top-level await, no \`eval\`, no \`data:\` module in ${files.length} files` }
}

export const rows = [
  { kind: 'check', name: '`require()` in Node 20.19', tried: required },
  { kind: 'check', name: 'every entry’s files', short: true, tried: still },
]
