//! Clocks that are wrong, searched: two processes on a store, whose clocks jump by seconds to years, ahead and back, while they run and between runs. Nothing that was
//! ended comes back, nobody is locked out once the clocks are right, keys go on rolling over, and none signs before verifiers know it.
//!
//! `BADGEHOUSE_CLOCK_SEEDS` says how many histories are gone through.

use badgehouse::account::NewAccount;
use badgehouse::authorize::NeedInput;
use badgehouse::crypto::CryptoError;
use badgehouse::driver::run;
use badgehouse::http::{HttpRequest, HttpResponse, Kept};
use badgehouse::operation::{Answer, Ask, Operation};
use badgehouse::principal::Principal;
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Listed, Version};
use badgehouse::time::{Maintained, Watch};
use badgehouse::{Core, Start};
use badgehouse_simulation::{ISSUER, seed, settings};
use badgehouse_tests::scenario::BEGIN;
use data_encoding::BASE64URL_NOPAD;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;
const YEAR: u64 = 365 * DAY;
/// By how much a clock is wrong.
const JUMPS: [u64; 12] =
    [1, 59, 90, 20 * 60, HOUR, 14 * HOUR, DAY, 3 * DAY / 2, 3 * DAY, 30 * DAY, 2 * YEAR, 10 * YEAR];
/// How much time passes at once.
const STEPS: [u64; 8] = [1, 60, 600, HOUR, 6 * HOUR, DAY, 10 * DAY, 40 * DAY];
/// The key of RFC 8037: nobody here signs by it.
const KEY: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const SOURCE: &str = "192.0.2.9";

#[derive(Default)]
struct Process {
    /// How far its clock is from the truth.
    off: i64,
    watch: Watch,
    kept: Kept,
}

struct World {
    core: Core,
    /// With the moment from which a store may drop it.
    entries: BTreeMap<Key, (Entry, Option<u64>)>,
    versions: u64,
    seeds: u64,
    /// The truth, which no process knows.
    now: u64,
    processes: [Process; 2],
    client_id: String,
    history: String,
    tokens: Vec<String>,
    revoked: Vec<String>,
    used: Vec<(String, Option<String>)>,
    /// When each key was seen published first.
    published: BTreeMap<String, u64>,
    first_key: String,
    store_time: u64,
}

impl World {
    fn new() -> Self {
        let core = Core::open(settings()).expect("the settings");
        let mut world = Self {
            core,
            entries: BTreeMap::new(),
            versions: 0,
            seeds: 0,
            now: BEGIN,
            processes: Default::default(),
            client_id: String::new(),
            history: String::new(),
            tokens: Vec::new(),
            revoked: Vec::new(),
            used: Vec::new(),
            published: BTreeMap::new(),
            first_key: String::new(),
            store_time: BEGIN,
        };
        let acme = || "acme".to_owned();
        let new = NewAccount::custom("Sync");
        let made =
            world.run(0, |core, start| core.create_account(start, Principal::Platform, acme(), new, None));
        let made = made.expect("an account");
        world.client_id = made.account.client_id.to_string();
        let id = world.client_id.clone();
        let new = json!({ "jwk": { "kty": "OKP", "crv": "Ed25519", "x": KEY } });
        let new = serde_json::from_value(new).expect("a key");
        world
            .run(0, |core, start| core.add_key(start, Principal::Platform, acme(), id, new))
            .expect("entered");
        let id = world.client_id.clone();
        let change = serde_json::from_value(json!({ "company": { "rfis": "read_only" } })).expect("a change");
        let set =
            |core: &Core, start| core.set_permissions(start, Principal::Platform, acme(), id, change, None);
        world.run(0, set).expect("levels");
        world.maintain(0);
        world.first_key = world.published.keys().next().expect("a key").clone();
        world
    }

    fn clock(&self, process: usize) -> u64 {
        self.now.saturating_add_signed(self.processes[process].off)
    }

