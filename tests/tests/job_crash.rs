//! A process that ends in the middle of a permissions job, at any ask and on either side of it: going on comes to the same end, and no project is
//! skipped or done twice.

use badgehouse::permission::{JobProgress, JobState};
use badgehouse::principal::Principal;
use badgehouse::{Core, Outcome, Start};
use badgehouse_simulation::crash::{Crash, run_until};
use badgehouse_simulation::small_world::user;
use badgehouse_simulation::{Simulation, seed};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Three steps: twenty, twenty and five.
const PROJECTS: usize = 45;

#[test]
fn a_job_that_is_stopped_at_any_ask_and_continued_ends_as_one_that_is_not() {
    let (begin, client_id, job_id) = begun();
    let mut whole = begin.clone();
    let mut asks = 0;
    assert!(proceed(&mut whole, &client_id, &job_id, &mut || {
        asks += 1;
        None
    }));
    assert!(asks >= 9, "three steps of two gets and a commit, but there were {asks} asks");
    let expected = told(&whole);
    let events: Vec<&Value> =
        expected.iter().filter(|(key, _)| key.contains("/audit/")).map(|(_, event)| event).collect();
    assert_eq!(projects_of(&events), (0..PROJECTS).map(project).collect::<Vec<_>>());

    for crash in [Crash::Before, Crash::After] {
        for stop in 1..=asks {
            let mut world = begin.clone();
            let mut count = 0;
            let done = proceed(&mut world, &client_id, &job_id, &mut || {
                count += 1;
                (count == stop).then_some(crash)
            });
            assert!(!done, "it was stopped at ask {stop}");
            assert!(proceed(&mut world, &client_id, &job_id, &mut || None));
            assert_eq!(told(&world), expected, "stopped {crash:?} ask {stop}");
        }
    }
}

/// A world with an account that holds something, and a job for it.
fn begun() -> (Simulation, String, String) {
    let mut world = Simulation::new(1_800_000_000);
    let new =
        serde_json::from_value(json!({ "app_type": "custom", "name": "Nightly sync" })).expect("a wish");
    let created = world
        .run(seed(1, 1), |core, start| core.create_account(start, by(), "acme".into(), new, None))
        .expect("an account");
    let client_id = created.account.client_id.to_string();
    let held = json!({ "projects": [{ "project": project(3), "levels": { "rfis": "admin", "drawings": "admin" } }] });
    let held = serde_json::from_value(held).expect("a change");
    world
        .run(seed(1, 2), |core, start| {
            core.set_permissions(start, by(), "acme".into(), client_id.clone(), held, None)
        })
        .expect("levels");
    let levels = |number| json!({ "project": project(number), "levels": { "rfis": "standard" } });
    let wanted = json!({ "company": { "rfis": "read_only" }, "projects": (0..PROJECTS).map(levels).collect::<Vec<_>>() });
    let wanted = serde_json::from_value(wanted).expect("a change");
    let job = world
        .run(seed(1, 3), |core, start| {
            core.create_permissions_job(start, by(), "acme".into(), client_id.clone(), wanted)
        })
        .expect("a job");
    (world, client_id, job.job_id.to_string())
}

/// Continues the job until it is done or `stop` ends the process at an ask. Whether it is done.
fn proceed(
    world: &mut Simulation,
    client_id: &str,
    job_id: &str,
    stop: &mut impl FnMut() -> Option<Crash>,
) -> bool {
    for number in 0..10 {
        let begin = |core: &Core, start: Start| -> Outcome<JobProgress> {
            core.continue_permissions_job(start, by(), "acme".into(), client_id.into(), job_id.into())
        };
        let start = Start { now: world.now, seed: seed(2, number) };
        let operation = begin(&world.core, start);
        let Some(progress) = run_until(world, operation, stop) else { return false };
        if progress.expect("progress").state == JobState::Done {
            return true;
        }
    }
    panic!("the job does not end");
}

/// What the company's records say, without what is random or follows from it.
fn told(world: &Simulation) -> BTreeMap<String, Value> {
    let records = world.table.iter().filter(|(key, _)| key.partition() != "keys");
    let records = records.filter(|(key, _)| !key.as_str().ends_with("/audit-head"));
    records
        .map(|(key, entry)| {
            // The line that signs it follows from it.
            let json = entry.value.split(|byte| *byte == b'\n').next().expect("a first line");
            let mut record: Value = serde_json::from_slice(json).expect("a record");
            if key.as_str().contains("/audit/") {
                let event = record.as_object_mut().expect("an event");
                event.retain(|name, _| !["id", "previous"].contains(&name.as_str()));
            }
            (key.to_string(), record)
        })
        .collect()
}

/// The projects that the job's events tell of, in their order.
fn projects_of(events: &[&Value]) -> Vec<String> {
    let done =
        events.iter().filter(|event| event["to"]["job_id"].is_string() && event["to"]["projects"].is_array());
    let projects = done.flat_map(|event| event["to"]["projects"].as_array().expect("projects"));
    projects.map(|project| project["project"].as_str().expect("an id").to_owned()).collect()
}

fn project(number: usize) -> String {
    format!("p-{number:02}")
}

fn by() -> Principal {
    user("acme", json!({ "admin": "admin", "directory": "admin" }))
}
