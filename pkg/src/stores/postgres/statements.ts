// The statements on the tables. Each is one round trip.

export const TABLE = `select to_regclass('badgehouse_schema') is not null as there`;

/** Until the transaction ends: two that make the same table at once are refused, one of them. */
export const ONE_AT_A_TIME = 'select pg_advisory_xact_lock(7161838)';

export const VERSION = "select version, current_setting('synchronous_commit') as durable from badgehouse_schema where one = 1";

/** The time of reading is asked for because caches that stand between, such as Hyperdrive's, keep no answer that has one: a read has to be strong. */
export const READ = `select key, value, version, clock_timestamp() as read_at
from badgehouse_entries where key = any($1::text[])`;

export const LIST = `select key, value, version, clock_timestamp() as read_at
from badgehouse_entries where key >= $1 and key < $2 and key > $3 order by key limit $4`;

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
