//! The contact: an account's entry in the company's directory, and what makes the account stop working.
//!
//! An account is functional while its contact has the address it was made with and is in exactly the home company. That is
//! derived at each use; there is no flag that could be wrong.

pub(crate) mod change;
pub(crate) mod entry;
pub(crate) mod machine;
pub(crate) mod repair;
pub(crate) mod report;
pub(crate) mod view;

pub use crate::model::contact::{ContactChangeInput, ContactProblem, MAX_COMPANIES, MAX_EMAIL_BYTES, Repair};
pub use entry::{DirectoryEntry, NewContact};
pub use machine::{MachineContact, MachineContactQuery};
pub use report::{ContactReport, ReportedContact};
pub use view::ContactView;
