//! Public keys as JWK (RFC 7517, RFC 7518 section 6.2, RFC 8037) and the algorithms that go with them.

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A signature algorithm, by its JOSE name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256 (RFC 7518 section 3.4).
    #[serde(rename = "ES256")]
    Es256,
    /// Ed25519 (RFC 8037 section 3.1).
    #[serde(rename = "EdDSA")]
    EdDsa,
}

impl Algorithm {
    /// The JOSE name: `ES256` or `EdDSA`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }

    /// The algorithm of a JOSE name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Es256, Self::EdDsa].into_iter().find(|algorithm| algorithm.name() == name)
    }
}

/// The public half of a signing key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kty")]
pub enum PublicJwk {
    /// A point on P-256.
    #[serde(rename = "EC")]
    Ec {
        /// Always `P-256`.
        crv: EcCurve,
        /// 32 bytes, base64url.
        x: String,
        /// 32 bytes, base64url.
        y: String,
    },
    /// An Ed25519 public key.
    #[serde(rename = "OKP")]
    Okp {
        /// Always `Ed25519`.
        crv: OkpCurve,
        /// 32 bytes, base64url.
        x: String,
    },
}

/// The curves of `kty` EC that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EcCurve {
    /// NIST P-256.
    #[serde(rename = "P-256")]
    P256,
}

/// The curves of `kty` OKP that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OkpCurve {
    /// Ed25519.
    Ed25519,
}

impl PublicJwk {
    /// A P-256 key from its coordinates, 32 bytes each.
    pub fn p256(x: &[u8], y: &[u8]) -> Self {
        Self::Ec { crv: EcCurve::P256, x: BASE64URL_NOPAD.encode(x), y: BASE64URL_NOPAD.encode(y) }
    }

    /// An Ed25519 key from its 32 bytes.
    pub fn ed25519(x: &[u8]) -> Self {
        Self::Okp { crv: OkpCurve::Ed25519, x: BASE64URL_NOPAD.encode(x) }
    }

    /// The one algorithm this key is for.
    pub fn algorithm(&self) -> Algorithm {
        match self {
            Self::Ec { .. } => Algorithm::Es256,
            Self::Okp { .. } => Algorithm::EdDsa,
        }
    }

    /// The uncompressed point (`04 x y`, 65 bytes) or the 32 bytes of an Ed25519 key; `None` when a member is not base64url of 32
    /// bytes. Whether the point lies on the curve is the verifier's check.
    pub fn public_bytes(&self) -> Option<Vec<u8>> {
        let decode =
            |member: &str| BASE64URL_NOPAD.decode(member.as_bytes()).ok().filter(|bytes| bytes.len() == 32);
        match self {
            Self::Ec { x, y, .. } => Some([vec![4], decode(x)?, decode(y)?].concat()),
            Self::Okp { x, .. } => decode(x),
        }
    }

    /// The canonical form: the thumbprint input of RFC 7638 section 3.2 (RFC 8037 section 2 for OKP).
    pub fn canonical(&self) -> String {
        match self {
            Self::Ec { x, y, .. } => format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#),
            Self::Okp { x, .. } => format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#),
        }
    }

    /// The key id: the SHA-256 thumbprint of RFC 7638, base64url, 43 characters.
    pub fn kid(&self) -> String {
        BASE64URL_NOPAD.encode(&Sha256::digest(self.canonical()))
    }

    /// What a sealed private key is bound to: `<kid>.<alg>.<canonical JWK>`.
    pub fn associated_data(&self) -> String {
        format!("{}.{}.{}", self.kid(), self.algorithm().name(), self.canonical())
    }
}
