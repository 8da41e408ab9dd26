//! Requests put together at random from good and bad parts: each gets an answer that fits, and none that is refused writes anything.

use badgehouse::grant::{TokenErrorCode, TokenRequest};
use badgehouse::http::HttpRequest;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::{actor, settings};
use badgehouse_tests::watched::{Counts, Watched};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::json;
use std::sync::Arc;

const ROUNDS: usize = 20_000;

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "\u{7f}"];
const SEGMENTS: [&str; 24] = [
    "",
    "badgehouse",
    "v1",
    "companies",
    "acme",
    "zenith",
    "service-accounts",
    "secrets",
    "permissions",
    "contacts",
    "repair",
    "%FF",
    "%00",
    "..",
    "%2e%2e",
    "oauth",
    "token",
    "jwks",
    ".well-known",
    "oauth-authorization-server",
    "é",
    "sa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "aaaaaaaaaaaa",
    "%E0%A4%A",
];
const QUERIES: [&str; 8] =
    ["", "?", "?limit=1", "?limit=-1", "?limit=1&limit=1", "?cursor=%FF", "?a=b&c", "#x?y"];
const HEADERS: [(&str, &str); 14] = [
    ("content-type", "application/json"),
    ("Content-Type", "application/x-www-form-urlencoded"),
    ("content-type", ""),
    ("content-type", ";;;"),
    ("authorization", "Basic"),
    ("authorization", "Basic Og=="),
    ("authorization", "Bearer eyJ0eXAiOiJhdCtqd3QifQ.e30.AA"),
    ("authorization", "Bearer ..."),
    ("Authorization", "é"),
    ("idempotency-key", "k"),
    ("idempotency-key", ""),
    ("cookie", "s=1"),
    ("origin", "https://evil.example"),
    ("origin", "://"),
];
const BODIES: [&[u8]; 18] = [
    b"",
    b"{}",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"{\"name\":\"x\",\"app_type\":\"custom\"}",
    b"{\"name\":",
    b"{\"how\":\"restore\"}",
    b"{\"company\":{\"rfis\":\"admin\"}}",
    b"{\"company\":{\"rfis\":null}}",
    b"{\"projects\":[{\"project\":\"\",\"levels\":{}}]}",
    b"grant_type=client_credentials",
    b"grant_type=client_credentials&client_id=%FF&client_secret=%00",
    b"a=b&a=b",
    b"=&=&=",
    b"{\"overlap_seconds\":18446744073709551615}",
    b"{\"overlap_seconds\":-1}",
    b"{\"insist\":1e99,\"email\":\"@\"}",
];

#[tokio::test]
async fn a_secret_of_a_mebibyte_is_an_invalid_client_and_asks_the_store_nothing() {
    let counts = Arc::new(Counts::default());
    let engine = Engine::open(settings(), Watched::new(MemoryStore::new(), Arc::clone(&counts)))
        .expect("the settings");
    for client_id in
        ["sa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".to_owned(), "a".repeat(1 << 20)]
    {
        let client_secret = "a".repeat(1 << 20).into();
        let request = TokenRequest { client_id, client_secret, ..TokenRequest::default() };
        let refused = engine.request_token(request).await.expect_err("no token");
        assert_eq!(refused.error, TokenErrorCode::InvalidClient);
    }
    assert_eq!(counts.asked(), [0, 0, 0]);
}

#[tokio::test]
async fn no_request_however_odd_is_answered_wrongly() {
    let counts = Arc::new(Counts::default());
    let engine = Engine::open(settings(), Watched::new(MemoryStore::new(), Arc::clone(&counts)))
        .expect("the settings");
    let levels = json!({ "admin": "admin", "directory": "admin" });
    let ann = json!({ "company": "acme", "id": "ann", "kind": "user", "levels": levels });
    let ann = actor(Some(ann)).expect("an actor");
    let mut random = ChaCha20Rng::from_seed([5; 32]);
    let mut pick = |count: usize| usize::try_from(random.next_u32()).expect("a number") % count;
    let mut seen = std::collections::BTreeSet::new();
    for round in 0..ROUNDS {
        let target = match pick(5) {
            0 => (0..pick(9)).map(|_| format!("/{}", SEGMENTS[pick(SEGMENTS.len())])).collect(),
            1 => "/oauth/token".to_owned(),
            2 => "/badgehouse/v1/companies/acme/service-accounts".to_owned(),
            _ => {
                let rest: String =
                    (0..pick(4)).map(|_| format!("/{}", SEGMENTS[pick(SEGMENTS.len())])).collect();
                format!("/badgehouse/v1/companies/acme{rest}")
            }
        };
        let headers: Vec<(String, String)> = match pick(2) {
            0 => vec![HEADERS[0]],
            _ => (0..pick(4)).map(|_| HEADERS[pick(HEADERS.len())]).collect(),
        }
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
        let request = HttpRequest {
            method: METHODS[pick(METHODS.len())].into(),
            target: format!("{target}{}", QUERIES[pick(QUERIES.len())]),
            headers,
            body: BODIES[pick(BODIES.len())].to_vec().into(),
            ..HttpRequest::default()
        };
        let by = (pick(3) > 0).then(|| ann.clone());
        let told = format!("round {round}: {request:?} {}", request.target);
        let before = counts.changed();
        let response = engine.handle(request, by).await;
        seen.insert(response.status);
        assert!(
            [200, 201, 204, 400, 401, 403, 404, 405, 409, 413, 415].contains(&response.status),
            "{told}: {response:?}"
        );
        assert!(response.diagnostic.is_none(), "{told}: {response:?}");
        if response.status >= 400 {
            assert_eq!(counts.changed(), before, "{told} was refused and something was written");
            let body: serde_json::Value = serde_json::from_slice(&response.body).expect("JSON");
            assert!(body["code"].is_string() || body["error"].is_string(), "{told}: {body}");
        }
    }
    for status in [200, 201, 400, 401, 403, 404, 405, 415] {
        assert!(seen.contains(&status), "the requests reach too little: none got {status}");
    }
}
