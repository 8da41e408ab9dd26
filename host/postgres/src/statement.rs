//! A statement on its way: its text, and its arguments with their types.
//!
//! The types are said, so that no round trip asks for them and no statement has a name: behind PgBouncer the next call may come to another server connection.

use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Error, Row};

/// A statement with its arguments.
pub(crate) struct Statement<'a> {
    pub(crate) text: &'static str,
    pub(crate) arguments: Vec<(&'a (dyn ToSql + Sync), Type)>,
}

impl Statement<'_> {
    /// The rows of its answer. It is sent when this is polled first.
    pub(crate) async fn ask(&self, client: &Client) -> Result<Vec<Row>, Error> {
        client.query_typed(self.text, &self.arguments).await
    }
}
