//! For every operation and n = 1, 2, … until none is left, the n-th ask of the operation goes wrong in each way there is. Afterwards
//! every invariant holds, and trying again comes to what would have come without the fault.

use badgehouse::Start;
use badgehouse::crypto::CryptoError;
use badgehouse::http::HttpRequest;
use badgehouse::operation::{Answer, Ask};
use badgehouse::store::{Entry, Key, StoreError};
use badgehouse_simulation::calls::{Call, Outcome, every};
use badgehouse_simulation::companies::{administrator, furnish, json, learn, template};
use badgehouse_simulation::requests::Names;
use badgehouse_simulation::{Simulation, Table, seed};
use badgehouse_tests::scenario::BEGIN;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What happens to one ask.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// It fails, and nothing has happened.
    Before,
    /// It fails, and what was asked has happened.
    After,
    /// No answer comes until the caller gives up, and nothing has happened.
    HangsBefore,
    /// No answer comes until the caller gives up, and what was asked has happened.
    HangsAfter,
    /// It is answered from before the last changes.
    Stale,
    /// The answer is no record, no signature, or not of the kind that was asked for.
    Corrupt,
    /// The answer is not of the kind that was asked for, and what was asked has happened.
    CorruptAfter,
    /// A list is another company's.
    Foreign,
}

const FAULTS: [Fault; 8] = [
    Fault::Before,
    Fault::After,
    Fault::HangsBefore,
    Fault::HangsAfter,
    Fault::Stale,
    Fault::Corrupt,
    Fault::CorruptAfter,
    Fault::Foreign,
];

/// Two companies of which each has one of everything, and how it was before the last changes.
struct World {
    simulation: Simulation,
    past: Table,
    own: Names,
    foreign: Names,
    calls: Vec<Call>,
}

fn world() -> World {
    let mut simulation = Simulation::new(BEGIN);
    let mut own = furnish(&mut simulation, "acme", 1);
    let foreign = furnish(&mut simulation, "zenith", 2);
    let past = simulation.table.clone();
    for (number, operation) in ["update_account", "change_template", "add_secret"].into_iter().enumerate() {
        let request = template(operation).request(&own);
        let response = simulation.handle(seed(4, number as u64), request, Some(administrator("acme")));
        assert!(response.status < 300, "{operation}");
    }
    own.insert("idempotency_key".into(), "once".into());
    let calls = every(&simulation, &own);
    World { simulation, past, own, foreign, calls }
}

/// What the n-th ask is answered with, and whether there was one.
struct Planned<'a> {
    world: &'a World,
    fault: Fault,
    left: usize,
}

impl Planned<'_> {
    fn answer(&mut self, simulation: &mut Simulation, ask: Ask) -> Option<Answer> {
        if self.left == 0 {
            return Some(simulation.answer(ask));
        }
        self.left -= 1;
        if self.left > 0 {
            return Some(simulation.answer(ask));
        }
        match self.fault {
            Fault::Before => Some(failed(&ask)),
            Fault::After => {
                simulation.answer(ask.clone());
                Some(failed(&ask))
            }
            Fault::HangsBefore => None,
            Fault::HangsAfter => {
                simulation.answer(ask);
                None
            }
            Fault::Stale => Some(self.stale(simulation, ask)),
            Fault::Corrupt => Some(corrupt(simulation, ask)),
            Fault::CorruptAfter => {
                simulation.answer(ask);
                Some(Answer::Verify(Err(CryptoError::Unsupported)))
            }
            Fault::Foreign => Some(self.foreign(simulation, ask)),
        }
    }

    fn stale(&self, simulation: &mut Simulation, ask: Ask) -> Answer {
        match ask {
            Ask::Get { .. } | Ask::List { .. } => {
                let mut earlier = simulation.clone();
                earlier.table = self.world.past.clone();
                earlier.answer(ask)
            }
            _ => simulation.answer(ask),
        }
    }

    fn foreign(&self, simulation: &mut Simulation, ask: Ask) -> Answer {
        let Ask::List { prefix, after, limit } = ask else { return simulation.answer(ask) };
        let prefix = self.world.translate(&prefix);
        let after = after.map(|key| Key::parse(self.world.translate(key.as_str())).expect("a key"));
        simulation.answer(Ask::List { prefix, after, limit })
    }
}

fn failed(ask: &Ask) -> Answer {
    let store = || StoreError::Unavailable("as planned".into());
    let provider = || CryptoError::Failed("as planned".into());
    match ask {
        Ask::Get { .. } => Answer::Get(Err(store())),
        Ask::List { .. } => Answer::List(Err(store())),
        Ask::Commit { .. } => Answer::Commit(Err(store())),
        Ask::Generate { .. } => Answer::Generate(Err(provider())),
        Ask::Sign { .. } => Answer::Sign(Err(provider())),
        Ask::Verify { .. } => Answer::Verify(Err(provider())),
    }
}

