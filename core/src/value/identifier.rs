//! Identifiers: what each is made of, and how it tells the partition it lives in.

use super::random::{Random, base32_of};
use super::rule::RuleError;
use super::tree::as_serde_reads;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// 160 bits: two ids of one segment cost 2^80 hashes to find.
const SEGMENT_LENGTH: usize = 32;
const CLIENT_RANDOM_LENGTH: usize = 20;
const CLIENT_PREFIX: &str = "sa_";

/// The ways of the standard library to read a text, by what the type's own `parse` says.
macro_rules! reading {
    ($name:ident) => {
        impl FromStr for $name {
            type Err = RuleError;

            fn from_str(text: &str) -> Result<Self, RuleError> {
                Self::parse(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = RuleError;

            fn try_from(text: &str) -> Result<Self, RuleError> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = RuleError;

            fn try_from(text: String) -> Result<Self, RuleError> {
                Self::parse(text)
            }
        }
    };
}

/// Declares an identifier: a text that was checked once, where it came in.
macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $check:expr, $rule:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// What the text must be, for an error message.
            pub const RULE: &'static str = $rule;

            /// The identifier in a text.
            ///
            /// # Errors
            /// The text breaks [`RULE`](Self::RULE).
            pub fn parse(text: impl Into<String>) -> Result<Self, RuleError> {
                let text = text.into();
                let check: fn(&str) -> bool = $check;
                if check(&text) { Ok(Self(text)) } else { Err(RuleError::new(Self::RULE)) }
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        reading!($name);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::parse(String::deserialize(deserializer)?).map_err(D::Error::custom)
            }
        }

        as_serde_reads!($name);
    };
}

identifier!(
    /// A company, as the embedding product names it.
    CompanyId,
    |text| (1..=64).contains(&text.len()) && is_plain(text),
    "a company id is 1 to 64 bytes of UTF-8 without control characters"
);
identifier!(
    /// A project of a company, as the embedding product names it.
    ProjectId,
    |text| (1..=64).contains(&text.len()) && all(text, |byte| byte.is_ascii_alphanumeric() || b"._:-".contains(&byte)),
    "a project id is 1 to 64 characters of A-Z, a-z, 0-9 and . _ : -"
);
identifier!(
    /// A tool of the catalogue.
    ToolId,
    |text| is_name(text, 40),
    "a tool id is 1 to 40 characters of a-z, 0-9, _ and -, beginning with a letter"
);
identifier!(
    /// An action on a tool of the catalogue.
    ActionId,
    |text| is_name(text, 32),
    "an action id is 1 to 32 characters of a-z, 0-9, _ and -, beginning with a letter"
);
identifier!(
    /// A Marketplace app of the catalogue.
    AppId,
    |text| is_name(text, 64),
    "an app id is 1 to 64 characters of a-z, 0-9, _ and -, beginning with a letter"
);
identifier!(
    /// A principal that the host has authenticated, as the host names it.
    ActorId,
    |text| (1..=128).contains(&text.len()) && is_plain(text),
    "an actor id is 1 to 128 bytes of UTF-8 without control characters"
);
identifier!(
    /// A service account: `sa_`, the segment of its company, 20 random characters of `a-z2-7` (100 bits).
    ClientId,
    is_client_id,
    "a client_id is sa_ and 52 characters of a-z and 2-7"
);
identifier!(
    /// A secret of an account: 12 characters of `a-z2-7`.
    SecretId,
    |text| text.len() == SecretId::LENGTH && all(text, is_base32),
    "a secret id is 12 characters of a-z and 2-7"
);
identifier!(
    /// A public key: its SHA-256 thumbprint (RFC 7638), 43 characters of base64url.
    KeyId,
    |text| text.len() == 43 && all(text, |byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)),
    "a kid is the thumbprint of RFC 7638, 43 characters of A-Z, a-z, 0-9, _ and -"
);
identifier!(
    /// An account's trust in an outside issuer: `tr_` and 20 characters of `a-z2-7`.
    TrustId,
    |text| text.strip_prefix("tr_").is_some_and(|rest| rest.len() == 20 && all(rest, is_base32)),
    "a trust id is tr_ and 20 characters of a-z and 2-7"
);
identifier!(
    /// An access token: 24 random characters of `0-9A-Za-z`.
    TokenId,
    |text| text.len() == TokenId::LENGTH && all(text, |byte| byte.is_ascii_alphanumeric()),
    "a jti is 24 characters of 0-9, A-Z and a-z"
);
identifier!(
    /// A contact of a directory that belongs to no account: `ct_` and 20 characters of `a-z2-7`.
    ContactId,
    |text| text.strip_prefix("ct_").is_some_and(|rest| rest.len() == 20 && all(rest, is_base32)),
    "a contact id is ct_ and 20 characters of a-z and 2-7"
);
identifier!(
    /// A template of levels: `tp_` and 20 characters of `a-z2-7`.
    TemplateId,
    |text| text.strip_prefix("tp_").is_some_and(|rest| rest.len() == 20 && all(rest, is_base32)),
    "a template id is tp_ and 20 characters of a-z and 2-7"
);
identifier!(
    /// A job that changes many projects: `jb_` and 20 characters of `a-z2-7`.
    JobId,
    |text| text.strip_prefix("jb_").is_some_and(|rest| rest.len() == 20 && all(rest, is_base32)),
    "a job id is jb_ and 20 characters of a-z and 2-7"
);
identifier!(
    /// A key that a client chose to make a repeated call harmless.
    IdempotencyKey,
    |text| (1..=128).contains(&text.len()) && all(text, |byte| byte.is_ascii_graphic()),
    "an idempotency key is 1 to 128 visible ASCII characters"
);

