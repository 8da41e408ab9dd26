//! Rolling the signing keys over: verifiers that keep the published keys for up to a day refuse no good token, through three rotations; and an emergency.

use badgehouse::account::NewAccount;
use badgehouse::authorize::NeedInput;
use badgehouse::grant::TokenRequest;
use badgehouse::key_ring::EarlierTokens;
use badgehouse::principal::Principal;
use badgehouse::settings::{Policy, Settings};
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_tests::engines::{Clock, settings};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const HOUR: u64 = 3600;
/// For how long each verifier keeps the keys that it has fetched, in hours.
const CACHES: [u64; 7] = [0, 1, 6, 12, 18, 23, 24];
/// Four keys: three rotations.
const DAYS: u64 = 34;

/// Somebody else's verifier: it asks for the keys when those that it has are too old, and never for a single token.
struct Verifier {
    hours: u64,
    fetched: u64,
    kids: BTreeSet<String>,
}

impl Verifier {
    async fn refresh(&mut self, engine: &Engine, now: u64) {
        if self.kids.is_empty() || now >= self.fetched + self.hours * HOUR {
            let keys = engine.jwks().await.expect("the keys").keys;
            (self.fetched, self.kids) = (now, keys.into_iter().map(|key| key.kid).collect());
        }
    }
}

struct World {
    engine: Engine,
    clock: Clock,
    request: TokenRequest,
}

impl World {
    async fn new() -> Self {
        let clock = Clock::default();
        let moving = clock.clone();
        // The shortest life of a key and the longest of a token: the hardest there is.
        let policy =
            Policy { token_seconds: 24 * HOUR, signing_key_seconds: 10 * 24 * HOUR, ..Policy::default() };
        let engine =
            Engine::open(Settings { policy, ..settings() }, MemoryStore::new()).expect("the settings");
        let engine = engine.with_clock(move || moving.now());
        let made =
            engine.create_account(Principal::Platform, "acme".into(), NewAccount::custom("Sync"), None);
        let made = made.await.expect("an account");
        let id = made.account.client_id.to_string();
        let change = serde_json::from_value(json!({ "company": { "rfis": "read_only" } })).expect("a change");
        let set = engine.set_permissions(Principal::Platform, "acme".into(), id.clone(), change, None);
        set.await.expect("levels");
        let client_secret = made.client_secret.expect("a secret").reveal().to_owned().into();
        let request = TokenRequest { client_id: id, client_secret, ..TokenRequest::default() };
        Self { engine, clock, request }
    }

    /// A token and the key that has signed it.
    async fn token(&self) -> (String, String) {
        let token = self.engine.request_token(self.request.clone()).await.expect("a token").access_token;
        let header = BASE64URL_NOPAD.decode(token.split('.').next().expect("a header").as_bytes());
        let header: Value = serde_json::from_slice(&header.expect("base64url")).expect("JSON");
        (token.clone(), header["kid"].as_str().expect("a kid").to_owned())
    }

    async fn passes(&self, token: &str) -> bool {
        let need = json!({ "company": "acme", "tool": "rfis", "level": "read_only" });
        let need: NeedInput = serde_json::from_value(need).expect("a need");
        self.engine.authorize(Some(format!("Bearer {token}")), need).await.is_ok()
    }
}

#[tokio::test]
async fn no_verifier_refuses_a_good_token_through_three_rotations() {
    let world = World::new().await;
    world.engine.maintain().await.expect("the first key");
    let mut verifiers: Vec<Verifier> =
        CACHES.iter().map(|hours| Verifier { hours: *hours, fetched: 0, kids: BTreeSet::new() }).collect();
    let (mut out, mut signers, mut seen) = (Vec::new(), BTreeSet::new(), 0);
    for hour in 0..DAYS * 24 {
        // A host's timer may be late by an hour.
        if hour % 2 == 0 {
            world.engine.maintain().await.expect("maintained");
        }
        let now = world.clock.now();
        let (token, kid) = world.token().await;
        signers.insert(kid.clone());
        out.push((now + 24 * HOUR, token, kid));
        out.retain(|(end, ..)| *end > now);
        for verifier in &mut verifiers {
            verifier.refresh(&world.engine, now).await;
            for (_, _, kid) in &out {
                assert!(
                    verifier.kids.contains(kid),
                    "hour {hour}: a cache of {} hours lacks {kid}",
                    verifier.hours
                );
                seen += 1;
            }
        }
        let (_, oldest, _) = &out[0];
        assert!(world.passes(oldest).await, "hour {hour}: we refuse it ourselves");
        world.clock.advance(HOUR);
    }
    assert_eq!(signers.len(), 4, "three rotations");
    assert!(seen > 100_000, "{seen} looks");
    assert!(world.engine.jwks().await.expect("the keys").keys.len() <= 3, "and the earlier keys are gone");
}

#[tokio::test]
async fn after_an_emergency_no_earlier_token_is_good_and_every_verifier_learns_of_it_within_its_cache() {
    for hours in CACHES {
        let world = World::new().await;
        let mut verifier = Verifier { hours, fetched: 0, kids: BTreeSet::new() };
        let (stolen, stolen_kid) = world.token().await;
        verifier.refresh(&world.engine, world.clock.now()).await;
        world.engine.replace_signing_key(EarlierTokens::Refused).await.expect("a new key");
        assert!(!world.passes(&stolen).await, "here it is refused at once");
        let (good, kid) = world.token().await;
        assert!(world.passes(&good).await && kid != stolen_kid);
        world.clock.advance(hours * HOUR);
        verifier.refresh(&world.engine, world.clock.now()).await;
        assert!(!verifier.kids.contains(&stolen_kid), "a cache of {hours} hours");
        assert!(verifier.kids.contains(&kid), "a cache of {hours} hours");
    }
}
