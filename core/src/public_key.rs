//! Public keys as credentials: a program proves itself with a private key that never leaves it. They live as secrets do.

pub(crate) mod add;
pub(crate) mod change;
pub(crate) mod list;
pub(crate) mod revoke;

pub use crate::model::public_key::MAX_LIVE_KEYS;
pub use add::NewKeyInput;
pub use list::{KeyList, KeyView};