    fn run<T>(&mut self, process: usize, begin: impl FnOnce(&Core, Start) -> Operation<T>) -> T {
        self.seeds += 1;
        let operation = begin(&self.core, Start { now: self.clock(process), seed: seed(7, self.seeds) });
        run(operation, |ask| self.answer(ask))
    }

    fn answer(&mut self, ask: Ask) -> Answer {
        match ask {
            Ask::Get { keys } => {
                let entry = |key| self.entries.get(key).map(|(entry, _)| entry.clone());
                Answer::Get(Ok(keys.iter().map(entry).collect()))
            }
            Ask::List { prefix, after, limit } => {
                let found = self.entries.iter().filter(|(key, _)| key.as_str().starts_with(&prefix));
                let found = found.filter(|(key, _)| after.as_ref().is_none_or(|after| *key > after));
                let listed = found.map(|(key, (entry, _))| Listed { key: key.clone(), entry: entry.clone() });
                Answer::List(Ok(listed.take(limit as usize).collect()))
            }
            Ask::Commit { changes } => Answer::Commit(Ok(self.commit(changes))),
            Ask::Generate { .. } => Answer::Generate(Err(CryptoError::Unsupported)),
            Ask::Sign { message, .. } => Answer::Sign(Ok(seeming_signature(&message))),
            Ask::Verify { message, signature, .. } => {
                Answer::Verify(Ok(signature == seeming_signature(&message)))
            }
        }
    }

    fn commit(&mut self, changes: Vec<Change>) -> Commit {
        let holds = |change: &Change| match (&change.expect, self.entries.get(&change.key)) {
            (Expect::Any, _) | (Expect::Absent, None) => true,
            (Expect::Version(version), Some((entry, _))) => entry.version == *version,
            _ => false,
        };
        if !changes.iter().all(holds) {
            return Commit::Conflict;
        }
        for change in changes {
            match change.action {
                Action::Keep => {}
                Action::Delete => drop(self.entries.remove(&change.key)),
                Action::Put { value, expires_at } => {
                    self.versions += 1;
                    let version = Version(self.versions.to_string());
                    self.entries.insert(change.key, (Entry { value, version }, expires_at));
                }
            }
        }
        Commit::Committed
    }

    /// What a host does by its timer, and what comes of it.
    fn maintain(&mut self, process: usize) -> Maintained {
        // A clock of the host's that nobody sets: here it tells the seconds of the truth, from another beginning.
        let monotonic = self.now - BEGIN;
        let passed = self.processes[process].watch.passed(monotonic);
        let answer = self.run(process, |core, start| core.maintain(start, passed)).expect("maintained");
        self.processes[process].watch.saw(&answer, monotonic);
        let purged_by = answer.store_time.seconds();
        assert!(purged_by <= self.now, "{}: the store's time is ahead of the truth", self.history);
        assert!(purged_by >= self.store_time, "{}: the store's time went back", self.history);
        self.store_time = purged_by;
        self.entries.retain(|_, (_, expires_at)| expires_at.is_none_or(|end| end > purged_by));
        let keys = self.run(process, |core, start| core.jwks(start)).expect("keys").keys;
        assert!(keys.len() <= 3, "{}: a pile of {} keys", self.history, keys.len());
        for key in keys {
            self.published.entry(key.kid).or_insert(self.now);
        }
        answer
    }

    fn post(&mut self, process: usize, form: &[(&str, &str)], proof: Option<&str>) -> HttpResponse {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        let mut headers = vec![("content-type".into(), "application/x-www-form-urlencoded".into())];
        headers.extend(proof.map(|proof| ("dpop".into(), proof.to_owned())));
        let mut request = HttpRequest {
            method: "POST".into(),
            target: "/oauth/token".into(),
            headers,
            body: body.finish().into_bytes().into(),
            source: Some(SOURCE.into()),
            ..HttpRequest::default()
        };
        self.processes[process].kept.before(&mut request);
        let mut response = self.run(process, |core, start| core.handle(start, request, None));
        self.processes[process].kept.after(&mut response);
        for (name, value) in &response.headers {
            if name.eq_ignore_ascii_case("retry-after") {
                let seconds: u64 = value.parse().expect("seconds");
                let window = self.core.settings().policy.failure_seconds;
                assert!(seconds <= window, "{}: to wait for {seconds} seconds", self.history);
            }
        }
        response
    }

