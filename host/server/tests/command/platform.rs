//! What the platform does on the store, while a server is at work on it.

use crate::http::{get, post_form, request_token, send};
use crate::jwt::{Signer, now};
use crate::process::{Folder, Running, succeed, text};
use serde_json::{Value, json};
use std::fs;

const ISSUER: &str = "https://id.example.com";
const ADMIN: &str = "https://id.example.com/admin";
const PIPELINE: &str = "https://token.actions.example.com";

fn serve(folder: &Folder) -> (Running, String) {
    let mut server = Running::start(folder.serve(&["--issuer", ISSUER]));
    let address = server.address();
    (server, address)
}

/// What a command of the platform's says, in its one line.
fn said(folder: &Folder, name: &str, more: &[&str]) -> String {
    let printed = text(&succeed(folder.platform(name, more)).stdout);
    assert_eq!(printed.lines().count(), 1, "{printed}");
    printed.trim().to_owned()
}

fn token(address: &str, (id, secret): &(String, String), resource: Option<&str>) -> String {
    let (status, body) = request_token(address, id, secret, resource);
    assert_eq!(status, 200, "{body}");
    body["access_token"].as_str().unwrap().to_owned()
}

fn accounts(address: &str) -> String {
    format!("{address}/badgehouse/v1/companies/acme/service-accounts")
}

fn status_with(address: &str, token: &str) -> u16 {
    get(&accounts(address), &[("authorization", &format!("Bearer {token}"))]).0
}

#[test]
fn an_outside_issuers_jwt_is_good_once_the_platform_has_entered_its_keys() {
    let folder = Folder::new();
    let root = folder.bootstrap("acme");
    let (_server, address) = serve(&folder);
    let bearer = format!("Bearer {}", token(&address, &root, Some(ADMIN)));
    let post = |url: String, body: Value| {
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let (status, made) = send("POST", &url, &headers, &body.to_string());
        assert_eq!(status, 201, "{made}");
        made
    };
    let made = post(accounts(&address), json!({ "app_type": "custom", "name": "Pipeline" }));
    let id = made["client_id"].as_str().unwrap();
    let trust = json!({ "issuer": PIPELINE, "audience": ISSUER, "claims": { "sub": "repo:acme/site" } });
    post(format!("{}/{id}/trusts", accounts(&address)), trust);

    let pipeline = Signer::new(3);
    let now = now();
    let claims = json!({
        "iss": PIPELINE, "sub": "repo:acme/site", "aud": ISSUER, "iat": now, "exp": now + 300,
    });
    let jwt = pipeline.sign("JWT", &claims);
    let ask = || {
        let grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
        let form = format!("grant_type={grant}&client_id={id}&assertion={jwt}");
        let (status, body) = post_form(&format!("{address}/oauth/token"), &[], &form);
        (status, body["error"].as_str().map(ToOwned::to_owned))
    };
    let refused = (400, Some("invalid_grant".to_owned()));
    assert_eq!(ask(), refused);

    let enter = |keys: Value| {
        fs::write(folder.path("jwks.json"), json!({ "keys": keys }).to_string()).unwrap();
        let printed =
            text(&succeed(folder.platform("trust-issuer", &[PIPELINE, "--jwks", "jwks.json"])).stdout);
        printed.lines().next().unwrap().to_owned()
    };
    assert_eq!(enter(json!([pipeline.jwk()])), format!("{PIPELINE} is known by 1 key"));
    assert_eq!(ask(), (200, None));
    assert_eq!(enter(json!([])), format!("{PIPELINE} is no trusted issuer any more"));
    assert_eq!(ask(), refused);
}

