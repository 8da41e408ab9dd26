//! Companies: a record that holds the full id, since keys only hold a hash of it, and how many accounts there are.

pub(crate) mod erase;

pub use erase::{Erasure, ErasureReceipt};
