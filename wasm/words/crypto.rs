//! The words of signatures: keys both ways, errors in.

use super::named_alike;
use crate::bindings::crypto as wit;
use badgehouse::crypto::{Algorithm, CryptoError, EcCurve, GeneratedKey, OkpCurve, PublicJwk, SigningKey};

named_alike!(Algorithm => wit::Algorithm { Es256, EdDsa, Rs256, Ps256 });

named_alike!(wit::Algorithm => Algorithm { Es256, EdDsa, Rs256, Ps256 });

impl From<PublicJwk> for wit::PublicJwk {
    fn from(jwk: PublicJwk) -> Self {
        match jwk {
            PublicJwk::Ec { crv: EcCurve::P256, x, y } => Self::Ec(wit::EcJwk { x, y }),
            PublicJwk::Okp { crv: OkpCurve::Ed25519, x } => Self::Okp(wit::OkpJwk { x }),
            PublicJwk::Rsa { n, e } => Self::Rsa(wit::RsaJwk { n, e }),
        }
    }
}

impl From<wit::PublicJwk> for PublicJwk {
    fn from(jwk: wit::PublicJwk) -> Self {
        match jwk {
            wit::PublicJwk::Ec(wit::EcJwk { x, y }) => Self::Ec { crv: EcCurve::P256, x, y },
            wit::PublicJwk::Okp(wit::OkpJwk { x }) => Self::Okp { crv: OkpCurve::Ed25519, x },
            wit::PublicJwk::Rsa(wit::RsaJwk { n, e }) => Self::Rsa { n, e },
        }
    }
}

impl From<SigningKey> for wit::SigningKey {
    fn from(key: SigningKey) -> Self {
        Self { jwk: key.jwk.into(), sealed: key.sealed }
    }
}

impl From<wit::GeneratedKey> for GeneratedKey {
    fn from(key: wit::GeneratedKey) -> Self {
        Self { jwk: key.jwk.into(), sealed: key.sealed }
    }
}

impl From<wit::CryptoError> for CryptoError {
    fn from(error: wit::CryptoError) -> Self {
        match error {
            wit::CryptoError::Unsupported => Self::Unsupported,
            wit::CryptoError::Failed(why) => Self::Failed(why),
        }
    }
}
