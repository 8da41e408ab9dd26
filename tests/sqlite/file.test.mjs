// The store and its file: how it is made, kept, shared and closed; and its tables, which are those of the store in Rust.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { schema, SqliteStore } from '../../pkg/dist/stores/sqlite.js'
import { folder } from './drivers.mjs'

const any = { kind: 'any' }
const put = (name, expiresAt) => ({ key: `company/${name}`, expect: any, action: { kind: 'put', value: new TextEncoder().encode('value'), expiresAt } })
const names = async (store) => (await store.list('company/', undefined, 1000)).map(({ key }) => key.replace('company/', ''))

async function opened(context) {
  const path = join(await folder(context), 'badges.db')
  const store = new SqliteStore(path)
  context.after(() => store.close())
  return { path, store }
}

test('the tables are those of every adapter for SQLite', async (context) => {
  assert.equal(schema, await readFile(new URL('../../host/sqlite/schema.sql', import.meta.url), 'utf8'))
  const { path, store } = await opened(context)
  assert.deepEqual(await store.list('company/', undefined, 1), [])
  const by = (database) => database.prepare('SELECT coalesce(sql, name) AS made FROM sqlite_schema ORDER BY name').all().map(({ made }) => made)
  const byHand = new DatabaseSync(':memory:')
  byHand.exec(schema)
  assert.deepEqual(by(new DatabaseSync(path)), by(byHand))
})

test('what was committed is there when the file is opened again', async (context) => {
  const { path, store } = await opened(context)
  assert.equal(await store.commit([put('a')]), 'committed')
  const before = await store.get(['company/a'])
  store.close()
  assert.ok(!existsSync(`${path}-wal`), 'the log is still there')
  assert.deepEqual(await new SqliteStore(path).get(['company/a']), before)
  assert.deepEqual(await store.get(['company/a']), before)
})

test('the file and those beside it are for the owner alone', async (context) => {
  const { path, store } = await opened(context)
  await store.commit([put('a')])
  for (const end of ['', '-wal', '-shm']) assert.equal((await stat(path + end)).mode & 0o777, 0o600, end)
})

test('nothing is left beside the file but what SQLite makes', async (context) => {
  const { path, store } = await opened(context)
  await store.commit([put('a')])
  store.close()
  const { stdout } = await promisify(execFile)('ls', ['-A', join(path, '..')])
  assert.equal(stdout, 'badges.db\n')
})

test('a name that SQLite takes for something else is a file', async (context) => {
  const home = await folder(context)
  const program = `
    import { SqliteStore } from ${JSON.stringify(new URL('../../pkg/dist/stores/sqlite.js', import.meta.url).href)}
    await new SqliteStore(':memory:').get([])`
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { cwd: home })
  assert.ok(existsSync(join(home, ':memory:')))
})

test('many threads may open a new file at once', async (context) => {
  const { path, store } = await opened(context)
  const program = `
    const { workerData } = require('node:worker_threads')
    import(workerData.from).then(async ({ SqliteStore }) => {
      const store = new SqliteStore(workerData.path)
      const action = { kind: 'put', value: new Uint8Array(1) }
      await store.commit([{ key: 'company/' + workerData.number, expect: { kind: 'any' }, action }])
      store.close()
    })`
  const from = new URL('../../pkg/dist/stores/sqlite.js', import.meta.url).href
  const threads = Array.from({ length: 12 }, (_, number) => new Worker(program, { eval: true, workerData: { from, path, number } }))
  await Promise.all(threads.map((thread) => new Promise((resolve, reject) => thread.once('exit', resolve).once('error', reject))))
  assert.equal((await names(store)).length, threads.length)
})

test('only what has expired is purged, and only when asked', async (context) => {
  const { store } = await opened(context)
  await store.commit([put('a', 10), put('b', 20), put('c', 30), put('d'), put('e', 2 ** 64)])
  await store.purgeExpired(9)
  assert.deepEqual(await names(store), ['a', 'b', 'c', 'd', 'e'])
  await store.purgeExpired(20)
  assert.deepEqual(await names(store), ['c', 'd', 'e'])
  await store.commit([put('c')])
  await store.purgeExpired(Number.MAX_SAFE_INTEGER - 1)
  assert.deepEqual(await names(store), ['c', 'd', 'e'])
})

test('as much as there is may expire at once', async (context) => {
  const { store } = await opened(context)
  for (let commit = 0; commit < 40; commit += 1) await store.commit(Array.from({ length: 64 }, (_, index) => put(`${commit}-${index}`, 10)))
  await store.purgeExpired(10)
  assert.deepEqual(await names(store), [])
})

test('a file that cannot be reached is not broken, and is opened once it can', async (context) => {
  const home = await folder(context)
  const store = new SqliteStore(join(home, 'nowhere', 'badges.db'))
  await assert.rejects(store.get([]), (error) => error.code === 'ENOENT')
  await promisify(execFile)('mkdir', [join(home, 'nowhere')])
  assert.deepEqual(await store.get(['company/a']), [undefined])
  store.close()
})

test('a database that was handed in is its owner to close, and one that stays in memory is refused', async (context) => {
  const { path } = await opened(context)
  const database = new DatabaseSync(path)
  const store = new SqliteStore(database)
  await store.commit([put('a')])
  store.close()
  assert.deepEqual(await names(store), ['a'])
  database.close()
  await assert.rejects(store.get(['company/a']), /not open/)
  await assert.rejects(new SqliteStore(new DatabaseSync(':memory:')).get([]), { code: 'broken', message: 'the file stays in journal mode `memory`, not `wal`' })
})

test('where there is no SQLite the constructor says what to do', async () => {
  const program = `
    import { SqliteStore } from ${JSON.stringify(new URL('../../pkg/dist/stores/sqlite.js', import.meta.url).href)}
    process.getBuiltinModule = undefined
    try { new SqliteStore('badges.db') } catch (error) { console.log(error.name, error.message) }`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program])
  assert.match(stdout, /^TypeError this runtime has no SQLite built in: hand in a database of `better-sqlite3`/)
})
