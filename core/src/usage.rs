//! Usage: when a credential was last used, and how many tokens and refusals an account had by day.
//!
//! It lies in a record of its own, so that token traffic never touches an account or its company's audit. What happened comes with
//! each answer of the token endpoint; the host adds it up and has it [recorded](crate::Core::record_usage) once in a while.

pub(crate) mod keep;
pub(crate) mod view;

pub use crate::model::usage::{KEPT_DAYS, Usage, UsageWindow, WINDOW_ENTRIES};
pub use view::{AccountUsage, DayUsage, KeyUsage, SecretUsage, TrustUsage};
