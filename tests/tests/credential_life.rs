//! The life of secrets where a scenario cannot show it: with a policy of its own, and with use that was recorded.

use badgehouse::account::NewAccount;
use badgehouse::error::{Code, Error};
use badgehouse::grant::TokenRequest;
use badgehouse::principal::Principal;
use badgehouse::secret::{
    AddedSecret, CredentialChange, CredentialWarning, LeakInput, NewSecretInput, SecretView,
};
use badgehouse::settings::{Policy, Settings};
use badgehouse::timestamp::Timestamp;
use badgehouse_native::Engine;
use badgehouse_simulation::settings;
use badgehouse_tests::engines::Clock;
use badgehouse_tests::scenario::BEGIN;

const DAY: u64 = 86_400;
const ACME: &str = "acme";

struct World {
    engine: Engine,
    clock: Clock,
    client_id: String,
    secret: String,
    secret_id: String,
}

impl World {
    async fn new(policy: Policy) -> Self {
        let clock = Clock::default();
        let moving = clock.clone();
        let engine = Engine::open(Settings { policy, ..settings() }, clock.store())
            .expect("the settings")
            .with_clock(move || moving.now());
        let made = engine.create_account(Principal::Platform, ACME.into(), NewAccount::custom("Sync"), None);
        let made = made.await.expect("an account");
        let secret = made.client_secret.expect("a secret").reveal().to_owned();
        let (client_id, secret_id) = (made.account.client_id.to_string(), made.secret_id.to_string());
        Self { engine, clock, client_id, secret, secret_id }
    }

    async fn add(&self, new: NewSecretInput) -> Result<AddedSecret, Error> {
        self.engine.add_secret(Principal::Platform, ACME.into(), self.client_id.clone(), new, None).await
    }

    async fn change(&self, change: CredentialChange) -> Result<SecretView, Error> {
        let (id, secret_id) = (self.client_id.clone(), self.secret_id.clone());
        self.engine.change_secret(Principal::Platform, ACME.into(), id, secret_id, change, None).await
    }

    async fn secrets(&self) -> Vec<SecretView> {
        let id = self.client_id.clone();
        self.engine.list_secrets(Principal::Platform, ACME.into(), id).await.expect("the secrets").items
    }

    async fn finish(&self, secret_id: &str) -> Result<Vec<SecretView>, Error> {
        let id = self.client_id.clone();
        let list = self.engine.finish_rotation(Principal::Platform, ACME.into(), id, secret_id.into(), None);
        list.await.map(|list| list.items)
    }

    async fn opens(&self, secret: &str) -> bool {
        let request = TokenRequest {
            client_id: self.client_id.clone(),
            client_secret: secret.to_owned().into(),
            ..TokenRequest::default()
        };
        self.engine.request_token(request).await.is_ok()
    }
}

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_seconds(BEGIN + seconds)
}

fn end(moment: Option<Timestamp>) -> CredentialChange {
    CredentialChange { expires_at: Some(moment), ..CredentialChange::default() }
}

#[tokio::test]
async fn policy_ends_a_secret_at_its_greatest_age_and_warns_before() {
    let policy = Policy { credential_seconds: Some(90 * DAY), ..Policy::default() };
    let world = World::new(policy).await;
    let first = &world.secrets().await[0];
    assert_eq!(first.expires_at, Some(at(90 * DAY)));
    assert!(first.warnings.is_empty());
    let late = NewSecretInput { expires_at: Some(at(90 * DAY + 1)), ..NewSecretInput::default() };
    let refused = world.add(late).await.expect_err("later than policy allows");
    assert_eq!((refused.code, refused.errors[0].pointer.as_str()), (Code::InvalidInput, "/expires_at"));
    assert!(world.change(end(Some(at(90 * DAY + 1)))).await.is_err());
    let latest = NewSecretInput { expires_at: Some(at(90 * DAY)), ..NewSecretInput::default() };
    world.add(latest).await.expect("as late as policy allows");
    assert_eq!(world.change(end(None)).await.expect("policy's end").expires_at, Some(at(90 * DAY)));

    world.clock.advance(76 * DAY);
    assert_eq!(world.secrets().await[0].warnings, [CredentialWarning::EndsSoon]);
    world.clock.advance(14 * DAY);
    assert!(!world.opens(&world.secret).await);
    assert!(
        world.secrets().await[0].warnings.is_empty(),
        "it has ended, and nothing is left to be warned of"
    );
}

