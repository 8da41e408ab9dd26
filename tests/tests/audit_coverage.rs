//! One event for every administrative change, in the same commit: tried for every operation of the document.

use badgehouse::Start;
use badgehouse::driver::run;
use badgehouse::operation::Ask;
use badgehouse::store::{Action, Change};
use badgehouse_simulation::companies::{administrator, furnish, template};
use badgehouse_simulation::requests::{Names, Template, all};
use badgehouse_simulation::{Simulation, seed};
use badgehouse_tests::scenario::BEGIN;
use serde_json::Value;

/// Operations whose request here finds nothing to change.
const IDLE: [&str; 4] = ["enable_account", "undelete_account", "repair_contact", "finish_rotation"];

/// What the operation committed, and the status of its answer.
fn commits(world: &Simulation, template: &Template, names: &Names) -> (u16, Vec<Vec<Change>>) {
    let mut world = world.clone();
    let mut commits = Vec::new();
    let start = Start { now: world.now, seed: seed(9, 9) };
    let operation = world.core.handle(start, template.request(names), Some(administrator("acme")));
    let response = run(operation, |ask| {
        if let Ask::Commit { changes } = &ask {
            commits.push(changes.clone());
        }
        world.answer(ask)
    });
    (response.status, commits)
}

fn is_kind(change: &Change, kind: &str) -> bool {
    change.key.as_str().split('/').nth(1) == Some(kind)
}

fn event(change: &Change) -> Option<Value> {
    match &change.action {
        Action::Put { value, .. } if is_kind(change, "audit") => serde_json::from_slice(value).ok(),
        _ => None,
    }
}

#[test]
fn every_change_has_one_event_in_its_commit_and_nothing_else_has() {
    let mut world = Simulation::new(BEGIN);
    let mut names = furnish(&mut world, "acme", 1);
    // Of RFC 8032 section 7.1, and not the one that the account has.
    names.insert("jwk_x".into(), "_FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU".into());
    names.insert("audience".into(), "another".into());
    let mut later = world.clone();
    let request = template("change_template").request(&names);
    assert_eq!(later.handle(seed(9, 8), request, Some(administrator("acme"))).status, 200);
    let mut actions = Vec::new();
    for template in all() {
        let told = &template.operation;
        // What is assigned already is assigned anew once the template has changed.
        let world = if told == "assign_template" { &later } else { &world };
        let (status, commits) = commits(world, &template, &names);
        assert!(status < 300, "{told} answers {status}");
        if !template.changes() {
            assert!(commits.is_empty(), "{told} reads, and commits");
            continue;
        }
        if commits.is_empty() {
            let reads = ["preview_permissions", "check_permissions", "verify_audit"].contains(&told.as_str());
            assert!(reads || IDLE.contains(&told.as_str()), "{told} changes nothing here");
            continue;
        }
        assert_eq!(commits.len(), 1, "{told} is one commit");
        let events: Vec<Value> = commits[0].iter().filter_map(event).collect();
        assert_eq!(events.len(), 1, "{told} has one event");
        let event = &events[0];
        assert!(commits[0].iter().any(|change| is_kind(change, "audit-head")), "{told} moves the head");
        assert_eq!(event["actor"]["id"], "ann", "{told} says who");
        assert_eq!(event["at"], BEGIN, "{told} says when");
        assert_ne!(event["from"], event["to"], "{told} says what");
        assert!(event["target"].as_str().is_some_and(|target| target.len() > 20), "{told} says to what");
        actions.push(event["action"].as_str().expect("an action").to_owned());
    }
    actions.sort();
    actions.dedup();
    assert!(actions.len() >= 15, "{actions:?}");
}
