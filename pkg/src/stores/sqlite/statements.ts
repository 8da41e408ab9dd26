// The statements on the tables of SQLite, for stores whose platform runs them: at most a handful of parameters each, since these take no more than a hundred.

export const TABLE = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'badgehouse_schema'";

export const VERSION = 'SELECT version FROM badgehouse_schema WHERE one = 1';

/** By a JSON array of keys. */
export const READ = 'SELECT key, value, version FROM badgehouse_entries WHERE key IN (SELECT value FROM json_each(?1))';

/** From the first key to the one that is none any more, after a key, and how many. */
export const LIST = 'SELECT key, value, version FROM badgehouse_entries WHERE key >= ?1 AND key < ?2 AND key > ?3 ORDER BY key LIMIT ?4';

/** The first key that is not as expected, by a JSON array of `[key, version or null]`; null is nothing there. */
export const FAILED = `SELECT 1 FROM json_each(?1) AS expected
LEFT JOIN badgehouse_entries AS found ON found.key = json_extract(expected.value, '$[0]')
WHERE found.version IS NOT json_extract(expected.value, '$[1]') LIMIT 1`;

/** `node:sqlite` of Node 22 hands on some arrays of no bytes as null. */
export const PUT = "INSERT OR REPLACE INTO badgehouse_entries (key, value, version, expires_at) VALUES (?1, coalesce(?2, x''), ?3, ?4)";

export const DELETE = 'DELETE FROM badgehouse_entries WHERE key = ?1';

export const PURGE = 'DELETE FROM badgehouse_entries WHERE expires_at <= ?1';
