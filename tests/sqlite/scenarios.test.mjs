// Every scenario on the npm package, with the store on SQLite in place of the one in memory.
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { open as openAuthorize } from '../../pkg/dist/authorize.inline.js'
import { BadgehouseError, open } from '../../pkg/dist/index.inline.js'
import { rules } from '../../pkg/dist/rules.inline.js'
import { SqliteStore } from '../../pkg/dist/stores/sqlite.js'
import { run } from '../node/scenarios.mjs'
import { folder } from './drivers.mjs'

const keys = JSON.parse(await readFile(new URL('../keys.json', import.meta.url), 'utf8'))
const scenarios = fileURLToPath(new URL('../scenarios', import.meta.url))
const files = (await readdir(scenarios)).filter((file) => file.endsWith('.json')).sort()
assert.ok(files.length >= 20, 'the scenarios are not where they are looked for')
for (const file of files) {
  const scenario = JSON.parse(await readFile(join(scenarios, file), 'utf8'))
  test(`${file}: ${scenario.rule}`, async (context) => {
    const store = new SqliteStore(join(await folder(context), 'badges.db'))
    context.after(() => store.close())
    await run(scenario, keys, { open, openAuthorize, rules, storeOf: () => store, BadgehouseError })
  })
}
