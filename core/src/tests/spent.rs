//! A source that has spent its budget of wrong credentials: what is right passes, and what is wrong costs next to nothing.

use super::counted::{Work, costs, ring_bytes};
use super::{World, administrator, core};
use crate::core::Core;
use crate::http::message::{HttpRequest, HttpResponse};
use crate::model::account::new::NewAccount;
use crate::model::settings::Policy;
use crate::oauth::throttle::{Failure, FailureWindow, KEPT_OF_A_SOURCE};
use crate::value::random::base62_of;
use crate::value::timestamp::Timestamp;
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};

const HERE: &str = "192.0.2.1";
const CI: &str = "https://ci.example.com";

/// An account with a secret, a key and a trust, and others that guess from its source.
struct Shared {
    core: Core,
    world: World,
    id: String,
    secret: String,
    key: SigningKey,
    kid: String,
    spent: Vec<Failure>,
}

fn encode(part: &Value) -> String {
    BASE64URL_NOPAD.encode(part.to_string().as_bytes())
}

fn jwk(key: &SigningKey) -> Value {
    json!({ "kty": "OKP", "crv": "Ed25519", "x": BASE64URL_NOPAD.encode(key.verifying_key().as_bytes()) })
}

/// A secret that nobody has made, with a good checksum.
fn made_up(place: &str, number: usize) -> String {
    let begin = format!("bhs_{place}_{number:043}");
    format!("{begin}_{}", base62_of(crc32fast::hash(begin.as_bytes())))
}

impl Shared {
    /// What is read of an account that proves nothing, and the time.
    fn read(&self) -> Work {
        let bytes = 2048 + ring_bytes(&self.core, &self.world);
        Work { gets: 1, keys: 3, records: 3, bytes, ..Work::NONE }
    }

    fn new() -> Self {
        let (core, mut world) = (core(), World::default());
        let start = world.start();
        let new = NewAccount::custom("Sync");
        let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
        let id = made.account.client_id.to_string();
        let key = SigningKey::from_bytes(&[1; 32]);
        let new = serde_json::from_value(json!({ "jwk": jwk(&key) })).unwrap();
        let start = world.start();
        let added = world.run(core.add_key(start, administrator(), "acme".into(), id.clone(), new)).unwrap();
        let new = json!({ "issuer": CI, "audience": "us", "claims": { "sub": "job" } });
        let new = serde_json::from_value(new).unwrap();
        let start = world.start();
        world.run(core.add_trust(start, administrator(), "acme".into(), id.clone(), new)).unwrap();
        let issuer = json!({ "issuer": CI, "jwks": { "keys": [jwk(&SigningKey::from_bytes(&[2; 32]))] } });
        let issuer = serde_json::from_value(issuer).unwrap();
        let start = world.start();
        world.run(core.put_trusted_issuer(start, issuer)).unwrap();
        // Else the first request would make the first key.
        let start = world.start();
        world.run(core.jwks(start)).unwrap();
        let secret = made.client_secret.unwrap().reveal().to_owned();
        let kid = added.kid.to_string();
        let mut shared = Self { core, world, id, secret, key, kid, spent: Vec::new() };
        shared.spent = shared.guesses();
        shared
    }

    /// As many wrong secrets for the account as a source may try.
    fn guesses(&mut self) -> Vec<Failure> {
        let mut kept = FailureWindow::default();
        for number in 0..Policy::default().failures {
            let form = self.by_secret(&format!("wrong-{number}"));
            let (_, response) = self.send("/oauth/token", &form);
            assert_eq!(response.status, 401);
            kept.add(response.failure.unwrap());
        }
        kept.of(HERE)
    }

    /// Guesses for as many other clients as a source may try.
    fn spend_all(&mut self) {
        let at = Timestamp::from_seconds(1_800_000_000);
        let first = self.spent[0].clone();
        let other = |number: usize| Failure { client: format!("{number}"), at, ..first.clone() };
        self.spent = (0..KEPT_OF_A_SOURCE).map(other).collect();
    }

