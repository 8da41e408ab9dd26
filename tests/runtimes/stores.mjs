// The stores of the npm package, and the tests that hold each to the port's laws where it runs. They run in steps of `cargo xtask test` of their own, so that docs/runtimes.md has them without a version.
export const stores = [
  { name: 'memory', where: 'Node', tests: ['pkg/test/memory.test.js', 'pkg/test/store-laws.test.js'] },
  { name: 'SQLite: `node:sqlite`, `better-sqlite3`, `bun:sqlite`', where: 'Node, Deno and Bun', tests: ['tests/sqlite/drivers.test.mjs', 'tests/sqlite/file.test.mjs', 'tests/sqlite/rows.test.mjs'] },
  { name: 'PostgreSQL: `pg`', where: 'Node, against a real server', tests: ['pkg/test/stores/postgres.test.js', 'pkg/test/stores/postgres-rows.test.js'] },
  { name: 'Cloudflare D1, Durable Object', where: 'workerd', tests: ['pkg/test/stores/workerd.test.js'] },
  { name: 'Deno KV', where: 'Deno', tests: ['pkg/test/stores/deno-kv.test.js'] },
  { name: 'IndexedDB', where: 'Chromium and Firefox', tests: ['tests/page/indexeddb.test.mjs'] },
]
