//! Public keys as JWK (RFC 7517, RFC 7518 section 6.2, RFC 8037) and the algorithms that go with them.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// A signature algorithm, by its JOSE name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256 (RFC 7518 section 3.4).
    #[serde(rename = "ES256")]
    Es256,
    /// Ed25519 (RFC 8037 section 3.1).
    #[serde(rename = "EdDSA")]
    EdDsa,
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 section 3.3). The built-in provider verifies it, and does not sign with it.
    #[serde(rename = "RS256")]
    Rs256,
    /// RSASSA-PSS with SHA-256 (RFC 7518 section 3.5): verified only.
    #[serde(rename = "PS256")]
    Ps256,
}

impl Algorithm {
    /// All that are known.
    pub const ALL: [Self; 4] = [Self::Es256, Self::EdDsa, Self::Rs256, Self::Ps256];

    /// The JOSE name: `ES256`, `EdDSA`, `RS256` or `PS256`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
        }
    }
}

impl FromStr for Algorithm {
    type Err = AlgorithmError;

    /// The algorithm of a JOSE name. `Ed25519` is EdDSA as well (RFC 9864 section 2.2).
    fn from_str(name: &str) -> Result<Self, AlgorithmError> {
        if name == "Ed25519" {
            return Ok(Self::EdDsa);
        }
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name).ok_or(AlgorithmError)
    }
}

/// The text is the name of no algorithm that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlgorithmError;

impl fmt::Display for AlgorithmError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an algorithm is `ES256`, `EdDSA`, `Ed25519`, `RS256` or `PS256`")
    }
}

impl std::error::Error for AlgorithmError {}

/// The public half of a signing key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kty", try_from = "Members")]
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
    /// An RSA public key (RFC 7518 section 6.3.1).
    #[serde(rename = "RSA")]
    Rsa {
        /// The modulus, 2,048 to 4,096 bits, base64url.
        n: String,
        /// The exponent, base64url.
        e: String,
    },
}

/// What any key may have: a key is read from its members by its `kty`, and not as an enum by a tag, which would have them all kept and looked at twice.
#[derive(Deserialize)]
#[serde(rename = "Members…")]
struct Members {
    kty: String,
    #[serde(default)]
    crv: Value,
    #[serde(default)]
    x: Value,
    #[serde(default)]
    y: Value,
    #[serde(default)]
    n: Value,
    #[serde(default)]
    e: Value,
}

impl TryFrom<Members> for PublicJwk {
    type Error = &'static str;

    fn try_from(members: Members) -> Result<Self, &'static str> {
        let Members { kty, crv, x, y, n, e } = members;
        match (kty.as_str(), crv.as_str(), x, y, n, e) {
            ("EC", Some("P-256"), Value::String(x), Value::String(y), ..) => {
                Ok(Self::Ec { crv: EcCurve::P256, x, y })
            }
            ("OKP", Some("Ed25519"), Value::String(x), ..) => Ok(Self::Okp { crv: OkpCurve::Ed25519, x }),
            ("RSA", _, _, _, Value::String(n), Value::String(e)) => Ok(Self::Rsa { n, e }),
            _ => Err(
                "a public key is EC with the crv P-256, x and y, OKP with Ed25519 and x, or RSA with n and e",
            ),
        }
    }
}

/// The longest modulus that is taken, in bytes: a longer one takes long to verify with.
const MAX_MODULUS_BYTES: usize = 512;
/// The shortest modulus that is safe, in bytes (RFC 7518 section 3.3).
const MIN_MODULUS_BYTES: usize = 256;

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
        Self::Ec {
            crv: EcCurve::P256,
            x: Base64UrlUnpadded::encode_string(x),
            y: Base64UrlUnpadded::encode_string(y),
        }
    }

    /// An Ed25519 key from its 32 bytes.
    pub fn ed25519(x: &[u8]) -> Self {
        Self::Okp { crv: OkpCurve::Ed25519, x: Base64UrlUnpadded::encode_string(x) }
    }

    /// The algorithm that this key signs with; an RSA key may also fit PS256.
    pub fn algorithm(&self) -> Algorithm {
        match self {
            Self::Ec { .. } => Algorithm::Es256,
            Self::Okp { .. } => Algorithm::EdDsa,
            Self::Rsa { .. } => Algorithm::Rs256,
        }
    }

    /// Whether signatures of the algorithm can be this key's.
    pub fn fits(&self, algorithm: Algorithm) -> bool {
        let pss = matches!(self, Self::Rsa { .. }) && algorithm == Algorithm::Ps256;
        pss || self.algorithm() == algorithm
    }

    /// The uncompressed point (`04 x y`, 65 bytes) or the 32 bytes of an Ed25519 key; `None` when a member is not base64url of 32
    /// bytes, and for an RSA key, which has [`rsa_parts`](Self::rsa_parts). Whether the point lies on the curve is the verifier's check.
    pub fn public_bytes(&self) -> Option<Vec<u8>> {
        let decode =
            |member: &str| Base64UrlUnpadded::decode_vec(member).ok().filter(|bytes| bytes.len() == 32);
        match self {
            Self::Ec { x, y, .. } => Some([vec![4], decode(x)?, decode(y)?].concat()),
            Self::Okp { x, .. } => decode(x),
            Self::Rsa { .. } => None,
        }
    }

    /// Modulus and exponent of an RSA key, big-endian, without a zero before them; `None` when they are not within the bounds, and for other keys.
    pub fn rsa_parts(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        let Self::Rsa { n, e } = self else { return None };
        let decode = |member: &str| Base64UrlUnpadded::decode_vec(member).ok();
        let (modulus, exponent) = (decode(n)?, decode(e)?);
        let plain = |number: &[u8]| number.first().is_some_and(|first| *first != 0);
        let bounded = (MIN_MODULUS_BYTES..=MAX_MODULUS_BYTES).contains(&modulus.len()) && exponent.len() <= 4;
        let odd = |number: &[u8]| number.last().is_some_and(|last| last % 2 == 1);
        let usable = odd(&modulus) && odd(&exponent) && exponent != [1];
        (bounded && usable && plain(&modulus) && plain(&exponent)).then_some((modulus, exponent))
    }

    /// The same key with numbers of RSA as RFC 7518 section 6.3.1 has them, without a zero octet in front.
    #[must_use]
    pub fn without_leading_zeros(self) -> Self {
        let Self::Rsa { n, e } = self else { return self };
        let plain = |member: String| match Base64UrlUnpadded::decode_vec(&member) {
            Ok(bytes) if bytes.first() == Some(&0) => {
                let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
                Base64UrlUnpadded::encode_string(bytes.get(zeros..).unwrap_or_default())
            }
            Ok(_) | Err(_) => member,
        };
        Self::Rsa { n: plain(n), e: plain(e) }
    }

    /// The canonical form: the thumbprint input of RFC 7638 section 3.2 (RFC 8037 section 2 for OKP).
    pub fn canonical(&self) -> String {
        match self {
            Self::Ec { x, y, .. } => format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#),
            Self::Okp { x, .. } => format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#),
            Self::Rsa { n, e } => format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#),
        }
    }

    /// The key id: the SHA-256 thumbprint of RFC 7638, base64url, 43 characters.
    pub fn kid(&self) -> String {
        Base64UrlUnpadded::encode_string(&Sha256::digest(self.canonical()))
    }

    /// What a sealed private key is bound to: `<kid>.<alg>.<canonical JWK>`.
    pub fn associated_data(&self) -> String {
        format!("{}.{}.{}", self.kid(), self.algorithm().name(), self.canonical())
    }
}
