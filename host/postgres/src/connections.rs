//! A bounded number of connections, each call with one of its own, and every wait bounded.

use crate::address::Address;
use crate::error::store_error;
use crate::limits::Limits;
use badgehouse::store::StoreError;
use deadpool_postgres::{
    ClientWrapper, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime, TimeoutType,
};
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_postgres::Error;
use tokio_postgres_rustls::MakeRustlsConnect;

/// The connections of a store. Clones share them.
#[derive(Clone)]
pub(crate) struct Connections {
    pool: Pool,
    tls: MakeRustlsConnect,
    limits: Limits,
    /// The address without what is secret.
    shown: String,
}

/// Why there is no answer.
pub(crate) enum Failed {
    /// PostgreSQL's answer, or the end of a connection.
    Error(Error),
    /// What the store's caller is told as it is.
    Told(StoreError),
}

impl Connections {
    /// No connection is made yet.
    pub(crate) fn new(address: &Address, limits: Limits) -> Result<Self, StoreError> {
        let connections = address.connections.unwrap_or(limits.connections);
        let limits = Limits { connections, ..limits }.bounded();
        let tls = address.trust.connector()?;
        let mut config = address.config.clone();
        config.connect_timeout(limits.connect);
        if config.get_application_name().is_none() {
            config.application_name("badgehouse");
        }
        // A connection that has ended is not handed out; whether one still answers is seen when it is asked.
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let pool = Pool::builder(Manager::from_config(config, tls.clone(), recycling))
            .max_size(limits.connections)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(limits.wait))
            .create_timeout(Some(limits.connect))
            .build()
            .map_err(|error| StoreError::Broken(error.to_string()))?;
        Ok(Self { pool, tls, limits, shown: address.to_string() })
    }

    /// The address without what is secret.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// A connection for one call; dropped, it goes back.
    pub(crate) async fn one(&self) -> Result<Object, Failed> {
        let Limits { connections, wait, connect, .. } = self.limits;
        self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => Failed::Error(error),
            PoolError::Timeout(TimeoutType::Wait) => self.late(&format!(
                "each of the {connections} connections was busy for {wait:?}; allow the store more of them, or start more servers"
            )),
            PoolError::Timeout(_) => {
                self.late(&format!("there was no connection within {connect:?}; is it running, and is the way there open?"))
            }
            other => self.late(&other.to_string()),
        })
    }

    /// A connection for a call that is to be answered by then.
    pub(crate) async fn one_until(&self, until: Instant) -> Result<Object, Failed> {
        timeout_at(until, self.one()).await.unwrap_or_else(|_| Err(self.late_answer()))
    }

    /// A connection of one's own, which ends when it is dropped.
    pub(crate) async fn apart(&self) -> Result<ClientWrapper, Failed> {
        Ok(Object::take(self.one().await?))
    }

    /// What a call by such a connection comes to, within the bound.
    pub(crate) async fn in_time<T>(
        &self,
        answer: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Failed> {
        let outcome = timeout(self.limits.answer, answer).await;
        outcome.map_or_else(|_| Err(self.late_answer()), |outcome| outcome.map_err(Failed::Error))
    }

    /// What a call by that connection came to. A connection whose answer is late is given up: nobody shall wait behind it.
    pub(crate) fn settle<T>(
        &self,
        connection: Object,
        outcome: Result<Result<T, Error>, Elapsed>,
    ) -> Result<T, Failed> {
        outcome.map(|outcome| outcome.map_err(Failed::Error)).unwrap_or_else(|_| {
            self.give_up(connection);
            Err(self.late_answer())
        })
    }

    /// What the store's caller is told.
    pub(crate) fn told(&self, failed: Failed) -> StoreError {
        match failed {
            Failed::Error(error) => store_error(&error, &self.shown),
            Failed::Told(error) => error,
        }
    }

    /// Closes a connection whose answer is late, and has the server stop what it is at, as far as it can be reached.
    fn give_up(&self, connection: Object) {
        let client = Object::take(connection);
        let (stop, tls, limit) = (client.cancel_token(), self.tls.clone(), self.limits.connect);
        tokio::spawn(async move { timeout(limit, stop.cancel_query(tls)).await });
    }

    /// What a call comes to that has had no answer within the bound.
    pub(crate) fn late_answer(&self) -> Failed {
        self.late(&format!("there was no answer within {:?}", self.limits.answer))
    }

    fn late(&self, why: &str) -> Failed {
        Failed::Told(StoreError::Unavailable(format!("PostgreSQL at {}: {why}", self.shown)))
    }
}
