//! Companies of a simulated world: each with an administrator, an account, and one of everything that has an id.

use crate::requests::{Names, Template, all};
use crate::settings::actor;
use crate::world::{Simulation, seed};
use badgehouse::http::HttpResponse;
use badgehouse::identifier::{ClientId, CredentialId};
use badgehouse::principal::Actor;
use badgehouse::timestamp::Timestamp;
use badgehouse::usage::Usage;
use serde_json::{Value, json};

/// The administrator of a company.
pub fn administrator(company: &str) -> Actor {
    let levels = json!({ "admin": "admin", "directory": "admin" });
    let ann = json!({ "company": company, "id": "ann", "kind": "user", "levels": levels });
    actor(Some(ann)).expect("an actor")
}

/// The operation of that name.
pub fn template(operation: &str) -> Template {
    all().into_iter().find(|template| template.operation == operation).expect("an operation of the document")
}

/// What is made of everything that has an id, in an order in which each has what it needs.
const FURNITURE: [&str; 7] = [
    "create_account",
    "add_key",
    "add_trust",
    "create_template",
    "set_permissions",
    "assign_template",
    "create_permissions_job",
];

/// Ed25519 public keys of RFC 8032 section 7.1, one for each company.
const KEYS: [&str; 3] = [
    "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw",
    "_FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU",
];

/// Makes one of everything that has an id, and says the ids.
pub fn furnish(simulation: &mut Simulation, company: &str, stream: u64) -> Names {
    let key = KEYS[usize::try_from(stream).expect("a number") % KEYS.len()];
    let mut names = Names::from([
        ("company".into(), company.into()),
        ("jwk_x".into(), key.into()),
        ("audience".into(), "badges".into()),
    ]);
    for (number, operation) in FURNITURE.into_iter().enumerate() {
        let request = template(operation).request(&names);
        let seed = seed(stream, 1_000_000 + number as u64);
        let response = simulation.handle(seed, request, Some(administrator(company)));
        assert!(response.status < 300, "{operation}: {}", text(&response));
        learn(&mut names, &json(&response));
    }
    let used = Usage {
        client_id: ClientId::parse(&names["client_id"]).expect("a client_id"),
        credential: CredentialId::parse(&names["secret_id"]).ok(),
        at: Timestamp::from_seconds(simulation.now),
        tokens: 1,
        refusals: 0,
        revocations: 0,
    };
    simulation
        .run(seed(stream, 2_000_000), |core, start| core.record_usage(start, vec![used]))
        .expect("recorded");
    names
}

/// Keeps every member of an answer that is an id.
pub fn learn(names: &mut Names, answer: &Value) {
    let Value::Object(members) = answer else { return };
    for (name, value) in members {
        if let Some(id) =
            value.as_str().filter(|_| name.ends_with("_id") || name == "client_secret" || name == "kid")
        {
            names.insert(name.clone(), id.into());
        }
    }
}

/// The body of an answer, as JSON.
pub fn json(response: &HttpResponse) -> Value {
    serde_json::from_slice(&response.body).unwrap_or(Value::Null)
}

/// The body of an answer, as text.
pub fn text(response: &HttpResponse) -> String {
    String::from_utf8_lossy(&response.body).into_owned()
}