#[tokio::test]
async fn a_secret_older_than_a_new_policy_is_warned_of_and_goes_on() {
    let world = World::new(Policy::default()).await;
    let clock = world.clock.clone();
    let store = clock.store();
    let open = |policy: Policy| {
        let moving = clock.clone();
        let engine = Engine::open(Settings { policy, ..settings() }, store.clone()).expect("the settings");
        engine.with_clock(move || moving.now())
    };
    let before = open(Policy::default());
    let made = before.create_account(Principal::Platform, ACME.into(), NewAccount::custom("Old"), None);
    let id = made.await.expect("an account").account.client_id.to_string();
    clock.advance(100 * DAY);
    let after = open(Policy { credential_seconds: Some(90 * DAY), ..Policy::default() });
    let list = after.list_secrets(Principal::Platform, ACME.into(), id.clone()).await.expect("the secrets");
    assert!(list.items[0].live);
    assert_eq!(list.items[0].warnings, [CredentialWarning::TooOld]);
    let secret_id = list.items[0].secret_id.to_string();
    let yesterday = end(Some(at(99 * DAY)));
    let ended = after.change_secret(Principal::Platform, ACME.into(), id, secret_id, yesterday, None).await;
    assert!(!ended.expect("it is ended at once all the same").live);
}

#[tokio::test]
async fn a_rotation_is_finished_once_the_new_secret_has_been_seen_in_use() {
    let world = World::new(Policy::default()).await;
    let rotation = NewSecretInput { overlap_seconds: Some(7 * DAY), ..NewSecretInput::default() };
    let added = world.add(rotation).await.expect("a secret");
    let second_id = added.secret.secret_id.to_string();
    let second = added.client_secret.expect("a secret").reveal().to_owned();
    let early = world.finish(&second_id).await.expect_err("nobody has used it");
    assert_eq!(early.code, Code::SecretNotInUse);
    assert!(world.opens(&world.secret).await, "the program still works with the old one");

    world.clock.advance(60);
    assert!(world.opens(&second).await);
    world.engine.record_usage().await.expect("recorded");
    assert_eq!(world.secrets().await[1].last_used_at, Some(at(60)));
    let list = world.finish(&second_id).await.expect("it is in use");
    assert_eq!(list.iter().map(|secret| secret.live).collect::<Vec<_>>(), [false, true]);
    assert!(!world.opens(&world.secret).await && world.opens(&second).await);
    let again = world.finish(&second_id).await.expect("once more");
    assert_eq!(again, list, "there is nothing left to do");
    let refused = world.finish(&world.secret_id).await.expect_err("the one that has ended");
    assert_eq!(refused.code, Code::SecretNotInUse);
}

#[tokio::test]
async fn the_platform_finds_whose_a_leaked_secret_is_without_knowing_the_company() {
    let world = World::new(Policy::default()).await;
    let input = |secret: &str, revoke| LeakInput { secret: secret.to_owned().into(), revoke };
    let look_up = async |input| world.engine.look_up_leak_anywhere(input).await.expect("an answer").found;
    let found = look_up(input(&format!(" {}\n", world.secret), false)).await.expect("it is one of ours");
    assert_eq!((found.company.as_str(), found.client_id.as_str()), (ACME, world.client_id.as_str()));
    assert!(found.live && !found.revoked);
    assert!(world.opens(&world.secret).await, "looking changes nothing");
    let found = look_up(input(&world.secret, true)).await.expect("it is one of ours");
    assert!(found.live && found.revoked);
    assert!(!world.opens(&world.secret).await);
    let found = look_up(input(&world.secret, true)).await.expect("it still is one of ours");
    assert!(!found.live && found.revoked);
    for other in ["", "bhs_", "a password", &world.client_id, &world.secret[..80]] {
        assert_eq!(look_up(input(other, true)).await, None, "{other}");
    }
}