fn corrupt(simulation: &mut Simulation, ask: Ask) -> Answer {
    let cut = |entry: &mut Entry| entry.value.truncate(entry.value.len() / 2);
    match ask {
        Ask::Get { .. } => {
            let Answer::Get(Ok(mut entries)) = simulation.answer(ask) else { panic!("entries") };
            entries.iter_mut().flatten().for_each(cut);
            Answer::Get(Ok(entries))
        }
        Ask::List { .. } => {
            let Answer::List(Ok(mut listed)) = simulation.answer(ask) else { panic!("entries") };
            listed.iter_mut().for_each(|listed| cut(&mut listed.entry));
            Answer::List(Ok(listed))
        }
        Ask::Sign { .. } => Answer::Sign(Ok(vec![7; 64])),
        Ask::Commit { .. } | Ask::Generate { .. } | Ask::Verify { .. } => Answer::Get(Ok(Vec::new())),
    }
}

impl World {
    /// The text of the other company that corresponds to a text.
    fn translate(&self, text: &str) -> String {
        let names = ["client_id", "template_id", "job_id"];
        let text = names
            .iter()
            .fold(text.to_owned(), |text, name| text.replace(&self.own[*name], &self.foreign[*name]));
        text.replace(segment(&self.own), segment(&self.foreign))
    }

    /// The call with the fault at its n-th ask; `None` for the world when the call had no such ask.
    fn with_fault(&self, call: &Call, n: usize, fault: Fault) -> (Option<Simulation>, Option<Outcome>) {
        let mut simulation = self.simulation.clone();
        let mut planned = Planned { world: self, fault, left: n };
        let start = Start { now: simulation.now, seed: seed(5, 1) };
        let core = simulation.core.clone();
        let outcome = call.run(&core, start, &mut |ask| planned.answer(&mut simulation, ask));
        ((planned.left == 0).then_some(simulation), outcome)
    }
}

fn segment(names: &Names) -> &str {
    &names["client_id"][3..35]
}

/// The rows of a company, without those that are no administration.
fn rows<'a>(table: &'a Table, names: &'a Names) -> BTreeMap<&'a Key, &'a Entry> {
    let prefix = format!("{}/", segment(names));
    let usage = format!("{prefix}usage/");
    table
        .iter()
        .filter(|(key, _)| key.as_str().starts_with(&prefix) && !key.as_str().starts_with(&usage))
        .collect()
}

/// How many records of each kind a company has.
fn kinds(table: &Table, names: &Names) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for key in rows(table, names).keys() {
        *kinds.entry(key.as_str().split('/').nth(1).expect("a kind").to_owned()).or_default() += 1;
    }
    kinds
}

/// An answer of the admin API in a copy of the world.
fn ask(simulation: &Simulation, operation: &str, names: &Names) -> Value {
    let request = template(operation).request(names);
    json(&simulation.clone().handle(seed(6, 1), request, Some(administrator(&names["company"]))))
}

/// The secrets that open the token endpoint, of all accounts of the company.
fn live(simulation: &Simulation, names: &Names) -> BTreeSet<String> {
    let accounts = ask(simulation, "list_accounts", names);
    let accounts = accounts["items"].as_array().expect("accounts").iter();
    accounts
        .flat_map(|account| {
            let mut names = names.clone();
            names.insert("client_id".into(), account["client_id"].as_str().expect("an id").into());
            live_of(simulation, &names)
        })
        .collect()
}

/// The same, of the account that is named.
fn live_of(simulation: &Simulation, names: &Names) -> BTreeSet<String> {
    let secrets = ask(simulation, "list_secrets", names);
    let live = secrets["items"].as_array().into_iter().flatten().filter(|secret| secret["live"] == true);
    live.map(|secret| secret["secret_id"].as_str().expect("an id").to_owned()).collect()
}

/// What has to be so after any call, however it went.
fn check_invariants(world: &World, after: &Simulation, outcome: Option<&Outcome>, told: &str) {
    let (before, own) = (&world.simulation, &world.own);
    assert_eq!(
        rows(&before.table, &world.foreign),
        rows(&after.table, &world.foreign),
        "{told}: another company"
    );
    if let Some(outcome) = outcome {
        for id in ["client_id", "template_id", "job_id"].map(|name| &world.foreign[name]) {
            assert!(!outcome.text.contains(id), "{told}: another company's id is in {}", outcome.text);
        }
    }
    let verified = ask(after, "verify_audit", own);
    assert!(verified["problem"].is_null() && verified["verified_to"].is_u64(), "{told}: {verified}");
    let events = |simulation: &Simulation| {
        ask(simulation, "get_audit_head", own)["number"].as_u64().expect("a number")
    };
    let news = events(after) - events(before);
    let changed = rows(&before.table, own) != rows(&after.table, own);
    assert_eq!(u64::from(changed), news, "{told}: a change has one event, and an event a change");
    for key in rows(&after.table, own).keys() {
        let parts: Vec<&str> = key.as_str().split('/').collect();
        let mirror = match parts.as_slice() {
            [segment, "account-project", account, project] => {
                format!("{segment}/project-account/{project}/{account}")
            }
            [segment, "project-account", project, account] => {
                format!("{segment}/account-project/{account}/{project}")
            }
            _ => continue,
        };
        assert!(after.table.contains_key(&Key::parse(mirror).expect("a key")), "{told}: {key} has no mirror");
    }
    let made: Vec<String> = live(after, own).difference(&live(before, own)).cloned().collect();
    let given = outcome.is_some_and(|outcome| outcome.text.contains("client_secret"));
    if let Some(outcome) = outcome {
        assert_eq!(
            !made.is_empty(),
            given,
            "{told}: a live secret was given to the caller: {}",
            outcome.text
        );
    }
}

