// docs/runtimes.md says what was tried: its rows are those of the runner, and its text is made of what came of them.
import assert from 'node:assert/strict'
import { access, readFile, readdir } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { fileOf, made, page } from './page.mjs'
import { rows } from './rows.mjs'
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
