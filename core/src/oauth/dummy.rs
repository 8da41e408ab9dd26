//! What is worked on in place of what is not there, so that a refusal costs the same whatever is stored.

use crate::model::account::AccountRecord;
use crate::model::secret::SecretRecord;
use crate::port::crypto::jwk::{Algorithm, EcCurve, OkpCurve, PublicJwk};
use crate::port::crypto::keys::SealingKeys;
use crate::value::tree::{FromTree, Tree};
use std::hint::black_box;

/// An account of the usual size.
const ACCOUNT: &str = include_str!("dummy/account.json");
/// A list that is longer than a block, of which the beginning is decoded.
const SECRETS: &str = include_str!("dummy/secrets.json");
/// A refusal costs as many bytes as a multiple of this. The records of most accounts have fewer.
const BLOCK_BYTES: usize = 2048;

/// Decodes what is missing to what a refusal costs: after so many bytes of an account's record, or after none, where there is no account.
pub(crate) fn decode_rest(keys: &SealingKeys, decoded: Option<usize>) {
    let decoded = decoded.unwrap_or_else(|| {
        decode::<AccountRecord>(keys, ACCOUNT, ACCOUNT);
        ACCOUNT.len()
    });
    let rest = decoded.div_ceil(BLOCK_BYTES).saturating_mul(BLOCK_BYTES).saturating_sub(decoded);
    let text = SECRETS.get(..rest).unwrap_or_default();
    // Nothing is read of a text that ends too early: it is cut to whole records.
    let whole = text.rfind("},").and_then(|end| text.get(..end));
    decode::<Vec<SecretRecord>>(keys, text, &whole.map(|whole| format!("{whole}}}]")).unwrap_or_default());
}

/// What comes of it is of no use. A record's MAC is checked before, so that here is one as well.
fn decode<T: FromTree>(keys: &SealingKeys, text: &str, json: &str) {
    let _ = black_box(keys.record_verifies(keys.first_id(), [b"account", black_box(text.as_bytes())], ""));
    #[cfg(test)]
    crate::tests::counted::decoded(text.len());
    let _ = black_box(Tree::of_record::<T>(black_box(json.as_bytes())));
}

/// The modulus of RFC 7515 appendix A.2.
const MODULUS: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";

/// A key to look at signatures with: RFC 7515 and RFC 8032 print it. What it verifies is never believed.
pub(crate) fn key(algorithm: Algorithm) -> PublicJwk {
    match algorithm {
        Algorithm::Es256 => PublicJwk::Ec {
            crv: EcCurve::P256,
            x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU".into(),
            y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0".into(),
        },
        Algorithm::EdDsa => {
            PublicJwk::Okp { crv: OkpCurve::Ed25519, x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".into() }
        }
        Algorithm::Rs256 | Algorithm::Ps256 => PublicJwk::Rsa { n: MODULUS.into(), e: "AQAB".into() },
    }
}
