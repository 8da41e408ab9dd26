//! What passed once and is refused now: pages in clear, tokens without a key, keys by the dozen.

use super::counted::costs;
use super::{World, administrator, core};
use crate::administration::principal::Principal;
use crate::http::HttpRequest;
use crate::model::account::new::NewAccount;
use crate::model::actor::Actor;
use crate::model::catalogue::Catalogue;
use crate::oauth::authorize::{Presented, TokensOf};
use crate::oauth::dpop::DpopInput;
use crate::oauth::grant::TokenRequest;
use crate::oauth::token::ActiveToken;
use crate::oauth::workload::issuer::TrustedIssuer;
use crate::value::error::Error;
use data_encoding::BASE64URL_NOPAD;
use serde_json::json;

fn actor() -> Actor {
    let Principal::Actor(actor) = administrator() else { panic!("an administrator is an actor") };
    actor
}

/// The status of a change that a browser sends with cookies from a page of that origin.
fn from_page(origin: &str, encrypted: Option<bool>) -> u16 {
    let (core, mut world) = (core(), World::default());
    let request = HttpRequest {
        method: "POST".into(),
        target: "/badgehouse/v1/companies/acme/service-accounts".into(),
        headers: [
            ("cookie", "session=1"),
            ("origin", origin),
            ("host", "app.example.com"),
            ("content-type", "application/json"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec(),
        body: br#"{"app_type":"custom","name":"Sync"}"#.to_vec().into(),
        encrypted,
        ..HttpRequest::default()
    };
    let start = world.start();
    world.run(core.handle(start, request, Some(actor()))).status
}

#[test]
fn a_page_in_clear_is_no_page_of_the_same_origin() {
    assert_eq!(from_page("https://app.example.com", None), 201);
    assert_eq!(from_page("https://id.example.com", None), 201, "the issuer's own");
    for other in [
        "http://app.example.com",
        "ftp://app.example.com",
        "https://evil.example.com",
        "null",
        "app.example.com",
    ] {
        assert_eq!(from_page(other, None), 403, "{other}");
    }
}

#[test]
fn a_token_that_is_bound_to_no_key_is_refused_once_the_account_wants_one() {
    let (core, mut world) = (core(), World::default());
    let start = world.start();
    let new = NewAccount::custom("Sync");
    let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    let client_id = made.account.client_id.to_string();
    let request = TokenRequest {
        client_id: client_id.clone(),
        client_secret: made.client_secret.unwrap().reveal().to_owned().into(),
        ..TokenRequest::default()
    };
    let start = world.start();
    let token = world.run(core.request_token(start, request)).unwrap().access_token;
    let header = || Some(format!("Bearer {token}"));
    let start = world.start();
    world.run(core.verify(start, header(), TokensOf::AnyCompany, None)).unwrap();
    let change = serde_json::from_str(r#"{"dpop_bound_access_tokens":true}"#).unwrap();
    let start = world.start();
    world.run(core.update_account(start, administrator(), "acme".into(), client_id, change, None)).unwrap();
    let start = world.start();
    let refused = world.run(core.verify(start, header(), TokensOf::AnyCompany, None)).unwrap_err();
    assert_eq!(refused.code.as_str(), "invalid_token");
}

#[test]
fn a_token_of_another_company_does_not_verify() {
    let (core, mut world) = (core(), World::default());
    let start = world.start();
    let new = NewAccount::custom("Sync");
    let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    let request = TokenRequest {
        client_id: made.account.client_id.to_string(),
        client_secret: made.client_secret.unwrap().reveal().to_owned().into(),
        ..TokenRequest::default()
    };
    let start = world.start();
    let token = world.run(core.request_token(start, request)).unwrap().access_token;
    let mut verify = |of: TokensOf| {
        let start = world.start();
        world.run(core.verify(start, Some(format!("Bearer {token}")), of, None))
    };
    let code = |outcome: Result<_, Error>| {
        outcome.map(|active: ActiveToken| active.company).unwrap_err().code.as_str()
    };
    assert_eq!(code(verify(TokensOf::Company("zenith".into()))), "invalid_token");
    assert_eq!(code(verify(TokensOf::Company(String::new()))), "invalid_input");
    assert_eq!(verify(TokensOf::Company("acme".into())).unwrap().company.as_str(), "acme");
    assert_eq!(verify(TokensOf::AnyCompany).unwrap().company.as_str(), "acme", "the caller compares it");
}

#[test]
fn a_jwt_without_a_kid_has_one_signature_looked_at_however_many_keys_its_issuer_has() {
    let (core, mut world) = (core(), World::default());
    let key =
        |x: &str, y: &str, kid: &str| json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": kid });
    let keys = [
        key(
            "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
            "a",
        ),
        key(
            "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
            "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
            "b",
        ),
    ];
    let issuer =
        serde_json::from_value(json!({ "issuer": "https://ci.example.com", "jwks": { "keys": keys } }))
            .unwrap();
    let start = world.start();
    assert_eq!(world.run(core.put_trusted_issuer(start, issuer)).unwrap().known.len(), 2);
    let start = world.start();
    let new = NewAccount::custom("Sync");
    let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    let encode = |part: serde_json::Value| BASE64URL_NOPAD.encode(part.to_string().as_bytes());
    let claims = json!({ "iss": "https://ci.example.com", "sub": "job", "aud": "x", "exp": 1_800_000_600 });
    let signature = BASE64URL_NOPAD.encode(&[1; 64]);
    let assertion = format!("{}.{}.{signature}", encode(json!({ "alg": "ES256" })), encode(claims));
    let form = format!(
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&client_id={}&assertion={assertion}",
        made.account.client_id
    );
    let request = HttpRequest {
        method: "POST".into(),
        target: "/oauth/token".into(),
        headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
        body: form.into_bytes().into(),
        ..HttpRequest::default()
    };
    let start = world.start();
    let (work, response) = costs(&mut world, core.handle(start, request, None));
    assert_eq!((response.status, work.signatures), (400, 1));
}

#[test]
fn a_proof_prints_nothing_of_itself() {
    let input =
        DpopInput { proof: "eyJ0eXAi.secret".into(), method: "GET".into(), url: "https://x.example".into() };
    assert!(!format!("{input:?}").contains("secret"), "{input:?}");
}

#[test]
fn a_list_that_is_too_long_is_not_looked_through() {
    let (core, mut world) = (core(), World::default());
    let start = world.start();
    let new = NewAccount::custom("Sync");
    let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    let id = || made.account.client_id.to_string();
    let start = world.start();
    let new = serde_json::from_value(json!({ "name": "Template", "levels": {} })).unwrap();
    let template = world.run(core.create_template(start, administrator(), "acme".into(), new)).unwrap();
    // Each of them is no project and named twice, which would be told 9,000 times.
    let names = vec!["no project"; 9000];
    let start = world.start();
    let input = json!({ "template_id": template.template_id, "projects": names });
    let input = serde_json::from_value(input).unwrap();
    let assigned = world.run(core.assign_template(start, administrator(), "acme".into(), id(), input));
    let start = world.start();
    let input = serde_json::from_value(json!({ "tool": "no tool", "projects": names })).unwrap();
    let checked = world.run(core.check_permissions(start, administrator(), "acme".into(), id(), input));
    let start = world.start();
    let projects = vec![json!({ "project": "p1", "levels": { "unknown": "admin" } }); 9000];
    let change = serde_json::from_value(json!({ "projects": projects })).unwrap();
    let set = world.run(core.set_permissions(start, administrator(), "acme".into(), id(), change, None));
    let start = world.start();
    let change = serde_json::from_value(json!({ "companies": names })).unwrap();
    let changed = world.run(core.change_contact(start, administrator(), "acme".into(), id(), change));
    let refusals = [
        (assigned.map(drop), "/projects"),
        (checked.map(drop), "/projects"),
        (set, "/projects"),
        (changed.map(drop), "/companies"),
    ];
    for (refused, pointer) in refusals {
        let errors = refused.unwrap_err().into_parts().errors;
        let pointers: Vec<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, [pointer]);
    }
}

/// A struct would also be read from a list of its members' values, by their order.
#[test]
fn a_list_is_taken_for_no_object_at_any_depth() {
    let tool = r#"{"id":"admin","name":"Admin","scope":"company"}"#;
    let catalogues = [
        r#"{"tools":[["admin","Admin","company"]]}"#.to_owned(),
        format!(r#"{{"tools":[{tool}],"apps":[["sync","Sync"]]}}"#),
        format!(r#"{{"tools":[{tool}],"apps":[{{"id":"sync","name":"Sync","requests":[{{}},{{}}]}}]}}"#),
        r#"{"tools":[{"id":"rfis","name":"RFIs","scope":"project","actions":[["close","Close"]]}]}"#
            .to_owned(),
    ];
    for text in &catalogues {
        assert!(serde_json::from_str::<Catalogue>(text).is_err(), "{text}");
    }
    assert!(serde_json::from_str::<TrustedIssuer>(r#"{"issuer":"https://ci.example","jwks":[[]]}"#).is_err());
    let presented = r#"{"authorization":"DPoP x","dpop":["proof","GET","https://api.example.com/"]}"#;
    assert!(serde_json::from_str::<Presented>(presented).is_err());
}
