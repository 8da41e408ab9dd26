//! Transactions that are as if nobody else had been there, in one round trip each.

use crate::connections::{Connections, Failed};
use crate::error::{lost_connection, ran_into_another, was_stopped};
use crate::statement::Statement;
use badgehouse::store::StoreError;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout_at};
use tokio_postgres::{Client, Error, Row};

/// The isolation that the port's laws ask for.
pub(crate) const SERIALIZABLE: &str = "serializable";

/// How long is waited at most before the second try, and before any.
const PAUSES: (Duration, Duration) = (Duration::from_millis(2), Duration::from_millis(200));

/// How a transaction begins.
#[derive(Clone)]
pub(crate) struct Beginning {
    /// As `current_setting('transaction_isolation')` says it.
    pub(crate) isolation: &'static str,
    text: String,
}

impl Beginning {
    /// The level stands in the transaction, since a session's default does not get through PgBouncer. So do the bounds: the server lets go of the locks of a
    /// client that it cannot reach any more.
    pub(crate) fn new(isolation: &'static str, bound: Duration) -> Self {
        Self::of(isolation, "READ WRITE", bound)
    }

    /// The same for what only reads.
    pub(crate) fn reading(isolation: &'static str, bound: Duration) -> Self {
        Self::of(isolation, "READ ONLY", bound)
    }

    fn of(isolation: &'static str, access: &str, bound: Duration) -> Self {
        let (level, bound) = (isolation.to_uppercase(), bound.as_millis().max(1));
        let text = format!(
            "BEGIN ISOLATION LEVEL {level}, {access}; SET LOCAL statement_timeout = {bound}; SET LOCAL idle_in_transaction_session_timeout = {bound}"
        );
        Self { isolation, text }
    }
}

/// Runs a statement, and a second one where there is one, in a transaction; answers the rows of the first. Where it was undone because of another it is run again, after a
/// pause that is drawn, until the store's bound. When a connection is lost, the outcome is unknown.
pub(crate) async fn run(
    connections: &Connections,
    beginning: &Beginning,
    first: &Statement<'_>,
    second: Option<&Statement<'_>>,
) -> Result<Vec<Row>, StoreError> {
    let until = Instant::now() + connections.limits().answer;
    let outcome = by_itself(connections, beginning, until, first, second).await;
    outcome.map_err(|failed| connections.told(failed))
}

/// Runs a statement that changes nothing in a transaction. It is asked once more where the connection was lost, as after a restart of the server.
pub(crate) async fn read(
    connections: &Connections,
    beginning: &Beginning,
    statement: &Statement<'_>,
) -> Result<Vec<Row>, StoreError> {
    let read = try_to_read(connections, beginning, statement).await;
    read.map_err(|failed| connections.told(failed))
}

/// The same, with why there is no answer.
pub(crate) async fn try_to_read(
    connections: &Connections,
    beginning: &Beginning,
    statement: &Statement<'_>,
) -> Result<Vec<Row>, Failed> {
    let until = Instant::now() + connections.limits().answer;
    match by_itself(connections, beginning, until, statement, None).await {
        Err(Failed::Error(error)) if lost_connection(&error) => {
            by_itself(connections, beginning, until, statement, None).await
        }
        outcome => outcome,
    }
}

/// Again and again, until no other transaction is in the way.
async fn by_itself(
    connections: &Connections,
    beginning: &Beginning,
    until: Instant,
    first: &Statement<'_>,
    second: Option<&Statement<'_>>,
) -> Result<Vec<Row>, Failed> {
    let mut most = PAUSES.0;
    loop {
        let outcome = once(connections, beginning, until, first, second).await;
        match outcome {
            Err(Failed::Error(error)) if ran_into_another(&error) && Instant::now() + most < until => {
                sleep(drawn(most).map_err(Failed::Told)?).await;
                most = PAUSES.1.min(most * 2);
            }
            outcome => return outcome,
        }
    }
}

async fn once(
    connections: &Connections,
    beginning: &Beginning,
    until: Instant,
    first: &Statement<'_>,
    second: Option<&Statement<'_>>,
) -> Result<Vec<Row>, Failed> {
    let connection = connections.one_until(until).await?;
    match timeout_at(until, at_once(&connection, beginning, first, second)).await {
        // The server stops a statement by the same bound, and its word may come before ours.
        Ok(Err(error)) if was_stopped(&error) && Instant::now() >= until => Err(connections.late_answer()),
        outcome => connections.settle(connection, outcome),
    }
}

/// All of the transaction is sent before the first answer is awaited. So it ends at the server even if nobody waits for it any more, and the connection is as good as new then.
///
/// What fails makes the rest fail, and of the `COMMIT` a rollback. Only a `BEGIN` that fails would let the statements run by themselves; they change nothing then, since each asks for the isolation.
async fn at_once(
    client: &Client,
    beginning: &Beginning,
    first: &Statement<'_>,
    second: Option<&Statement<'_>>,
) -> Result<Vec<Row>, Error> {
    let second = async {
        match second {
            Some(second) => second.ask(client).await.map(drop),
            None => Ok(()),
        }
    };
    let (begun, rows, second, committed) = tokio::join!(
        biased; // polled in this order, and so sent in it
        client.batch_execute(&beginning.text),
        first.ask(client),
        second,
        client.batch_execute("COMMIT"),
    );
    begun?;
    let rows = rows?;
    second?;
    committed?;
    Ok(rows)
}

/// A pause of any length up to the most, so that those who ran into each other do not do so again.
fn drawn(most: Duration) -> Result<Duration, StoreError> {
    let random = crate::store::random::<4>()?;
    Ok(most.mul_f64(f64::from(u32::from_le_bytes(random)) / f64::from(u32::MAX)))
}