    fn send(&mut self, target: &str, form: &str) -> (Work, HttpResponse) {
        let request = HttpRequest {
            method: "POST".into(),
            target: target.into(),
            headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
            body: form.as_bytes().to_vec().into(),
            source: Some(HERE.into()),
            failures: self.spent.clone(),
            ..HttpRequest::default()
        };
        let start = self.world.start();
        costs(&mut self.world, self.core.handle(start, request, None))
    }

    /// What a wrong one costs, which is asked to wait and adds nothing to what is held, whatever is wrong with it.
    fn wrong(&mut self, form: &str) -> Work {
        let (work, response) = self.send("/oauth/token", form);
        let body: Value = serde_json::from_slice(&response.body).unwrap();
        assert_eq!((response.status, &body["error"]), (429, &json!("temporarily_unavailable")), "{form}");
        assert_eq!((response.failure, response.usage), (None, None), "{form}");
        assert!(response.headers.iter().any(|(name, _)| name == "retry-after"), "{form}");
        work
    }

    fn by_secret(&self, secret: &str) -> String {
        format!("grant_type=client_credentials&client_id={}&client_secret={secret}", self.id)
    }

    fn by_assertion(&self, key: &SigningKey, kid: Option<&str>, jti: &str) -> String {
        let mut header = json!({ "alg": "EdDSA" });
        kid.into_iter().for_each(|kid| header["kid"] = json!(kid));
        let claims = json!({ "iss": self.id, "sub": self.id, "aud": "https://id.example.com", "exp": 1_800_000_060, "jti": jti });
        let assertion = signed(key, &header, &claims);
        let urn = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";
        format!("grant_type=client_credentials&client_assertion_type={urn}&client_assertion={assertion}")
    }

    fn by_job(&self, key: &SigningKey, subject: &str) -> String {
        let claims = json!({ "iss": CI, "sub": subject, "aud": "us", "exp": 1_800_000_060 });
        let assertion = signed(key, &json!({ "alg": "EdDSA" }), &claims);
        let grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";
        format!("grant_type={grant}&client_id={}&assertion={assertion}", self.id)
    }
}

fn signed(key: &SigningKey, header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", encode(header), encode(claims));
    let signature = key.sign(message.as_bytes()).to_bytes();
    format!("{message}.{}", BASE64URL_NOPAD.encode(&signature))
}

#[test]
fn a_right_credential_is_not_refused_for_what_others_guessed() {
    let mut shared = Shared::new();
    let good = [
        shared.by_secret(&shared.secret),
        shared.by_assertion(&shared.key, Some(&shared.kid), "1"),
        shared.by_assertion(&shared.key, None, "2"),
        shared.by_job(&SigningKey::from_bytes(&[2; 32]), "job"),
    ];
    for form in &good {
        assert_eq!(shared.send("/oauth/token", form).1.status, 200, "{form}");
    }
    let form = format!("client_id={}&client_secret={}&token=x", shared.id, shared.secret);
    for endpoint in ["/oauth/introspect", "/oauth/revoke"] {
        assert_eq!(shared.send(endpoint, &form).1.status, 200, "{endpoint}");
        let wrong = form.replace(&shared.secret, "wrong");
        assert_eq!(shared.send(endpoint, &wrong).1.status, 429, "{endpoint}");
    }
    // Nor for what they guessed for whichever clients.
    shared.spend_all();
    assert_eq!(shared.send("/oauth/token", &good[0]).1.status, 200);
    assert_eq!(shared.wrong(&shared.by_secret("wrong")), Work::NONE);
}

#[test]
fn what_others_guess_costs_a_read_and_nothing_to_compute() {
    let mut shared = Shared::new();
    let read = shared.read();
    let place = shared.secret.split('_').nth(1).unwrap().to_owned();
    let (segment, secret_id) = place.split_at(32);
    let unknown = format!("{}{}", shared.id.get(..35).unwrap(), "a".repeat(20));
    let nobodys = format!("{segment}{}", "b".repeat(12));
    for number in 0..50 {
        let form = shared.by_secret(&format!("{}x", made_up(&place, number)));
        assert_eq!(shared.wrong(&form), Work::NONE, "a checksum that is not right");
        let form = shared.by_secret(&made_up(&nobodys, number));
        assert_eq!(shared.wrong(&form), read, "the id of no secret");
    }
    // Who knows the id of a live secret has one hash computed for each try, and no more.
    assert_eq!(shared.wrong(&shared.by_secret(&made_up(&place, 1))), Work { hashes: 1, ..read });
    let start = shared.world.start();
    let (id, secret_id) = (shared.id.clone(), secret_id.to_owned());
    let ended = shared.core.revoke_secret(start, administrator(), "acme".into(), id, secret_id);
    shared.world.run(ended).unwrap();
    assert_eq!(shared.wrong(&shared.by_secret(&shared.secret)), read, "a revoked one");
    shared.spend_all();
    let form = shared.by_secret(&made_up(&place, 1)).replace(&shared.id, &unknown);
    assert_eq!(shared.wrong(&form), read, "no account");
}

