//! Notes: what a caller says of its request for the audit event to keep.

use crate::value::error::{Error, InputProblem};
use crate::value::name;

const MAX_REQUEST_ID_BYTES: usize = 128;

/// Why a change is made, and by which request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    reason: Option<String>,
    request_id: Option<String>,
}

impl Note {
    /// A note: the reason is 1 to 200 characters, with the rules of a name; the request id is 1 to 128 visible ASCII characters.
    pub fn new(reason: Option<String>, request_id: Option<String>) -> Result<Self, Error> {
        let mut problems = Vec::new();
        let reason = reason.and_then(|reason| {
            name::check("/reason", &reason).map_err(|problem| problems.push(problem)).ok()
        });
        let visible = |id: &String| {
            (1..=MAX_REQUEST_ID_BYTES).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
        };
        if request_id.as_ref().is_some_and(|id| !visible(id)) {
            let rule = "a request id is 1 to 128 visible ASCII characters";
            problems.push(InputProblem::new("/request_id", rule));
        }
        if problems.is_empty() { Ok(Self { reason, request_id }) } else { Err(Error::invalid(problems)) }
    }

    /// Why.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// By which request.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}
