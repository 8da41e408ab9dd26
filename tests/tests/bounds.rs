//! The bounds of what an account's record keeps and of what one change may be: to the last that is taken, and the first that is not.

use badgehouse::account::NewAccount;
use badgehouse::audit::AuditQuery;
use badgehouse::authorize::NeedInput;
use badgehouse::driver;
use badgehouse::error::{Code, Error};
use badgehouse::grant::TokenRequest;
use badgehouse::operation::Ask;
use badgehouse::permission::{JobState, Levels, ToolGrant};
use badgehouse::principal::Principal;
use badgehouse::public_key::{KeyView, NewKeyInput};
use badgehouse::secret::{AddedSecret, CredentialChange, LeakInput, NewSecretInput};
use badgehouse::settings::{Policy, Settings};
use badgehouse::store::{Action, Store};
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::settings;
use badgehouse_simulation::{Simulation, seed};
use badgehouse_tests::engines::Clock;
use badgehouse_tests::scenario::BEGIN;
use serde_json::{Value, json};

const ACME: &str = "acme";
/// For how long an ended credential is kept: the longest life of a token, the leeway, and the two days by which a clock may be ahead.
const KEPT_SECONDS: u64 = 3 * 86_400 + 60;

struct World {
    engine: Engine,
    store: MemoryStore,
    clock: Clock,
    client_id: String,
    secret: String,
}

impl World {
    async fn new(policy: Policy) -> Self {
        let clock = Clock::default();
        let store = clock.store();
        let moving = clock.clone();
        let engine = Engine::open(Settings { policy, ..settings() }, store.clone())
            .expect("the settings")
            .with_clock(move || moving.now());
        let made = engine.create_account(Principal::Platform, ACME.into(), NewAccount::custom("Sync"), None);
        let made = made.await.expect("an account");
        let secret = made.client_secret.expect("a secret").reveal().to_owned();
        Self { client_id: made.account.client_id.to_string(), secret, engine, store, clock }
    }

    async fn add_key(&self, number: u8) -> Result<KeyView, Error> {
        let x = data_encoding::BASE64URL_NOPAD.encode(&public(number));
        self.enter(json!({ "jwk": { "kty": "OKP", "crv": "Ed25519", "x": x } })).await
    }

    async fn enter(&self, key: Value) -> Result<KeyView, Error> {
        let new: NewKeyInput = serde_json::from_value(key).expect("a wish");
        self.engine.add_key(Principal::Platform, ACME.into(), self.client_id.clone(), new).await
    }

    async fn revoke_key(&self, key: &KeyView) {
        let kid = key.kid.to_string();
        let revoked = self.engine.revoke_key(Principal::Platform, ACME.into(), self.client_id.clone(), kid);
        revoked.await.expect("revoked");
    }

    async fn kids(&self) -> Vec<String> {
        let list = self.engine.list_keys(Principal::Platform, ACME.into(), self.client_id.clone());
        list.await.expect("the keys").items.into_iter().map(|key| key.kid.to_string()).collect()
    }

    async fn add_secret(&self, overlap: Option<u64>) -> Result<AddedSecret, Error> {
        let new = NewSecretInput { overlap_seconds: overlap, ..NewSecretInput::default() };
        self.engine.add_secret(Principal::Platform, ACME.into(), self.client_id.clone(), new, None).await
    }

    async fn secrets(&self) -> usize {
        let list = self.engine.list_secrets(Principal::Platform, ACME.into(), self.client_id.clone());
        list.await.expect("the secrets").items.len()
    }

    /// How many secrets can be told to be the company's when they are found.
    async fn indexed(&self) -> usize {
        let segment = self.client_id.get(3..35).expect("a segment");
        self.store.list(&format!("{segment}/secret/"), None, 1000).await.expect("the entries").len()
    }
}

/// A public key; its private half is a number.
fn public(number: u8) -> Vec<u8> {
    use ring::signature::{Ed25519KeyPair, KeyPair};
    let pair = Ed25519KeyPair::from_seed_unchecked(&[number; 32]).expect("a key");
    pair.public_key().as_ref().to_vec()
}

