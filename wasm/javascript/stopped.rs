//! What is told where an instance of a module stopped.

use badgehouse::error::{Code, Error};

/// To the call that it stopped at, and to the others that were under way.
pub(crate) fn errors() -> [Error; 2] {
    let why = "the engine stopped";
    let detail = "the service failed; the operator has to look at its log";
    [Error::new(Code::Broken, detail).with_diagnostic(why.into()), Error::unavailable(why)]
}
