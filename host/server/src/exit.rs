//! How a command ends: the code that a script looks at, and what is said on standard error.

use crate::output;
use badgehouse::error::{Code, Error};
use serde_json::{Value, json};
use std::fmt;
use std::process::ExitCode;

/// It was not done: the store is out of reach or cannot be used, a file cannot be read. The outcome of a change may be unknown.
const FAILED: u8 = 1;
/// What was asked for breaks a rule, or a file that was given is not what it is to be; the same as clap's own for options that are none.
const USAGE: u8 = 2;
/// There is no such company, account or thing.
const NOT_FOUND: u8 = 3;
/// It is there, but this is not done to it: a conflict, a bound, a revision that has passed.
const REFUSED: u8 = 4;
/// It was looked at, and the answer is no: the audit is not in order, the permission is missing.
const NO: u8 = 5;

/// What was looked for is not so.
#[derive(Debug)]
pub(crate) struct No(pub(crate) String);

/// The command line is not enough to do it.
#[derive(Debug)]
pub(crate) struct Usage(pub(crate) String);

impl fmt::Display for No {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for No {}
impl std::error::Error for Usage {}

/// Says what went wrong, for people or as a JSON document, and answers the code for it.
pub(crate) fn failed(error: &anyhow::Error, json: bool) -> ExitCode {
    let refusal = error.downcast_ref::<Error>();
    // Elsewhere it goes to the operator's log, and this is the operator.
    let diagnostic = refusal.and_then(|refusal| refusal.diagnostic.as_deref());
    if json {
        eprintln!("{}", document(error, refusal, diagnostic));
    } else {
        eprintln!("error: {}", output::lines(&format!("{error:#}")));
        if let Some(diagnostic) = diagnostic {
            eprintln!("caused by: {}", output::lines(diagnostic));
        }
    }
    ExitCode::from(code(error))
}

/// The one document of a failure: the API's, where it is the core's, with what its operator's log would tell.
fn document(error: &anyhow::Error, refusal: Option<&Error>, diagnostic: Option<&str>) -> Value {
    let problem = refusal.and_then(|refusal| serde_json::from_str(&refusal.to_json()).ok());
    let mut document = problem.unwrap_or_else(|| json!({ "detail": format!("{error:#}") }));
    if let Some(diagnostic) = diagnostic {
        document["diagnostic"] = json!(diagnostic);
    }
    document
}

fn code(error: &anyhow::Error) -> u8 {
    if let Some(refusal) = error.downcast_ref::<Error>() {
        return of(refusal.code);
    }
    if error.is::<No>() {
        NO
    } else if error.is::<Usage>() {
        USAGE
    } else {
        FAILED
    }
}

/// By the class of the code's status, so that a code which is added has its own.
fn of(code: Code) -> u8 {
    match code.status() {
        400 => USAGE,
        404 => NOT_FOUND,
        500.. => FAILED,
        _ => REFUSED,
    }
}
