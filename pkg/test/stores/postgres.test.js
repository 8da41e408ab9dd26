// The store on PostgreSQL against a real server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { laws } from 'badgehouse/store-laws';
import { PostgresStore, migrate } from 'badgehouse/stores/postgres';
import pg from 'pg';
import { startPostgres } from './postgres-server.js';
let server;
let pool;
before(async () => {
  server = await startPostgres();
  pool = connections();
  await migrate(pool);
});
after(async () => {
  await pool?.end();
  await server?.stop();
});
for (const law of laws) test(`PostgreSQL: ${law.name}`, () => law.check(() => new PostgresStore(pool)));
function connections() {
  const made = new pg.Pool({ connectionString: server.url, max: 20 });
  made.on('error', () => undefined);
  return made;
}
