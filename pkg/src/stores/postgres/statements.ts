// The statements on the tables. Each is one round trip. A read asks for the time because caches that stand between, such as Hyperdrive's, keep no answer that has one: it has to be strong.

export const TABLE = `select to_regclass('badgehouse_schema') is not null as there`;

/** Until the transaction ends: two that make the same table at once are refused, one of them. */
export const ONE_AT_A_TIME = 'select pg_advisory_xact_lock(7161838)';

export const VERSION = "select version, current_setting('synchronous_commit') as durable from badgehouse_schema where one = 1";

const COLUMNS = 'select key, value, version, clock_timestamp() as read_at from badgehouse_entries';

/** The entries of these keys. */
export function reading(keys: readonly string[]): string {
  return alone(`${COLUMNS} where key = any(array[${keys.map(literal).join(', ')}]::text[])`);
}

/** The entries from a key to before another, and behind a third, at most so many. */
export function listing(from: string, to: string, after: string, limit: number): string {
  return alone(`${COLUMNS} where key >= ${literal(from)} and key < ${literal(to)} and key > ${literal(after)} order by key limit ${Math.trunc(limit)}`);
}

/**
 * A statement in a serializable transaction of its own: PostgreSQL makes one of all that is sent as one text, in one round trip. By itself, at the usual isolation, a read could see the later
 * of two commits and not yet the earlier, where one holds what the other changes. Such a text takes no parameters.
 */
function alone(statement: string): string {
  return `set transaction isolation level serializable read only; ${statement}`;
}

/** Of digits alone, so that nothing in a text can end it, however a session reads strings. */
function literal(text: string): string {
  const digits = Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0'));
  return `convert_from(decode('${digits.join('')}', 'hex'), 'UTF8')`;
}

/**
 * A whole commit: what is checked and expected (null: nothing there), what is put, and what is deleted. All parts see the rows as they were before; that they are
 * still so when it takes effect is the serializable transaction's, and where something between has taken that away nothing is done.
 */
export const CHANGE = `with failed as (
  select from unnest($1::text[], $2::text[]) as expected (key, version)
  left join badgehouse_entries as found on found.key = expected.key
  where found.version is distinct from expected.version
  union all
  select where current_setting('transaction_isolation') <> 'serializable'
), put as (
  insert into badgehouse_entries (key, value, version, expires_at)
  select key, decode(value, 'base64'), $6::text, expires_at
  from unnest($3::text[], $4::text[], $5::bigint[]) as given (key, value, expires_at)
  where not exists (select from failed)
  on conflict (key) do update set value = excluded.value, version = excluded.version, expires_at = excluded.expires_at
), deleted as (
  delete from badgehouse_entries where key = any($7::text[]) and not exists (select from failed)
)
select not exists (select from failed) as held, current_setting('transaction_isolation') as isolation`;

/** What somebody puts anew meanwhile stays: the row is looked at once more when it is deleted. */
export const PURGE = `delete from badgehouse_entries
where expires_at <= $1 and key in (select key from badgehouse_entries where expires_at <= $1 order by expires_at limit $2)
returning key`;