/// Tries again until it is done, as a client does, and compares with what comes without a fault.
fn check_retry(
    world: &World,
    call: &Call,
    after: &Simulation,
    outcome: Option<&Outcome>,
    stale: bool,
    told: &str,
) {
    let mut honest = world.simulation.clone();
    let wanted = call.run_honestly(&mut honest, seed(5, 1));
    let mut again = after.clone();
    let failed = outcome.is_none_or(|outcome| outcome.unavailable);
    let retried = if failed { Some(call.run_honestly(&mut again, seed(5, 2))) } else { None };
    let last = retried.as_ref().or(outcome).expect("an outcome");
    if !failed && !last.done {
        assert_eq!(world.simulation.table, after.table, "{told}: a refusal writes nothing: {}", last.text);
        return;
    }
    let went_through = world.simulation.table != after.table;
    if !failed && !went_through && stale {
        // It was so already, as far as the store told: a read that is not strong can hide that something is to be done.
        return;
    }
    if went_through && failed {
        return check_repeat(world, call, (&honest, &again), last, told);
    }
    assert_eq!(last.done, wanted.done, "{told}: {}", last.text);
    assert_eq!(
        kinds(&honest.table, &world.own),
        kinds(&again.table, &world.own),
        "{told}: as without the fault"
    );
}

/// What is made anew by a call that is repeated without an idempotency key, as none is defined for it.
const MADE_AGAIN: [&str; 3] = ["create_template", "create_contact", "create_permissions_job"];

/// The call had gone through, the caller did not learn of it, and called again.
fn check_repeat(world: &World, call: &Call, worlds: (&Simulation, &Simulation), last: &Outcome, told: &str) {
    let own = &world.own;
    let (honest, again) = worlds;
    let answer = last.json();
    let over = answer["status"] == 404
        || answer["code"] == "revision_mismatch"
        || last.text.contains("AlreadyBootstrapped");
    assert!(last.done || over, "{told}, repeated: {}", last.text);
    let of = |simulation: &Simulation| {
        let mut kinds = kinds(&simulation.table, own);
        kinds.remove("audit");
        kinds
    };
    let made_again = MADE_AGAIN.contains(&call.name.as_str());
    assert_eq!(
        of(honest) == of(again),
        !made_again,
        "{told}, repeated: {:?} and {:?}",
        of(honest),
        of(again)
    );
    let verified = ask(again, "verify_audit", own);
    assert!(verified["problem"].is_null(), "{told}, repeated: {verified}");
    if !answer["notice"].is_string() {
        return;
    }
    // The answer says that the secret is gone and to make a new one; after that, the new one alone is live.
    let mut mended = again.clone();
    let mut names = own.clone();
    names.remove("idempotency_key");
    learn(&mut names, &answer);
    let rotation = HttpRequest {
        body: br#"{"overlap_seconds":0}"#.to_vec().into(),
        ..template("add_secret").request(&names)
    };
    let given = json(&mended.handle(seed(5, 3), rotation, Some(administrator("acme"))));
    let live = live_of(&mended, &names);
    assert_eq!(live, BTreeSet::from([given["secret_id"].as_str().expect("a secret").to_owned()]), "{told}");
}

#[test]
fn whatever_goes_wrong_at_any_ask_of_any_operation_every_invariant_holds_and_a_retry_converges() {
    let world = world();
    let (mut tried, mut silent) = (0, Vec::new());
    for call in &world.calls {
        let mut n = 1;
        loop {
            let mut reached = false;
            for fault in FAULTS {
                let (simulation, outcome) = world.with_fault(call, n, fault);
                let Some(simulation) = simulation else { continue };
                let told = format!("{} with ask {n} {fault:?}", call.name);
                check_invariants(&world, &simulation, outcome.as_ref(), &told);
                check_retry(&world, call, &simulation, outcome.as_ref(), fault == Fault::Stale, &told);
                reached = true;
                tried += 1;
            }
            if !reached {
                break;
            }
            n += 1;
        }
        if n == 1 {
            silent.push(call.name.as_str());
        }
    }
    println!("{tried} faults in {} operations", world.calls.len());
    assert_eq!(silent, ["get_catalogue", "metadata"], "these alone ask nothing of their surroundings");
}
