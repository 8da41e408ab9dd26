//! Tokens taken apart, altered, and signed again.

use crate::world::World;
use badgehouse::crypto::{BuiltIn, PublicJwk, SigningKey};
use badgehouse::store::{Key, Store};
use badgehouse_tests::jwt::{compact, merged};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

impl World {
    /// A token with another header or other claims, signed by the key that signs tokens: whoever refuses it has looked at what was altered.
    pub(crate) async fn forged(&self, header: Value, claims: Value) -> String {
        let token = self.token().await;
        let [old_header, old_claims] = parts(&token);
        let provider = BuiltIn::new(self.engine.settings().sealing_keys.clone());
        let key = self.signing_key(&old_header["kid"]).await;
        compact(&merged(old_header, header), &merged(old_claims, claims), |input| {
            provider.sign(&key, input).expect("a signature")
        })
    }

    async fn signing_key(&self, kid: &Value) -> SigningKey {
        let key = Key::parse("keys/ring").expect("a key");
        let ring = self.store.get(&[key]).await.expect("the store").remove(0).expect("the ring");
        // The second line is what the service signs the record with.
        let ring = ring.value.split(|byte| *byte == b'\n').next().expect("a first line");
        let ring: Value = serde_json::from_slice(ring).expect("JSON");
        let keys = ring["keys"].as_array().expect("keys").iter().map(|key| {
            let jwk: PublicJwk = serde_json::from_value(key["jwk"].clone()).expect("a JWK");
            SigningKey { jwk, sealed: key["sealed"].as_str().expect("a sealed key").into() }
        });
        keys.into_iter().find(|key| json!(key.jwk.kid()) == *kid).expect("the key of the token")
    }
}

/// Header and claims of a JWT.
pub(crate) fn parts(token: &str) -> [Value; 2] {
    let decode = |part: &str| {
        serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).expect("base64url")).expect("JSON")
    };
    let mut parts = token.split('.');
    [decode(parts.next().expect("a header")), decode(parts.next().expect("claims"))]
}

/// The token with another header or other claims, under the signature that it had.
pub(crate) fn altered(token: &str, header: Value, claims: Value) -> String {
    let signature = token.rsplit_once('.').expect("a signature").1;
    format!("{}.{signature}", signing_input(token, header, claims))
}

/// Header and claims of the token, with others.
pub(crate) fn signing_input(token: &str, header: Value, claims: Value) -> String {
    let [old_header, old_claims] = parts(token);
    let encode = |part: Value| BASE64URL_NOPAD.encode(part.to_string().as_bytes());
    format!("{}.{}", encode(merged(old_header, header)), encode(merged(old_claims, claims)))
}
