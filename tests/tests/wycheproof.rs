//! The vectors of C2SP/wycheproof on both providers, which is what every token, assertion and proof is verified with. They are no part of this repository: `BADGEHOUSE_WYCHEPROOF`
//! names their folder; without it they are looked for beside the checkout, and where they are not, these tests are listed as skipped.

use badgehouse::crypto::{Algorithm, BuiltIn, Crypto, PublicJwk, SealingKey};
use badgehouse_native::Ring;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What is not looked for: whether an RSA key was made by the generator of the ROCA vulnerability. No library in use does.
const UNNOTICED: [&str; 1] = ["rejectsKeyWithRocaVulnerability"];

fn folder() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors/wycheproof");
    std::env::var_os("BADGEHOUSE_WYCHEPROOF").map_or_else(beside, PathBuf::from)
}

/// The groups of a file, or nothing where there is none.
fn groups(name: &str) -> Option<Vec<Value>> {
    let Ok(bytes) = std::fs::read(folder().join(format!("{name}.json"))) else {
        println!("1 skipped: the vectors {name} are not there");
        return None;
    };
    let file: Value = serde_json::from_slice(&bytes).expect("JSON");
    Some(file["testGroups"].as_array().expect("groups").clone())
}

fn tests(group: &Value) -> &[Value] {
    group["tests"].as_array().expect("tests")
}

/// What both providers say, which has to be the same.
async fn verifies(algorithm: Algorithm, jwk: &PublicJwk, message: &[u8], signature: &[u8]) -> bool {
    let keys = || vec![SealingKey::from_bytes([1; 32])];
    let built_in = BuiltIn::new(keys()).verify(algorithm, jwk, message, signature);
    let ring = Ring::new(keys()).verify(algorithm, jwk, message, signature).await;
    assert_eq!(ring, Ok(built_in), "the providers differ");
    built_in
}

fn jwk(value: &Value) -> Option<PublicJwk> {
    let members = value.as_object()?;
    let public = ["kty", "crv", "x", "y", "n", "e"];
    let public = members.iter().filter(|(name, _)| public.contains(&name.as_str()));
    serde_json::from_value(public.map(|(name, value)| (name.clone(), value.clone())).collect()).ok()
}

async fn signatures(name: &str, algorithm: Algorithm) {
    let Some(groups) = groups(name) else { return };
    let mut count = 0;
    for group in &groups {
        let hex = |value: &Value| HEXLOWER.decode(value.as_str().expect("hex").as_bytes()).expect("hex");
        let jwk = match algorithm {
            Algorithm::EdDsa => PublicJwk::ed25519(&hex(&group["publicKey"]["pk"])),
            _ => {
                let point = hex(&group["publicKey"]["uncompressed"]);
                PublicJwk::p256(&point[1..33], &point[33..])
            }
        };
        for test in tests(group) {
            let taken = verifies(algorithm, &jwk, &hex(&test["msg"]), &hex(&test["sig"])).await;
            assert_eq!(taken, test["result"] == "valid", "{name} {}: {}", test["tcId"], test["comment"]);
            count += 1;
        }
    }
    assert!(count > 100, "{count} of {name}");
}

#[tokio::test]
async fn ecdsa_on_p256() {
    signatures("ecdsa_secp256r1_sha256_p1363_test", Algorithm::Es256).await;
}

#[tokio::test]
async fn ed25519() {
    signatures("ed25519_test", Algorithm::EdDsa).await;
}

/// Whether a compact JWS is taken with a key, as the core takes it: by an algorithm that is known and fits the key, which says no other, and by a signature that verifies.
async fn is_taken(jws: &str, key: &Value) -> Option<bool> {
    let jwk = jwk(key)?;
    let mut parts = jws.split('.');
    let (header, payload, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let input = format!("{header}.{payload}");
    let decode = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).ok();
    let (Some(header), Some(signature)) = (decode(header), decode(signature)) else { return Some(false) };
    let Ok(header) = serde_json::from_slice::<Value>(&header) else { return Some(false) };
    let algorithm = header["alg"].as_str().and_then(|alg| alg.parse().ok());
    let Some(algorithm) = algorithm.filter(|algorithm| jwk.fits(*algorithm)) else { return Some(false) };
    let pinned = key["alg"].as_str().is_none_or(|alg| alg == algorithm.name());
    let usable = key["use"].as_str().is_none_or(|usage| usage == "sig");
    let operation =
        key["key_ops"].as_array().is_none_or(|operations| operations.iter().any(|name| name == "verify"));
    let good = parts.next().is_none() && header.get("crit").is_none() && pinned && usable && operation;
    Some(good && verifies(algorithm, &jwk, input.as_bytes(), &signature).await)
}

async fn web_signatures(name: &str) {
    let Some(groups) = groups(name) else { return };
    let (mut taken, mut refused) = (0, 0);
    for group in &groups {
        let key = group.get("public").filter(|key| key.is_object()).unwrap_or(&group["private"]);
        for test in tests(group) {
            let Some(jws) = test["jws"].as_str() else { continue };
            if UNNOTICED.contains(&test["comment"].as_str().unwrap_or_default()) {
                println!("1 skipped: {name} {}: {}", test["tcId"], test["comment"]);
                continue;
            }
            let set = key["keys"].as_array().cloned().unwrap_or_else(|| vec![key.clone()]);
            let mut is_taken = false;
            for key in &set {
                // A key of a kind that is not known here is no key (RFC 7517 section 5).
                is_taken |= self::is_taken(jws, key).await.unwrap_or(false);
            }
            let told = format!("{name} {} ({}): {}", test["tcId"], group["comment"], test["comment"]);
            match test["result"].as_str() {
                Some("valid") => assert!(is_taken || !is_offered(jws, &set), "{told}"),
                _ => assert!(!is_taken, "{told}"),
            }
            if is_taken { taken += 1 } else { refused += 1 }
        }
    }
    println!("{name}: {taken} taken, {refused} refused");
    assert!(refused > 0);
}

/// Whether the algorithm is one of those that are offered here, with a key that is.
fn is_offered(jws: &str, set: &[Value]) -> bool {
    let header = jws.split('.').next().and_then(|part| BASE64URL_NOPAD.decode(part.as_bytes()).ok());
    let header: Option<Value> = header.and_then(|header| serde_json::from_slice(&header).ok());
    header.is_some_and(|header| header["alg"].as_str().is_some_and(|alg| alg.parse::<Algorithm>().is_ok()))
        && set.iter().any(|key| jwk(key).is_some())
}

#[tokio::test]
async fn json_web_signature() {
    web_signatures("json_web_signature_test").await;
}

#[tokio::test]
async fn json_web_key() {
    web_signatures("json_web_key_test").await;
}

#[tokio::test]
async fn json_web_crypto() {
    web_signatures("json_web_crypto_test").await;
}
