//! Rotating always works: what has ended keeps nothing off, however much of it there is.

use super::{World, administrator, core};
use crate::core::Core;
use crate::http::HttpRequest;
use crate::model::account::AccountRecord;
use crate::model::account::new::NewAccount;
use crate::model::record;
use crate::oauth::authorize::Authorized;
use crate::oauth::grant::TokenRequest;
use crate::port::crypto::built_in::is_public_key;
use crate::port::crypto::jwk::{OkpCurve, PublicJwk};
use crate::value::error::{Code, Error};
use crate::value::identifier::ClientId;
use crate::value::tree::{FromTree, Tree};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

struct Account {
    core: Core,
    world: World,
    id: String,
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

impl Account {
    fn new() -> Self {
        let (core, mut world) = (core(), World::default());
        let start = world.start();
        let new = NewAccount::custom("Sync");
        let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
        let id = made.account.client_id.to_string();
        let change = read(json!({ "company": { "rfis": "read_only" } }));
        let start = world.start();
        let granted = core.set_permissions(start, administrator(), "acme".into(), id.clone(), change, None);
        world.run(granted).unwrap();
        Self { core, world, id }
    }

    /// Its id and itself.
    fn add_secret(&mut self, new: Value) -> Result<(String, String), Error> {
        let start = self.world.start();
        let adding =
            self.core.add_secret(start, administrator(), "acme".into(), self.id.clone(), read(new), None);
        let added = self.world.run(adding)?;
        Ok((added.secret.secret_id.to_string(), added.client_secret.unwrap().reveal().to_owned()))
    }

    fn revoke_secret(&mut self, secret_id: String) {
        let start = self.world.start();
        let revoking =
            self.core.revoke_secret(start, administrator(), "acme".into(), self.id.clone(), secret_id);
        self.world.run(revoking).unwrap();
    }

    fn add_key(&mut self, x: &str) -> String {
        self.add_jwk(json!({ "kty": "OKP", "crv": "Ed25519", "x": x }))
    }

    fn add_jwk(&mut self, jwk: Value) -> String {
        let new = read(json!({ "jwk": jwk }));
        let start = self.world.start();
        let adding = self.core.add_key(start, administrator(), "acme".into(), self.id.clone(), new);
        self.world.run(adding).unwrap().kid.to_string()
    }

    fn revoke_key(&mut self, kid: String) {
        let start = self.world.start();
        let revoking = self.core.revoke_key(start, administrator(), "acme".into(), self.id.clone(), kid);
        self.world.run(revoking).unwrap();
    }

    fn token(&mut self, secret: &str) -> String {
        let client_secret = secret.to_owned().into();
        let request = TokenRequest { client_id: self.id.clone(), client_secret, ..TokenRequest::default() };
        let start = self.world.start();
        self.world.run(self.core.request_token(start, request)).unwrap().access_token
    }

    fn authorize(&mut self, token: &str) -> Result<Authorized, Error> {
        let need = read(json!({ "company": "acme", "tool": "rfis", "level": "read_only" }));
        let start = self.world.start();
        self.world.run(self.core.authorize(start, Some(format!("Bearer {token}")), need))
    }

