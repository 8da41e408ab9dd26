//! The schema and its versions.

use crate::connections::{Connections, Failed};
use crate::read::read;
use crate::statement::Statement;
use badgehouse::store::StoreError;
use tokio::time::timeout;
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

/// The SQL that makes the tables: `schema.sql` of this crate. Running it again changes nothing.
pub const SCHEMA: &str = include_str!("../schema.sql");

/// The version that [`SCHEMA`] makes.
const VERSION: i32 = 1;

/// How often the tables are tried to be made while others make them too.
const TRIES: usize = 10;

const CHECK: &str = "select version, current_setting('synchronous_commit') from badgehouse_schema";

/// Refuses a database without the tables, with those of another version, or whose commits are not durable.
pub(crate) async fn check(connections: &Connections) -> Result<(), StoreError> {
    let broken =
        |why: String| Err(StoreError::Broken(format!("PostgreSQL at {}: {why}", connections.shown())));
    let rows = read(connections, &Statement { text: CHECK, arguments: Vec::new() }).await?;
    let Some(row) = rows.first() else {
        return broken("badgehouse_schema has no row; make it by `badgehouse migrate --store URL`".into());
    };
    let found: i32 = row.try_get(0).unwrap_or_default();
    if found != VERSION {
        return broken(format!(
            "the tables are of version {found} of the schema, this program knows version {VERSION}; {}",
            if found > VERSION { "run a later one" } else { "run `badgehouse migrate --store URL`" }
        ));
    }
    if row.try_get(1).is_ok_and(|durable: &str| durable == "off") {
        return broken(
            "synchronous_commit is off, by which a crash loses what was answered; set it to on, for the user or the database"
                .into(),
        );
    }
    Ok(())
}

/// Makes the tables where there are none.
pub(crate) async fn migrate(connections: &Connections) -> Result<(), StoreError> {
    let mut tried = 0;
    loop {
        tried += 1;
        match make(connections).await {
            Err(Failed::Error(error)) if tried < TRIES && made_by_another(&error) => {}
            outcome => break outcome.map_err(|failed| connections.told(failed))?,
        }
    }
    check(connections).await
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
