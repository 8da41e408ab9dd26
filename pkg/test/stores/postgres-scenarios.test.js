// Every scenario on the npm package, with the store on PostgreSQL in place of the one in memory.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BadgehouseError, open } from 'badgehouse';
import { open as openAuthorize } from 'badgehouse/authorize';
import { rules } from 'badgehouse/rules';
import { PostgresStore, migrate } from 'badgehouse/stores/postgres';

import { run } from '../../../tests/node/scenarios.mjs';
import { connections, startPostgres } from './postgres-server.js';

const scenarios = new URL('../../../tests/scenarios/', import.meta.url);
const read = async (url) => JSON.parse(await readFile(url, 'utf8'));
const keys = await read(new URL('../keys.json', scenarios));
const files = (await readdir(fileURLToPath(scenarios))).filter((file) => file.endsWith('.json')).sort();
assert.ok(files.length >= 20, 'the scenarios are not where they are looked for');
let server;

before(async () => {
  server = await startPostgres();
});
after(() => server?.stop());

for (const [number, file] of files.entries()) {
  const scenario = await read(new URL(file, scenarios));
  test(`${file}: ${scenario.rule}`, async () => {
    // Tables of its own, in a schema of its own.
    const pool = connections(`${server.url}?options=-c%20search_path%3Dscenario_${number}`);
    try {
      await pool.query(`create schema scenario_${number}`);
      await migrate(pool);
      await run(scenario, keys, { open, openAuthorize, rules, storeOf: () => new PostgresStore(pool), BadgehouseError });
    } finally {
      await pool.end();
    }
  });
}
