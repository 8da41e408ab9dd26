//! No answer has the status 401 without a challenge (RFC 9110 section 15.5.2), at whatever address and whatever the client sent.

use badgehouse::http::openapi;
use badgehouse_tests::engines::InProcess;
use badgehouse_tests::face::{Face, RawRequest, RawResponse};
use badgehouse_tests::server::Server;
use serde_json::Value;

const BASE: &str = "/badgehouse/v1";
const FORMS: [&str; 5] = [
    "",
    "grant_type=client_credentials&token=x",
    "grant_type=client_credentials&token=x&client_id=x&client_secret=x",
    "grant_type=client_credentials&token=x&client_id=x",
    "grant_type=client_credentials&token=x&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=x",
];
const AUTHORIZATIONS: [Option<&str>; 10] = [
    None,
    Some(""),
    Some("x"),
    Some("Basic"),
    Some("Basic eDp5"),
    Some("bASIC eDp5, Basic eDp5"),
    Some("Bearer"),
    Some("bearer a.b.c"),
    Some("DPoP a.b.c"),
    Some("Negotiate YII="),
];

#[tokio::test]
async fn no_401_of_the_core_is_without_a_challenge() {
    none_without_a_challenge(&InProcess::native()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_401_of_a_server_is_without_a_challenge() {
    none_without_a_challenge(&Server::start(badgehouse_simulation::settings()).await).await;
}

async fn none_without_a_challenge(face: &dyn Face) {
    let mut refused = 0;
    for (method, path) in addresses() {
        for authorization in AUTHORIZATIONS {
            for body in FORMS {
                let answer = face.http(request(&method, &path, authorization, body), None).await;
                if answer.status != 401 {
                    continue;
                }
                refused += 1;
                let challenge = challenge(&answer);
                let (scheme, attributes) = challenge.split_once(' ').unwrap_or_default();
                assert!(["Basic", "Bearer", "DPoP"].contains(&scheme), "{method} {path}: {challenge}");
                assert!(attributes.contains("=\""), "{method} {path}: {challenge}");
            }
        }
    }
    assert!(refused > 1000, "{refused}");
}

/// Every method of the admin API that is described, and the OAuth endpoints.
fn addresses() -> Vec<(String, String)> {
    let document = openapi();
    let items = document["paths"].as_object().expect("paths");
    let methods = |(path, item): (&String, &Value)| {
        let path = path.replace(['{', '}'], "");
        let known: Vec<String> = item.as_object().expect("a path item").keys().cloned().collect();
        known
            .into_iter()
            .filter(|key| key != "parameters")
            .map(move |method| (method, format!("{BASE}{path}")))
    };
    let mut all: Vec<(String, String)> = items.iter().flat_map(methods).collect();
    for endpoint in ["token", "introspect", "revoke", "jwks", "authorize", "token/info", "token/"] {
        all.extend(["post", "get"].map(|method| (method.into(), format!("/oauth/{endpoint}"))));
    }
    all.into_iter().map(|(method, path)| (method.to_ascii_uppercase(), path)).collect()
}

fn request(method: &str, path: &str, authorization: Option<&str>, body: &str) -> RawRequest {
    let typed = if path.starts_with(BASE) { "application/json" } else { "application/x-www-form-urlencoded" };
    let mut headers = vec![("content-type".to_owned(), typed.to_owned()), ("if-match".into(), "*".into())];
    headers.extend(authorization.map(|value| ("authorization".into(), value.into())));
    let body = if method == "GET" { "" } else { body };
    RawRequest { method: method.into(), path: path.into(), headers, body: body.into(), source: None }
}

fn challenge(answer: &RawResponse) -> String {
    let header = answer.headers.iter().find(|(name, _)| name == "www-authenticate");
    header.map(|(_, value)| value.clone()).unwrap_or_default()
}
