//! Usage: what is counted, that it is bounded, and that it disturbs nothing that administration reads and writes.

use badgehouse::account::{Account, NewAccount};
use badgehouse::contact::ContactChangeInput;
use badgehouse::grant::{TokenErrorCode, TokenRequest};
use badgehouse::principal::Principal;
use badgehouse::secret::NewSecretInput;
use badgehouse::store::{Entry, Key, Store};
use badgehouse::timestamp::Timestamp;
use badgehouse::usage::{KEPT_DAYS, Usage, UsageWindow, WINDOW_ENTRIES};
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::{actor, settings};
use badgehouse_tests::engines::Clock;
use badgehouse_tests::watched::{Counts, Watched};
use serde_json::{Value, json};
use std::sync::Arc;

const DAY: u64 = 86_400;

struct World {
    engine: Engine,
    store: MemoryStore,
    clock: Clock,
    counts: Arc<Counts>,
}

/// An account and its first secret.
struct Made {
    account: Account,
    secret: String,
    secret_id: String,
}

impl World {
    fn new() -> Self {
        let (clock, counts) = (Clock::default(), Arc::new(Counts::default()));
        let store = clock.store();
        let (watched, moving) = (Watched::new(store.clone(), Arc::clone(&counts)), clock.clone());
        let engine =
            Engine::open(settings(), watched).expect("the settings").with_clock(move || moving.now());
        Self { engine, store, clock, counts }
    }

    async fn account(&self, name: &str) -> Made {
        let new = NewAccount::custom(name);
        let made = self.engine.create_account(user(), acme(), new, None).await.expect("an account");
        Made {
            account: made.account,
            secret: made.client_secret.expect("a secret").reveal().to_owned(),
            secret_id: made.secret_id.to_string(),
        }
    }

    async fn token(&self, made: &Made, secret: &str) -> Result<(), TokenErrorCode> {
        let request = TokenRequest {
            client_id: made.account.client_id.to_string(),
            client_secret: secret.to_owned().into(),
            ..TokenRequest::default()
        };
        self.engine.request_token(request).await.map(|_| ()).map_err(|error| error.error)
    }

    async fn usage(&self, made: &Made) -> Value {
        let id = made.account.client_id.to_string();
        json!(self.engine.get_usage(user(), acme(), id).await.expect("the usage"))
    }

    /// Every entry of the company but usage, with its version.
    async fn others(&self, made: &Made) -> Vec<(Key, Entry)> {
        let key = made.account.client_id.as_str();
        let prefix = format!("{}/", key.get(3..35).expect("the segment"));
        let listed = self.store.list(&prefix, None, 1000).await.expect("the entries");
        let others = listed.into_iter().filter(|found| !found.key.as_str().contains("/usage/"));
        others.map(|found| (found.key, found.entry)).collect()
    }
}

#[tokio::test]
async fn tokens_and_refusals_are_counted_by_day_and_the_last_use_by_secret() {
    let world = World::new();
    let made = world.account("Nightly sync").await;
    let stranger = world.account("Never used").await;
    let id = made.account.client_id.to_string();
    let new = NewSecretInput { overlap_seconds: Some(60), ..NewSecretInput::default() };
    let second = world.engine.add_secret(user(), acme(), id.clone(), new, None).await.expect("a secret");
    let second_id = second.secret.secret_id.to_string();
    let second = second.client_secret.expect("a secret").reveal().to_owned();

    world.token(&made, &made.secret).await.expect("a token");
    world.clock.advance(59);
    world.token(&made, &second).await.expect("a token");
    world.clock.advance(60);
    world.token(&made, &made.secret).await.expect_err("its overlap is over");
    world.token(&made, &stranger.secret).await.expect_err("the secret of another account");
    assert_eq!(world.usage(&made).await["days"], json!([]), "nothing is recorded before the window ends");
    world.engine.record_usage().await.expect("recorded");

    let mut ids = [
        json!({ "secret_id": made.secret_id, "last_used_at": "2027-01-15T08:00:00Z" }),
        json!({ "secret_id": second_id, "last_used_at": "2027-01-15T08:00:59Z" }),
    ];
    ids.sort_by_key(|secret| secret["secret_id"].to_string());
    let expected = json!({
        "client_id": id,
        "last_used_at": "2027-01-15T08:00:59Z",
        "secrets": ids,
        "keys": [],
        "trusts": [],
        "days": [{ "day": "2027-01-15", "tokens": 2, "refusals": 2, "revocations": 0 }],
    });
    assert_eq!(world.usage(&made).await, expected);
    assert_eq!(world.usage(&stranger).await["days"], json!([]));

    world.engine.record_usage().await.expect("recorded");
    assert_eq!(world.usage(&made).await, expected, "a window is recorded once");

    world.clock.advance(DAY);
    world.token(&made, &second).await.expect("a token");
    let change = ContactChangeInput { email: None, companies: Some(Vec::new()), insist: Some(1) };
    world.engine.change_contact(user(), acme(), id, change).await.expect("broken");
    let refused = world.token(&made, &second).await;
    assert_eq!(refused, Err(TokenErrorCode::UnauthorizedClient));
    world.engine.record_usage().await.expect("recorded");
    let days = json!([
        { "day": "2027-01-15", "tokens": 2, "refusals": 2, "revocations": 0 },
        { "day": "2027-01-16", "tokens": 1, "refusals": 1, "revocations": 0 },
    ]);
    assert_eq!(world.usage(&made).await["days"], days);
}

