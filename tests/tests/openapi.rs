//! The OpenAPI document in `docs` is the one that the code describes, and describes what the code answers.

use badgehouse::http::openapi;
use badgehouse_tests::engines::InProcess;
use badgehouse_tests::face::{Face, RawRequest};
use badgehouse_tests::scenario;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

const BASE: &str = "/badgehouse/v1";
const COMMAND: &str = "BADGEHOUSE_WRITE_OPENAPI=1 cargo test -p badgehouse-tests --test openapi";

#[test]
fn the_document_in_the_docs_is_the_generated_one() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json");
    let generated = serde_json::to_string_pretty(&openapi()).expect("JSON") + "\n";
    if std::env::var_os("BADGEHOUSE_WRITE_OPENAPI").is_some() {
        std::fs::write(&file, &generated).expect("the document is written");
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(written == generated, "docs/openapi.json is out of date; write it with `{COMMAND}`");
}

#[tokio::test]
async fn an_address_knows_the_methods_that_the_document_names() {
    let face = InProcess::native();
    let actor = json!({ "company": "acme", "id": "ann", "kind": "user", "levels": { "admin": "admin" } });
    for (path, item) in openapi()["paths"].as_object().expect("paths") {
        let address = path.split('/').map(|part| if part == "{company}" { "acme" } else { part });
        let path = BASE.to_owned() + &address.collect::<Vec<_>>().join("/");
        let request = RawRequest { method: "TRACE".into(), path: path.clone(), ..RawRequest::default() };
        let response = face.http(request, Some(actor.clone())).await;
        let allowed = response.headers.iter().find(|(name, _)| name == "allow");
        let allowed = allowed.unwrap_or_else(|| panic!("{path} answers {}", response.status)).1.split(", ");
        let mut allowed: BTreeSet<String> = allowed.map(str::to_ascii_lowercase).collect();
        assert_eq!(allowed.remove("head"), allowed.contains("get"), "HEAD goes where GET does: {path}");
        assert_eq!(allowed, methods(item), "the methods of {path}");
    }
}

#[test]
fn every_address_that_a_scenario_calls_is_in_the_document() {
    let document = openapi();
    let paths = document["paths"].as_object().expect("paths");
    for (name, scenario) in scenario::all() {
        for step in scenario.steps.iter().filter(|step| step.operation == "http") {
            let path = step.with["path"].as_str().expect("a path").split('?').next().unwrap_or_default();
            let went_well = step.expect["status"].as_u64().is_some_and(|status| status < 300);
            let Some(path) = path.strip_prefix(BASE).filter(|_| went_well) else { continue };
            // HEAD is GET without the body.
            let method = step.with["method"].as_str().expect("a method").to_ascii_lowercase();
            let method = method.replace("head", "get");
            let item = best(paths.iter().filter(|(template, _)| fits(template, path)));
            let known = item.is_some_and(|item| methods(item).contains(&method));
            assert!(known, "{name} calls {method} {path}, which the document does not describe");
        }
    }
}

/// Of the templates that fit, the one with the fewest variables, as OpenAPI 3.1 section 4.8.8.2 matches them.
fn best<'a>(fitting: impl Iterator<Item = (&'a String, &'a Value)>) -> Option<&'a Value> {
    fitting.min_by_key(|(template, _)| template.matches('{').count()).map(|(_, item)| item)
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(|(expected, part)| expected.starts_with('{') || *expected == part)
}

fn methods(item: &Value) -> BTreeSet<String> {
    item.as_object().expect("a path item").keys().filter(|key| *key != "parameters").cloned().collect()
}
