//! Badgehouse gives a product the feature "service accounts": every rule, and no I/O.
pub mod crypto;
pub mod driver;
pub mod operation;
pub mod store;
