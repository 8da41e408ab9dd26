//! Preconditions: a change that was decided on a look at an older revision is refused, so that two administrators never overwrite
//! each other (RFC 9110 section 13.1.1).

use super::error::{Code, Error};

/// Which revision a change was decided on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Precondition {
    /// Whichever is there.
    Any,
    /// One of these; of none, nothing fits.
    OneOf(Vec<u64>),
    /// None was told where one has to be (RFC 6585 section 3).
    Missing,
}

impl Precondition {
    /// Holds what is there, by its revision, to the precondition; for use after the rights, so that a revision tells a stranger nothing.
    pub(crate) fn require(&self, there: u64) -> Result<(), Error> {
        match self {
            Self::Any => Ok(()),
            Self::OneOf(revisions) if revisions.contains(&there) => Ok(()),
            Self::Missing => {
                let detail = "send `If-Match` with the ETag of what you saw, or `*`";
                Err(Error::new(Code::PreconditionRequired, detail))
            }
            Self::OneOf(_) => {
                let detail = "this has changed since you looked, or what is between changes the ETag; get it again and decide anew";
                Err(Error::new(Code::PreconditionFailed, detail))
            }
        }
    }
}

impl From<Option<u64>> for Precondition {
    fn from(revision: Option<u64>) -> Self {
        revision.map_or(Self::Any, |revision| Self::OneOf(vec![revision]))
    }
}
