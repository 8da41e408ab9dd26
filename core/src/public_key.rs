//! Public keys as credentials: a program proves itself with a private key that never leaves it. They live as secrets do.

pub(crate) mod add;
pub(crate) mod change;
pub(crate) mod list;
pub(crate) mod revoke;

pub use add::NewKeyInput;
pub use list::{KeyList, KeyView};

use crate::model::life::Life;
use crate::model::settings::Policy;
use crate::port::crypto::jwk::{Algorithm, PublicJwk};
use crate::value::error::Error;
use crate::value::identifier::KeyId;
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// How many keys of an account may be live at a time.
pub const MAX_LIVE_KEYS: usize = 4;
/// The most keys that an account's record keeps.
const KEPT_KEYS: usize = 8;

/// What is kept of a key.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct KeyRecord {
    /// The thumbprint of RFC 7638.
    pub(crate) kid: KeyId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(flatten)]
    pub(crate) life: Life,
    pub(crate) jwk: PublicJwk,
    /// PS256, for an RSA key that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) alg: Option<Algorithm>,
}

impl KeyRecord {
    /// The one algorithm that the key is taken with (RFC 8725 section 3.1).
    pub(crate) fn algorithm(&self) -> Algorithm {
        self.alg.unwrap_or(self.jwk.algorithm())
    }

    pub(crate) fn view(&self, policy: &Policy, now: Timestamp, last_used_at: Option<Timestamp>) -> KeyView {
        KeyView {
            kid: self.kid.clone(),
            name: self.name.clone(),
            algorithm: self.algorithm().name().into(),
            jwk: self.jwk.clone(),
            created_at: self.life.created_at,
            expires_at: self.life.expires_at,
            revoked_at: self.life.revoked_at,
            live: self.life.is_live(now),
            last_used_at,
            warnings: self.life.warnings(policy, now),
        }
    }
}

pub(crate) fn parse(kid: &str) -> Result<KeyId, Error> {
    KeyId::parse(kid).ok_or_else(|| Error::invalid_at("/kid", KeyId::RULE))
}
