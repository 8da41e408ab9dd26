//! Rolling the signing keys over: verifiers that keep the published keys for up to a day refuse no good token, through three rotations, when the algorithm changes,
//! and when processes disagree about it; and an emergency.

use badgehouse::account::NewAccount;
use badgehouse::authorize::NeedInput;
use badgehouse::crypto::Algorithm;
use badgehouse::grant::TokenRequest;
use badgehouse::key_ring::EarlierTokens;
use badgehouse::principal::Principal;
use badgehouse::settings::{Policy, Settings};
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::settings;
use badgehouse_tests::engines::Clock;
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
    store: MemoryStore,
    clock: Clock,
    engine: Engine,
    request: TokenRequest,
}

impl World {
    async fn new() -> Self {
        let clock = Clock::default();
        let store = clock.store();
        let engine = process(&store, &clock, Algorithm::Es256);
        let made =
            engine.create_account(Principal::Platform, "acme".into(), NewAccount::custom("Sync"), None);
        let made = made.await.expect("an account");
        let id = made.account.client_id.to_string();
        let change = serde_json::from_value(json!({ "company": { "rfis": "read_only" } })).expect("a change");
        let set = engine.set_permissions(Principal::Platform, "acme".into(), id.clone(), change, None);
        set.await.expect("levels");
        let client_secret = made.client_secret.expect("a secret").reveal().to_owned().into();
        let request = TokenRequest { client_id: id, client_secret, ..TokenRequest::default() };
        Self { store, clock, engine, request }
    }

    /// Goes on in a process with another policy.
    fn restart(&mut self, algorithm: Algorithm) {
        self.engine = process(&self.store, &self.clock, algorithm);
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

/// A process on the store, with the shortest life of a key and the longest of a token that go together with three rotations: the hardest there is.
fn process(store: &MemoryStore, clock: &Clock, signing_algorithm: Algorithm) -> Engine {
    let policy = Policy {
        token_seconds: 24 * HOUR,
        signing_key_seconds: 10 * 24 * HOUR,
        signing_algorithm,
        ..Policy::default()
    };
    let engine = Engine::open(Settings { policy, ..settings() }, store.clone()).expect("the settings");
    let moving = clock.clone();
    // Each lives for an hour.
    engine.with_clock(move || moving.now()).living_briefly()
}

/// Every hour of so many days: a token, and every verifier looks at each token that is out. Which keys have signed, in their order.
async fn simulate(world: &mut World, days: u64, algorithm: impl Fn(u64) -> Algorithm) -> Vec<String> {
    let mut verifiers: Vec<Verifier> =
        CACHES.iter().map(|hours| Verifier { hours: *hours, fetched: 0, kids: BTreeSet::new() }).collect();
    let (mut out, mut signers, mut seen) = (Vec::new(), Vec::new(), 0);
    for hour in 0..days * 24 {
        world.restart(algorithm(hour));
        // A host's timer may be late by an hour.
        if hour % 2 == 0 {
            world.engine.maintain().await.expect("maintained");
        }
        let now = world.clock.now();
        let (token, kid) = world.token().await;
        if signers.last() != Some(&kid) {
            signers.push(kid.clone());
        }
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
    assert!(seen > days * 3000, "{seen} looks");
    assert!(world.engine.jwks().await.expect("the keys").keys.len() <= 4, "and the earlier keys are gone");
    let once: BTreeSet<&String> = signers.iter().collect();
    assert_eq!(once.len(), signers.len(), "no key signs again after its turn");
    signers
}

#[tokio::test]
async fn no_verifier_refuses_a_good_token_through_three_rotations() {
    let mut world = World::new().await;
    world.engine.maintain().await.expect("the first key");
    let signers = simulate(&mut world, DAYS, |_| Algorithm::Es256).await;
    assert_eq!(signers.len(), 4, "three rotations");
}

#[tokio::test]
async fn no_verifier_refuses_a_good_token_when_the_algorithm_changes_and_changes_back() {
    let mut world = World::new().await;
    // Back within the day for which the key of the first change is only published, and once more after many.
    let changes = |hour: u64| match hour {
        48..60 | 96..240 => Algorithm::EdDsa,
        _ => Algorithm::Es256,
    };
    let signers = simulate(&mut world, 14, changes).await;
    assert!(signers.len() >= 4, "{} keys have signed", signers.len());
}

#[tokio::test]
async fn no_verifier_refuses_a_good_token_of_processes_that_disagree_on_the_algorithm() {
    let mut world = World::new().await;
    // Odd steps, so that both of them maintain.
    let disagree = |hour: u64| if hour.is_multiple_of(3) { Algorithm::EdDsa } else { Algorithm::Es256 };
    let signers = simulate(&mut world, 10, disagree).await;
    assert!(signers.len() <= 11, "at most a new key a day: {}", signers.len());
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
