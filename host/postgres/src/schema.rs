//! The schema and its versions.

use crate::connections::{Connections, Failed};
use crate::statement::Statement;
use crate::transaction::{self, Beginning, SERIALIZABLE};
use badgehouse::store::StoreError;
use tokio::time::timeout;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;
use tokio_postgres::{Error, Row};

/// The SQL that makes the tables: `schema.sql` of this crate. Running it again changes nothing.
pub const SCHEMA: &str = include_str!("../schema.sql");

/// The version that [`SCHEMA`] makes.
const VERSION: i32 = 1;

/// What stands in its place while an import is under way, so that nobody takes half a store for one.
const IMPORTING: i32 = 0;

/// How often the tables are tried to be made while others make them too.
const TRIES: usize = 10;

const FIND: &str = "select version, current_setting('synchronous_commit') from badgehouse_schema";

const BEGIN_IMPORT: &str = "update badgehouse_schema set version = 0
    where version = 1 and current_setting('transaction_isolation') = $1
        and not exists (select 1 from badgehouse_entries)";

const FINISH_IMPORT: &str = "update badgehouse_schema set version = 1
    where version = 0 and current_setting('transaction_isolation') = $1";

/// Refuses a database without the tables, with those of another version, or whose commits are not durable.
pub(crate) async fn check(connections: &Connections) -> Result<(), StoreError> {
    let Found { version, durable } = find(connections).await?.ok_or_else(|| none(connections))?;
    let what_to_do = match version {
        VERSION if durable == "off" => {
            "synchronous_commit is off, by which a crash loses what was answered; set it to on, for the user or the database".into()
        }
        VERSION => return Ok(()),
        IMPORTING => {
            "an import into it was begun and is not finished: go on with the import, or drop both tables and begin anew".into()
        }
        later => format!(
            "the tables are of version {later} of the schema, this program knows version {VERSION}; run a later one"
        ),
    };
    Err(broken(connections, &what_to_do))
}

/// Refuses a store that is not being filled.
pub(crate) async fn is_importing(connections: &Connections) -> Result<(), StoreError> {
    match find(connections).await?.map(|found| found.version) {
        Some(IMPORTING) => Ok(()),
        Some(VERSION) => Err(broken(
            connections,
            "it is not empty: an import makes a store, and adds to none. Name a database of its own",
        )),
        _ => check(connections).await,
    }
}

/// What is there.
struct Found {
    version: i32,
    /// When a commit is durable.
    durable: String,
}

/// What the one row of the version says, if there is one.
async fn find(connections: &Connections) -> Result<Option<Found>, StoreError> {
    try_to_find(connections).await.map_err(|failed| connections.told(failed))
}

async fn try_to_find(connections: &Connections) -> Result<Option<Found>, Failed> {
    let reading = Beginning::reading(SERIALIZABLE, connections.limits().answer);
    let statement = Statement { text: FIND, arguments: Vec::new() };
    let rows = transaction::try_to_read(connections, &reading, &statement).await?;
    let found = |row: &Row| Ok(Found { version: row.try_get(0)?, durable: row.try_get(1)? });
    rows.first().map(found).transpose().map_err(Failed::Error)
}

fn none(connections: &Connections) -> StoreError {
    broken(connections, "badgehouse_schema has no row; make it by `badgehouse migrate --store URL`")
}

fn broken(connections: &Connections, why: &str) -> StoreError {
    StoreError::Broken(format!("PostgreSQL at {}: {why}", connections.shown()))
}

/// What makes a store without entries one that is being filled.
pub(crate) fn begin_import(beginning: &Beginning) -> Statement<'_> {
    Statement { text: BEGIN_IMPORT, arguments: vec![(&beginning.isolation, Type::TEXT)] }
}

/// What makes that a whole one.
pub(crate) fn finish_import(beginning: &Beginning) -> Statement<'_> {
    Statement { text: FINISH_IMPORT, arguments: vec![(&beginning.isolation, Type::TEXT)] }
}

/// Makes what of the tables is not there. Those of a later version are refused, and nothing of them is touched.
pub(crate) async fn make_all(connections: &Connections) -> Result<(), StoreError> {
    match try_to_find(connections).await {
        Ok(Some(Found { version: VERSION | IMPORTING, .. }) | None) => {}
        Ok(Some(_)) => return check(connections).await,
        Err(Failed::Error(error)) if error.code() == Some(&SqlState::UNDEFINED_TABLE) => {}
        Err(failed) => return Err(connections.told(failed)),
    }
    let mut tried = 0;
    loop {
        tried += 1;
        match make(connections).await {
            Err(Failed::Error(error)) if tried < TRIES && made_by_another(&error) => {}
            outcome => return outcome.map_err(|failed| connections.told(failed)),
        }
    }
}

async fn make(connections: &Connections) -> Result<(), Failed> {
    let connection = connections.one().await?;
    let outcome = timeout(connections.limits().answer, connection.batch_execute(SCHEMA)).await;
    connections.settle(connection, outcome)
}

/// `if not exists` looks before it makes; who makes the same at once is seen by a unique index of the catalogue.
fn made_by_another(error: &Error) -> bool {
    matches!(
        error.code(),
        Some(
            &SqlState::UNIQUE_VIOLATION
                | &SqlState::DUPLICATE_TABLE
                | &SqlState::DUPLICATE_OBJECT
                | &SqlState::T_R_SERIALIZATION_FAILURE
                | &SqlState::T_R_DEADLOCK_DETECTED
        )
    )
}
