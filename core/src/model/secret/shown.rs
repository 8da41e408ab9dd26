//! A secret that is shown, once.

use serde::{Serialize, Serializer};
use std::fmt;
use zeroize::Zeroizing;

/// The text of a new secret. It prints nowhere, and is wiped when dropped; only [`reveal`](Self::reveal) and the answer's JSON
/// carry it.
#[derive(Clone)]
pub struct ShownSecret(Zeroizing<String>);

impl ShownSecret {
    /// A secret that another face of the core has shown.
    pub fn new(text: Zeroizing<String>) -> Self {
        Self(text)
    }

    /// The secret itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ShownSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ShownSecret(…)")
    }
}

impl Serialize for ShownSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