/// A credential that a token was fetched with: a secret, a public key, or trust in an outside issuer. The form of the id tells which.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum CredentialId {
    /// A secret.
    Secret(SecretId),
    /// A public key.
    Key(KeyId),
    /// A trust.
    Trust(TrustId),
}

impl CredentialId {
    /// What makes it one, in words.
    pub const RULE: &'static str = "a credential is the id of a secret or trust, or the kid of a key";

    /// The id in a text.
    ///
    /// # Errors
    /// The text has none of the forms.
    pub fn parse(text: impl Into<String>) -> Result<Self, RuleError> {
        let text = text.into();
        let trust = TrustId::parse(text.as_str()).map(Self::Trust);
        let secret = || SecretId::parse(text.as_str()).map(Self::Secret);
        let key = || KeyId::parse(text.as_str()).map(Self::Key);
        trust.or_else(|_| secret()).or_else(|_| key()).map_err(|_| RuleError::new(Self::RULE))
    }
}

reading!(CredentialId);

impl<'de> Deserialize<'de> for CredentialId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl fmt::Display for CredentialId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Secret(id) => id.fmt(formatter),
            Self::Key(kid) => kid.fmt(formatter),
            Self::Trust(id) => id.fmt(formatter),
        }
    }
}

/// The partition of a company: the first 32 characters (160 bits) of lower-case base32 of SHA-256 of `badgehouse-company-v1` and its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment(String);

impl Segment {
    pub(crate) const LENGTH: usize = SEGMENT_LENGTH;

    /// The partition that a secret or a `client_id` names.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        (text.len() == SEGMENT_LENGTH && all(text, is_base32)).then(|| Self(text.into()))
    }

    /// The partition of what is no company's: the key ring and the outside issuers. No company's is as short.
    pub(crate) fn platform() -> Self {
        Self("keys".into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl CompanyId {
    pub(crate) fn segment(&self) -> Segment {
        let digest = Sha256::new().chain_update("badgehouse-company-v1").chain_update(&self.0).finalize();
        Segment(base32_of(&digest).chars().take(SEGMENT_LENGTH).collect())
    }
}

impl ClientId {
    pub(crate) fn generate(segment: &Segment, random: &mut Random) -> Self {
        Self(format!("{CLIENT_PREFIX}{}{}", segment.as_str(), random.base32(CLIENT_RANDOM_LENGTH)))
    }

    /// The partition, which the id itself tells.
    pub(crate) fn segment(&self) -> Segment {
        Segment(self.0.chars().skip(CLIENT_PREFIX.len()).take(SEGMENT_LENGTH).collect())
    }
}

impl SecretId {
    pub(crate) const LENGTH: usize = 12;

    pub(crate) fn generate(random: &mut Random) -> Self {
        Self(random.base32(Self::LENGTH))
    }
}

impl TrustId {
    pub(crate) fn generate(random: &mut Random) -> Self {
        Self(format!("tr_{}", random.base32(20)))
    }
}

impl TokenId {
    const LENGTH: usize = 24;

    pub(crate) fn generate(random: &mut Random) -> Self {
        Self(random.base62(Self::LENGTH))
    }
}

impl ContactId {
    pub(crate) fn generate(random: &mut Random) -> Self {
        Self(format!("ct_{}", random.base32(20)))
    }
}

impl JobId {
    pub(crate) fn generate(random: &mut Random) -> Self {
        Self(format!("jb_{}", random.base32(20)))
    }
}

impl TemplateId {
    pub(crate) fn generate(random: &mut Random) -> Self {
        Self(format!("tp_{}", random.base32(20)))
    }
}

fn is_client_id(text: &str) -> bool {
    text.strip_prefix(CLIENT_PREFIX)
        .is_some_and(|rest| rest.len() == SEGMENT_LENGTH + CLIENT_RANDOM_LENGTH && all(rest, is_base32))
}

fn is_plain(text: &str) -> bool {
    !text.chars().any(char::is_control) && !text.trim().is_empty()
}

fn is_name(text: &str, longest: usize) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte);
    text.len() <= longest && text.starts_with(|first: char| first.is_ascii_lowercase()) && all(text, allowed)
}

fn is_base32(byte: u8) -> bool {
    byte.is_ascii_lowercase() || (b'2'..=b'7').contains(&byte)
}

fn all(text: &str, allowed: impl Fn(u8) -> bool) -> bool {
    text.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::{ClientId, CompanyId, Segment};
    use crate::value::random::Random;

    /// `printf 'badgehouse-company-v1acme' | sha256sum`, in lower-case base32.
    const ACME: &str = "tzvm6xxq27uaj3w6nl6h556fbr6swwitiageilshzz4lmqdqvj5q";

    #[test]
    fn a_partition_is_not_shared_for_the_price_of_a_graphics_card() {
        let segment = CompanyId::parse("acme").unwrap().segment();
        let bits = segment.as_str().len() * 5;
        assert!(bits / 2 >= 80, "two ids of one partition are found in 2^{} hashes", bits / 2);
        assert!(ACME.starts_with(segment.as_str()), "all of it is the hash");
        let client_id = ClientId::generate(&segment, &mut Random::new([0; 32]));
        assert_eq!(client_id.segment(), segment, "the id tells it whole");
        assert_eq!(Segment::parse(segment.as_str()), Some(segment));
    }
}
