// How a program of this folder opens its store, by what its runtime has or by better-sqlite3; and SQLite itself, to do what no store does.
import { SqliteStore } from '../../../pkg/dist/stores/sqlite.js'

const { default: Better } = process.argv[2] === 'better' ? await import('better-sqlite3') : {}
const Raw = Better ?? process.getBuiltinModule('bun:sqlite')?.Database ?? process.getBuiltinModule('node:sqlite').DatabaseSync
const handedIn = new Map()

export const given = process.argv.slice(3)

export function raw(path) {
  return new Raw(path)
}

export function open(path) {
  if (Better === undefined) return new SqliteStore(path)
  const database = raw(path)
  const store = new SqliteStore(database)
  handedIn.set(store, database)
  return store
}

export function close(store) {
  ;(handedIn.get(store) ?? store).close()
}