#[tokio::test]
async fn an_account_has_four_live_keys_and_keeps_eight() {
    let world = World::new(Policy::default()).await;
    let mut keys = Vec::new();
    for number in 1..=4 {
        keys.push(world.add_key(number).await.expect("room"));
    }
    assert_eq!(world.add_key(5).await.expect_err("a fifth").code, Code::TooManyKeys);
    for number in 5..=8 {
        world.revoke_key(&keys[usize::from(number) - 5]).await;
        keys.push(world.add_key(number).await.expect("room"));
    }
    world.revoke_key(&keys[4]).await;
    world.add_key(9).await.expect("the one that ended first makes room");
    let kids = world.kids().await;
    assert_eq!(
        (kids.len(), kids.contains(&keys[0].kid.to_string()), kids.contains(&keys[1].kid.to_string())),
        (8, false, true)
    );
    world.clock.advance(KEPT_SECONDS - 1);
    world.revoke_key(&keys[5]).await;
    world.add_key(10).await.expect("the next makes room");
    assert_eq!(world.kids().await.len(), 8);
    world.clock.advance(1);
    world.revoke_key(&keys[6]).await;
    world.add_key(11).await.expect("those of which no token is out are dropped");
    assert_eq!(world.kids().await.len(), 6, "four, and two that ended a short time ago");
}

#[tokio::test]
async fn a_key_is_entered_and_changed_as_it_was_asked_for() {
    let world = World::new(Policy::default()).await;
    let x = data_encoding::BASE64URL_NOPAD.encode(&public(1));
    let nameless = json!({ "jwk": { "kty": "OKP", "crv": "Ed25519", "x": x }, "name": " " });
    assert_eq!(world.enter(nameless).await.expect_err("no name").errors[0].pointer, "/name");
    assert!(world.kids().await.is_empty());
    let (first, second) = (world.add_key(1).await.expect("a key"), world.add_key(2).await.expect("a key"));
    let change = CredentialChange { name: Some(Some("Second".into())), ..CredentialChange::default() };
    let kid = second.kid.to_string();
    let changed =
        world.engine.change_key(Principal::Platform, ACME.into(), world.client_id.clone(), kid, change, None);
    assert_eq!(changed.await.expect("changed").kid, second.kid);
    let list = world.engine.list_keys(Principal::Platform, ACME.into(), world.client_id.clone());
    let names: Vec<_> =
        list.await.expect("the keys").items.into_iter().map(|key| (key.kid, key.name)).collect();
    assert_eq!(names, [(first.kid, None), (second.kid, Some("Second".into()))]);
}

#[tokio::test]
async fn an_account_keeps_twelve_secrets_until_no_token_can_name_them() {
    let world = World::new(Policy { live_secrets: 2, ..Policy::default() }).await;
    for number in 1..12 {
        world.add_secret(Some(0)).await.unwrap_or_else(|error| panic!("rotation {number}: {error}"));
    }
    assert_eq!((world.secrets().await, world.indexed().await), (12, 12));
    world.add_secret(Some(0)).await.expect("the one that ended first makes room");
    assert_eq!(
        (world.secrets().await, world.indexed().await),
        (12, 12),
        "and with it goes what tells whose it was"
    );
    world.clock.advance(KEPT_SECONDS);
    world.add_secret(None).await.expect("those of which no token is out are dropped");
    assert_eq!((world.secrets().await, world.indexed().await), (2, 2));
    assert_eq!(world.add_secret(None).await.expect_err("a third live one").code, Code::TooManySecrets);
}

#[tokio::test]
async fn an_overlap_is_at_most_what_policy_says() {
    let world = World::new(Policy { overlap_seconds: 60, ..Policy::default() }).await;
    let refused = world.add_secret(Some(61)).await.expect_err("longer");
    assert_eq!(refused.errors[0].pointer, "/overlap_seconds");
    world.add_secret(Some(60)).await.expect("as long");
}

/// Every project tool at a level, with every action that can be granted.
fn everything(engine: &Engine, level: &str) -> Value {
    let tools = engine.settings().catalogue.tools.iter();
    let project = tools.filter(|tool| json!(tool.scope) == json!("project"));
    let grant = |tool: &badgehouse::catalogue::Tool| {
        let actions: Vec<&str> = tool.actions.iter().map(|action| action.id.as_str()).collect();
        (tool.id.to_string(), json!({ "level": level, "actions": actions }))
    };
    Value::Object(project.map(grant).collect())
}

fn change(projects: std::ops::Range<usize>, levels: &Value) -> badgehouse::permission::PermissionChange {
    let projects: Vec<Value> =
        projects.map(|number| json!({ "project": format!("p{number}"), "levels": levels })).collect();
    serde_json::from_value(json!({ "projects": projects })).expect("a change")
}

