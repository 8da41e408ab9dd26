//! `If-Match` as clients and proxies write it, over HTTP to a real server: the corpus `tags.json`.

use badgehouse_tests::face::{Face, RawRequest, RawResponse};
use badgehouse_tests::server::Server;
use serde_json::{Value, json};
use std::path::Path;

const ACCOUNTS: &str = "/badgehouse/v1/companies/acme/service-accounts";

async fn send(face: &Server, method: &str, path: &str, tags: &[String], body: Value) -> RawResponse {
    let ann = json!({
        "company": "acme", "id": "ann", "kind": "user", "levels": { "admin": "admin", "directory": "admin" },
    });
    let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    headers.extend(tags.iter().map(|tag| ("if-match".into(), tag.clone())));
    let body = body.to_string().into_bytes();
    let request = RawRequest { method: method.into(), path: path.into(), headers, body, source: None };
    face.http(request, Some(ann)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_odd_tag_gets_another_answer_over_http() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/tags.json");
    let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(file).expect("the corpus")).expect("JSON");
    let face = Server::start(badgehouse_simulation::settings()).await;
    let made =
        send(&face, "POST", ACCOUNTS, &[], json!({ "app_type": "custom", "name": "Nightly sync" })).await;
    let made: Value = serde_json::from_slice(&made.body).expect("an account");
    let (account, mut revision) =
        (format!("{ACCOUNTS}/{}", made["client_id"].as_str().expect("an id")), made["revision"].clone());
    for (index, case) in cases.iter().enumerate() {
        let fields = case["fields"].as_array().expect("fields").iter();
        let tags: Vec<String> = fields
            .map(|field| field.as_str().expect("a text").replace("{R}", &revision.to_string()))
            .collect();
        let change = json!({ "description": format!("change {index}") });
        let answer = send(&face, "PATCH", &account, &tags, change).await;
        assert_eq!(json!(answer.status), case["status"], "{}: {tags:?}", case["why"]);
        if answer.status == 200 {
            let changed: Value = serde_json::from_slice(&answer.body).expect("an account");
            revision = changed["revision"].clone();
        }
    }
}
