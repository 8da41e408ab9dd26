//! Trust in outside issuers: what it admits, how large it may be, and what a refusal costs.

use super::counted::{Work, costs};
use super::{World, administrator, core};
use crate::administration::audit::read::AuditQuery;
use crate::core::Core;
use crate::http::message::HttpRequest;
use crate::model::account::new::NewAccount;
use crate::model::trust::claim::{ClaimPrefix, ClaimValue};
use crate::model::trust::new::NewTrustInput;
use crate::port::crypto::built_in::BuiltIn;
use crate::port::crypto::jwk::Algorithm;
use crate::port::crypto::seal::SealingKey;
use crate::port::crypto::{GeneratedKey, SigningKey};
use crate::value::error::Error;
use crate::value::input;
use data_encoding::BASE64URL_NOPAD;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Value, json};

const ISSUER: &str = "https://ci.example.com";
const NOW: u64 = 1_800_000_000;

/// An issuer that signs, whose keys were entered.
struct Issuer {
    provider: BuiltIn,
    key: GeneratedKey,
}

impl Issuer {
    fn entered(core: &Core, world: &mut World) -> Self {
        let provider = BuiltIn::new(vec![SealingKey::from_bytes([3; 32])]);
        let key = provider.generate(Algorithm::EdDsa, &mut ChaCha20Rng::from_seed([3; 32])).unwrap();
        let issuer = json!({ "issuer": ISSUER, "jwks": { "keys": [key.jwk] } });
        let start = world.start();
        let put = core.put_trusted_issuer(start, serde_json::from_value(issuer).unwrap());
        assert_eq!(world.run(put).unwrap().known.len(), 1);
        Self { provider, key }
    }

    fn sign(&self, claims: &Value) -> String {
        let encode = |part: &Value| BASE64URL_NOPAD.encode(part.to_string().as_bytes());
        let input = format!("{}.{}", encode(&json!({ "alg": "EdDSA" })), encode(claims));
        let key = SigningKey { jwk: self.key.jwk.clone(), sealed: self.key.sealed.clone() };
        let signature = self.provider.sign(&key, input.as_bytes()).unwrap();
        format!("{input}.{}", BASE64URL_NOPAD.encode(&signature))
    }
}

fn account(core: &Core, world: &mut World) -> String {
    let start = world.start();
    let new = NewAccount::custom("Pipeline");
    let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    made.account.client_id.to_string()
}

fn trust(core: &Core, world: &mut World, id: &str, wish: Value) -> Result<String, Error> {
    let start = world.start();
    let wish = serde_json::from_value(wish).unwrap();
    let added = world.run(core.add_trust(start, administrator(), "acme".into(), id.into(), wish));
    added.map(|added| added.trust_id.to_string())
}

/// What comes of a JWT, and what it costs.
fn presented(core: &Core, world: &mut World, id: &str, jwt: &str) -> (u16, String, Work) {
    let grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";
    let request = HttpRequest {
        method: "POST".into(),
        target: "/oauth/token".into(),
        headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
        body: format!("grant_type={grant}&client_id={id}&assertion={jwt}").into_bytes().into(),
        ..HttpRequest::default()
    };
    let start = world.start();
    let (work, response) = costs(world, core.handle(start, request, None));
    (response.status, String::from_utf8(response.body.to_vec()).unwrap(), work)
}

