//! An engine with one account that may read RFIs, and its endpoints.

use badgehouse::account::NewAccount;
use badgehouse::authorize::{Authorized, NeedInput, Presented};
use badgehouse::error::Error;
use badgehouse::http::HttpRequest;
use badgehouse::principal::Principal;
use badgehouse::public_key::NewKeyInput;
use badgehouse::settings::Settings;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_tests::engines::{Clock, settings};
use badgehouse_tests::jwt;
use badgehouse_tests::scenario::ISSUER;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use serde_json::{Map, Value, json};

pub(crate) const ACME: &str = "acme";
pub(crate) const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
pub(crate) const GRANT: (&str, &str) = ("grant_type", "client_credentials");

pub(crate) type Form<'a> = &'a [(&'a str, &'a str)];
pub(crate) type Headers<'a> = &'a [(&'a str, &'a str)];

/// A response.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    /// Status and `error`.
    pub(crate) fn refusal(&self) -> (u16, &str) {
        (self.status, self.body["error"].as_str().unwrap_or_default())
    }

    pub(crate) fn token(&self) -> String {
        self.body["access_token"].as_str().unwrap_or_else(|| panic!("no token: {self:?}")).to_owned()
    }
}

pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) clock: Clock,
    pub(crate) id: String,
    pub(crate) secret: String,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(settings()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        let clock = Clock::default();
        let moving = clock.clone();
        let engine = Engine::open(settings, MemoryStore::new()).expect("the settings");
        let engine = engine.with_clock(move || moving.now());
        let (id, secret) = account(&engine, ACME).await;
        Self { engine, clock, id, secret }
    }

    pub(crate) async fn send(&self, method: &str, target: &str, headers: Headers<'_>, body: &[u8]) -> Answer {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let request = HttpRequest {
            method: method.into(),
            target: target.into(),
            headers: headers.iter().map(owned).collect(),
            body: body.to_vec().into(),
            ..HttpRequest::default()
        };
        let response = self.engine.handle(request, None).await;
        let body = serde_json::from_slice(&response.body).unwrap_or(Value::Null);
        Answer { status: response.status, headers: response.headers, body }
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.send("GET", target, &[], &[]).await
    }

    pub(crate) async fn post(&self, target: &str, form: Form<'_>, headers: Headers<'_>) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form {
            body.append_pair(name, value);
        }
        let typed = [("content-type", "application/x-www-form-urlencoded")];
        let headers: Vec<_> = typed.iter().chain(headers).copied().collect();
        self.send("POST", target, &headers, body.finish().as_bytes()).await
    }

    /// A token request with the credentials in the body, and more.
    pub(crate) async fn grant(&self, more: Form<'_>) -> Answer {
        let own = [GRANT, ("client_id", self.id.as_str()), ("client_secret", &self.secret)];
        let form: Vec<_> = own.iter().chain(more).copied().collect();
        self.post("/oauth/token", &form, &[]).await
    }

    /// A token request with only this form.
    pub(crate) async fn bare(&self, form: Form<'_>) -> Answer {
        self.post("/oauth/token", form, &[]).await
    }

    pub(crate) async fn token(&self) -> String {
        self.grant(&[]).await.token()
    }

    /// A request of this account's at another endpoint, with a token.
    pub(crate) async fn about(&self, endpoint: &str, token: &str) -> Answer {
        let form = [("client_id", self.id.as_str()), ("client_secret", &self.secret), ("token", token)];
        self.post(endpoint, &form, &[]).await
    }

    pub(crate) async fn is_active(&self, token: &str) -> bool {
        self.about("/oauth/introspect", token).await.body["active"].as_bool().expect("whether it is active")
    }

    pub(crate) async fn authorize(
        &self,
        presented: impl Into<Presented> + Send,
        level: &str,
    ) -> Result<Authorized, Error> {
        let need = json!({ "company": ACME, "tool": "rfis", "level": level });
        let need: NeedInput = serde_json::from_value(need).expect("a need");
        self.engine.authorize(presented, need).await
    }

    pub(crate) async fn passes(&self, token: &str) -> bool {
        self.authorize(Some(format!("Bearer {token}")), "read_only").await.is_ok()
    }

    /// Enters the public half of a key of the tests.
    pub(crate) async fn enter(&self, key: &str) {
        let new: NewKeyInput = serde_json::from_value(json!({ "jwk": jwt::public(key) })).expect("a wish");
        let id = self.id.clone();
        self.engine.add_key(Principal::Platform, ACME.into(), id, new).await.expect("entered");
    }

    /// The claims of a good assertion.
    pub(crate) fn claims(&self, jti: &str) -> Value {
        let now = self.clock.now();
        json!({ "iss": self.id, "sub": self.id, "aud": ISSUER, "iat": now, "exp": now + 60, "jti": jti })
    }

    /// The outcome of a token request with an assertion.
    pub(crate) async fn assert(&self, assertion: &str, more: Form<'_>) -> Answer {
        let own = [GRANT, ("client_assertion_type", JWT_BEARER), ("client_assertion", assertion)];
        let form: Vec<_> = own.iter().chain(more).copied().collect();
        self.bare(&form).await
    }
}

/// An account of a company, which may read RFIs, and its secret.
pub(crate) async fn account(engine: &Engine, company: &str) -> (String, String) {
    let made = engine.create_account(Principal::Platform, company.into(), NewAccount::custom("Sync"), None);
    let made = made.await.expect("an account");
    let id = made.account.client_id.to_string();
    let change = serde_json::from_value(json!({ "company": { "rfis": "read_only" } })).expect("a change");
    let set = engine.set_permissions(Principal::Platform, company.into(), id.clone(), change, None);
    set.await.expect("levels");
    (id, made.client_secret.expect("a secret").reveal().to_owned())
}

pub(crate) fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", BASE64.encode(format!("{id}:{secret}").as_bytes()))
}

/// Header and claims of a JWT.
pub(crate) fn parts(token: &str) -> [Value; 2] {
    let decode = |part: &str| {
        serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).expect("base64url")).expect("JSON")
    };
    let mut parts = token.split('.');
    [decode(parts.next().expect("a header")), decode(parts.next().expect("claims"))]
}

/// The token with another header or other claims, under the signature that it had.
pub(crate) fn altered(token: &str, header: Value, claims: Value) -> String {
    let [mut old_header, mut old_claims] = parts(token);
    merge(&mut old_header, header);
    merge(&mut old_claims, claims);
    let encode = |part: &Value| BASE64URL_NOPAD.encode(part.to_string().as_bytes());
    let signature = token.rsplit_once('.').expect("a signature").1;
    format!("{}.{}.{signature}", encode(&old_header), encode(&old_claims))
}

fn merge(into: &mut Value, more: Value) {
    object(more).into_iter().for_each(|(name, value)| into[name] = value);
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

/// A JWT of a test key.
pub(crate) fn signed(key: &str, header: Value, claims: Value) -> String {
    jwt::signed(key, &object(header), &object(claims))
}

pub(crate) fn changed(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}
