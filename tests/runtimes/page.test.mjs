// docs/runtimes.md says what was tried: its rows are those of the runner, and its text is made of what came of them.
import assert from 'node:assert/strict'
import { access, readFile, readdir } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { fileOf, made, page } from './page.mjs'
import { rows, triedAll } from './rows.mjs'
import { stores } from './stores.mjs'

const folder = (name) => fileURLToPath(new URL(name, import.meta.url))

test('the page is made of the runner’s rows and what came of them', async () => {
  assert.equal(await readFile(page, 'utf8'), await made(), 'run `node tests/runtimes/page.mjs --write`')
})

test('nothing is told of a row that nobody runs, and no two rows share a file', async () => {
  const files = (await rows(folder('rows'))).map(({ name }) => fileURLToPath(fileOf(name)))
  assert.equal(new Set(files).size, files.length)
  const written = (await readdir(folder('results'))).map((file) => folder(`results/${file}`))
  assert.deepEqual(written.filter((file) => !files.includes(file)), [])
})

test('each test that a store is held by is there', async () => {
  for (const { tests } of stores) for (const file of tests) await access(folder(`../../${file}`))
})

test('a row that could not be tried is none that passed', async () => {
  const row = (name, came) => ({ name, tried: async () => came })
  const [said, kept] = [[], []]
  const options = { say: (line) => said.push(line), write: (name) => kept.push(name) }
  const failing = { name: 'c', tried: () => Promise.reject(new Error('broken')) }
  assert.deepEqual(await triedAll([row('a', { version: '1', ran: 'all' }), row('b', { version: '2', not: 'no network' }), failing], options), { passed: 1, skipped: 1, failed: 1 })
  assert.equal(said.at(-1), '1 passed, 1 failed, 1 skipped')
  assert.deepEqual(kept, ['a', 'b'])
  await triedAll([row('a', { version: '1', ran: 'all' })], options)
  assert.equal(said.at(-1), '1 passed, 0 failed')
})
