// What the types of the store on PostgreSQL allow and what they refuse; compiled, never run.
import type { Badgehouse, Store } from 'badgehouse';
import { PostgresStore, migrate, onePerCall, schema, type PostgresPool } from 'badgehouse/stores/postgres';
import { Client, Pool } from 'pg';

declare const badges: Badgehouse;
const pool: PostgresPool = new Pool({ max: 10 });
const store: Store = new PostgresStore(pool);
void new PostgresStore(onePerCall(() => new Client('postgres://localhost')));
void [migrate(new Pool()), schema satisfies string];
// @ts-expect-error a connection is no pool: it has one transaction at a time
void new PostgresStore(new Client());
// @ts-expect-error where it is, is the pool's to know
void new PostgresStore('postgres://localhost');
// @ts-expect-error a time is a number of seconds
void new PostgresStore(pool).purgeExpired(new Date());
void new PostgresStore(pool).purgeExpired((await badges.maintain()).store_time);
void store;