#[test]
fn no_refusal_of_a_good_jwt_tells_itself_from_another() {
    let (core, mut world) = (core(), World::default());
    let issuer = Issuer::entered(&core, &mut world);
    let (id, other) = (account(&core, &mut world), account(&core, &mut world));
    let asked = json!({ "sub": "job", "/deep/claim": "x", "n": 1 });
    let wish =
        |once: bool| json!({ "issuer": ISSUER, "audience": "us", "claims": asked.clone(), "once": once });
    trust(&core, &mut world, &id, wish(true)).unwrap();
    let good = json!({
        "iss": ISSUER, "sub": "job", "aud": "us", "iat": NOW, "exp": NOW + 300, "deep": { "claim": "x" }, "n": 1, "jti": "1",
    });
    let but = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        issuer.sign(&claims)
    };
    // Else the first would make the signing key.
    let start = world.start();
    world.run(core.jwks(start)).unwrap();
    let unknown = format!("{}{}", id.get(..35).unwrap(), "a".repeat(20));
    let refusals = [
        ("another subject", &id, but("sub", json!("other"))),
        ("another audience", &id, but("aud", json!("them"))),
        ("another number", &id, but("n", json!(2))),
        ("no claim within", &id, but("deep", json!({}))),
        ("no jti", &id, but("jti", Value::Null)),
        ("a jti that is none", &id, but("jti", json!(""))),
        ("an account that trusts nothing", &other, issuer.sign(&good)),
        ("no account", &unknown, issuer.sign(&good)),
    ];
    let (_, body, work) = presented(&core, &mut world, &id, &but("sub", json!("x")));
    assert!(body.contains("invalid_grant"), "{body}");
    assert_eq!((work.signatures, work.gets, work.commits), (1, 1, 0));
    for (what, id, jwt) in refusals {
        assert_eq!(presented(&core, &mut world, id, &jwt), (400, body.clone(), work), "{what}");
    }
    let (status, _, work) = presented(&core, &mut world, &id, &issuer.sign(&good));
    assert_eq!((status, work.gets, work.commits), (200, 1, 1), "remembering costs a commit");
    assert_eq!(presented(&core, &mut world, &id, &issuer.sign(&good)).1, body, "used before");
    trust(&core, &mut world, &other, wish(false)).unwrap();
    let (status, _, work) = presented(&core, &mut world, &other, &issuer.sign(&good));
    assert_eq!((status, work.commits), (200, 0), "and nothing where it is not asked for");
}

#[test]
fn a_jwt_that_lives_too_long_is_refused_before_anything_is_read() {
    let (core, mut world) = (core(), World::default());
    let issuer = Issuer::entered(&core, &mut world);
    let id = account(&core, &mut world);
    let wish = json!({ "issuer": ISSUER, "audience": "us", "claims": { "sub": "job" } });
    trust(&core, &mut world, &id, wish).unwrap();
    for (iat, exp) in
        [(json!(NOW), NOW + 3661), (json!(NOW - 3600), NOW + 61), (json!(0), NOW + 1), (json!(NOW), u64::MAX)]
    {
        let claims = json!({ "iss": ISSUER, "sub": "job", "aud": "us", "iat": iat, "exp": exp });
        let (status, _, work) = presented(&core, &mut world, &id, &issuer.sign(&claims));
        assert_eq!((status, work), (400, Work::NONE), "{iat} to {exp}");
    }
    let claims = json!({ "iss": ISSUER, "sub": "job", "aud": "us", "exp": NOW + 3661 });
    assert_eq!(presented(&core, &mut world, &id, &issuer.sign(&claims)).0, 400, "without an iat");
    let claims = json!({ "iss": ISSUER, "sub": "job", "aud": "us", "iat": NOW, "exp": NOW + 3660 });
    assert_eq!(presented(&core, &mut world, &id, &issuer.sign(&claims)).0, 200);
}

#[test]
fn no_trust_is_so_large_that_eight_do_not_fit_an_account() {
    let (core, mut world) = (core(), World::default());
    let id = account(&core, &mut world);
    let wish = |number: usize, longest: usize| {
        json!({
            "issuer": format!("{number}{}", "i".repeat(254)),
            "audience": "a".repeat(255),
            "claims": { "sub": "s".repeat(1024), "more": "m".repeat(longest) },
            "name": "\u{1F4A3}".repeat(200),
        })
    };
    let longest = (0..1024).rev().find(|longest| {
        let (mut world, id) = (World { entries: world.entries.clone(), ..World::default() }, id.clone());
        trust(&core, &mut world, &id, wish(0, *longest)).is_ok()
    });
    let longest = longest.unwrap();
    assert!(longest > 400, "{longest}");
    for number in 0..8 {
        trust(&core, &mut world, &id, wish(number, longest)).unwrap();
    }
    let ninth = trust(&core, &mut world, &id, wish(8, longest)).unwrap_err();
    assert_eq!(ninth.code.as_str(), "too_many_trusts");
}

