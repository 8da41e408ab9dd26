//! Secrets: their form, what of them is at rest, and how one is checked.
//!
//! A secret is `<prefix>_<segment><secret id>_<43 of base 62>_<checksum>`: 256 random bits between what tells where it belongs and a
//! checksum (CRC-32 in base 62) that finds every altered character before any work is done.

pub(crate) mod add;
pub(crate) mod change;
pub(crate) mod finish;
pub(crate) mod leak;
pub(crate) mod list;
pub(crate) mod revoke;

pub use crate::model::life::{CredentialChange, CredentialWarning};
pub use crate::model::secret::pattern;
pub use crate::model::secret::shown::ShownSecret;
pub use add::{AddedSecret, NewSecretInput};
pub use leak::{FoundSecret, Leak, LeakInput};
pub use list::{SecretList, SecretView};