#[tokio::test]
async fn what_does_not_fit_one_audit_event_is_done_by_a_job_in_smaller_steps() {
    let world = World::new(Policy::default()).await;
    let (all, more) = (everything(&world.engine, "standard"), everything(&world.engine, "admin"));
    let set = async |change| {
        world
            .engine
            .set_permissions(Principal::Platform, ACME.into(), world.client_id.clone(), change, None)
            .await
    };
    for begin in (0..20).step_by(5) {
        set(change(begin..begin + 5, &all)).await.expect("it fits");
    }
    let refused = set(change(0..20, &more)).await.expect_err("more than an event can tell");
    assert_eq!(refused.errors[0].pointer, "/projects");
    let (id, company) = (|| world.client_id.clone(), || ACME.to_owned());
    let begun =
        world.engine.create_permissions_job(Principal::Platform, company(), id(), change(0..20, &more)).await;
    let mut job = begun.expect("a job");
    let mut steps = 0;
    while job.state != JobState::Done {
        let went_on = world.engine.continue_permissions_job(
            Principal::Platform,
            company(),
            id(),
            job.job_id.to_string(),
        );
        job = went_on.await.expect("a step");
        steps += 1;
    }
    assert_eq!((job.done, steps), (20, 3), "five, five, and the ten that then fit");
}

#[test]
fn a_job_is_kept_for_a_month() {
    let mut world = Simulation::new(BEGIN);
    let new = NewAccount::custom("Sync");
    let made = world.run(seed(1, 1), |core, start| {
        core.create_account(start, Principal::Platform, ACME.into(), new, None)
    });
    let id = made.expect("an account").account.client_id.to_string();
    let wanted = change(0..1, &json!({ "rfis": "read_only" }));
    let core = world.core.clone();
    let start = badgehouse::Start { now: world.now, seed: seed(1, 2) };
    let operation = core.create_permissions_job(start, Principal::Platform, ACME.into(), id, wanted);
    let mut kept = None;
    let answer = driver::run(operation, |ask| {
        if let Ask::Commit { changes } = &ask {
            let job = changes.iter().find(|change| change.key.as_str().contains("/job/")).expect("the job");
            let Action::Put { expires_at, .. } = &job.action else { panic!("it is put") };
            kept = *expires_at;
        }
        world.answer(ask)
    });
    answer.expect("a job");
    assert_eq!(kept, Some(BEGIN + 32 * 86_400), "and for the two days by which clocks may differ");
}

#[tokio::test]
async fn a_templates_events_tell_what_it_is_and_was() {
    let world = World::new(Policy::default()).await;
    let new = serde_json::from_value(json!({ "name": "Reader", "levels": { "rfis": "read_only" } }));
    let made = world.engine.create_template(Principal::Platform, ACME.into(), new.expect("a wish")).await;
    let id = made.expect("a template").template_id.to_string();
    world.engine.delete_template(Principal::Platform, ACME.into(), id, None).await.expect("deleted");
    let query = AuditQuery::default();
    let events =
        world.engine.list_audit_events(Principal::Platform, ACME.into(), query).await.expect("a page");
    let events = json!(events.items);
    let told = json!({ "name": "Reader", "levels": { "rfis": "read_only" } });
    let of = |action: &str| events.as_array()?.iter().find(|event| event["action"] == action).cloned();
    assert_eq!(of("template.created").expect("an event")["to"], told);
    assert_eq!(of("template.deleted").expect("an event")["from"], told);
}

#[tokio::test]
async fn what_is_missing_is_said_in_words() {
    let world = World::new(Policy::default()).await;
    let request = TokenRequest {
        client_id: world.client_id.clone(),
        client_secret: world.secret.clone().into(),
        ..TokenRequest::default()
    };
    let token = world.engine.request_token(request).await.expect("a token").access_token;
    let refused = async |part: &str, value: &str| {
        let need = json!({ "company": ACME, "tool": "rfis", part: value });
        let need: NeedInput = serde_json::from_value(need).expect("a need");
        world
            .engine
            .authorize(Some(format!("Bearer {token}")), need)
            .await
            .expect_err("a refusal")
            .into_parts()
            .detail
    };
    assert!(refused("level", "standard").await.contains("needs the level `standard` on the tool `rfis`"));
    assert!(refused("action", "close").await.contains("needs the action `close` on the tool `rfis`"));
}

#[test]
fn what_is_read_wrongly_is_said_in_words() {
    let told = serde_json::from_value::<ToolGrant>(json!(7)).expect_err("a number").to_string();
    assert!(told.contains("a level, or an object of `level` and `actions`"), "{told}");
    let told = serde_json::from_value::<Levels>(json!([])).expect_err("a list").to_string();
    assert!(told.contains("expected an object"), "{told}");
}

#[tokio::test]
async fn what_holds_a_secret_prints_that_it_does() {
    let world = World::new(Policy::default()).await;
    let shown = world.add_secret(None).await.expect("a secret").client_secret.expect("shown");
    assert_eq!(format!("{shown:?}"), "ShownSecret(…)");
    let input = LeakInput { secret: shown.reveal().to_owned().into(), revoke: true };
    assert_eq!(format!("{input:?}"), "LeakInput(…, revoke true)");
}
