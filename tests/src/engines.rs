//! The faces that are Rust types with the core's operations as methods: one dispatch serves them all.

use crate::face::{Face, Later, RawRequest, RawResponse};
use crate::scenario::{BEGIN, Scenario, ScenarioSettings};
use crate::watched::{Counts, Watched};
use badgehouse::account::AccountQuery;
use badgehouse::authorize::{Presented, TokensOf};
use badgehouse::error::Error;
use badgehouse::grant::{TokenError, TokenRequest};
use badgehouse::http::HttpRequest;
use badgehouse::page::PageInput;
use badgehouse::principal::Principal;
use badgehouse::service::Service;
use badgehouse::settings::Settings;
use badgehouse::store::Store;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::{actor, settings};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The settings of one scenario.
pub fn settings_of(scenario: &Scenario) -> Settings {
    let mut settings = settings();
    let ScenarioSettings { audiences, policy } = &scenario.settings;
    settings.audiences.clone_from(audiences);
    settings.policy.dpop_nonces = policy.dpop_nonces;
    settings.policy.lenient_token_endpoint = policy.lenient_token_endpoint;
    settings.policy.openid_configuration = policy.openid_configuration;
    settings.policy.failures = policy.failures.unwrap_or(settings.policy.failures);
    if let Some(seconds) = policy.longest_outside_jwt_seconds {
        settings.policy.longest_outside_jwt_seconds = seconds;
    }
    settings
}

/// A clock that only a scenario moves.
#[derive(Clone, Debug)]
pub struct Clock(Arc<AtomicU64>);

impl Default for Clock {
    fn default() -> Self {
        Self(Arc::new(AtomicU64::new(BEGIN)))
    }
}

