//! Secrets: their form, what of them is at rest, and how one is checked.
//!
//! A secret is `<prefix>_<segment><secret id>_<43 of base 62>_<checksum>`: 256 random bits between what tells where it belongs and a
//! checksum (CRC-32 in base 62) that finds every altered character before any work is done.

mod checksum;
pub(crate) mod index;
pub(crate) mod new;
pub(crate) mod shown;
#[cfg(test)]
mod tests;

use super::life::Life;
use super::settings::Policy;
use crate::value::error::Error;
use crate::value::identifier::{SecretId, Segment};
use crate::value::random::{Random, base62_of};
use crate::value::timestamp::Timestamp;
use crate::value::tree::{FromTree, Misfit, Tree};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use serde::Serialize;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

const RANDOM_LENGTH: usize = 43;
const CHECKSUM_LENGTH: usize = 6;
const HINT_LENGTH: usize = 4;

/// The cost of a generated secret: 256 random bits gain nothing from memory hardness (OWASP ASVS 5.0, 6.5.2).
const MEMORY_KIB: u32 = 64;
/// PHC parameters above these are refused, whoever wrote them into the store: memory in KiB, passes, lanes.
const CEILING: (u32, u32, u32) = (64 * 1024, 4, 4);
/// What is hashed against when there is no such account or secret, at the cost of a real one.
const DUMMY: &str =
    "$argon2id$v=19$m=64,t=1,p=1$YmFkZ2Vob3VzZWR1bW15IQ$KmKl9dbkqMfsc7mXmfVDpWvC7ugtPzLB4NPdp8UhJoU";

/// A secret as a client sends it, its form and checksum found right.
pub(crate) struct PresentedSecret {
    pub(crate) segment: String,
    pub(crate) id: SecretId,
    text: Zeroizing<String>,
}

impl PresentedSecret {
    /// The secret in `text`, or `None` when it is none of ours: another prefix, length or alphabet, or a wrong checksum.
    pub(crate) fn parse(prefix: &str, text: &str) -> Option<Self> {
        let mut parts = text.split('_');
        let (begin, place, random, checksum) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let formed = begin == prefix
            && place.len() == Segment::LENGTH + SecretId::LENGTH
            && random.len() == RANDOM_LENGTH
            && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && checksum.len() == CHECKSUM_LENGTH
            && parts.next().is_none();
        if !formed || checksum_of(text.get(..text.len().checked_sub(CHECKSUM_LENGTH + 1)?)?) != checksum {
            return None;
        }
        let (segment, id) = place.split_at_checked(Segment::LENGTH)?;
        Some(Self {
            segment: segment.into(),
            id: SecretId::parse(id).ok()?,
            text: Zeroizing::new(text.into()),
        })
    }
}

/// A new secret: the text that is shown once, and what is kept.
pub(crate) struct NewSecret {
    pub(crate) text: Zeroizing<String>,
    pub(crate) record: SecretRecord,
}

impl NewSecret {
    pub(crate) fn generate(
        policy: &Policy,
        segment: &Segment,
        (name, expires_at): (Option<String>, Option<Timestamp>),
        now: Timestamp,
        random: &mut Random,
    ) -> Result<Self, Error> {
        let prefix = &policy.secret_prefix;
        let id = SecretId::generate(random);
        let body = Zeroizing::new(random.base62(RANDOM_LENGTH));
        let begin = Zeroizing::new(format!("{prefix}_{}{id}_{}", segment.as_str(), *body));
        let text = Zeroizing::new(format!("{}_{}", *begin, checksum_of(&begin)));
        let hint = text.chars().skip(text.len().saturating_sub(HINT_LENGTH)).collect();
        let phc = hash(&text, random.bytes::<16>())?;
        let record = SecretRecord { id, name, life: Life::begin(expires_at, policy, now), hint, phc };
        Ok(Self { text, record })
    }
}

/// What is kept of a secret.
#[derive(Clone, Serialize)]
pub(crate) struct SecretRecord {
    pub(crate) id: SecretId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(flatten)]
    pub(crate) life: Life,
    /// The last four characters. They are of the checksum, which follows from the random part: who knows them is missing some 232 of its 256 bits.
    pub(crate) hint: String,
    phc: String,
}

impl FromTree for SecretRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            id: record.needed("id")?,
            name: record.optional("name")?,
            life: Life::from_tree(tree)?,
            hint: record.needed("hint")?,
            phc: record.needed("phc")?,
        })
    }
}

/// Whether `presented` is the secret that `record` keeps. Costs one hash whatever is stored: without a record, or with one whose
/// hash cannot be used, a dummy is hashed against.
pub(crate) fn matches(presented: &PresentedSecret, record: Option<&SecretRecord>) -> bool {
    let stored = record.and_then(|record| Stored::parse(&record.phc));
    let known = stored.is_some();
    let Some(stored) = stored.or_else(|| Stored::parse(DUMMY)) else { return false };
    #[cfg(test)]
    crate::tests::counted::hashed();
    let mut computed = Zeroizing::new([0; 32]);
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, stored.params);
    let hashed = argon2.hash_password_into(presented.text.as_bytes(), &stored.salt, &mut *computed).is_ok();
    let equal: bool = computed.as_slice().ct_eq(&stored.hash).into();
    hashed & equal & known
}

/// The parts of a PHC string that is Argon2id, of 32 bytes, and within the ceiling.
struct Stored {
    params: Params,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

impl Stored {
    fn parse(phc: &str) -> Option<Self> {
        let parsed = PasswordHash::new(phc).ok()?;
        let params = Params::try_from(&parsed).ok()?;
        let (memory, passes, lanes) = CEILING;
        let bounded = params.m_cost() <= memory && params.t_cost() <= passes && params.p_cost() <= lanes;
        let argon2id =
            parsed.algorithm == Algorithm::Argon2id.ident() && parsed.version == Some(Version::V0x13.into());
        let hash = parsed.hash.filter(|hash| hash.as_bytes().len() == 32)?;
        (bounded && argon2id).then_some(Self {
            params,
            salt: parsed.salt?.to_vec(),
            hash: hash.as_bytes().to_vec(),
        })
    }
}

/// What every secret of these settings matches, for scanners: a regular expression that needs no engine of its own. Whether a match is a secret
/// of ours the checksum says.
pub fn pattern(policy: &Policy) -> String {
    let place = Segment::LENGTH + SecretId::LENGTH;
    let prefix = &policy.secret_prefix;
    format!("{prefix}_[a-z2-7]{{{place}}}_[0-9A-Za-z]{{{RANDOM_LENGTH}}}_[0-9A-Za-z]{{{CHECKSUM_LENGTH}}}")
}

fn hash(text: &str, salt: [u8; 16]) -> Result<String, Error> {
    let unusable = || Error::broken("a new secret could not be hashed");
    let params = Params::new(MEMORY_KIB, 1, 1, Some(32)).map_err(|_| unusable())?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let phc = argon2.hash_password_with_salt(text.as_bytes(), &salt).map_err(|_| unusable())?;
    Ok(phc.to_string())
}

fn checksum_of(begin: &str) -> String {
    base62_of(checksum::crc32(begin.as_bytes()))
}
