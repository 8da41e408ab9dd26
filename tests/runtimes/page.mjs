// docs/runtimes.md, made of what came of each row: `node tests/runtimes/page.mjs --write` writes it anew, and a run with `--write` does.
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { rows } from './rows.mjs'
import { stores } from './stores.mjs'

const results = new URL('results/', import.meta.url)
export const page = new URL('../../docs/runtimes.md', import.meta.url)

/** The parts of the page, in order, by the kind of their rows. */
const PARTS = {
  runtime: ['Runtimes', 'Every scenario, from the package as its users get it: packed, and installed in a folder.'],
  program: ['Programs, test runners, layouts', 'Every scenario again, in what becomes one file, in test runners as they come, and where a package manager lays packages otherwise.'],
  bundler: ['Bundlers', 'Ten scenarios, which use each module and algorithm, in Chromium or where the bundle is for, under `script-src \'self\' \'wasm-unsafe-eval\'`; without a configuration but for what a row says.'],
  framework: ['Frameworks', 'The same ten in each place that a framework runs code in; the main job over HTTP in servers of Node’s.'],
  page: ['Pages', 'A page for a beginner, line by line in an empty folder.'],
  store: ['Scenarios on stores', 'Every scenario on each store that needs a runtime of its own. SQLite and PostgreSQL have them in every `cargo xtask test` ([scenarios.test.mjs](../tests/sqlite/scenarios.test.mjs), [postgres-scenarios.test.js](../pkg/test/stores/postgres-scenarios.test.js)).'],
  check: ['Checks of the package', 'What holds of every entry, whoever loads it.'],
}

/** The file of a row's outcome. */
export const fileOf = (name) => new URL(`${name.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-').replaceAll(/^-|-$/g, '')}.json`, results)

/** The page's text: the runner's rows, with what came of each. */
export async function made() {
  const known = await rows(fileURLToPath(new URL('rows', import.meta.url)))
  const told = await Promise.all(known.map(async (row) => ({ ...row, ...(await cameOf(row)) })))
  return [HEAD, ...Object.entries(PARTS).flatMap(([kind, [title, about]]) => part(title, about, told.filter((row) => row.kind === kind))), ...STORES].join('\n')
}

async function cameOf({ name }) {
  const text = await readFile(fileOf(name), 'utf8').catch(() => undefined)
  return text === undefined ? { version: '', not: '`cargo xtask long runtimes` has not written this row yet' } : JSON.parse(text)
}

export const written = async () => writeFile(page, await made())

const HEAD = `# Where the npm package runs

This page is made by the run that proves it: \`cargo xtask long runtimes\` tries every row but those of the last table and writes what came of it. \`cargo xtask test\` tries the rows in
bold each time. The versions are those that ran.
`

const STORES = [
  '## Stores',
  '',
  'Which test holds each, in every `cargo xtask test`.',
  '',
  '| store | where | tests |',
  '| --- | --- | --- |',
  ...stores.map(({ name, where, tests }) => `| ${name} | ${where} | ${tests.map((test) => `[${test.split('/').at(-1)}](../${test})`).join(', ')} |`),
  '',
]

function part(title, about, rows) {
  if (rows.length === 0) return []
  const lines = rows.map(({ name, short, version, ran, not }) => `| ${short ? `**${name}**` : name} | ${version} | ${ran ?? ''} | ${not ? `not tried: ${not}` : 'green'} |`)
  return [`## ${title}`, '', about, '', '| where | version | what ran | |', '| --- | --- | --- | --- |', ...lines, '']
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv.includes('--write')) await written()