#[tokio::test]
async fn token_traffic_never_disturbs_an_etag_or_an_audit_head() {
    let world = World::new();
    let made = world.account("Nightly sync").await;
    world.engine.jwks().await.expect("the signing key");
    let before = world.others(&made).await;
    let revision = world.engine.get_account(user(), acme(), made.account.client_id.to_string()).await;
    for _ in 0..5 {
        world.token(&made, &made.secret).await.expect("a token");
        world.token(&made, "bhs_no_secret").await.expect_err("no secret");
        world.clock.advance(30);
        world.engine.record_usage().await.expect("recorded");
    }
    assert_eq!(world.usage(&made).await["days"][0]["tokens"], 5);
    assert!(world.others(&made).await == before, "a record besides the usage was written");
    let after = world.engine.get_account(user(), acme(), made.account.client_id.to_string()).await;
    assert_eq!(revision, after);
}

#[tokio::test]
async fn ninety_days_are_kept_and_older_ones_go() {
    let world = World::new();
    let made = world.account("Nightly sync").await;
    for _ in 0..KEPT_DAYS + 10 {
        world.token(&made, &made.secret).await.expect("a token");
        world.engine.record_usage().await.expect("recorded");
        world.clock.advance(DAY);
    }
    let usage = world.usage(&made).await;
    // The last token was yesterday, so that today has no entry.
    assert_eq!(usage["days"].as_array().expect("days").len(), 89);
    assert_eq!(usage["last_used_at"], "2027-04-24T08:00:00Z");
    world.clock.advance(200 * DAY);
    let usage = world.usage(&made).await;
    assert_eq!(usage["days"], json!([]));
    assert_eq!(usage["last_used_at"], "2027-04-24T08:00:00Z");
}

#[tokio::test]
async fn usage_of_an_account_that_is_not_there_is_dropped() {
    let world = World::new();
    let made = world.account("Nightly sync").await;
    let id = made.account.client_id.to_string();
    world.token(&made, &made.secret).await.expect("a token");
    world.engine.delete_account(user(), acme(), id).await.expect("deleted");
    let changed = world.counts.changed();
    world.engine.record_usage().await.expect("nothing to record");
    world.token(&made, &made.secret).await.expect_err("deleted");
    world.engine.record_usage().await.expect("nothing to record");
    assert_eq!(world.counts.changed(), changed);
}

#[tokio::test]
async fn twenty_accounts_of_a_company_are_recorded_by_one_get_and_one_commit() {
    let world = World::new();
    let mut all = Vec::new();
    for number in 0..21 {
        all.push(world.account(&format!("Account {number}")).await);
    }
    for made in &all[..20] {
        world.token(made, &made.secret).await.expect("a token");
    }
    let before = world.counts.asked();
    world.engine.record_usage().await.expect("recorded");
    let [gets, lists, commits] = before;
    assert_eq!(world.counts.asked(), [gets + 1, lists, commits + 1]);
    for made in &all {
        world.token(made, &made.secret).await.expect("a token");
    }
    let before = world.counts.asked();
    world.engine.record_usage().await.expect("recorded");
    let [gets, lists, commits] = before;
    assert_eq!(world.counts.asked(), [gets + 2, lists, commits + 2]);
    for (index, made) in all.iter().enumerate() {
        assert_eq!(world.usage(made).await["days"][0]["tokens"], if index < 20 { 2 } else { 1 });
    }
}

#[tokio::test]
async fn windows_of_two_processes_add_up() {
    let world = World::new();
    let made = world.account("Nightly sync").await;
    let other = Engine::open(settings(), world.store.clone()).expect("the settings");
    let moving = world.clock.clone();
    let other = World { engine: other.with_clock(move || moving.now()), ..World::new() };
    for _ in 0..3 {
        world.token(&made, &made.secret).await.expect("a token");
        other.token(&made, &made.secret).await.expect("a token");
    }
    let (one, two) = tokio::join!(world.engine.record_usage(), other.engine.record_usage());
    one.and(two).expect("recorded");
    assert_eq!(world.usage(&made).await["days"][0]["tokens"], 6);
}

#[tokio::test]
async fn a_window_is_bounded_and_adds_up_what_it_knows() {
    let world = World::new();
    let made = world.account("Nightly sync").await;
    let at = |day: usize| Timestamp::from_seconds(day as u64 * DAY);
    let usage = |day: usize| Usage {
        client_id: made.account.client_id.clone(),
        credential: None,
        at: at(day),
        tokens: 0,
        refusals: 1,
        revocations: 0,
    };
    let mut window = UsageWindow::default();
    (0..WINDOW_ENTRIES + 5).for_each(|day| window.add(usage(day)));
    window.add(usage(7));
    let taken = window.take();
    assert_eq!(taken.len(), WINDOW_ENTRIES);
    assert_eq!(taken.iter().map(|usage| usage.refusals).sum::<u64>(), WINDOW_ENTRIES as u64 + 1);
    assert!(window.take().is_empty());
}

fn acme() -> String {
    "acme".into()
}

fn user() -> Principal {
    let levels = json!({ "admin": "admin", "directory": "admin" });
    let ann = json!({ "company": "acme", "id": "ann", "kind": "user", "levels": levels });
    Principal::Actor(actor(Some(ann)).expect("an actor"))
}
