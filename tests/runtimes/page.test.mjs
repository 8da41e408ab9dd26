// docs/runtimes.md says what was tried: its rows are those of the runner, and its text is made of what came of them.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { fileOf, made, page } from './page.mjs'
import { rows } from './rows.mjs'

test('the page has no row that nobody runs, and lacks none', async () => {
  const text = await readFile(page, 'utf8')
  const shown = text.split('\n').flatMap((line) => /^\| (.*?) \| \d/.exec(line)?.[1] ?? [])
  const known = await rows(fileURLToPath(new URL('rows', import.meta.url)))
  assert.deepEqual(shown.sort(), known.map(({ name, short }) => (short ? `**${name}**` : name)).sort())
})

test('the page is what its rows came to', async () => {
  assert.equal(await readFile(page, 'utf8'), await made())
})

test('each row has a file of its own for what came of it', async () => {
  const known = await rows(fileURLToPath(new URL('rows', import.meta.url)))
  for (const { name, kind, short } of known) {
    const result = JSON.parse(await readFile(fileOf(name), 'utf8'))
    assert.deepEqual([result.kind, result.name, result.short], [kind, name, short])
  }
})
