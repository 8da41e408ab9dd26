//! The crates that others wrote: `oauth2` fetches tokens, and `jsonwebtoken` takes them by the published keys and refuses the bad ones.

use badgehouse::account::NewAccount;
use badgehouse::grant::TokenRequest;
use badgehouse::principal::Principal;
use badgehouse::settings::Settings;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::settings;
use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use oauth2::basic::BasicClient;
use oauth2::{AuthType, ClientId, ClientSecret, HttpRequest, HttpResponse, TokenResponse, TokenUrl};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::net::TcpListener;

struct World {
    settings: Settings,
    store: MemoryStore,
    issuer: String,
    id: String,
    secret: String,
}

impl World {
    async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address: SocketAddr = listener.local_addr().expect("an address");
        let issuer = format!("http://{address}");
        let audiences = vec![issuer.clone(), "https://files.example.com".into()];
        let settings = Settings { issuer: issuer.clone(), audiences, ..settings() };
        let store = MemoryStore::new();
        let engine = Engine::open(settings.clone(), store.clone()).expect("the settings");
        let made =
            engine.create_account(Principal::Platform, "acme".into(), NewAccount::custom("Sync"), None);
        let made = made.await.expect("an account");
        let app = badgehouse_axum::routes(engine, async |_| Ok(None));
        tokio::spawn(async move { axum::serve(listener, app).await });
        let secret = made.client_secret.expect("a secret").reveal().to_owned();
        Self { settings, store, issuer, id: made.account.client_id.to_string(), secret }
    }

    /// A token that the same key has signed, for another issuer or at another moment.
    async fn signed_alike(&self, issuer: &str, seconds_ago: u64) -> String {
        let settings = Settings { issuer: issuer.into(), ..self.settings.clone() };
        let engine = Engine::open(settings, self.store.clone()).expect("the settings");
        let engine = engine.with_clock(move || now() - seconds_ago);
        let (client_id, client_secret) = (self.id.clone(), self.secret.clone().into());
        let request = TokenRequest { client_id, client_secret, ..TokenRequest::default() };
        engine.request_token(request).await.expect("a token").access_token
    }

    fn token(&self, auth: AuthType, resource: Option<&str>) -> String {
        let url = TokenUrl::new(format!("{}/oauth/token", self.issuer)).expect("a URL");
        let client = BasicClient::new(ClientId::new(self.id.clone()))
            .set_client_secret(ClientSecret::new(self.secret.clone()))
            .set_token_uri(url)
            .set_auth_type(auth);
        let mut request = client.exchange_client_credentials();
        if let Some(resource) = resource {
            request = request.add_extra_param("resource", resource);
        }
        let answer = request.request(&send).expect("a token");
        answer.access_token().secret().clone()
    }

    fn keys(&self) -> JwkSet {
        let metadata = get(&format!("{}/.well-known/oauth-authorization-server", self.issuer));
        serde_json::from_value(get(metadata["jwks_uri"].as_str().expect("a URL"))).expect("a set")
    }

    fn verify(&self, token: &str, keys: &JwkSet) -> Result<Value, jsonwebtoken::errors::Error> {
        let kid = decode_header(token)?.kid.unwrap_or_default();
        let unknown = jsonwebtoken::errors::ErrorKind::InvalidToken;
        let key = keys.find(&kid).ok_or(unknown)?;
        let mut validation = Validation::new(Algorithm::ES256);
        validation.set_audience(&[&self.issuer]);
        validation.set_issuer(&[&self.issuer]);
        Ok(decode::<Value>(token, &DecodingKey::from_jwk(key)?, &validation)?.claims)
    }
}

/// The HTTP client that `oauth2` is handed.
fn send(request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let (parts, body) = request.into_parts();
    let mut response = agent.run(ureq::http::Request::from_parts(parts, body))?;
    let body = response.body_mut().read_to_vec()?;
    let (parts, _) = response.into_parts();
    Ok(HttpResponse::from_parts(parts, body))
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970").as_secs()
}

fn get(url: &str) -> Value {
    let mut response = ureq::get(url).call().expect("an answer");
    serde_json::from_slice(&response.body_mut().read_to_vec().expect("a body")).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn oauth2_fetches_a_token_by_each_method_it_knows() {
    let world = World::start().await;
    tokio::task::block_in_place(|| {
        let keys = world.keys();
        for auth in [AuthType::BasicAuth, AuthType::RequestBody] {
            let claims = world.verify(&world.token(auth, None), &keys).expect("a good token");
            assert_eq!(claims["sub"], json!(world.id));
        }
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn jsonwebtoken_refuses_the_bad_ones() {
    let world = World::start().await;
    let key = tokio::task::block_in_place(|| world.keys());
    world.verify(&world.signed_alike(&world.issuer, 0).await, &key).expect("a good token");
    let expired = world.signed_alike(&world.issuer, 2 * 3600).await;
    let stranger = world.signed_alike("https://other.example.com", 0).await;
    world.verify(&expired, &key).expect_err("expired");
    world.verify(&stranger, &key).expect_err("another issuer");
    tokio::task::block_in_place(|| {
        let keys = world.keys();
        let good = world.token(AuthType::BasicAuth, None);
        let claims = world.verify(&good, &keys).expect("a good token");
        let other = world.token(AuthType::BasicAuth, Some("https://files.example.com"));
        world.verify(&other, &keys).expect_err("another audience");
        let kid = decode_header(&good).expect("a header").kid;
        let [header, payload] = [0, 1].map(|part| good.split('.').nth(part).expect("a part"));
        let encoded = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let unsigned = json!({ "alg": "none", "typ": "at+jwt", "kid": kid });
        world.verify(&format!("{}.{payload}.", encoded(&unsigned)), &keys).expect_err("no signature");
        let public = serde_json::to_vec(&keys.keys[0]).expect("JSON");
        let confused = Header { kid: kid.clone(), ..Header::new(Algorithm::HS256) };
        let confused = encode(&confused, &claims, &EncodingKey::from_secret(&public)).expect("a token");
        world.verify(&confused, &keys).expect_err("the public key as a secret");
        let unknown = json!({ "alg": "ES256", "typ": "at+jwt", "kid": "unknown" });
        let signature = good.rsplit('.').next().expect("a signature");
        world
            .verify(&format!("{}.{payload}.{signature}", encoded(&unknown)), &keys)
            .expect_err("an unknown key");
        for (name, value) in
            [("exp", json!(1)), ("iss", json!("https://other.example.com")), ("sub", json!("x"))]
        {
            let mut claims = claims.clone();
            claims[name] = value;
            let altered = format!("{header}.{}.{signature}", encoded(&claims));
            world.verify(&altered, &keys).expect_err(name);
        }
    });
}
