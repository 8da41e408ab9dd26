//! Actor tokens against a real engine: what is taken, and each thing that is refused.

use badgehouse::crypto::{Algorithm, Crypto, PublicJwk, SealingKey, SigningKey};
use badgehouse::error::{Code, Error};
use badgehouse::permission::Level;
use badgehouse::principal::{Actor, ActorKind};
use badgehouse::settings::Settings;
use badgehouse_native::{Engine, MemoryStore, Ring};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

const NOW: u64 = 1_800_000_000;

struct Product {
    engine: Engine,
    ring: Ring,
    key: SigningKey,
}

impl Product {
    async fn new(algorithm: Algorithm) -> Self {
        let sealing_keys = vec![SealingKey::from_bytes([1; 32])];
        let ring = Ring::new(sealing_keys.clone());
        let generated = ring.generate(algorithm).await.unwrap();
        let settings = Settings::new("https://id.example.com", "svc.example.com", sealing_keys);
        let engine = Engine::open(settings, MemoryStore::new()).unwrap().with_clock(|| NOW);
        Self { engine, ring, key: SigningKey { jwk: generated.jwk, sealed: generated.sealed } }
    }

    async fn sign(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let signing_input = format!("{}.{}", part(header), part(claims));
        let signature = self.ring.sign(&self.key, signing_input.as_bytes()).await.unwrap();
        format!("{signing_input}.{}", BASE64URL_NOPAD.encode(&signature))
    }

    async fn verify(&self, token: String, keys: Vec<PublicJwk>) -> Result<Actor, Error> {
        self.engine.verify_actor_token(token, "product".into(), keys).await
    }

    /// What becomes of a good token after `alter`.
    async fn verify_altered(&self, alter: impl FnOnce(&mut Value, &mut Value)) -> Result<Actor, Error> {
        let mut header = json!({ "typ": "badgehouse-actor+jwt", "alg": self.key.jwk.algorithm().name() });
        let mut claims = json!({
            "iss": "product", "aud": "https://id.example.com/admin", "sub": "ann", "company": "acme",
            "levels": { "admin": "admin" }, "jti": "1", "iat": NOW, "exp": NOW + 300,
        });
        alter(&mut header, &mut claims);
        let token = self.sign(&header, &claims).await;
        self.verify(token, vec![self.key.jwk.clone()]).await
    }
}

#[tokio::test]
async fn a_good_token_is_its_user_with_its_levels() {
    for algorithm in [Algorithm::Es256, Algorithm::EdDsa] {
        let product = Product::new(algorithm).await;
        let actor = product.verify_altered(|_, _| {}).await.unwrap();
        assert_eq!((actor.company.as_str(), actor.id.as_str()), ("acme", "ann"));
        let ActorKind::User { levels } = actor.kind else { panic!("a user was vouched for") };
        let levels: Vec<_> = levels.iter().map(|(tool, level)| (tool.as_str(), level)).collect();
        assert_eq!(levels, [("admin", Level::Admin)]);
    }
}

#[tokio::test]
async fn every_flaw_of_a_token_is_refused_as_invalid_token() {
    let product = Product::new(Algorithm::Es256).await;
    type Alter = fn(&mut Value, &mut Value);
    let flaws: [(&str, Alter); 17] = [
        ("the type of an access token", |header, _| header["typ"] = json!("at+jwt")),
        ("no type", |header, _| header["typ"] = Value::Null),
        ("the algorithm none", |header, _| header["alg"] = json!("none")),
        ("another algorithm than the key's", |header, _| header["alg"] = json!("EdDSA")),
        ("a critical extension", |header, _| header["crit"] = json!(["b64"])),
        ("another issuer", |_, claims| claims["iss"] = json!("other")),
        ("the API's audience", |_, claims| claims["aud"] = json!("https://id.example.com")),
        ("no subject", |_, claims| claims["sub"] = Value::Null),
        ("an empty subject", |_, claims| claims["sub"] = json!("")),
        ("an empty company", |_, claims| claims["company"] = json!("")),
        ("an unknown level", |_, claims| claims["levels"] = json!({ "admin": "owner" })),
        ("no levels", |_, claims| claims["levels"] = Value::Null),
        ("an empty jti", |_, claims| claims["jti"] = json!("")),
        ("a life of 301 seconds", |_, claims| claims["exp"] = json!(NOW + 301)),
        ("an end before its beginning", |_, claims| claims["exp"] = json!(NOW - 1)),
        ("an end 60 seconds ago", |_, claims| {
            claims["iat"] = json!(NOW - 200);
            claims["exp"] = json!(NOW - 60);
        }),
        ("a beginning in 61 seconds", |_, claims| {
            claims["iat"] = json!(NOW + 61);
            claims["exp"] = json!(NOW + 100);
        }),
    ];
    for (flaw, alter) in flaws {
        let refused = product.verify_altered(alter).await.expect_err(flaw);
        assert_eq!(refused.code, Code::InvalidToken, "{flaw}");
    }
}

#[tokio::test]
async fn clocks_may_differ_by_a_minute() {
    let product = Product::new(Algorithm::Es256).await;
    let late = |_: &mut Value, claims: &mut Value| {
        claims["iat"] = json!(NOW - 359);
        claims["exp"] = json!(NOW - 59);
    };
    let early = |_: &mut Value, claims: &mut Value| {
        claims["iat"] = json!(NOW + 60);
        claims["exp"] = json!(NOW + 360);
    };
    product.verify_altered(late).await.unwrap();
    product.verify_altered(early).await.unwrap();
}

#[tokio::test]
async fn a_token_is_good_for_the_keys_of_its_product_only() {
    let (product, stranger) = (Product::new(Algorithm::Es256).await, Product::new(Algorithm::Es256).await);
    let header = json!({ "typ": "badgehouse-actor+jwt", "alg": "ES256" });
    let claims = json!({
        "iss": "product", "aud": "https://id.example.com/admin", "sub": "ann", "company": "acme",
        "levels": {}, "jti": "1", "iat": NOW, "exp": NOW + 300,
    });
    let forged = stranger.sign(&header, &claims).await;
    let refused = product.verify(forged.clone(), vec![product.key.jwk.clone()]).await.unwrap_err();
    assert_eq!(refused.code, Code::InvalidToken);
    let refused = product.verify(forged.clone(), Vec::new()).await.unwrap_err();
    assert_eq!(refused.code, Code::InvalidToken);
    product.verify(forged, vec![product.key.jwk.clone(), stranger.key.jwk.clone()]).await.unwrap();

    let good = product.sign(&header, &claims).await;
    let unsigned = format!("{}.", good.rsplit_once('.').unwrap().0);
    for altered in [unsigned, good.replace('.', ""), format!("{good}.{good}"), "x".repeat(9000)] {
        let refused = product.verify(altered, vec![product.key.jwk.clone()]).await.unwrap_err();
        assert_eq!(refused.code, Code::InvalidToken);
    }
}
