//! The schema and its versions.

use crate::connections::{Connections, Failed};
use crate::read::read;
use crate::statement::Statement;
use crate::transaction::Beginning;
use badgehouse::store::StoreError;
use tokio::time::timeout;
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;

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
    let (version, durable) = find(connections).await?;
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
    match find(connections).await?.0 {
        IMPORTING => Ok(()),
        VERSION => Err(broken(
            connections,
            "it is not empty: an import makes a store, and adds to none. Name a database of its own",
        )),
        _ => check(connections).await,
    }
}

/// The version of the tables, and when a commit is durable.
async fn find(connections: &Connections) -> Result<(i32, String), StoreError> {
    let rows = read(connections, &Statement { text: FIND, arguments: Vec::new() }).await?;
    let found = rows.first().and_then(|row| Some((row.try_get(0).ok()?, row.try_get(1).ok()?)));
    let none = "badgehouse_schema has no row; make it by `badgehouse migrate --store URL`";
    found.ok_or_else(|| broken(connections, none))
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

/// Makes the tables where there are none, whichever version those have that are there.
pub(crate) async fn make_all(connections: &Connections) -> Result<(), StoreError> {
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