#[test]
fn keys_that_are_none_are_refused_with_the_name_of_their_file() {
    let folder = Folder::new();
    folder.bootstrap("acme");
    let refused = |jwks: &str| {
        fs::write(folder.path("jwks.json"), jwks).unwrap();
        folder.refusal(folder.platform("trust-issuer", &[PIPELINE, "--jwks", "jwks.json"]))
    };
    assert!(refused("[]").contains("`jwks.json` is no JWKS"));
    assert!(refused(r#"{"keys":[{"kty":"oct"}]}"#).contains("/jwks/keys"));
    let missing = folder.refusal(folder.platform("trust-issuer", &[PIPELINE, "--jwks", "none.json"]));
    assert!(missing.contains("`none.json` cannot be read"), "{missing}");
}

#[test]
fn a_marked_resource_server_sees_another_companys_token_for_its_audience() {
    let folder = Folder::new();
    let (api, client) = (folder.bootstrap("acme"), folder.bootstrap("zenith"));
    let (_server, address) = serve(&folder);
    let token = token(&address, &client, None);
    let active = || {
        let form = format!("client_id={}&client_secret={}&token={token}", api.0, api.1);
        let (status, body) = post_form(&format!("{address}/oauth/introspect"), &[], &form);
        assert_eq!(status, 200, "{body}");
        (body["active"].as_bool().unwrap(), body["company"].as_str().map(ToOwned::to_owned))
    };
    let account = ["--issuer", ISSUER, "--company", "acme", "--client-id", &api.0];
    let mark = |more: &[&str]| said(&folder, "resource-server", &[&account, more].concat());
    assert_eq!(active(), (false, None));
    let expected = format!("{} sees the tokens for {ISSUER} of every company", api.0);
    assert_eq!(mark(&["--sees", ISSUER]), expected);
    assert_eq!(active(), (true, Some("zenith".into())));
    assert_eq!(mark(&["--unmark"]), format!("{} is a resource server no more", api.0));
    assert_eq!(active(), (false, None));

    let refused =
        |more: &[&str]| folder.refusal(folder.platform("resource-server", &[&account, more].concat()));
    assert!(refused(&["--sees", "https://other.example.com"]).contains("/audiences/0"));
    assert!(refused(&[]).contains("--sees"), "neither the one nor the other");
}

#[test]
fn tokens_that_a_known_key_has_signed_are_refused_from_now_on() {
    let folder = Folder::new();
    let root = folder.bootstrap("acme");
    let (_server, address) = serve(&folder);
    let before = token(&address, &root, Some(ADMIN));
    assert_eq!(status_with(&address, &before), 200);
    let line = said(&folder, "replace-signing-key", &["--earlier", "refused"]);
    assert!(line.ends_with("those that are out are refused"), "{line}");
    assert_eq!(status_with(&address, &before), 401);
    assert_eq!(status_with(&address, &token(&address, &root, Some(ADMIN))), 200);
    let keys = get(&format!("{address}/oauth/jwks"), &[]).1;
    let kids: Vec<&str> =
        keys["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap()).collect();
    assert!(kids.len() == 1 && line.contains(kids[0]), "{line} {kids:?}");
}

#[test]
fn a_lost_sealing_key_is_got_over_and_tokens_that_are_out_are_good_again() {
    let folder = Folder::new();
    let root = folder.bootstrap("acme");
    let (server, address) = serve(&folder);
    let before = token(&address, &root, Some(ADMIN));
    drop(server);
    fs::remove_file(folder.path("sealing.key")).unwrap();
    succeed(folder.command(&["sealing-key", "--out", "sealing.key"]));
    let resealed = text(&succeed(folder.platform("reseal", &[])).stdout);
    assert!(resealed.contains("sealed anew: 0") && resealed.contains("no sealing key opens"), "{resealed}");
    let (_server, address) = serve(&folder);
    assert_eq!(request_token(&address, &root.0, &root.1, None).0, 503);
    let line = said(&folder, "replace-signing-key", &["--earlier", "kept"]);
    assert!(line.ends_with("those that are out are good until they expire"), "{line}");
    assert_eq!(status_with(&address, &before), 500, "the accounts are not believed yet");
    let left = text(&succeed(folder.platform("reseal", &["--company", "acme"])).stdout);
    assert!(left.contains("signed anew: 0") && left.contains("--keep-lost"), "{left}");
    let kept = text(&succeed(folder.platform("reseal", &["--company", "acme", "--keep-lost"])).stdout);
    assert!(!kept.contains("acme signed anew: 0") && !kept.contains("--keep-lost"), "{kept}");
    assert_eq!(status_with(&address, &before), 200);
    assert_eq!(status_with(&address, &token(&address, &root, Some(ADMIN))), 200);
}

#[test]
fn a_sealing_key_is_taken_out_once_its_signing_keys_are_sealed_anew() {
    let folder = Folder::new();
    let root = folder.bootstrap("acme");
    let (server, address) = serve(&folder);
    token(&address, &root, None);
    drop(server);
    let path = folder.path("sealing.key");
    let old = fs::read_to_string(&path).unwrap();
    let new = text(&succeed(folder.command(&["sealing-key"])).stdout);
    fs::write(&path, format!("{new}\n{old}")).unwrap();
    let printed = text(&succeed(folder.platform("reseal", &["--company", "acme"])).stdout);
    let records = printed.strip_prefix("signing keys sealed anew: 1\nrecords of acme signed anew: ");
    assert!(records.is_some_and(|count| count != "0\n"), "{printed}");
    assert_eq!(said(&folder, "reseal", &[]), "signing keys sealed anew: 0");
    fs::write(&path, new).unwrap();
    let (_server, address) = serve(&folder);
    token(&address, &root, None);
}

#[test]
fn a_store_that_is_not_there_is_not_made() {
    let folder = Folder::new();
    let replace = folder.platform("replace-signing-key", &["--earlier", "kept", "--store", "badge.db"]);
    let refused = folder.refusal(replace);
    assert!(refused.contains("there is no store `badge.db`"), "{refused}");
    assert!(!folder.path("badge.db").exists());
}

#[test]
fn the_platforms_audit_tells_whose_word_a_change_was_and_is_verified() {
    let folder = Folder::new();
    folder.bootstrap("acme");
    let (_server, _) = serve(&folder);
    fs::write(folder.path("jwks.json"), json!({ "keys": [Signer::new(3).jwk()] }).to_string()).unwrap();
    let because = ["--as", "ann", "--why", "the pipeline moved"];
    succeed(folder.platform("trust-issuer", &[&[PIPELINE, "--jwks", "jwks.json"], &because[..]].concat()));
    let told = succeed(folder.platform("platform-audit", &[]));
    let lines = text(&told.stdout);
    let events: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let event = events.iter().find(|event| event["action"] == "issuer.changed").unwrap();
    assert_eq!((&event["on_behalf_of"], &event["reason"]), (&json!("ann"), &json!("the pipeline moved")));
    let head: Value = serde_json::from_str(&text(&told.stderr)).unwrap();
    assert_eq!((&head["number"], head.get("company")), (&json!(events.len()), None));

    let store = rusqlite::Connection::open(folder.path("badges.db")).unwrap();
    let forged = "UPDATE badgehouse_entries SET value = CAST(replace(CAST(value AS TEXT), '\"ann\"', '\"eve\"') AS BLOB)";
    assert!(store.execute(forged, []).unwrap() > 0);
    let found = folder.platform("platform-audit", &[]).output().unwrap();
    assert_eq!(found.status.code(), Some(5), "{found:?}");
    assert!(text(&found.stderr).contains("not in order"), "{found:?}");
}

#[test]
fn the_clock_is_shown_and_believed_beside_a_server() {
    let folder = Folder::new();
    folder.bootstrap("acme");
    let unknown = text(&succeed(folder.platform("clock", &[])).stdout);
    assert!(unknown.contains("not known yet"), "{unknown}");
    let (_server, address) = serve(&folder);
    assert_eq!(get(&format!("{address}/oauth/jwks"), &[]).0, 200);
    let near = text(&succeed(folder.platform("clock", &[])).stdout);
    assert!(near.contains("(near)"), "{near}");
    let believed = text(&succeed(folder.platform("clock", &["--believe"])).stdout);
    assert!(believed.contains("from now on"), "{believed}");
    let audit = text(&succeed(folder.platform("platform-audit", &[])).stdout);
    assert!(audit.contains("clock.believed"), "{audit}");
}