    /// An assertion that the client makes by a right clock.
    fn assertion(&mut self, good: bool) -> String {
        self.seeds += 1;
        let claims = json!({
            "iss": self.client_id, "sub": self.client_id, "aud": ISSUER,
            "iat": self.now, "exp": self.now + 300, "jti": self.seeds.to_string(),
        });
        signed(&json!({ "alg": "EdDSA" }), &claims, good)
    }

    fn proof(&mut self) -> String {
        self.seeds += 1;
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": KEY });
        let url = format!("{ISSUER}/oauth/token");
        let claims = json!({ "jti": self.seeds.to_string(), "htm": "POST", "htu": url, "iat": self.now });
        signed(&json!({ "alg": "EdDSA", "typ": "dpop+jwt", "jwk": jwk }), &claims, true)
    }

    fn present(&mut self, process: usize, assertion: &str, proof: Option<&str>) -> HttpResponse {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion),
        ];
        self.post(process, &form, proof)
    }

    /// Fetches a token, with or without a proof. Whether there was one.
    fn fetch(&mut self, process: usize, with_proof: bool) -> bool {
        let assertion = self.assertion(true);
        let proof = with_proof.then(|| self.proof());
        let response = self.present(process, &assertion, proof.as_deref());
        if response.status != 200 {
            return false;
        }
        self.used.push((assertion, proof));
        let body: Value = serde_json::from_slice(&response.body).expect("JSON");
        let token = body["access_token"].as_str().expect("a token").to_owned();
        let kid = part(&token, 0)["kid"].as_str().expect("a kid").to_owned();
        let known = self.now - self.published[&kid];
        assert!(
            kid == self.first_key || known >= DAY,
            "{}: a key signs that is known for {known} s",
            self.history
        );
        if !with_proof {
            self.tokens.push(token);
        }
        true
    }

    fn passes(&mut self, process: usize, token: &str) -> bool {
        let need = json!({ "company": "acme", "tool": "rfis", "level": "read_only" });
        let need: NeedInput = serde_json::from_value(need).expect("a need");
        let header = Some(format!("Bearer {token}"));
        self.run(process, |core, start| core.authorize(start, header, need)).is_ok()
    }

    /// Revokes a token at the endpoint, by an assertion: the hash of a secret is slow.
    fn revoke(&mut self, process: usize) {
        let Some(token) = self.tokens.pop() else { return };
        let form = [
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", &*self.assertion(true)),
            ("token", &*token),
        ];
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        let request = HttpRequest {
            method: "POST".into(),
            target: "/oauth/revoke".into(),
            headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
            body: body.finish().into_bytes().into(),
            ..HttpRequest::default()
        };
        let response = self.run(process, |core, start| core.handle(start, request, None));
        if response.status == 200 {
            self.revoked.push(token);
        } else {
            self.tokens.push(token);
        }
    }

    /// Looks whether anything that was ended has come back.
    fn look(&mut self, process: usize) {
        for token in self.revoked.clone() {
            assert!(!self.passes(process, &token), "{}: a revoked token is back", self.history);
        }
        let used: Vec<_> = self.used.iter().rev().take(4).chain(self.used.first()).cloned().collect();
        for (assertion, proof) in used {
            let again = self.present(process, &assertion, None);
            assert_ne!(again.status, 200, "{}: an assertion was used twice", self.history);
            if let Some(proof) = proof {
                let fresh = self.assertion(true);
                let again = self.present(process, &fresh, Some(&proof));
                assert_ne!(again.status, 200, "{}: a proof was used twice", self.history);
            }
        }
        for token in self.tokens.clone() {
            let end = part(&token, 1)["exp"].as_u64().expect("an end");
            if end + 60 + 2 * DAY <= self.store_time {
                assert!(!self.passes(process, &token), "{}: an expired token is back", self.history);
            }
        }
    }

    fn step(&mut self, random: &mut ChaCha20Rng) {
        let mut pick = |below: usize| (random.next_u64() % below as u64) as usize;
        let process = pick(2);
        let what = pick(10);
        self.history.push_str(&format!(" {what}.{process}"));
        match what {
            0 | 1 => {
                let step = STEPS[pick(STEPS.len())];
                self.now += step;
                // Each process has a timer, which goes off once in an hour or two.
                if step >= HOUR {
                    self.maintain(process);
                    self.maintain(1 - process);
                }
            }
            2 => {
                let jump = i64::try_from(JUMPS[pick(JUMPS.len())]).expect("a jump");
                self.processes[process].off = [jump, -jump, 0][pick(3)];
                self.history.push_str(&format!("({})", self.processes[process].off));
            }
            3 => self.processes[process] = Process { off: self.processes[process].off, ..Process::default() },
            4 | 5 => drop(self.maintain(process)),
            6 => drop(self.fetch(process, false)),
            7 => drop(self.fetch(process, true)),
            8 => self.revoke(process),
            _ => {
                for _ in 0..4 {
                    let wrong = self.assertion(false);
                    self.present(process, &wrong, None);
                }
            }
        }
        self.look(pick(2));
    }

    /// The clocks are right again, wherever they have been.
    fn mend(&mut self) {
        self.history.push_str(" mended");
        for process in [0, 1] {
            self.processes[process].off = 0;
            assert!(self.fetch(process, false), "{}: a right client is locked out", self.history);
            assert!(self.fetch(process, true), "{}: a right client is locked out", self.history);
            let token = self.tokens.last().expect("a token").clone();
            assert!(self.passes(process, &token), "{}: a new token is refused", self.history);
            self.look(process);
        }
        // The budget of wrong ones is there again after two windows at most.
        self.now += 2 * self.core.settings().policy.failure_seconds;
        for process in [0, 1] {
            let wrong = self.assertion(false);
            assert_eq!(self.present(process, &wrong, None).status, 401, "{}", self.history);
        }
    }
}

fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).expect("a part");
    serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).expect("base64url")).expect("JSON")
}

fn signed(header: &Value, claims: &Value, good: bool) -> String {
    let encode = |part: &Value| BASE64URL_NOPAD.encode(part.to_string().as_bytes());
    let input = format!("{}.{}", encode(header), encode(claims));
    let mut signature = seeming_signature(input.as_bytes());
    if !good {
        signature[0] ^= 1;
    }
    format!("{input}.{}", BASE64URL_NOPAD.encode(&signature))
}

fn seeming_signature(message: &[u8]) -> Vec<u8> {
    message.iter().rev().take(64).copied().collect()
}

fn seeds() -> u64 {
    std::env::var("BADGEHOUSE_CLOCK_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(120)
}

#[test]
fn no_history_of_wrong_clocks_brings_anything_back_or_locks_anybody_out() {
    let (mut fetched, mut revoked) = (0, 0);
    for number in 0..seeds() {
        let mut world = World::new();
        let mut random = ChaCha20Rng::from_seed(seed(number, 1));
        world.history = format!("seed {number}:");
        for _ in 0..30 {
            world.step(&mut random);
        }
        world.mend();
        fetched += world.used.len();
        revoked += world.revoked.len();
    }
    assert!(fetched > 0 && revoked > 0, "{fetched} fetched, {revoked} revoked");
}

#[test]
fn keys_roll_over_after_any_history_of_wrong_clocks() {
    for number in 0..seeds().div_ceil(30) {
        let mut world = World::new();
        let mut random = ChaCha20Rng::from_seed(seed(number, 2));
        world.history = format!("seed {number}:");
        for _ in 0..20 {
            world.step(&mut random);
        }
        world.mend();
        let before = world.published.len();
        for _ in 0..190 {
            world.now += DAY;
            world.maintain(0);
            assert!(world.fetch(1, false), "{}", world.history);
        }
        let rolled = world.published.len() - before;
        assert!((1..=3).contains(&rolled), "{}: {rolled} roll-overs in 190 days", world.history);
    }
}