impl Clock {
    /// Unix seconds.
    pub fn now(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    /// A new store in memory, of which entries go when this clock says so.
    pub fn store(&self) -> MemoryStore {
        let clock = self.clone();
        MemoryStore::with_clock(move || clock.now())
    }

    /// Moves on.
    pub fn advance(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

/// A face that is an engine in this process.
pub struct InProcess<E> {
    engine: E,
    clock: Clock,
    counts: Arc<Counts>,
}

impl InProcess<Engine> {
    /// The native core on a new store in memory, with the usual settings.
    pub fn native() -> Self {
        Self::native_with(settings())
    }

    /// The native core on a new store in memory.
    pub fn native_with(settings: Settings) -> Self {
        let clock = Clock::default();
        let store = clock.store();
        Self::on(settings, store, clock)
    }

    /// The native core on that store, which has to be empty.
    pub fn native_on(settings: Settings, store: impl Store + 'static) -> Self {
        Self::on(settings, store, Clock::default())
    }

    fn on(settings: Settings, store: impl Store + 'static, clock: Clock) -> Self {
        let counts = Arc::new(Counts::default());
        let store = Watched::new(store, Arc::clone(&counts));
        let moving = clock.clone();
        let engine = Engine::open(settings, store).expect("the settings").with_clock(move || moving.now());
        Self { engine, clock, counts }
    }
}

/// What the platform does, in the process of whichever engine; nothing for another operation.
macro_rules! platform {
    ($engine:expr, $operation:expr, $with:expr) => {{
        let company = || $with.get("company").and_then(Value::as_str).unwrap_or_default().to_owned();
        match $operation {
            "record_usage" => Some($engine.record_usage().await.map(json).map_err(error)),
            "report_contact" => {
                let client_id = $with.get("client_id").and_then(Value::as_str).unwrap_or_default();
                let report = part(&$with, "report");
                let reported = $engine.report_contact(company(), client_id.to_owned(), report).await;
                Some(reported.map(json).map_err(error))
            }
            "maintain" => Some($engine.maintain().await.map(json).map_err(error)),
            "purge_accounts" => Some($engine.purge_accounts(company()).await.map(json).map_err(error)),
            "cut_audit" => Some($engine.cut_audit(company()).await.map(json).map_err(error)),
            "erase_company" => {
                let confirmation = $with.get("confirmation").and_then(Value::as_str).unwrap_or_default();
                let erasure = $engine.erase_company(company(), confirmation.to_owned()).await;
                Some(erasure.map(json).map_err(error))
            }
            "mark_resource_server" => {
                let client_id = $with.get("client_id").and_then(Value::as_str).unwrap_or_default();
                let audiences = part(&$with, "audiences");
                let marked = $engine.mark_resource_server(company(), client_id.to_owned(), audiences).await;
                Some(marked.map(json).map_err(error))
            }
            "put_trusted_issuer" => {
                let put = $engine.put_trusted_issuer(part(&$with, "issuer")).await;
                Some(put.map(json).map_err(error))
            }
            "reseal" => Some($engine.reseal().await.map(json).map_err(error)),
            "reseal_company" => {
                let input = part(&$with, "input");
                Some($engine.reseal_company(company(), input).await.map(json).map_err(error))
            }
            "replace_signing_key" => {
                let earlier = part(&$with, "earlier");
                Some($engine.replace_signing_key(earlier).await.map(json).map_err(error))
            }
            "look_up_leak" => {
                let input = part(&$with, "input");
                Some($engine.look_up_leak_anywhere(input).await.map(json).map_err(error))
            }
            _ => None,
        }
    }};
}

/// The platform's operations on a native engine: they are not to be had over HTTP.
pub async fn platform(
    engine: &Engine,
    operation: &str,
    with: &Map<String, Value>,
) -> Option<Result<Value, Value>> {
    platform!(engine, operation, with)
}

/// Whose tokens a step takes: any company's if it says so, and else its company's.
pub fn tokens_of(with: &Map<String, Value>) -> TokensOf {
    let company = || with["company"].as_str().expect("a company").to_owned();
    if with.contains_key("any_company") { TokensOf::AnyCompany } else { TokensOf::Company(company()) }
}

/// Implements [`Face`] for an engine, whose methods are named as the core's.
macro_rules! face {
    ($engine:ty) => {
        impl Face for InProcess<$engine> {
            fn call<'a>(
                &'a self,
                operation: &'a str,
                by: Option<Value>,
                with: Map<String, Value>,
            ) -> Later<'a, Result<Value, Value>> {
                Box::pin(async move {
                    let engine = &self.engine;
                    let text =
                        |name: &str| with.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                    let optional = |name: &str| with.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
                    let company = text("company");
                    let client_id = text("client_id");
                    let key = optional("idempotency_key");
                    let revision = with.get("revision").and_then(Value::as_u64);
                    if let Some(answer) = platform!(engine, operation, with) {
                        return answer;
                    }
                    if operation == "request_token" {
                        let request = TokenRequest {
                            client_id,
                            client_secret: text("client_secret").into(),
                            scope: optional("scope"),
                            resource: optional("resource").into_iter().collect(),
                            dpop: optional("dpop"),
                        };
                        return engine.request_token(request).await.map(json).map_err(token_error);
                    }
                    if operation == "verify" {
                        let bearer = optional("token").map(|token| format!("Bearer {token}"));
                        let (of, audience) = (tokens_of(&with), optional("audience"));
                        return engine.verify(bearer, of, audience).await.map(json).map_err(error);
                    }
                    if operation == "authorize" {
                        let bearer = optional("token").map(|token| format!("Bearer {token}"));
                        let authorization = bearer.or_else(|| optional("authorization"));
                        let presented = Presented { authorization, dpop: optional_part(&with, "dpop") };
                        return engine
                            .authorize(presented, part(&with, "need"))
                            .await
                            .map(json)
                            .map_err(error);
                    }
                    let by = Principal::Actor(actor(by).expect("an actor"));
                    match operation {
                        "create_account" => {
                            engine.create_account(by, company, part(&with, "new"), key).await.map(json)
                        }
                        "get_account" => engine.get_account(by, company, client_id).await.map(json),
                        "list_accounts" => {
                            let attention = with.get("attention") == Some(&Value::Bool(true));
                            let query = AccountQuery { attention, ..page(&with).into() };
                            engine.list_accounts(by, company, query).await.map(json)
                        }
                        "delete_account" => engine.delete_account(by, company, client_id).await.map(json),
                        "add_secret" => {
                            engine.add_secret(by, company, client_id, part(&with, "new"), key).await.map(json)
                        }
                        "list_secrets" => engine.list_secrets(by, company, client_id).await.map(json),
                        "revoke_secret" => {
                            engine.revoke_secret(by, company, client_id, text("secret_id")).await.map(json)
                        }
                        "get_permissions" => {
                            engine.get_permissions(by, company, client_id, page(&with)).await.map(json)
                        }
                        "set_permissions" => engine
                            .set_permissions(by, company, client_id, part(&with, "change"), revision)
                            .await
                            .map(json),
                        "get_contact" => engine.get_contact(by, company, client_id).await.map(json),
                        "change_contact" => engine
                            .change_contact(by, company, client_id, part(&with, "change"))
                            .await
                            .map(json),
                        "repair_contact" => {
                            engine.repair_contact(by, company, client_id, part(&with, "how")).await.map(json)
                        }
                        "create_contact" => {
                            engine.create_contact(by, company, part(&with, "new")).await.map(json)
                        }
                        unknown => panic!("no operation is called {unknown}"),
                    }
                    .map_err(error)
                })
            }

            fn http<'a>(&'a self, request: RawRequest, by: Option<Value>) -> Later<'a, RawResponse> {
                Box::pin(async move {
                    let request = HttpRequest {
                        method: request.method,
                        target: request.path,
                        headers: request.headers,
                        body: request.body.into(),
                        source: request.source,
                        encrypted: None,
                        failures: Vec::new(),
                    };
                    let response = Service::handle(&self.engine, request, actor(by)).await;
                    RawResponse { status: response.status, headers: response.headers, body: response.body }
                })
            }

            fn advance(&self, seconds: u64) {
                self.clock.advance(seconds);
            }

            fn commits(&self) -> u64 {
                self.counts.changed()
            }
        }
    };
}

face!(Engine);

#[cfg(feature = "component")]
mod component;
#[cfg(feature = "component")]
pub use component::program;

fn json<T: Serialize>(value: T) -> Value {
    serde_json::to_value(value).expect("an answer in JSON")
}

fn error(error: Error) -> Value {
    serde_json::from_str(&error.to_json()).expect("a problem document")
}

fn token_error(error: TokenError) -> Value {
    json!(error)
}

fn page(with: &Map<String, Value>) -> PageInput {
    let limit = with
        .get("limit")
        .map(|limit| limit.as_u64().and_then(|limit| limit.try_into().ok()).expect("a limit"));
    PageInput { limit, cursor: with.get("cursor").and_then(Value::as_str).map(ToOwned::to_owned) }
}

/// A part of the arguments. A scenario gives typed operations only what their types can hold; what they cannot, it sends as HTTP.
/// A part, or the default when it is absent.
pub(crate) fn optional_part<T: DeserializeOwned + Default>(with: &Map<String, Value>, name: &str) -> T {
    if with.contains_key(name) { part(with, name) } else { T::default() }
}

fn part<T: DeserializeOwned>(with: &Map<String, Value>, name: &str) -> T {
    let value = with.get(name).cloned().unwrap_or(Value::Null);
    serde_json::from_value(value).unwrap_or_else(|error| panic!("`{name}` is of another type: {error}"))
}
