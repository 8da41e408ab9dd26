//! An engine with one account that may read RFIs, by a clock that the test moves.

use crate::endpoints::ACCOUNTS;
use badgehouse::account::NewAccount;
use badgehouse::authorize::{Authorized, NeedInput, Presented};
use badgehouse::crypto::Crypto;
use badgehouse::error::Error;
use badgehouse::principal::{Actor, Principal};
use badgehouse::public_key::NewKeyInput;
use badgehouse::settings::{Policy, Settings};
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::ISSUER;
use badgehouse_simulation::{actor, settings};
use badgehouse_tests::engines::Clock;
use badgehouse_tests::jwt;
use serde_json::{Value, json};

pub(crate) const ACME: &str = "acme";

pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) store: MemoryStore,
    pub(crate) clock: Clock,
    pub(crate) id: String,
    pub(crate) secret: String,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(settings()).await
    }

    pub(crate) async fn by(policy: Policy) -> Self {
        Self::with(Settings { policy, ..settings() }).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        Self::open(|store| Engine::open(settings, store)).await
    }

    /// A world that signs by a provider of the host's.
    pub(crate) async fn signing_by(settings: Settings, crypto: impl Crypto + 'static) -> Self {
        Self::open(|store| Engine::open_with(settings, store, crypto)).await
    }

    async fn open(open: impl FnOnce(MemoryStore) -> Result<Engine, Error>) -> Self {
        let clock = Clock::default();
        let (store, moving) = (clock.store(), clock.clone());
        let engine = open(store.clone()).expect("the settings").with_clock(move || moving.now());
        let (id, secret) = account(&engine, ACME).await;
        Self { engine, store, clock, id, secret }
    }

    /// One more process on the same store.
    pub(crate) fn process(&self) -> Engine {
        let moving = self.clock.clone();
        let engine = Engine::open(self.engine.settings().clone(), self.store.clone());
        engine.expect("the settings").with_clock(move || moving.now())
    }

    pub(crate) async fn authorize(
        &self,
        presented: impl Into<Presented> + Send,
        level: &str,
    ) -> Result<Authorized, Error> {
        self.engine.authorize(presented, need(ACME, level)).await
    }

    pub(crate) async fn passes(&self, token: &str) -> bool {
        self.authorize(Some(format!("Bearer {token}")), "read_only").await.is_ok()
    }

    /// What an API says to a token that it refuses.
    pub(crate) async fn refusal_of(&self, token: &str) -> String {
        let refused = self.authorize(Some(format!("Bearer {token}")), "read_only").await;
        refused.expect_err("a refusal").code.as_str().to_owned()
    }

    /// Lets the account hold more.
    pub(crate) async fn grant_levels(&self, levels: Value) {
        set_levels(&self.engine, ACME, &self.id, levels).await;
    }

    pub(crate) async fn disable(&self) {
        let input = serde_json::from_value(json!({ "reason": "on leave" })).expect("a reason");
        let disabled =
            self.engine.disable_account(Principal::Platform, ACME.into(), self.id.clone(), input, None);
        disabled.await.expect("disabled");
    }

    /// Enters the public half of a key of the tests.
    pub(crate) async fn enter(&self, key: &str) {
        self.enter_jwk(&self.id, jwt::public(key)).await;
    }

    pub(crate) async fn enter_jwk(&self, id: &str, jwk: Value) {
        let new: NewKeyInput = serde_json::from_value(json!({ "jwk": jwk })).expect("a wish");
        self.engine.add_key(Principal::Platform, ACME.into(), id.into(), new).await.expect("entered");
    }

    /// The claims of a good assertion.
    pub(crate) fn claims(&self, jti: &str) -> Value {
        jwt::assertion_claims(&self.id, jti, self.clock.now())
    }

    /// Lets the account trust an outside issuer; the claims of a good JWT of it, by the key `rsa`.
    pub(crate) async fn trust(&self) -> Value {
        let outside = "https://ci.example.com";
        let issuer = json!({ "issuer": outside, "jwks": { "keys": [jwt::public("rsa")] } });
        let issuer = serde_json::from_value(issuer).expect("an issuer");
        assert_eq!(self.engine.put_trusted_issuer(issuer).await.expect("entered").known.len(), 1);
        let trust = json!({ "issuer": outside, "audience": ISSUER, "claims": { "sub": "job" } });
        let path = format!("{ACCOUNTS}/{}/trusts", self.id);
        assert_eq!(self.administer("POST", &path, &trust).await.status, 201);
        let now = self.clock.now();
        json!({ "iss": outside, "sub": "job", "aud": ISSUER, "iat": now, "exp": now + 60 })
    }
}

pub(crate) fn need(company: &str, level: &str) -> NeedInput {
    let need = json!({ "company": company, "tool": "rfis", "level": level });
    serde_json::from_value(need).expect("a need")
}

/// An administrator of the company, whom the host has authenticated.
pub(crate) fn administrator() -> Option<Actor> {
    let levels = json!({ "admin": "admin", "directory": "admin" });
    actor(Some(json!({ "company": ACME, "id": "ann", "kind": "user", "levels": levels })))
}

/// An account of a company, which may read RFIs, and its secret.
pub(crate) async fn account(engine: &Engine, company: &str) -> (String, String) {
    let made = engine.create_account(Principal::Platform, company.into(), NewAccount::custom("Sync"), None);
    let made = made.await.expect("an account");
    let id = made.account.client_id.to_string();
    set_levels(engine, company, &id, json!({ "rfis": "read_only" })).await;
    (id, made.client_secret.expect("a secret").reveal().to_owned())
}

async fn set_levels(engine: &Engine, company: &str, id: &str, levels: Value) {
    let change = serde_json::from_value(json!({ "company": levels })).expect("a change");
    let set = engine.set_permissions(Principal::Platform, company.into(), id.into(), change, None);
    set.await.expect("levels");
}
