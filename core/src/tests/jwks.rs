//! JWKS as issuers publish them: what is understood is used, and what is not is left out and named.

use super::{World, administrator, core};
use crate::model::account::new::NewAccount;
use crate::oauth::workload::jwks::IssuerJwks;
use serde_json::{Value, json};
use std::path::Path;

fn corpus() -> Vec<Value> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus/jwks.json");
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

fn case(name: &str) -> IssuerJwks {
    let all = corpus();
    let case = all.iter().find(|case| case["name"] == name).unwrap();
    IssuerJwks { keys: case["keys"].as_array().unwrap().clone() }
}

#[test]
fn no_entry_takes_its_neighbours_with_it() {
    for case in corpus() {
        let name = case["name"].as_str().unwrap();
        let list = |member: &str| case[member].as_array().unwrap().clone();
        let jwks = IssuerJwks { keys: list("keys") };
        let (known, left_out) = (list("known"), list("ignored"));
        if known.is_empty() && !left_out.is_empty() {
            let problems = jwks.understood().unwrap_err();
            let told: Vec<&str> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
            let expected: Vec<String> =
                left_out.iter().map(|entry| format!("/jwks/keys/{}", entry["index"])).collect();
            assert_eq!(told, expected, "{name}: each entry with its reason");
            continue;
        }
        let (keys, ignored) = jwks.read().unwrap();
        assert_eq!((keys.len(), ignored.len()), (known.len(), left_out.len()), "{name}: {ignored:?}");
        for (key, expected) in keys.iter().zip(&known) {
            assert_eq!(key.kid.as_deref(), expected["kid"].as_str(), "{name}");
            if let Some(algorithms) = expected.get("algorithms") {
                assert_eq!(serde_json::json!(key.known().algorithms), *algorithms, "{name}");
            }
        }
        for (entry, expected) in ignored.iter().zip(&left_out) {
            assert_eq!(Some(u64::from(entry.index)), expected["index"].as_u64(), "{name}");
            assert_eq!(entry.kid.as_deref(), expected["kid"].as_str(), "{name}");
            assert!(entry.reason.contains(expected["reason"].as_str().unwrap()), "{name}: {}", entry.reason);
        }
    }
}

/// RFC 7518 section 6.3.1.1 asks the issuer to leave it out.
#[test]
fn a_zero_octet_in_front_makes_no_other_key() {
    let thumbprint = |name: &str| case(name).understood().unwrap().0[0].kid();
    let plain = thumbprint("as it should be");
    assert_eq!(thumbprint("a zero octet before n"), plain);
    assert_eq!(thumbprint("a zero octet before e"), plain);
}

#[test]
fn no_more_than_sixteen_keys_are_taken() {
    let entry = |number: usize| {
        let mut key = case("as it should be").keys[1].clone();
        key["kid"] = number.to_string().into();
        key
    };
    let set = |count: usize| IssuerJwks { keys: (0..count).map(entry).chain([Value::Null]).collect() };
    assert_eq!(set(16).understood().unwrap().0.len(), 16);
    assert_eq!(set(17).understood().unwrap_err()[0].pointer, "/jwks/keys");
}

/// RFC 8725 section 3.1: one algorithm for each key, which is the one that it names.
#[test]
fn a_key_of_an_account_is_taken_with_the_one_algorithm_that_it_names() {
    for (named, taken) in [(None, "RS256"), (Some("RS256"), "RS256"), (Some("PS256"), "PS256")] {
        let (core, mut world) = (core(), World::default());
        let start = world.start();
        let new = NewAccount::custom("Sync");
        let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
        let mut jwk = case("as it should be").keys.remove(0);
        jwk["alg"] = named.into();
        let new = serde_json::from_value(json!({ "jwk": jwk })).unwrap();
        let start = world.start();
        let id = made.account.client_id.to_string();
        let added = world.run(core.add_key(start, administrator(), "acme".into(), id, new)).unwrap();
        assert_eq!(added.algorithm, taken, "{named:?}");
    }
}