#[test]
fn a_claim_of_another_type_or_beside_the_mark_does_not_fit() {
    let text = |text: &str| ClaimValue::Text(text.into());
    let prefix = |prefix: &str| ClaimValue::Prefix(ClaimPrefix { prefix: prefix.into() });
    for (wanted, claim) in [
        (text("1"), json!(1)),
        (text("true"), json!(true)),
        (text(""), Value::Null),
        (text("a"), json!(["a"])),
        (text("\u{e9}"), json!("e\u{301}")),
        (ClaimValue::Number(1), json!("1")),
        (ClaimValue::Number(1), json!(1.0)),
        (ClaimValue::Number(9_007_199_254_740_993), json!(9_007_199_254_740_992_u64)),
        (ClaimValue::Number(-1), json!(u64::MAX)),
        (ClaimValue::Flag(true), json!(1)),
        (prefix("a:"), json!("a:")),
        (prefix("a:"), json!("a:b:c")),
        (prefix("a:"), json!("ab")),
        (prefix("a:"), json!(["a:b"])),
        (prefix(""), json!("a")),
    ] {
        assert!(!wanted.fits(&claim), "{wanted:?} {claim}");
    }
    for (wanted, claim) in [
        (text("a b/\u{e9}\u{0}"), json!("a b/\u{e9}\u{0}")),
        (ClaimValue::Number(9_007_199_254_740_993), json!(9_007_199_254_740_993_u64)),
        (ClaimValue::Number(i64::MIN), json!(i64::MIN)),
        (ClaimValue::Flag(false), json!(false)),
        (prefix("a:"), json!("a:b/c@d|e")),
        (prefix("a/"), json!("a/b:c")),
    ] {
        assert!(wanted.fits(&claim), "{wanted:?} {claim}");
    }
}

#[test]
fn a_claim_that_is_asked_for_twice_is_refused() {
    let read = |claims: &str| {
        let wish = format!(r#"{{"issuer": "https://ci.example.com", "audience": "us", "claims": {claims}}}"#);
        input::value::<NewTrustInput>(wish.as_bytes())
    };
    read(r#"{"sub": "a", "ref": "b"}"#).unwrap();
    let twice = read(r#"{"sub": "a", "sub": "b"}"#).unwrap_err();
    assert_eq!(twice.errors.first().unwrap().pointer, "/claims");
    let mistyped = read(r#"{"sub": {"prefix": 5}}"#).unwrap_err();
    assert_eq!(mistyped.errors.first().unwrap().pointer, "/claims/sub");
}

#[test]
fn no_issuer_is_entered_whose_name_is_none() {
    let (core, mut world) = (core(), World::default());
    for name in [String::new(), "a".repeat(256), "https://ci example.com".into(), "https://ci.exämple".into()]
    {
        let issuer = serde_json::from_value(json!({ "issuer": name, "jwks": { "keys": [] } })).unwrap();
        let start = world.start();
        let refused = world.run(core.put_trusted_issuer(start, issuer)).unwrap_err();
        assert_eq!(refused.errors.first().map(|problem| problem.pointer.as_str()), Some("/issuer"), "{name}");
    }
}

#[test]
fn which_keys_an_issuer_had_and_has_is_told() {
    let (core, mut world) = (core(), World::default());
    let kid = Issuer::entered(&core, &mut world).key.jwk.kid();
    let gone = serde_json::from_value(json!({ "issuer": ISSUER, "jwks": { "keys": [] } })).unwrap();
    let start = world.start();
    world.run(core.put_trusted_issuer(start, gone)).unwrap();
    let start = world.start();
    let events = world.run(core.list_platform_audit_events(start, AuditQuery::default())).unwrap().items;
    let keys: Vec<_> = events.iter().map(|event| (&event.from["keys"], &event.to["keys"])).collect();
    let (none, one) = (json!([]), json!([kid]));
    assert_eq!(keys, [(&Value::Null, &one), (&one, &none)]);
}
