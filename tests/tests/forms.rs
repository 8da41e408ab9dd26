//! What a form is told while it is filled in is what its operation would answer: the corpus `forms.json`, by the rules alone and by the whole service.

use badgehouse::catalogue::Catalogue;
use badgehouse::http::HttpRequest;
use badgehouse::rules::{Form, Rules};
use badgehouse_simulation::companies::{administrator, furnish, json};
use badgehouse_simulation::requests::{Names, Template, all};
use badgehouse_simulation::{Simulation, seed};
use badgehouse_tests::scenario::BEGIN;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// A form, what is written in it, and the places at which it breaks a rule.
struct Case {
    form: String,
    body: Value,
    problems: Vec<Value>,
}

fn corpus() -> Vec<Case> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/forms.json");
    let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(file).expect("the corpus")).expect("JSON");
    let case = |case: &Value| Case {
        form: case["form"].as_str().expect("a form").into(),
        body: case["body"].clone(),
        problems: case["problems"].as_array().expect("the problems").clone(),
    };
    cases.iter().map(case).collect()
}

/// What the service answers to it as the body of the operation.
fn answered(world: &Simulation, templates: &[Template], names: &Names, case: &Case) -> (u16, Value) {
    let template = templates.iter().find(|template| template.operation == case.form).expect("an operation");
    let request = HttpRequest { body: case.body.to_string().into_bytes().into(), ..template.request(names) };
    let answer = world.clone().handle(seed(7, 7), request, Some(administrator("acme")));
    (answer.status, json(&answer))
}

/// The problems without the words of the one rule that policy has a number in.
fn without_policy(problems: &Value) -> Value {
    let mut problems = problems.clone();
    for problem in problems.as_array_mut().into_iter().flatten() {
        if problem["pointer"] == "/token_seconds" {
            problem["detail"] = "".into();
        }
    }
    problems
}

#[test]
fn no_form_is_told_otherwise_than_its_operation_would_answer() {
    let mut world = Simulation::new(BEGIN);
    let names = furnish(&mut world, "acme", 1);
    let (templates, rules) = (all(), Rules::new(Catalogue::default()).expect("the ready catalogue"));
    let (mut seen, mut wrong) = (BTreeSet::new(), Vec::new());
    for case in corpus() {
        let form: Form = case.form.parse().expect("a form");
        let told = json!(rules.check(form, case.body.to_string().as_bytes()));
        let places: Vec<&Value> =
            told.as_array().expect("a list").iter().map(|one| &one["pointer"]).collect();
        let (status, answer) = answered(&world, &templates, &names, &case);
        // What a form without a problem still breaks, if anything, is no rule of forms: a guard that asks once more.
        let same = if case.problems.is_empty() {
            status != 400
        } else {
            status == 400 && without_policy(&answer["errors"]) == without_policy(&told)
        };
        if !same || places != case.problems.iter().collect::<Vec<_>>() {
            wrong.push(format!("{} {}: told {told}, answered {status} {answer}", case.form, case.body));
        }
        seen.insert((case.form, case.problems.is_empty()));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Each has what passes and what does not.
    assert!(seen.len() >= 24, "{seen:?}");
}

#[test]
fn a_note_is_told_what_is_wrong_with_it_and_no_form_is_unknown() {
    let rules = Rules::new(Catalogue::default()).expect("the ready catalogue");
    let places = |note: Value| {
        let told = json!(rules.check(Form::Note, note.to_string().as_bytes()));
        told.as_array().expect("a list").iter().map(|one| one["pointer"].clone()).collect::<Vec<_>>()
    };
    assert!(places(json!({ "reason": "für Köln", "request_id": "r-1" })).is_empty());
    assert!(places(json!({})).is_empty());
    assert_eq!(places(json!({ "reason": " ", "request_id": "r 1" })), ["/reason", "/request_id"]);
    assert_eq!(places(json!({ "reason": "x".repeat(201) })), ["/reason"]);
    assert_eq!(places(json!({ "why": "x" })).len(), 1);
    assert!("delete_account".parse::<Form>().is_err() && "Note".parse::<Form>().is_err());
    let levels = |levels: &str| rules.check(Form::Levels, levels.as_bytes()).len();
    assert_eq!((levels(r#"{"rfis":"admin"}"#), levels(r#"{"ghosts":"admin"}"#), levels("7")), (0, 1, 1));
}
