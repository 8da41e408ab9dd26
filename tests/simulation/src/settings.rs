//! The settings that scenarios and simulations share, and who acts in them.

use badgehouse::catalogue::{App, Catalogue};
use badgehouse::crypto::SealingKey;
use badgehouse::identifier::AppId;
use badgehouse::principal::{Actor, ActorInput};
use badgehouse::settings::Settings;
use serde_json::{Value, json};

/// The issuer of every scenario.
pub const ISSUER: &str = "http://127.0.0.1:8080";

/// The settings of every scenario: the ready catalogue with one Marketplace app, which asks for something.
pub fn settings() -> Settings {
    let sealing_keys = vec![SealingKey::from_bytes([42; 32])];
    let asked = json!({ "company": { "reports": "read_only" }, "project": { "schedule": "standard" } });
    let app = App {
        id: AppId::parse("schedule-sync").expect("an id"),
        name: "Schedule Sync".into(),
        requests: serde_json::from_value(asked).expect("what it asks for"),
    };
    let catalogue = Catalogue { version: 2, apps: vec![app], ..Catalogue::default() };
    Settings { catalogue, ..Settings::new(ISSUER, "contacts.example.com", sealing_keys) }
}

/// The actor of a scenario, or why it is none.
pub fn actor(value: Option<Value>) -> Option<Actor> {
    value.map(|value| {
        let input: ActorInput = serde_json::from_value(value).expect("an actor");
        Actor::parse(input).expect("an actor that may be one")
    })
}
