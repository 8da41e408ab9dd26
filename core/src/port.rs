//! What a host answers: the store, the crypto provider, and the operations that ask them. It names nothing else of the crate.

pub(crate) mod crypto;
pub(crate) mod driver;
pub(crate) mod operation;
pub(crate) mod store;
