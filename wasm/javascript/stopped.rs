//! What is told where an instance of a module stopped.

use badgehouse::error::{Code, Error};

/// To the call that it stopped at, or to one that was under way beside it.
pub(crate) fn error(beside: bool) -> Error {
    let why = "the engine stopped";
    if beside {
        return Error::unavailable(why);
    }
    let detail = "the service failed; the operator has to look at its log";
    Error::new(Code::Broken, detail).with_diagnostic(why.into())
}
