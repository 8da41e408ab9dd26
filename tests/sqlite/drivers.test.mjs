// The store on SQLite by each driver: the laws, processes that race, and processes that are killed.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { SqliteStore } from '../../pkg/dist/stores/sqlite.js'
import { NUMBER, textOf } from '../../pkg/test/stores/race.js'
import { begin, drivers, folder, run } from './drivers.mjs'

const INCREMENTS = 150
/** `BADGEHOUSE_KILLS=200` is the long form. */
const KILLS = Number(process.env.BADGEHOUSE_KILLS ?? 20)

for (const [driver, { skip }] of Object.entries(drivers)) {
  test(`${driver}: it keeps the laws, by two connections, and after a backup was restored`, { skip }, async (context) => {
    const file = join(await folder(context), 'badges.db')
    assert.equal(await run(driver, 'laws', file), '23 laws kept, 0 broken\n1 laws kept, 0 broken\n')
  })

  for (const [other, { skip: lacking }] of Object.entries(drivers)) {
    if (other < driver) continue
    test(`${driver} and ${other} in two processes: no update is lost, and no place is taken twice`, { skip: skip || lacking }, async (context) => {
      const file = join(await folder(context), 'badges.db')
      const racers = [run(driver, 'race', file, 'left', 'right', String(INCREMENTS)), run(other, 'race', file, 'right', 'left', String(INCREMENTS))]
      const [left, right] = (await Promise.all(racers)).map((printed) => JSON.parse(printed))
      const store = new SqliteStore(file)
      assert.equal(textOf((await store.get([NUMBER]))[0]), String(4 * INCREMENTS))
      store.close()
      assert.deepEqual([...left, ...right].sort((one, other) => one - other), Array.from({ length: INCREMENTS }, (_, round) => round))
    })
  }

  test(`${driver}: a lock is waited for without keeping anything else waiting, and what cannot pass is broken`, { skip }, async (context) => {
    const file = join(await folder(context), 'badges.db')
    const said = (await run(driver, 'faults', file)).trimEnd().split('\n')
    const expected = [
      /^a read while another writes: 1$/,
      /^a commit that waits: committed$/,
      /^it waited, and kept nothing else waiting: true$/,
      /^a commit that nobody lets in: unavailable: the database stayed locked for 5 seconds; nothing was changed$/,
      /^what it left: undefined$/,
      /^the next: committed$/,
      /^a get of a table that is gone: broken: SQLite: no such table/,
      /^a commit to a table that is gone: broken: SQLite: no such table/,
      /^a schema of another version: broken: the file has version 2 of the schema, this program knows version 1$/,
      /^a file that is no database: broken: SQLite: file is not a database/,
    ]
    assert.equal(said.length, expected.length, said.join('\n'))
    for (const [index, pattern] of expected.entries()) assert.match(said[index], pattern)
  })

  test(`${driver}: of a process that is killed everything is there that was answered, and nothing by halves`, { skip }, async (context) => {
    const file = join(await folder(context), 'badges.db')
    let answered = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      const writer = begin(driver, 'write', file, String(answered + 1))
      context.after(() => writer.kill('SIGKILL'))
      const ended = once(writer, 'close')
      let printed = ''
      writer.stdout.on('data', (data) => {
        // By chance a moment of the next commit.
        if (printed === '') setTimeout(() => writer.kill('SIGKILL'), Math.random() * 60)
        printed += data
      })
      await ended
      const said = [...printed.matchAll(/^committed (\d+)$/gm)].map(([, number]) => Number(number))
      assert.ok(said.length > 0, printed)
      answered = said.at(-1)
      const store = new SqliteStore(file)
      const found = (await store.get(Array.from({ length: 10 }, (_, key) => `kill/${key}`))).map(textOf)
      store.close()
      assert.equal(new Set(found).size, 1, `half a commit: ${found}`)
      assert.ok([answered, answered + 1].includes(Number(found[0])), `answered ${answered}, found ${found[0]}`)
      answered = Number(found[0])
    }
  })
}
