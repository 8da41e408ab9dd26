//! What comes from outside, in any form: each target hands bytes to the place that reads them, and has to come back. `tests/fuzz` lets libFuzzer choose the bytes, `tests/tests/fuzz.rs` a
//! generator, for seconds.

use crate::companies::{administrator, furnish};
use crate::requests::Names;
use crate::settings::settings;
use crate::world::{Simulation, seed};
use badgehouse::Core;
use badgehouse::account::{AccountChange, AccountQuery};
use badgehouse::authorize::NeedInput;
use badgehouse::company::ResealInput;
use badgehouse::grant::TokenRequest;
use badgehouse::http::{HttpRequest, HttpResponse};
use badgehouse::principal::Principal;
use badgehouse::settings::{Policy, Settings};
use serde_json::{Value, json};
use std::sync::OnceLock;

/// A target by its name, and what it is tried with first.
pub type Target = (&'static str, fn(&[u8]), &'static [&'static str]);

/// All targets.
pub const TARGETS: [Target; 11] = [
    (
        "form",
        form,
        &[
            "grant_type=client_credentials&client_id=sa_x&client_secret=y&scope=rfis%3Aread_only&resource=x",
            "a=%zz&a=b&&=",
        ],
    ),
    (
        "lenient",
        lenient,
        &[
            r#"{"grant_type":"client_credentials","client_id":"sa_x","client_secret":"y","resource":["x"]}"#,
            "--x\r\nContent-Disposition: form-data; name=\"grant_type\"\r\n\r\nclient_credentials\r\n--x--\r\n",
        ],
    ),
    ("basic", basic, &["Basic c2FfeDp5", "basic  OjpqPT0=", "Basic c2ElNWZ4OiUyNQ=="]),
    (
        "jwt",
        jwt,
        &["eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IngifQ.eyJpc3MiOiJ4In0.AAAA", "..", "a.b.c.d"],
    ),
    (
        "jwk",
        jwk,
        &[
            r#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#,
            r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#,
            r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
        ],
    ),
    (
        "dpop",
        dpop,
        &[
            "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIn19.eyJqdGkiOiIxIiwiaHRtIjoiUE9TVCIsImh0dSI6IngiLCJpYXQiOjF9.AAAA",
        ],
    ),
    (
        "phc",
        phc,
        &[
            "$argon2id$v=19$m=64,t=1,p=1$YmFkZ2Vob3VzZWR1bW15IQ$KmKl9dbkqMfsc7mXmfVDpWvC7ugtPzLB4NPdp8UhJoU",
            "$argon2id$v=19$m=4294967295,t=1,p=1$AA$AA",
        ],
    ),
    (
        "secret",
        secret,
        &["bhs_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_0000000000000000000000000000000000000000000_000000"],
    ),
    (
        "record",
        record,
        &[r#"{"v":1}"#, r#"{"v":1,"client_id":"sa_x","secrets":[{"id":"aaaaaaaaaaaa","created_at":1}]}"#],
    ),
    (
        "http",
        http,
        &[
            "POST /oauth/token HTTP\ncontent-type: application/x-www-form-urlencoded\n\ngrant_type=x",
            "PUT /badgehouse/v1/companies/acme/service-accounts/x/permissions HTTP\nif-match: \"1\"\ncontent-type: application/json\n\n{\"company\":{\"rfis\":\"admin\"}}",
        ],
    ),
    (
        "name",
        name,
        &[
            "Re\u{301}sume\u{301} import",
            "\u{130}n\u{15f}aat",
            "\u{1f468}\u{200d}\u{1f469}",
            "\u{3164}a\u{307}\u{345}",
        ],
    ),
];

/// A company with one of everything.
fn world() -> (Simulation, &'static Names) {
    static WORLD: OnceLock<(Simulation, Names)> = OnceLock::new();
    let (world, names) = WORLD.get_or_init(|| {
        let mut world = Simulation::new(1_800_000_000);
        let names = furnish(&mut world, "acme", 1);
        (world, names)
    });
    (world.clone(), names)
}

fn lossy(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

fn post(target: &str, headers: &[(&str, &str)], body: &[u8]) -> HttpResponse {
    let typed = [("content-type", "application/x-www-form-urlencoded")];
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let request = HttpRequest {
        method: "POST".into(),
        target: target.into(),
        headers: typed.iter().chain(headers).map(owned).collect(),
        body: body.to_vec().into(),
        ..HttpRequest::default()
    };
    world().0.handle(seed(1, 1), request, None)
}

/// The body of each endpoint that takes a form.
fn form(data: &[u8]) {
    for endpoint in ["token", "revoke", "introspect"] {
        let response = post(&format!("/oauth/{endpoint}"), &[], data);
        assert!(response.status < 500, "{response:?}");
    }
}

/// The bodies that the lenient mode reads besides.
fn lenient(data: &[u8]) {
    static LENIENT: OnceLock<Core> = OnceLock::new();
    let core = LENIENT.get_or_init(|| {
        let policy = Policy { lenient_token_endpoint: true, ..Policy::default() };
        Core::open(Settings { policy, ..settings() }).expect("the settings")
    });
    let (mut world, _) = world();
    world.core = core.clone();
    for media_type in ["application/json", "multipart/form-data; boundary=x"] {
        let request = HttpRequest {
            method: "POST".into(),
            target: "/oauth/token".into(),
            headers: vec![("content-type".into(), media_type.into())],
            body: data.to_vec().into(),
            ..HttpRequest::default()
        };
        let response = world.handle(seed(1, 1), request, None);
        assert!((400..500).contains(&response.status), "{response:?}");
    }
}

/// The Authorization header of the token endpoint.
fn basic(data: &[u8]) {
    let response = post("/oauth/token", &[("authorization", &lossy(data))], b"grant_type=client_credentials");
    assert_eq!(response.status, 401);
}

/// An access token, and an assertion of each kind.
fn jwt(data: &[u8]) {
    let token = lossy(data);
    let (mut world, names) = world();
    let need: NeedInput =
        serde_json::from_value(json!({ "company": "acme", "tool": "rfis", "level": "read_only" }))
            .expect("a need");
    let header = Some(format!("Bearer {token}"));
    assert!(world.run(seed(1, 1), |core, start| core.authorize(start, header, need)).is_err());
    let mut form = form_urlencoded::Serializer::new(String::from("grant_type=client_credentials"));
    form.append_pair("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.append_pair("client_assertion", &token);
    assert!(post("/oauth/token", &[], form.finish().as_bytes()).status >= 400);
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
    form.append_pair("client_id", &names["client_id"]).append_pair("assertion", &token);
    assert!(post("/oauth/token", &[], form.finish().as_bytes()).status >= 400);
}

/// A public key of an account, and one of an outside issuer.
fn jwk(data: &[u8]) {
    let Ok(Value::Object(members)) = serde_json::from_slice::<Value>(data) else { return };
    let (mut world, names) = world();
    let new = serde_json::from_value(json!({ "jwk": members })).expect("a wish");
    let id = names["client_id"].clone();
    let _ =
        world.run(seed(1, 1), |core, start| core.add_key(start, Principal::Platform, "acme".into(), id, new));
    let issuer = json!({ "issuer": "https://ci.example.com", "jwks": { "keys": [members] } });
    let issuer = serde_json::from_value(issuer).expect("an issuer");
    let _ = world.run(seed(1, 2), |core, start| core.put_trusted_issuer(start, issuer));
}

/// A DPoP header.
fn dpop(data: &[u8]) {
    let (_, names) = world();
    let (id, secret) = (&names["client_id"], &names["client_secret"]);
    let body = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    assert_eq!(post("/oauth/token", &[("dpop", &lossy(data))], body.as_bytes()).status, 400);
}

fn request(names: &Names, secret: String) -> TokenRequest {
    TokenRequest {
        client_id: names["client_id"].clone(),
        client_secret: secret.into(),
        ..TokenRequest::default()
    }
}

/// A token request to a store whose accounts are others; no such account gets a token. They are signed as by a sealing key that was lost, and kept by
/// the operator's word.
fn with_accounts(change: impl Fn(&[u8]) -> Vec<u8>) {
    let (mut world, names) = world();
    for (_, entry) in world.table.iter_mut().filter(|(key, _)| key.as_str().contains("/account/")) {
        let end = entry.value.iter().rposition(|byte| *byte == b'\n').expect("the line that signs it");
        entry.value = [&change(&entry.value[..end]), b"\nlost........0.".as_slice()].concat();
    }
    let input = ResealInput { keep_lost: true, cursor: None };
    let kept = world.run(seed(1, 2), |core, start| core.reseal_company(start, "acme".into(), input));
    assert!(kept.expect("resealed").resealed > 0);
    let asked = request(names, names["client_secret"].clone());
    assert!(world.run(seed(1, 1), |core, start| core.request_token(start, asked)).is_err());
}

/// The hash of a secret as it lies in the store.
fn phc(data: &[u8]) {
    let text = lossy(data);
    with_accounts(|value| {
        let mut account: Value = serde_json::from_slice(value).expect("JSON");
        account["secrets"][0]["phc"] = Value::String(text.clone());
        account.to_string().into_bytes()
    });
}

/// A whole record as it lies in the store.
fn record(data: &[u8]) {
    with_accounts(|_| data.to_vec());
}

/// What is presented as a secret, and looked up as one that was found.
fn secret(data: &[u8]) {
    let (mut world, names) = world();
    let text = lossy(data);
    let asked = request(names, text.clone());
    assert!(world.run(seed(1, 1), |core, start| core.request_token(start, asked)).is_err());
    if let Ok(input) = serde_json::from_value(json!({ "secret": text })) {
        let _ = world.run(seed(1, 2), |core, start| core.look_up_leak_anywhere(start, input));
    }
}

/// A whole request: method, target, headers, and after an empty line the body. By an administrator and by nobody.
fn http(data: &[u8]) {
    let text = lossy(data);
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let mut words = lines.next().unwrap_or_default().splitn(3, ' ');
    let headers = lines.filter_map(|line| line.split_once(": "));
    let request = HttpRequest {
        method: words.next().unwrap_or_default().into(),
        target: words.next().unwrap_or_default().into(),
        headers: headers.map(|(name, value)| (name.into(), value.into())).collect(),
        body: body.as_bytes().to_vec().into(),
        ..HttpRequest::default()
    };
    for by in [None, Some(administrator("acme"))] {
        let response = world().0.handle(seed(1, 1), request.clone(), by);
        assert!((200..500).contains(&response.status), "{} answers {response:?}", request.target);
    }
}

/// A name that is taken is kept as what it became, and found by what was written and by what it became.
fn name(data: &[u8]) {
    let (mut world, names) = world();
    let company = || "acme".to_owned();
    let ann = || Principal::Actor(administrator("acme"));
    let id = names["client_id"].clone();
    let mut rename = |name: &str| {
        let change = AccountChange { name: Some(name.into()), ..AccountChange::default() };
        let begin =
            |core: &Core, start| core.update_account(start, ann(), company(), id.clone(), change, None);
        world.run(seed(1, 1), begin).map(|account| account.name)
    };
    let written = lossy(data);
    let Ok(taken) = rename(&written) else { return };
    rename("another").expect("a name");
    assert_eq!(rename(&taken).as_ref(), Ok(&taken), "what was taken is taken as it is");
    for query in [&written, &taken] {
        let query = AccountQuery { name: Some(query.clone()), ..AccountQuery::default() };
        let found = world.run(seed(1, 2), |core, start| core.list_accounts(start, ann(), company(), query));
        let found = found.expect("a page").items.into_iter().any(|account| account.name == taken);
        assert!(found, "{written:?}, kept as {taken:?}, is not found");
    }
}

/// Runs the target of that name.
///
/// # Panics
/// When there is no such target, or it fails.
pub fn run(name: &str, data: &[u8]) {
    let (_, target, _) = TARGETS.iter().find(|(known, ..)| *known == name).expect("a target");
    target(data);
}
