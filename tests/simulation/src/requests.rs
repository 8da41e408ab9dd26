//! A request for every operation of the admin API, from its own document; a new operation is here as soon as it is described.

use badgehouse::http::{HttpRequest, openapi};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What ids and other placeholders stand for, by name.
pub type Names = BTreeMap<String, String>;

/// An operation of the admin API, with `{name}` where an id goes.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its name in the document.
    pub operation: String,
    method: String,
    path: String,
    /// Whether it takes `If-Match`.
    conditional: bool,
    /// Whether it takes `Idempotency-Key`.
    repeatable: bool,
    body: Option<Value>,
}

/// Every operation of the document.
pub fn all() -> Vec<Template> {
    let document = openapi();
    let base = document["servers"][0]["url"].as_str().expect("a base").to_owned();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, described) in item.as_object().expect("a path item") {
            let Some(operation) = described["operationId"].as_str() else { continue };
            let parameters = described["parameters"].as_array().into_iter().flatten();
            let headers = parameters.filter(|parameter| parameter["in"] == "header");
            let names = headers.filter_map(|header| header["name"].as_str());
            all.push(Template {
                operation: operation.into(),
                method: method.to_ascii_uppercase(),
                path: format!("{base}{path}{}", query(operation)),
                conditional: names.clone().any(|name| name == "If-Match"),
                repeatable: names.clone().any(|name| name == "Idempotency-Key"),
                body: described.get("requestBody").map(|_| body(operation)),
            });
        }
    }
    all
}

/// The query of an operation that needs one.
fn query(operation: &str) -> &'static str {
    match operation {
        "list_machine_contacts" => "?machine=true",
        "list_holders" => "?tool=rfis&level=read_only&project=p-1",
        "effective_permissions" => "?project=p-1",
        "get_me" => "?client_id={client_id}",
        _ => "",
    }
}

/// A body that the operation takes.
fn body(operation: &str) -> Value {
    match operation {
        "create_account" => json!({ "app_type": "custom", "name": "Nightly sync" }),
        "update_account" => json!({ "name": "Hourly sync", "owner": "ann" }),
        "disable_account" => json!({ "reason": "on leave" }),
        "add_secret" => json!({ "overlap_seconds": 60 }),
        "change_secret" | "change_key" => json!({ "name": "Blue" }),
        "look_up_leak" => json!({ "secret": "{client_secret}", "revoke": true }),
        "add_key" => json!({ "jwk": {
            "kty": "OKP", "crv": "Ed25519", "x": "{jwk_x}",
        } }),
        "add_trust" => json!({
            "issuer": "https://ci.example.com", "audience": "{audience}",
            "claims": { "sub": "job", "ref": { "prefix": "refs/heads/" } },
        }),
        "set_permissions" | "preview_permissions" | "create_permissions_job" => {
            let granted = json!({ "level": "standard", "actions": ["respond"] });
            let project = |project: &str| json!({ "project": project, "levels": { "rfis": granted } });
            json!({ "company": { "rfis": "read_only" }, "projects": [project("p-1"), project("p-2")] })
        }
        "check_permissions" => json!({ "tool": "rfis", "level": "read_only", "projects": ["p-1", "p-2"] }),
        "create_template" => json!({ "name": "Reader", "levels": { "rfis": "read_only" } }),
        "change_template" => json!({ "levels": { "rfis": "standard" } }),
        "assign_template" => json!({ "template_id": "{template_id}", "projects": ["p-1"] }),
        "repair_contact" => json!({ "how": "replace" }),
        "create_contact" => json!({ "email": "ann@example.com" }),
        "change_contact" => json!({ "email": "bob@example.com", "insist": 1 }),
        "verify_audit" => json!({}),
        unknown => panic!("there is no body for `{unknown}` yet; write one here"),
    }
}

impl Template {
    /// The names of the ids in it.
    pub fn names(&self) -> Vec<String> {
        let text = format!("{}{}", self.path, self.body.as_ref().map(Value::to_string).unwrap_or_default());
        let parts = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
        let name = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        parts.map(|(text, _)| text.to_owned()).filter(|text| name(text)).collect()
    }

    /// Whether it changes anything.
    pub fn changes(&self) -> bool {
        self.method != "GET"
    }

    /// The request, with ids in their places; where a call may be repeated, the name `idempotency_key` says with what key.
    pub fn request(&self, names: &Names) -> HttpRequest {
        let mut headers = Vec::new();
        if self.conditional {
            headers.push(("if-match".to_owned(), "*".to_owned()));
        }
        if let Some(key) = names.get("idempotency_key").filter(|_| self.repeatable) {
            headers.push(("idempotency-key".into(), key.clone()));
        }
        if self.body.is_some() {
            headers.push(("content-type".into(), "application/json".into()));
        }
        let body = self.body.as_ref().map(|body| fill(&body.to_string(), names)).unwrap_or_default();
        HttpRequest {
            method: self.method.clone(),
            target: fill(&self.path, names),
            headers,
            body: body.into_bytes().into(),
            ..HttpRequest::default()
        }
    }
}

fn fill(text: &str, names: &Names) -> String {
    names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
