//! Notes: what a caller says of its request for the audit event to keep.

use super::AuditActor;
use crate::value::error::{Error, InputProblem};
use crate::value::identifier::ActorId;
use crate::value::name;

const MAX_REQUEST_ID_BYTES: usize = 128;

/// Why a change is made, by which request, and for whom the platform makes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    reason: Option<String>,
    request_id: Option<String>,
    on_behalf_of: Option<ActorId>,
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
        if problems.is_empty() {
            Ok(Self { reason, request_id, on_behalf_of: None })
        } else {
            Err(Error::invalid(problems))
        }
    }

    /// The same note, with who had the platform do it, such as the operator at a command line. What the platform claims, not what anybody has proven: events
    /// whose actor is the platform carry it, no others. No request can bring it along.
    #[must_use]
    pub fn on_behalf_of(self, who: ActorId) -> Self {
        Self { on_behalf_of: Some(who), ..self }
    }

    /// Why.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// By which request.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Who had the platform do it, as it claims.
    pub fn claims_to_be_for(&self) -> Option<&ActorId> {
        self.on_behalf_of.as_ref()
    }

    /// For whom `actor` has done it, as an event tells: of the platform alone, since everybody else acts in his own name.
    pub(crate) fn claimed_for(&self, actor: &AuditActor) -> Option<&str> {
        self.on_behalf_of.as_ref().filter(|_| *actor == AuditActor::Platform).map(ActorId::as_str)
    }
}