    /// Its record; what follows in the value vouches for it.
    fn record(&self) -> AccountRecord {
        let key = record::account(&ClientId::parse(self.id.as_str()).unwrap());
        let mut lines = serde_json::Deserializer::from_slice(&self.world.entries[&key].value).into_iter();
        AccountRecord::from_tree(&Tree::of(&lines.next().unwrap().unwrap())).unwrap()
    }
}

#[test]
fn no_number_of_revoked_secrets_keeps_an_emergency_rotation_off() {
    let mut account = Account::new();
    let (_, kept) = account.add_secret(json!({ "overlap_seconds": 0 })).unwrap();
    let token = account.token(&kept);
    for number in 0..20 {
        let (id, _) = account.add_secret(json!({})).unwrap_or_else(|error| panic!("{number}: {error}"));
        account.revoke_secret(id);
    }
    account.authorize(&token).expect("what is live is none of those that make room");
    let (_, last) = account.add_secret(json!({ "overlap_seconds": 0 })).unwrap();
    account.authorize(&token).expect("revoked ones make room before one that has expired");
    account.token(&last);
}

#[test]
fn no_number_of_rotations_keeps_the_next_off() {
    let mut account = Account::new();
    let mut tokens = Vec::new();
    for number in 0..20 {
        let added = account.add_secret(json!({ "overlap_seconds": 0 }));
        let (_, secret) = added.unwrap_or_else(|error| panic!("{number}: {error}"));
        tokens.push(account.token(&secret));
    }
    let good: Vec<bool> = tokens.iter().map(|token| account.authorize(token).is_ok()).collect();
    assert_eq!(good, [vec![false; 8], vec![true; 12]].concat(), "tokens of what made room are refused");
}

#[test]
fn a_repeated_call_is_told_that_what_it_made_is_gone() {
    let mut account = Account::new();
    let add = |account: &mut Account, key: &str| {
        let start = account.world.start();
        let new = read(json!({ "overlap_seconds": 0 }));
        let (company, id) = ("acme".into(), account.id.clone());
        account.world.run(account.core.add_secret(start, administrator(), company, id, new, Some(key.into())))
    };
    add(&mut account, "first").unwrap();
    for number in 0..12 {
        add(&mut account, &number.to_string()).unwrap();
    }
    let told = add(&mut account, "first").unwrap_err();
    assert_eq!((told.code, told.code.status()), (Code::IdempotencyKeyReused, 409), "{told}");
    assert!(told.detail.contains("gone"), "{told}");
}

/// Points of the curve, whose private halves nobody knows.
fn public_keys() -> impl Iterator<Item = String> {
    let texts = (0..=u8::MAX).map(|number| BASE64URL_NOPAD.encode(&[number; 32]));
    texts.filter(|x| is_public_key(&PublicJwk::Okp { crv: OkpCurve::Ed25519, x: x.clone() }))
}

#[test]
fn a_revoked_key_that_made_room_brings_no_token_back_when_it_is_entered_again() {
    let mut account = Account::new();
    let mut public = public_keys();
    let own = public.next().unwrap();
    let first = account.add_key(&own);
    account.revoke_key(first.clone());
    let epoch = account.record().epoch;
    // As many more as are kept, by thumbprints of their own.
    for x in public.take(8) {
        let kid = account.add_key(&x);
        account.revoke_key(kid);
    }
    assert!(account.record().keys.iter().all(|key| key.kid.as_str() != first), "it made room");
    assert!(account.record().epoch > epoch, "tokens that it fetched stay refused");
    assert_eq!(account.add_key(&own), first);
}

#[test]
fn what_has_ended_fills_no_record() {
    let mut account = Account::new();
    let long = |letter: &str| letter.repeat(250);
    for number in 0..40 {
        let new = json!({
            "issuer": format!("{number}{}", long("i")), "audience": long("a"),
            "claims": { "sub": long("s") }, "name": "\u{1F4A3}".repeat(200),
        });
        let start = account.world.start();
        let adding =
            account.core.add_trust(start, administrator(), "acme".into(), account.id.clone(), read(new));
        let added = account.world.run(adding).unwrap_or_else(|error| panic!("{number}: {error}"));
        let start = account.world.start();
        let (id, trust) = (account.id.clone(), added.trust_id.to_string());
        account
            .world
            .run(account.core.revoke_trust(start, administrator(), "acme".into(), id, trust))
            .unwrap();
    }
    let (_, secret) = account.add_secret(json!({ "overlap_seconds": 0 })).unwrap();
    account.token(&secret);
}

/// What it holds in projects counts as well: a program that acts with all it holds holds all of itself.
#[test]
fn no_level_in_a_project_keeps_a_program_from_its_own_rotation() {
    let (core, mut world) = (core(), World::default());
    let start = world.start();
    let made = world.run(core.bootstrap(start, "acme".into(), "Provisioning".into())).unwrap();
    let (id, secret) = (made.account.client_id.to_string(), made.client_secret.unwrap().reveal().to_owned());
    let change = read(json!({ "projects": [{ "project": "p1", "levels": { "rfis": "admin" } }] }));
    let start = world.start();
    world.run(core.set_permissions(start, administrator(), "acme".into(), id.clone(), change, None)).unwrap();
    for (scope, status) in [(None, 201), (Some("admin:admin"), 403)] {
        let request = TokenRequest {
            client_id: id.clone(),
            client_secret: secret.clone().into(),
            resource: vec!["https://id.example.com/admin".into()],
            scope: scope.map(str::to_owned),
            ..TokenRequest::default()
        };
        let start = world.start();
        let token = world.run(core.request_token(start, request)).unwrap().access_token;
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let rotate = HttpRequest {
            method: "POST".into(),
            target: format!("/badgehouse/v1/companies/acme/service-accounts/{id}/secrets"),
            headers: vec![
                header("authorization", &format!("Bearer {token}")),
                header("content-type", "application/json"),
            ],
            body: b"{}".to_vec().into(),
            ..HttpRequest::default()
        };
        let start = world.start();
        assert_eq!(world.run(core.handle(start, rotate, None)).status, status, "scope {scope:?}");
    }
}

#[test]
fn a_key_that_is_entered_again_by_the_same_name_changes_nothing() {
    let mut account = Account::new();
    let x = public_keys().next().unwrap();
    let named = |kid: &str| json!({ "kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid });
    account.add_jwk(named("first"));
    let revision = account.record().revision;
    account.add_jwk(named("first"));
    assert_eq!(account.record().revision, revision);
    account.add_jwk(named("second"));
    assert_eq!(account.record().revision, revision + 1);
}

/// The longest life of a token and its leeway, and two days for a clock that is ahead.
const KEPT_SECONDS: u64 = 259_260;

/// Entered again, it would uphold the tokens that revoking it has ended.
#[test]
fn a_key_that_was_revoked_is_not_forgotten_by_a_clock_that_is_a_little_ahead() {
    let mut account = Account::new();
    let mut public = public_keys();
    let kid = account.add_key(&public.next().unwrap());
    account.revoke_key(kid.clone());
    account.world.passed = KEPT_SECONDS - 1;
    account.add_key(&public.next().unwrap());
    assert!(account.record().keys.iter().any(|key| key.kid.as_str() == kid));
}

/// None of its tokens is out any more, so that nothing is to be ended for its sake.
#[test]
fn a_key_that_was_revoked_long_ago_ends_no_tokens_when_it_goes() {
    let mut account = Account::new();
    let mut public = public_keys();
    let kid = account.add_key(&public.next().unwrap());
    account.revoke_key(kid.clone());
    let epoch = account.record().epoch;
    account.world.passed = KEPT_SECONDS;
    account.add_key(&public.next().unwrap());
    assert!(account.record().keys.iter().all(|key| key.kid.as_str() != kid), "it has gone");
    assert_eq!(account.record().epoch, epoch);
}

/// It was ended at once, by whoever had a clock that was ahead.
#[test]
fn a_secret_that_was_ended_is_not_brought_back_by_a_clock_that_falls_back() {
    let mut account = Account::new();
    let (id, secret) = account.add_secret(json!({})).unwrap();
    account.world.passed = 3_600;
    let start = account.world.start();
    let change = read(json!({ "expires_at": "2020-01-01T00:00:00Z" }));
    let (company, client_id) = ("acme".into(), account.id.clone());
    let ending = account.core.change_secret(start, administrator(), company, client_id, id, change, None);
    account.world.run(ending).unwrap();
    account.world.passed = 0;
    let request = TokenRequest {
        client_id: account.id.clone(),
        client_secret: secret.into(),
        ..TokenRequest::default()
    };
    let start = account.world.start();
    account.world.run(account.core.request_token(start, request)).unwrap_err();
}

/// By a clock that is ahead; whoever ends one by it means it for every other as well.
#[test]
fn what_only_seems_to_have_ended_is_ended_at_once_for_good() {
    const YEAR: u64 = 365 * 86_400;
    let mut account = Account::new();
    let id = || account.id.clone();
    let (core, world, company) = (&account.core, &mut account.world, || "acme".to_owned());
    let end = "2028-01-15T08:00:00Z";
    let start = world.start();
    let new = read(json!({ "expires_at": end }));
    let added = world.run(core.add_secret(start, administrator(), company(), id(), new, None)).unwrap();
    let secret = added.secret.secret_id.to_string();
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": public_keys().next().unwrap() });
    let start = world.start();
    let new = read(json!({ "jwk": jwk, "expires_at": end }));
    let key = world.run(core.add_key(start, administrator(), company(), id(), new)).unwrap().kid.to_string();

    world.passed = 2 * YEAR;
    let change = |end: &str| read(json!({ "expires_at": end }));
    let start = world.start();
    let longer = core.change_secret(
        start,
        administrator(),
        company(),
        id(),
        secret.clone(),
        change("2040-01-01T00:00:00Z"),
        None,
    );
    assert_eq!(world.run(longer).unwrap_err().code, Code::InvalidInput, "it brings nothing back");
    let now = || change("2020-01-01T00:00:00Z");
    let start = world.start();
    world.run(core.change_secret(start, administrator(), company(), id(), secret, now(), None)).unwrap();
    let start = world.start();
    world.run(core.change_key(start, administrator(), company(), id(), key, now(), None)).unwrap();

    world.passed = 0;
    let start = world.start();
    let query = read(json!({}));
    let told = world.run(core.list_audit_events(start, administrator(), company(), query)).unwrap().items;
    assert!(told.iter().rev().take(2).all(|event| event.to["live"] == json!(false)), "{told:?}");
    let record = account.record();
    for life in [&record.secrets[1].life, &record.keys[0].life] {
        assert!(
            !life.may_live() && life.expires_at.is_some_and(|at| at.to_string() == end),
            "it ended no later"
        );
    }
}
