//! Reads that need no more than a moment: a statement each, without a transaction around it.

use crate::connections::{Connections, Failed};
use crate::error::{lost_connection, ran_into_another};
use crate::statement::Statement;
use badgehouse::store::StoreError;
use tokio::time::{Instant, timeout_at};
use tokio_postgres::Row;

/// What a statement answers that changes nothing. So it is asked once more where the connection was lost, as after a restart of the server.
pub(crate) async fn read(
    connections: &Connections,
    statement: &Statement<'_>,
) -> Result<Vec<Row>, StoreError> {
    let until = Instant::now() + connections.limits().answer;
    let outcome = match once(connections, statement, until).await {
        Err(Failed::Error(error)) if lost_connection(&error) || ran_into_another(&error) => {
            once(connections, statement, until).await
        }
        outcome => outcome,
    };
    outcome.map_err(|failed| connections.told(failed))
}

async fn once(
    connections: &Connections,
    statement: &Statement<'_>,
    until: Instant,
) -> Result<Vec<Row>, Failed> {
    let connection = connections.one_until(until).await?;
    let outcome = timeout_at(until, statement.ask(&connection)).await;
    connections.settle(connection, outcome)
}
