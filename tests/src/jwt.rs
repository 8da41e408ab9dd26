//! JWTs that a scenario has signed with keys that are there for the tests alone: `tests/keys.json`.

use data_encoding::BASE64URL_NOPAD;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RsaKeyPair,
};
use ring::{digest, rsa};
use serde_json::{Map, Value, json};
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

/// A compact JWS by the key. A header without `alg` gets the key's; `"jwk": "public"` in it stands for the public half; `ath_of` in the claims for the hash of
/// that token (RFC 9449 section 4.2).
pub fn signed(name: &str, header: &Map<String, Value>, claims: &Map<String, Value>) -> String {
    let (mut header, mut claims) = (header.clone(), claims.clone());
    header.entry("alg").or_insert_with(|| algorithm(name).into());
    if header.get("jwk") == Some(&json!("public")) {
        header.insert("jwk".into(), public(name));
    }
    if let Some(token) = claims.remove("ath_of") {
        let token = token.as_str().expect("a token").to_owned();
        let hash = digest::digest(&digest::SHA256, token.as_bytes());
        claims.insert("ath".into(), BASE64URL_NOPAD.encode(hash.as_ref()).into());
    }
    let encode =
        |part: Map<String, Value>| BASE64URL_NOPAD.encode(Value::Object(part).to_string().as_bytes());
    let alg = header["alg"].as_str().expect("an alg").to_owned();
    let input = format!("{}.{}", encode(header), encode(claims));
    let signature = signature(name, &alg, input.as_bytes());
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