#[test]
fn jwts_of_others_have_a_signature_looked_at_only_where_it_may_be_right() {
    let mut shared = Shared::new();
    let other = SigningKey::from_bytes(&[3; 32]);
    let read = shared.read();
    let one = Work { signatures: 1, ..read };
    assert_eq!(shared.wrong(&shared.by_assertion(&other, Some("x"), "1")), read, "the id of no key");
    assert_eq!(shared.wrong(&shared.by_assertion(&other, Some(&shared.kid), "2")), one);
    assert_eq!(shared.wrong(&shared.by_assertion(&other, None, "3")), one, "as many as the account has keys");
    for (subject, signatures) in [("another", 0), ("job", 1)] {
        let work = shared.wrong(&shared.by_job(&other, subject));
        let expected = (signatures, read.gets, 0, 0);
        assert_eq!((work.signatures, work.gets, work.hashes, work.commits), expected, "{subject}");
    }
}

#[test]
fn what_is_held_of_a_source_prints_no_digest() {
    let shared = Shared::new();
    let mut kept = FailureWindow::default();
    shared.spent.iter().cloned().for_each(|failure| kept.add(failure));
    let printed = format!("{kept:?} {:?}", shared.spent);
    for failure in &shared.spent {
        assert!(!printed.contains(&failure.credential) && !printed.contains(&failure.client), "{printed}");
    }
    let first = format!("{:?}", shared.spent.first());
    assert!(
        first.contains(HERE) && first.contains("1800000000"),
        "whose it is and of when, is told: {first}"
    );
}

/// What is refused for another reason than its credential is told that reason, and counts as no guess.
#[test]
fn a_right_credential_that_asks_for_too_much_is_not_asked_to_wait() {
    let mut shared = Shared::new();
    let form = format!("{}&scope=cooking:admin", shared.by_secret(&shared.secret));
    for _ in 0..2 {
        let (_, response) = shared.send("/oauth/token", &form);
        let body: Value = serde_json::from_slice(&response.body).unwrap();
        assert_eq!((response.status, &body["error"]), (400, &json!("invalid_scope")));
        assert_eq!(response.failure, None);
        shared.spent.clear();
    }
}

#[test]
fn the_same_wrong_credential_again_is_no_second_guess() {
    let mut shared = Shared::new();
    let (_, response) = shared.send("/oauth/token", &shared.by_secret("wrong-0"));
    assert_eq!(response.status, 401);
    shared.wrong(&shared.by_secret("another"));
}

#[test]
fn who_waits_for_as_long_as_it_was_told_is_not_asked_to_wait_again() {
    let mut shared = Shared::new();
    let form = shared.by_secret("another");
    let (_, response) = shared.send("/oauth/token", &form);
    let told = response.headers.iter().find(|(name, _)| name == "retry-after");
    let seconds: u64 = told.unwrap().1.parse().unwrap();
    shared.world.passed = seconds - 1;
    shared.wrong(&form);
    shared.world.passed = seconds;
    assert_eq!(shared.send("/oauth/token", &form).1.status, 401);
    // One whose clock has fallen back by as much since counts no more either.
    shared
        .spent
        .iter_mut()
        .for_each(|failure| failure.at = Timestamp::from_seconds(1_800_000_000 + 2 * seconds));
    assert_eq!(shared.send("/oauth/token", &form).1.status, 401);
    shared.world.passed = seconds + 1;
    shared.wrong(&form);
}
