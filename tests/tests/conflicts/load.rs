//! Programs beside an administrator, and beside another process, on a database in a file.

use badgehouse::account::NewAccount;
use badgehouse::http::HttpRequest;
use badgehouse::principal::Principal;
use badgehouse_native::Engine;
use badgehouse_simulation::{ISSUER, settings};
use badgehouse_sqlite::SqliteStore;
use badgehouse_tests::jwt;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

const ACME: &str = "acme";
const PROGRAMS: usize = 64;
const TOKENS_OF_EACH: usize = 4;
/// In how many programs of both processes one JWT is sent at the same time.
const AT_ONCE: usize = 16;

async fn process(file: &Path) -> Arc<Engine> {
    let store = SqliteStore::open(file).await.expect("a database");
    Arc::new(Engine::open(settings(), store).expect("the settings"))
}

async fn account(engine: &Engine) -> String {
    let made =
        engine.create_account(Principal::Platform, ACME.into(), NewAccount::custom("Sync"), None).await;
    made.expect("an account").account.client_id.to_string()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

async fn post(engine: &Engine, fields: &[(&str, &str)]) -> (u16, String) {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = HttpRequest {
        method: "POST".into(),
        target: "/oauth/token".into(),
        headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
        body: body.into_bytes().into(),
        ..HttpRequest::default()
    };
    let response = engine.handle(request, None).await;
    (response.status, String::from_utf8_lossy(&response.body).into_owned())
}

async fn token(engine: &Engine, client_id: &str, jti: &str) -> (u16, String) {
    let assertion = jwt::signed("ec", json!({}), jwt::assertion_claims(client_id, jti, now()));
    let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", kind),
        ("client_assertion", assertion.as_str()),
    ];
    post(engine, &fields).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_program_is_refused_while_an_administrator_edits_its_account() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = process(&folder.path().join("badges.db")).await;
    let client_id = account(&engine).await;
    let key = serde_json::from_value(json!({ "jwk": jwt::public("ec") })).expect("a wish");
    engine.add_key(Principal::Platform, ACME.into(), client_id.clone(), key).await.expect("entered");
    let over = Arc::new(AtomicBool::new(false));
    let (other, edited, stop) = (Arc::clone(&engine), client_id.clone(), Arc::clone(&over));
    let administrator = tokio::spawn(async move {
        let mut edits = 0_usize;
        while !stop.load(Ordering::Relaxed) {
            let change = serde_json::from_value(json!({ "description": edits.to_string() }));
            let (change, id) = (change.expect("a change"), edited.clone());
            other.update_account(Principal::Platform, ACME.into(), id, change, None).await.expect("edited");
            edits += 1;
        }
        edits
    });
    let programs: Vec<_> = (0..PROGRAMS)
        .map(|program| {
            let (engine, client_id) = (Arc::clone(&engine), client_id.clone());
            tokio::spawn(async move {
                let mut refused = Vec::new();
                for number in 0..TOKENS_OF_EACH {
                    let (status, body) = token(&engine, &client_id, &format!("{program} {number}")).await;
                    refused.extend((status != 200).then_some(body));
                }
                refused
            })
        })
        .collect();
    let mut refused = Vec::new();
    for program in programs {
        refused.extend(program.await.expect("a program"));
    }
    over.store(true, Ordering::Relaxed);
    let edits = administrator.await.expect("an administrator");
    assert!(
        refused.is_empty(),
        "{} of {}, {edits} edits: {}",
        refused.len(),
        PROGRAMS * TOKENS_OF_EACH,
        refused[0]
    );
    assert!(edits > 10, "{edits}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_jwt_that_counts_once_is_taken_once_by_two_processes() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("badges.db");
    let processes = [process(&file).await, process(&file).await];
    let client_id = account(&processes[0]).await;
    let issuer = json!({ "issuer": "https://ci.example.com", "jwks": { "keys": [jwt::public("okp")] } });
    let issuer = serde_json::from_value(issuer).expect("an issuer");
    processes[0].put_trusted_issuer(issuer).await.expect("entered");
    let trust = json!({
        "issuer": "https://ci.example.com", "audience": ISSUER, "claims": { "sub": "job" }, "once": true,
    });
    let trust = serde_json::from_value(trust).expect("a wish");
    processes[1]
        .add_trust(Principal::Platform, ACME.into(), client_id.clone(), trust)
        .await
        .expect("trusted");
    for round in 0..4 {
        let claims = json!({
            "iss": "https://ci.example.com", "sub": "job", "aud": ISSUER, "iat": now(), "exp": now() + 300,
            "jti": round.to_string(),
        });
        let assertion = jwt::signed("okp", json!({}), claims);
        let sent: Vec<_> = (0..AT_ONCE)
            .map(|number| {
                let (engine, id) = (Arc::clone(&processes[number % 2]), client_id.clone());
                let assertion = assertion.clone();
                tokio::spawn(async move {
                    let grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
                    let fields = [
                        ("grant_type", grant),
                        ("client_id", id.as_str()),
                        ("assertion", assertion.as_str()),
                    ];
                    post(&engine, &fields).await
                })
            })
            .collect();
        let mut statuses = Vec::new();
        for request in sent {
            let (status, body) = request.await.expect("an answer");
            let error: Value = serde_json::from_str(&body).expect("JSON");
            assert!(status == 200 || error["error"] == "invalid_grant", "{status} {body}");
            statuses.push(status);
        }
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    }
}
