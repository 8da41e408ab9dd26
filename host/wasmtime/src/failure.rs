//! What goes wrong beside the rules: a component that does not load, an instance that traps.

use crate::bindings::{service_accounts, types};
use badgehouse::error::{Code, Error};
use badgehouse::grant::{TokenError, TokenErrorCode};
use std::fmt;
use wasmtime::Trap;

/// Why there is no engine.
#[derive(Debug)]
#[non_exhaustive]
pub enum LoadError {
    /// The component cannot be compiled or linked, or is of another contract.
    Component(wasmtime::Error),
    /// The settings break rules.
    Settings(Error),
}

impl fmt::Display for LoadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Component(error) => write!(formatter, "the component cannot be loaded: {error:#}"),
            Self::Settings(error) => write!(formatter, "the settings cannot be used: {error}"),
        }
    }
}

impl std::error::Error for LoadError {}

/// What an instance answered, or the error that a trap stands for.
pub(crate) fn settle<T>(outcome: wasmtime::Result<Result<T, types::Error>>) -> Result<T, Error> {
    match outcome {
        Ok(answer) => answer.map_err(Error::from),
        Err(trap) => Err(error(&trap)),
    }
}

/// The error that a trap stands for. Out of time may be well another time; all else is a defect. Of a change the outcome is unknown.
pub(crate) fn error(trap: &wasmtime::Error) -> Error {
    let diagnostic = format!("the component stopped: {trap:#}");
    if matches!(trap.downcast_ref(), Some(Trap::Interrupt)) {
        return Error::unavailable(diagnostic);
    }
    let detail = "the service failed; the operator has to look at its log";
    Error::new(Code::Broken, detail).with_diagnostic(diagnostic)
}

/// The same of what a client asks at the token endpoint.
pub(crate) fn settle_token<T>(
    outcome: wasmtime::Result<Result<T, service_accounts::TokenError>>,
) -> Result<T, TokenError> {
    match outcome {
        Ok(answer) => answer.map_err(TokenError::from),
        Err(trap) => Err(TokenError { error: TokenErrorCode::TemporarilyUnavailable, ..error(&trap).into() }),
    }
}

/// What was answered is not of the contract: the component is broken, or of another version.
pub(crate) fn malformed(what: &str) -> Error {
    Error::broken(format!("the component answered with a malformed {what}"))
}
