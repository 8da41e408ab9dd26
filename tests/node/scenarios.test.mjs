// Every scenario on the npm package in Node. `BADGEHOUSE_FROM` names the folder of an app that has it installed; left out, it is
// the package of this checkout.

import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { run } from './scenarios.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const from = createRequire(join(process.env.BADGEHOUSE_FROM ?? join(here, '../../pkg'), 'package.json'))
const load = (name) => import(pathToFileURL(from.resolve(name)))

const { open, BadgehouseError } = await load('badgehouse')
const { open: openAuthorize } = await load('badgehouse/authorize')
const { rules } = await load('badgehouse/rules')
const { MemoryStore } = await load('badgehouse/stores/memory')

const keys = JSON.parse(await readFile(join(here, '../keys.json'), 'utf8'))
const folder = join(here, '../scenarios')
const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort()
assert.ok(files.length >= 20, 'the scenarios are not where they are looked for')
for (const file of files) {
  const scenario = JSON.parse(await readFile(join(folder, file), 'utf8'))
  test(`${file}: ${scenario.rule}`, () => run(scenario, keys, { open, openAuthorize, rules, MemoryStore, BadgehouseError }))
}
