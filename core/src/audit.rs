//! The audit: one event for every administrative change, written in the same commit as the change.
//!
//! The events of a company are numbered from 1 and chained: each holds the hash of the one before, SHA-256 over its exact stored bytes
//! as base64url. The head holds the hash of the last, under a key that the store does not have. Whoever writes to the store past the core
//! can therefore change nothing unnoticed but roll everything back, and not even that for one who keeps an exported head.

pub(crate) mod cut;
pub(crate) mod read;
pub(crate) mod reseal;
pub(crate) mod verify;

pub use crate::model::audit::AuditActor;
pub use crate::model::audit::head::AuditHeadView;
pub use crate::model::audit::note::Note;
pub use cut::AuditCut;
pub use read::{AuditEventView, AuditExport, AuditQuery};
pub use verify::{AuditProblem, AuditProblemKind, AuditVerification, AuditVerifyInput};
