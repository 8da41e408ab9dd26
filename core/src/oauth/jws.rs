//! Compact JWS (RFC 7515 section 7.1) with a JSON payload, taken apart: of which nothing is believed until a key was found to fit.

use crate::core::Context;
use crate::port::crypto::CryptoError;
use crate::port::crypto::jwk::{Algorithm, PublicJwk};
use crate::value::tree::Tree;
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The longest that is looked at.
pub(crate) const MAX_BYTES: usize = 8192;

/// A header (RFC 7515 section 4.1). A member that is not known here means nothing, unless `crit` says that it has to be known.
#[derive(Deserialize)]
#[serde(rename = "Header…")]
struct Header {
    #[serde(default)]
    typ: Option<String>,
    alg: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default)]
    jwk: Option<Map<String, Value>>,
    #[serde(default)]
    crit: Option<Value>,
}

impl Header {
    /// The media type, without its `application/` and in lower case (RFC 7515 section 4.1.9).
    fn typ(&self) -> Option<String> {
        let typ = self.typ.as_ref()?.to_ascii_lowercase();
        Some(typ.strip_prefix("application/").map(ToOwned::to_owned).unwrap_or(typ))
    }
}

/// A JWS whose payload is a `C`.
#[derive(Clone, Debug)]
pub(crate) struct Jws<C> {
    pub(crate) typ: Option<String>,
    pub(crate) algorithm: Algorithm,
    pub(crate) kid: Option<String>,
    /// The key that the header carries: one that the signer picked, so that it proves no more than that it holds it.
    pub(crate) jwk: Option<Map<String, Value>>,
    pub(crate) claims: C,
    signing_input: String,
    signature: Vec<u8>,
}

impl<C: DeserializeOwned> Jws<C> {
    /// The parts, or nothing when it is too long, malformed, of an algorithm that is not known, or needs an extension.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_BYTES {
            return None;
        }
        let (signing_input, signature) = text.rsplit_once('.')?;
        let (header, claims) = signing_input.split_once('.')?;
        let header: Header = decode(header)?;
        if header.crit.is_some() {
            return None;
        }
        Some(Self {
            typ: header.typ(),
            algorithm: header.alg.parse().ok()?,
            kid: header.kid,
            jwk: header.jwk,
            claims: decode(claims)?,
            signing_input: signing_input.into(),
            signature: Base64UrlUnpadded::decode_vec(signature).ok()?,
        })
    }
}

impl<C> Jws<C> {
    /// Whether the key has signed it. A key answers for what fits it only, whatever the header says (RFC 8725 section 3.1).
    pub(crate) async fn is_signed_by(&self, context: &Context, jwk: &PublicJwk) -> Result<bool, CryptoError> {
        if !jwk.fits(self.algorithm) {
            return Ok(false);
        }
        let message = self.signing_input.clone().into_bytes();
        context.verify(self.algorithm, jwk.clone(), message, self.signature.clone()).await
    }
}

/// The media type that the header of a compact JWS says. Nothing of it is verified.
pub(crate) fn typ(text: &str) -> Option<String> {
    let (header, _) = text.split_once('.').filter(|_| text.len() <= MAX_BYTES)?;
    decode::<Header>(header)?.typ()
}

fn decode<T: DeserializeOwned>(part: &str) -> Option<T> {
    Tree::value(&Base64UrlUnpadded::decode_vec(part).ok()?).ok()
}
