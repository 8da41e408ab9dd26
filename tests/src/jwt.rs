//! JWTs as clients, products and outside issuers make them: with the keys of `tests/keys.json`, which are there for the tests alone, or with a test's own.

use badgehouse::crypto::{BuiltIn, GeneratedKey, SigningKey};
use badgehouse_simulation::ISSUER;
use data_encoding::BASE64URL_NOPAD;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RsaKeyPair,
};
use ring::{digest, rsa};
use serde_json::{Value, json};
use std::path::Path;

/// The private JWK of that name.
pub fn key(name: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("keys.json");
    let keys: Value = serde_json::from_slice(&std::fs::read(file).expect("the keys")).expect("JSON");
    keys[name].clone()
}

/// The public half of it.
pub fn public(name: &str) -> Value {
    let Value::Object(mut key) = key(name) else { panic!("there is no key {name}") };
    key.retain(|member, _| ["kty", "crv", "x", "y", "n", "e"].contains(&member.as_str()));
    Value::Object(key)
}

/// The algorithm that a key signs with, when nothing else is said.
pub fn algorithm(name: &str) -> &'static str {
    match key(name)["kty"].as_str() {
        Some("EC") => "ES256",
        Some("OKP") => "EdDSA",
        _ => "RS256",
    }
}

/// The claims of a good client assertion (RFC 7523 section 3), made at `now`.
pub fn assertion_claims(client_id: &str, jti: &str, now: u64) -> Value {
    json!({ "iss": client_id, "sub": client_id, "aud": ISSUER, "iat": now, "exp": now + 60, "jti": jti })
}

/// The claims of a good DPoP proof (RFC 9449 section 4.2) for a POST to `url`, made at `now`.
pub fn proof_claims(url: &str, jti: &str, now: u64) -> Value {
    json!({ "jti": jti, "htm": "POST", "htu": url, "iat": now })
}

/// The header of a DPoP proof, for [`signed`].
pub fn proof_header() -> Value {
    json!({ "typ": "dpop+jwt", "jwk": "public" })
}

/// An object with the members of another put into it.
pub fn merged(mut into: Value, more: Value) -> Value {
    let Value::Object(more) = more else { panic!("{more} is no object") };
    more.into_iter().for_each(|(name, value)| into[name] = value);
    into
}

/// A compact JWS by the key. A header without `alg` gets the key's; `"jwk": "public"` in it stands for the public half; `ath_of` in the claims for the hash of
/// that token (RFC 9449 section 4.2).
pub fn signed(name: &str, mut header: Value, mut claims: Value) -> String {
    if header.get("alg").is_none() {
        header["alg"] = algorithm(name).into();
    }
    if header.get("jwk") == Some(&json!("public")) {
        header["jwk"] = public(name);
    }
    if let Some(token) = claims.as_object_mut().expect("an object").remove("ath_of") {
        let token = token.as_str().expect("a token").to_owned();
        let hash = digest::digest(&digest::SHA256, token.as_bytes());
        claims["ath"] = BASE64URL_NOPAD.encode(hash.as_ref()).into();
    }
    let alg = header["alg"].as_str().expect("an alg");
    compact(&header, &claims, |input| signature(name, alg, input))
}

/// A compact JWS by a key of the test's own.
pub fn signed_by(provider: &BuiltIn, key: &GeneratedKey, header: &Value, claims: &Value) -> String {
    let key = SigningKey { jwk: key.jwk.clone(), sealed: key.sealed.clone() };
    compact(header, claims, |input| provider.sign(&key, input).expect("a signature"))
}

/// Header, claims and what `sign` makes of both, in the compact form (RFC 7515 section 7.1).
pub fn compact(header: &Value, claims: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let encode = |part: &Value| BASE64URL_NOPAD.encode(part.to_string().as_bytes());
    let input = format!("{}.{}", encode(header), encode(claims));
    let signature = sign(input.as_bytes());
    format!("{input}.{}", BASE64URL_NOPAD.encode(&signature))
}

/// The signature of the key of that name. With an algorithm that is none of the key's, it is the key's own.
pub fn signature(name: &str, alg: &str, message: &[u8]) -> Vec<u8> {
    let key = key(name);
    let bytes = |name: &str| {
        BASE64URL_NOPAD.decode(key[name].as_str().expect("a member").as_bytes()).expect("base64url")
    };
    let random = SystemRandom::new();
    match key["kty"].as_str() {
        Some("EC") => {
            let point = [vec![4], bytes("x"), bytes("y")].concat();
            let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
            let pair = EcdsaKeyPair::from_private_key_and_public_key(algorithm, &bytes("d"), &point, &random);
            pair.expect("a key").sign(&random, message).expect("a signature").as_ref().to_vec()
        }
        Some("OKP") => {
            let pair = Ed25519KeyPair::from_seed_and_public_key(&bytes("d"), &bytes("x")).expect("a key");
            pair.sign(message).as_ref().to_vec()
        }
        _ => {
            let public_key = rsa::PublicKeyComponents { n: bytes("n"), e: bytes("e") };
            let components = rsa::KeyPairComponents {
                public_key,
                d: bytes("d"),
                p: bytes("p"),
                q: bytes("q"),
                dP: bytes("dp"),
                dQ: bytes("dq"),
                qInv: bytes("qi"),
            };
            let pair = RsaKeyPair::from_components(&components).expect("a key");
            let mut signature = vec![0; pair.public().modulus_len()];
            let padding: &dyn ring::signature::RsaEncoding =
                if alg == "PS256" { &RSA_PSS_SHA256 } else { &RSA_PKCS1_SHA256 };
            pair.sign(padding, &random, message, &mut signature).expect("a signature");
            signature
        }
    }
}
