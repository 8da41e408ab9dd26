// The examples of SQLite in `docs/javascript-stores.md`, as they stand, in a folder of their own.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { drivers, folder } from './drivers.mjs'

const page = await readFile(new URL('../../docs/javascript-stores.md', import.meta.url), 'utf8')
const [, section] = /^## SQLite$(.*?)^## /ms.exec(page)
const examples = [...section.matchAll(/```js\n(.*?)```\n\n```text\n(.*?)```/gs)].map(([, program, prints]) => ({ program, prints }))
const documented = ['--allow-env', .../Deno \(`([^`]+)`\)/.exec(section)[1].split(' ')]
const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const env = { ...process.env, BADGEHOUSE_KEY: 'KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio' }

test('there are two examples, and the second is for better-sqlite3', () => {
  assert.deepEqual(examples.map(({ program }) => program.includes('better-sqlite3')), [false, true])
})

for (const [driver, { command, better = false, skip }] of Object.entries(drivers)) {
  test(`the example runs: ${driver}`, { skip }, async (context) => {
    const home = await folder(context)
    await mkdir(join(home, 'node_modules'))
    await symlink(here('../../pkg'), join(home, 'node_modules/badgehouse'))
    if (better) await symlink(here('node_modules/better-sqlite3'), join(home, 'node_modules/better-sqlite3'))
    const { program, prints } = examples[better ? 1 : 0]
    await writeFile(join(home, 'main.mjs'), program)
    await writeFile(join(home, 'package.json'), '{"type":"module"}')
    const [runtime, ...options] = command.flatMap((option) => (option === '-A' ? documented : [option]))
    // Again, on the file that is there.
    for (let run = 0; run < 2; run += 1) {
      const { stdout } = await promisify(execFile)(runtime, [...options, 'main.mjs'], { cwd: home, env })
      assert.equal(stdout, prints)
    }
  })
}
