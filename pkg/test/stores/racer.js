// One of several processes that write to a PostgreSQL at once: `node racer.js <url> add <times>` or `take <own> <other> <rounds>`.
import { PostgresStore } from 'badgehouse/stores/postgres';
import pg from 'pg';
import { add, take } from './race.js';

const [url, what, ...given] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url });
const store = new PostgresStore(pool);
if (what === 'add') await Promise.all(Array.from({ length: 4 }, () => add(store, Number(given[0]))));
if (what === 'take') console.log(JSON.stringify(await take(store, given[0], given[1], Number(given[2]))));
await pool.end();
