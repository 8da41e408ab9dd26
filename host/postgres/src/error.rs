//! What an error of PostgreSQL is to the store port.

use badgehouse::store::StoreError;
use std::error::Error as _;
use std::fmt::Write;
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

/// Unavailable where trying again may help: the server is away, busy, out of space, or has stopped the statement. All else is broken, such as a table that is
/// not there. `shown` is the address without what is secret; of what the server says only its message is told, never the detail, which may have a key in it.
pub(crate) fn store_error(error: &Error, shown: &str) -> StoreError {
    let said = match error.as_db_error() {
        Some(refusal) => format!("{} (SQLSTATE {})", refusal.message(), refusal.code().code()),
        None => chain(error),
    };
    let advice = advice(error).map(|advice| format!("; {advice}")).unwrap_or_default();
    let text = format!("PostgreSQL at {shown}: {said}{advice}");
    if may_pass(error) { StoreError::Unavailable(text) } else { StoreError::Broken(text) }
}

/// The transaction was undone because of another, and may go through when it is run again.
pub(crate) fn ran_into_another(error: &Error) -> bool {
    matches!(error.code(), Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED))
}

/// The server stopped the statement, by its bound or because it was told to.
pub(crate) fn was_stopped(error: &Error) -> bool {
    error.code() == Some(&SqlState::QUERY_CANCELED)
}

/// The connection ended, by whose doing ever. Of a read nothing is lost by that.
pub(crate) fn lost_connection(error: &Error) -> bool {
    match error.code() {
        Some(state) => matches!(state, &SqlState::ADMIN_SHUTDOWN | &SqlState::CRASH_SHUTDOWN),
        None => error.is_closed() || error.source().is_some_and(|cause| cause.is::<std::io::Error>()),
    }
}

/// By the class of the SQLSTATE (PostgreSQL's documentation, appendix A), or by what broke off.
fn may_pass(error: &Error) -> bool {
    let Some(state) = error.code() else { return !is_of_tls(error) };
    // A primary that has become a standby; a transaction whose end did not come through.
    if matches!(state, &SqlState::READ_ONLY_SQL_TRANSACTION | &SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT)
    {
        return true;
    }
    // Connections, rollbacks, resources, locks, the operator, the system. 57P04: the database was dropped.
    let passing = ["08", "40", "53", "55", "57", "58"];
    passing.iter().any(|class| state.code().starts_with(class)) && state != &SqlState::DATABASE_DROPPED
}

/// A certificate that does not verify, or a server without TLS, stays as it is.
fn is_of_tls(error: &Error) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause {
        let wrapped = inner.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if inner.is::<rustls::Error>() || wrapped.is_some_and(|inner| inner.is::<rustls::Error>()) {
            return true;
        }
        cause = inner.source();
    }
    without_tls(error)
}

/// What tokio-postgres says where a server refuses TLS; it has no kind for that.
fn without_tls(error: &Error) -> bool {
    error.source().is_some_and(|cause| cause.to_string() == "server does not support TLS")
}

fn advice(error: &Error) -> Option<&'static str> {
    let Some(state) = error.code() else {
        if without_tls(error) {
            return Some("turn TLS on there, or say sslmode=disable in the URL where the line is your own");
        }
        return is_of_tls(error).then_some(
            "name the file of the server's certificate authority by sslrootcert=FILE in the URL, and the host as its certificate does",
        );
    };
    match *state {
        SqlState::INVALID_CATALOG_NAME => {
            Some("make the database, by `createdb`, or name another at the end of the URL")
        }
        SqlState::INVALID_PASSWORD | SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
            Some("look at the user and the password in the URL, and at the server's pg_hba.conf")
        }
        SqlState::UNDEFINED_TABLE | SqlState::UNDEFINED_COLUMN | SqlState::INVALID_SCHEMA_NAME => Some(
            "make the tables: by `badgehouse migrate --store URL`, or by the SQL that `badgehouse schema postgres` prints",
        ),
        SqlState::INSUFFICIENT_PRIVILEGE => Some(
            "grant the user select on badgehouse_schema, and select, insert, update and delete on badgehouse_entries; the tables' owner runs `badgehouse migrate`",
        ),
        SqlState::TOO_MANY_CONNECTIONS => Some(
            "allow more by max_connections there, or have each process take fewer by connections=N in the URL",
        ),
        _ => None,
    }
}

/// An error and what caused it, in a line.
fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        // Writing to a String cannot fail.
        let _ = write!(text, ": {inner}");
        cause = inner.source();
    }
    text
}
