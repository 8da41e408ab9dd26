//! What a Marketplace app asks for: checked with the catalogue, and shown against what its account holds.

use badgehouse::account::NewAccount;
use badgehouse::catalogue::{App, Catalogue};
use badgehouse::error::Code;
use badgehouse::permission::{Level, RequestedPermissions};
use badgehouse::settings::Settings;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::settings;
use badgehouse_simulation::small_world::user;
use serde_json::{Value, json};

fn catalogue(requests: Value) -> Catalogue {
    let app = json!({ "id": "gantt", "name": "Gantt", "requests": requests });
    let app: App = serde_json::from_value(app).expect("an app");
    Catalogue { version: 7, apps: vec![app], ..Catalogue::default() }
}

fn open(requests: Value) -> Result<Engine, badgehouse::error::Error> {
    Engine::open(Settings { catalogue: catalogue(requests), ..settings() }, MemoryStore::new())
}

fn differences(found: &RequestedPermissions) -> Value {
    json!({ "missing": found.missing, "beyond": found.beyond })
}

#[test]
fn an_app_that_asks_for_what_the_catalogue_has_not_opens_no_engine() {
    let requests = json!({ "company": { "ghosts": "admin" }, "project": { "reports": "admin" } });
    let refused = open(requests).expect_err("a refusal");
    let places: Vec<&str> = refused.errors.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(
        places,
        ["/catalogue/apps/0/requests/company/ghosts", "/catalogue/apps/0/requests/project/reports"]
    );
}

#[tokio::test]
async fn an_administrator_sees_what_an_app_lacks_and_what_it_holds_beyond() {
    let requests = json!({ "company": { "reports": "read_only", "rfis": "read_only" }, "project": { "schedule": "standard" } });
    let engine = open(requests).expect("an engine");
    let directory = || user("acme", json!({ "directory": "admin" }));
    let company = || "acme".to_owned();
    let new = NewAccount {
        app_type: "marketplace".into(),
        app: Some("gantt".into()),
        name: "Gantt".into(),
        ..NewAccount::default()
    };
    let by = user("acme", json!({ "admin": "admin" }));
    let id = engine.create_account(by, company(), new, None).await.expect("an account").account.client_id;
    let change = json!({
        "company": { "rfis": "admin" },
        "projects": [{ "project": "p1", "levels": { "schedule": "read_only", "budget": "standard" } }],
    });
    let change = serde_json::from_value(change).expect("a change");
    engine.set_permissions(directory(), company(), id.to_string(), change, None).await.expect("levels");

    let ask = async |project: Option<&str>| {
        let project = project.map(ToOwned::to_owned);
        engine
            .requested_permissions(directory(), company(), id.to_string(), project)
            .await
            .expect("an answer")
    };
    let expected = json!({
        "missing": [{ "tool": "reports", "level": "read_only", "held": "none" }],
        "beyond": [{ "tool": "rfis", "level": "read_only", "held": "admin" }],
    });
    assert_eq!(differences(&ask(None).await), expected);
    let expected = json!({
        "missing": [{ "tool": "schedule", "level": "standard", "held": "read_only" }],
        "beyond": [
            { "tool": "budget", "level": "none", "held": "standard" },
            { "tool": "rfis", "level": "read_only", "held": "admin" },
        ],
    });
    assert_eq!(differences(&ask(Some("p1")).await), expected);

    let held =
        engine.effective_permissions(directory(), company(), id.to_string(), None).await.expect("levels");
    let reports = held.tools.iter().any(|tool| tool.tool.as_str() == "reports" && tool.level > Level::None);
    assert!(!reports, "asking grants nothing");
    let stranger = user("zenith", json!({ "directory": "admin" }));
    let refused = engine.requested_permissions(stranger, company(), id.to_string(), None).await;
    assert_eq!(refused.expect_err("another company's").code, Code::NotFound);
    let shown = engine.get_catalogue(directory(), company()).await.expect("the catalogue");
    assert_eq!((shown.version, shown.apps.len()), (7, 1));
}

#[tokio::test]
async fn the_actions_that_an_app_asks_for_are_compared_one_by_one() {
    let asked = json!({ "project": { "budget": { "level": "read_only", "actions": ["transfer", "lock"] } } });
    let engine = open(asked).expect("an engine");
    let directory = || user("acme", json!({ "directory": "admin" }));
    let new = NewAccount {
        app_type: "marketplace".into(),
        app: Some("gantt".into()),
        name: "Gantt".into(),
        ..NewAccount::default()
    };
    let by = user("acme", json!({ "admin": "admin" }));
    let id = engine.create_account(by, "acme".into(), new, None).await.expect("an account").account.client_id;
    let set = async |levels: Value| {
        let change = json!({ "projects": [{ "project": "p1", "levels": levels }] });
        let change = serde_json::from_value(change).expect("a change");
        engine
            .set_permissions(directory(), "acme".into(), id.to_string(), change, None)
            .await
            .expect("levels");
        let project = Some("p1".to_owned());
        let found = engine.requested_permissions(directory(), "acme".into(), id.to_string(), project).await;
        differences(&found.expect("an answer"))
    };
    let none = set(json!({})).await;
    assert_eq!(none["missing"][0]["actions"], json!(["lock", "transfer"]));
    assert_eq!(none["beyond"], json!([]));
    let one = set(json!({ "budget": { "level": "read_only", "actions": ["transfer"] } })).await;
    assert_eq!(one["missing"][0]["actions"], json!(["lock"]));
    let by_level = set(json!({ "budget": { "level": "admin", "actions": ["transfer"] } })).await;
    assert_eq!(by_level["missing"], json!([]), "Admin includes locking");
    let beyond = json!({ "budget": { "level": "read_only", "actions": ["transfer", "lock"] }, "commitments": { "actions": ["approve"] } });
    let beyond = set(beyond).await;
    assert_eq!(beyond["missing"], json!([]));
    assert_eq!(
        (&beyond["beyond"][0]["tool"], &beyond["beyond"][0]["actions"]),
        (&json!("commitments"), &json!(["approve"]))
    );
}
