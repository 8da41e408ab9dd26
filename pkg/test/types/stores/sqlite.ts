// What the types of the store on SQLite allow and what they refuse; compiled, never run.
import Database from 'better-sqlite3';
import type { Store } from 'badgehouse';
import { SqliteStore, schema, type SqliteDatabase } from 'badgehouse/stores/sqlite';

const database: SqliteDatabase = new Database('badges.db');
const stores: Store[] = [new SqliteStore('badges.db'), new SqliteStore(database), new SqliteStore(new Database('badges.db'))];
void [stores, schema satisfies string];
// @ts-expect-error a place is no database
void new SqliteStore(new URL('file:///badges.db'));
// @ts-expect-error what answers promises is none: a commit is done at once
void new SqliteStore({ exec: async () => undefined, prepare: async () => ({ all: async () => [], run: async () => undefined }), close: () => undefined });
