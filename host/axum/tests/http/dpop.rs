//! Tokens that are bound to a key (RFC 9449), through the router and the layer, with proofs that a client has signed.

use crate::world::{Answer, engine, get, grant, new_account, send, serve};
use axum::Router;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::get as on_get;
use badgehouse::authorize::TokensOf;
use badgehouse_axum::{Need, presented, require, routes, verify};
use badgehouse_native::Engine;
use data_encoding::BASE64URL_NOPAD;
use ring::digest::{SHA256, digest};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

const ISSUER: &str = "https://id.example.com";
const API: &str = "https://api.example.com";

/// A program with a key, and a token that is bound to it.
struct Client {
    key: Ed25519KeyPair,
    token: String,
    proofs: AtomicU64,
}

impl Client {
    /// A client of acme's that may read RFIs.
    async fn new(engine: &Engine) -> Self {
        let (client_id, client_secret) = new_account(engine, "acme").await;
        grant(engine, "acme", &client_id, r#"{"company":{"rfis":"read_only"}}"#).await;
        let server = serve(routes(engine.clone(), async |_| Ok(None))).await;
        let key = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
        let mut client = Self { key, token: String::new(), proofs: AtomicU64::new(0) };
        let form =
            format!("grant_type=client_credentials&client_id={client_id}&client_secret={client_secret}");
        let proof = client.proof("POST", &format!("{ISSUER}/oauth/token"));
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("dpop", &proof)];
        let answer = send("POST", format!("{server}/oauth/token"), &headers, form.into()).await;
        let answer = answer.json();
        assert_eq!(answer["token_type"], "DPoP", "{answer}");
        client.token = answer["access_token"].as_str().unwrap().to_owned();
        client
    }

    /// A new proof for a call; of the token, once there is one.
    fn proof(&self, method: &str, url: &str) -> String {
        let encode = |part: &[u8]| BASE64URL_NOPAD.encode(part);
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": encode(self.key.public_key().as_ref()) });
        let header = json!({ "typ": "dpop+jwt", "alg": "EdDSA", "jwk": jwk });
        let jti = format!("proof-{}", self.proofs.fetch_add(1, Ordering::Relaxed));
        let iat = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let mut claims = json!({ "jti": jti, "htm": method, "htu": url, "iat": iat });
        if !self.token.is_empty() {
            claims["ath"] = encode(digest(&SHA256, self.token.as_bytes()).as_ref()).into();
        }
        let part = |part: &Value| encode(part.to_string().as_bytes());
        let input = format!("{}.{}", part(&header), part(&claims));
        format!("{input}.{}", encode(self.key.sign(input.as_bytes()).as_ref()))
    }

    /// A call with the token and these headers beside it.
    async fn call(&self, url: String, headers: &[(&str, &str)]) -> Answer {
        let authorization = format!("DPoP {}", self.token);
        let headers = [&[("authorization", authorization.as_str())], headers].concat();
        get(url, &headers).await
    }
}

fn need() -> Need {
    Need::tool("rfis").read_only().company("acme")
}

fn guarded(engine: &Engine, need: Need) -> Router {
    Router::new().route("/rfis", on_get("the RFIs")).route_layer(require(engine.clone(), need))
}

#[tokio::test]
async fn a_bound_token_passes_with_its_proof_and_with_nothing_less() {
    let engine = engine(ISSUER);
    let client = Client::new(&engine).await;
    let server = serve(guarded(&engine, need())).await;
    let url = format!("{server}/rfis");

    let proof = client.proof("GET", &url);
    let passed = client.call(format!("{url}?page=2"), &[("dpop", &proof)]).await;
    assert_eq!((passed.status, passed.body.as_str()), (200, "the RFIs"));

    let bearer = format!("Bearer {}", client.token);
    let as_bearer = get(url.clone(), &[("authorization", &bearer), ("dpop", &proof)]).await;
    assert_eq!((as_bearer.status, &as_bearer.json()["code"]), (401, &json!("invalid_token")));

    let another = client.proof("GET", &url);
    let of_another_method = client.proof("POST", &url);
    let of_another_path = client.proof("GET", &format!("{server}/other"));
    let refused: [&[(&str, &str)]; 5] = [
        &[],
        &[("dpop", &proof), ("dpop", &another)],
        &[("dpop", "none")],
        &[("dpop", &of_another_method)],
        &[("dpop", &of_another_path)],
    ];
    for headers in refused {
        let answer = client.call(url.clone(), headers).await;
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (401, &json!("invalid_dpop_proof")),
            "{headers:?}"
        );
        assert!(answer.challenge.unwrap().starts_with(r#"DPoP error="invalid_dpop_proof""#));
    }
}

#[tokio::test]
async fn what_another_api_has_received_is_no_good_where_the_origin_is_named() {
    let engine = engine(ISSUER);
    let client = Client::new(&engine).await;
    let server = serve(guarded(&engine, need().origin(API))).await;
    let call = |host: &'static str, proof: String| {
        let (client, url) = (&client, format!("{server}/rfis"));
        async move { client.call(url, &[("host", host), ("dpop", &proof)]).await.status }
    };
    let for_us = || client.proof("GET", &format!("{API}/rfis"));
    let for_another = || client.proof("GET", "https://b.example/rfis");
    assert_eq!(call("api.example.com", for_us()).await, 200);
    assert_eq!(call("10.0.0.7:8080", for_us()).await, 200, "whatever the proxy makes of Host");
    assert_eq!(call("b.example", for_another()).await, 401);
    assert_eq!(call("api.example.com", for_another()).await, 401);

    let trusting = serve(guarded(&engine, need())).await;
    let taken =
        client.call(format!("{trusting}/rfis"), &[("host", "b.example"), ("dpop", &for_another())]).await;
    assert_eq!(taken.status, 200, "without it, Host is believed");
}

#[tokio::test]
async fn in_a_nested_router_the_whole_path_counts() {
    let engine = engine(ISSUER);
    let client = Client::new(&engine).await;
    let server = serve(Router::new().nest("/v1", guarded(&engine, need().origin(API)))).await;
    let call = async |path: &str| {
        let proof = client.proof("GET", &format!("{API}{path}"));
        client.call(format!("{server}/v1/rfis"), &[("dpop", &proof)]).await.status
    };
    assert_eq!(call("/v1/rfis").await, 200);
    assert_eq!(call("/rfis").await, 401);
}

/// A handler that decides by itself.
async fn who(State(engine): State<Engine>, parts: Parts) -> Result<String, Response> {
    let presented = presented(&parts).with_origin(API).expect("an origin");
    let token = verify(&engine, presented, TokensOf::Company("acme".into()), None).await?;
    Ok(format!("{} {}", token.company, token.token_type))
}

#[tokio::test]
async fn a_handler_learns_whose_a_bound_token_is() {
    let engine = engine(ISSUER);
    let client = Client::new(&engine).await;
    let server = serve(Router::new().route("/who", on_get(who)).with_state(engine)).await;
    let proof = client.proof("GET", &format!("{API}/who"));
    let answer = client.call(format!("{server}/who"), &[("dpop", &proof)]).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "acme DPoP"));
    let refused = client.call(format!("{server}/who"), &[]).await;
    assert_eq!((refused.status, &refused.json()["code"]), (401, &json!("invalid_dpop_proof")));
}
