//! One who writes to the store and has no sealing key: whatever he removes, alters, moves, puts back or makes up, nobody holds what he never held, no key
//! signs that the service has not made, the audit is never good that was altered, and the company goes on.

use super::Chance;
use badgehouse::Core;
use badgehouse::audit::{AuditHeadView, AuditVerifyInput};
use badgehouse::authorize::NeedInput;
use badgehouse::crypto::SealingKey;
use badgehouse::grant::TokenRequest;
use badgehouse::permission::Level;
use badgehouse::principal::Principal;
use badgehouse::settings::Settings;
use badgehouse::store::{Entry, Key, Version};
use badgehouse_simulation::companies::{administrator, furnish};
use badgehouse_simulation::requests::Names;
use badgehouse_simulation::small_world::Made;
use badgehouse_simulation::{Simulation, Table, seed, settings};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

const ACME: &str = "acme";
const SEEDS: u64 = 10_000;
const NOW: u64 = 1_800_000_000;

/// An installation: the company's accounts are made by the same seeds in each, so that they have the same ids and secrets.
struct Installation {
    world: Simulation,
    /// What lay in the store after each step.
    earlier: Vec<Table>,
    names: Names,
    low: Made,
    high: Made,
}

/// What the adversary finds, what he could make at home with a sealing key of his own, and what he has seen.
struct Stage {
    there: Installation,
    home: Installation,
    low_token: String,
    /// Of his home, where `low` is Admin.
    forged_token: String,
    kids: BTreeSet<String>,
    head: AuditHeadView,
}

impl Installation {
    fn new(key: u8, low: &str) -> Self {
        let mut world = Simulation::new(NOW);
        let sealing_keys = vec![SealingKey::from_bytes([key; 32])];
        world.core = Core::open(Settings { sealing_keys, ..settings() }).expect("the settings");
        world.table.clear();
        world.run(seed(9, u64::from(key)), |core, start| core.jwks(start)).expect("the keys");
        let names = furnish(&mut world, ACME, 1);
        let mut installation = Self {
            low: Made { company: ACME.into(), client_id: String::new(), secret: String::new() },
            high: Made { company: ACME.into(), client_id: String::new(), secret: String::new() },
            earlier: vec![world.table.clone()],
            world,
            names,
        };
        installation.low = installation.account(11);
        installation.high = installation.account(12);
        let (low_id, high_id) = (installation.low.client_id.clone(), installation.high.client_id.clone());
        installation.set(&high_id, json!({ "company": { "rfis": "admin" }, "projects": [{ "project": "p-1", "levels": { "rfis": "admin" } }] }));
        installation.set(&low_id, json!({ "company": { "budget": "read_only" }, "projects": [{ "project": "p-1", "levels": { "budget": "standard" } }] }));
        if low != "none" {
            installation.set(&low_id, json!({ "company": { "rfis": low }, "projects": [{ "project": "p-1", "levels": { "rfis": low } }] }));
            let change = json!({ "name": "Reader", "levels": { "rfis": "admin" } });
            let template = installation.names["template_id"].clone();
            let change = serde_json::from_value(change).expect("a change");
            installation
                .world
                .run(seed(9, 31), |core, start| {
                    core.change_template(start, Principal::Platform, ACME.into(), template, change, None)
                })
                .expect("changed");
        }
        installation.earlier.push(installation.world.table.clone());
        installation
    }

    fn account(&mut self, number: u64) -> Made {
        let new = badgehouse::account::NewAccount::custom("Program");
        let made = self.world.run(seed(9, number), |core, start| {
            core.create_account(start, Principal::Platform, ACME.into(), new, None)
        });
        let made = made.expect("an account");
        self.earlier.push(self.world.table.clone());
        let secret = made.client_secret.expect("a secret").reveal().to_owned();
        Made { company: ACME.into(), client_id: made.account.client_id.to_string(), secret }
    }

    fn set(&mut self, client_id: &str, change: Value) {
        let change = serde_json::from_value(change).expect("a change");
        let by = Principal::Platform;
        self.world
            .run(seed(9, 21), |core, start| {
                core.set_permissions(start, by, ACME.into(), client_id.into(), change, None)
            })
            .expect("set");
        self.earlier.push(self.world.table.clone());
    }

    fn token(&mut self, of: &Made) -> Option<String> {
        token(&mut self.world, of)
    }
}

fn token(world: &mut Simulation, of: &Made) -> Option<String> {
    let request = TokenRequest {
        client_id: of.client_id.clone(),
        client_secret: of.secret.clone().into(),
        ..TokenRequest::default()
    };
    let token = world.run(seed(9, 41), |core, start| core.request_token(start, request));
    token.ok().map(|token| token.access_token)
}

fn stage() -> &'static Stage {
    static STAGE: OnceLock<Stage> = OnceLock::new();
    STAGE.get_or_init(|| {
        let (mut there, mut home) = (Installation::new(42, "none"), Installation::new(66, "admin"));
        assert_eq!(there.low.client_id, home.low.client_id, "the same ids");
        let (low, high) = (there.low.clone(), there.high.clone());
        let low_token = there.token(&low).expect("a token");
        let forged_token = home.token(&high).expect("a token");
        let keys = there.world.run(seed(9, 51), |core, start| core.jwks(start)).expect("the keys");
        let by = Principal::Platform;
        let head = there.world.run(seed(9, 52), |core, start| core.get_audit_head(start, by, ACME.into()));
        let kids = keys.keys.into_iter().map(|key| key.kid).collect();
        Stage { there, home, low_token, forged_token, kids, head: head.expect("the head") }
    })
}

/// Writes something to the store.
fn write(world: &mut Simulation, stage: &Stage, chance: &mut Chance) {
    let keys: Vec<Key> = world.table.keys().cloned().collect();
    let key = chance.one_of(&keys).clone();
    let entry = |value: Vec<u8>, chance: &mut Chance| Entry {
        value,
        version: Version(format!("written {}", chance.below(usize::MAX))),
    };
    match chance.below(8) {
        0 => {
            world.table.remove(&key);
        }
        // What was there before.
        1 => match chance.one_of(&stage.there.earlier).get(&key) {
            None => {
                world.table.remove(&key);
            }
            Some(before) => {
                world.table.insert(key, entry(before.value.clone(), chance));
            }
        },
        // What lies elsewhere.
        2 => {
            let value = world.table[chance.one_of(&keys)].value.clone();
            world.table.insert(key, entry(value, chance));
        }
        // What he has made at home.
        3 | 4 => {
            let theirs: Vec<&Key> = stage.home.world.table.keys().collect();
            let place = (*chance.one_of(&theirs)).clone();
            let value = stage.home.world.table[&place].value.clone();
            world.table.insert(place, entry(value, chance));
        }
        // Bits.
        5 => {
            let mut value = world.table[&key].value.clone();
            let at = chance.below(value.len());
            value[at] ^= 1 << chance.below(8);
            world.table.insert(key, entry(value, chance));
        }
        // Words.
        6 => {
            let text = String::from_utf8_lossy(&world.table[&key].value).into_owned();
            let words = [
                ("read_only", "admin"),
                ("budget", "rfis"),
                ("standard", "admin"),
                ("\"levels\":{", "\"levels\":{\"rfis\":\"admin\","),
            ];
            let (from, to) = chance.one_of(&words);
            world.table.insert(key, entry(text.replace(from, to).into_bytes(), chance));
        }
        // What was never there.
        _ => {
            let events = [
                "/audit/",
                "/audit-head",
                "/audit-cut",
                "/company",
                "/precedence",
                "/template/x",
                "/deleted/x",
            ];
            let tail = match *chance.one_of(&events) {
                "/audit/" => format!("/audit/{:020}", chance.below(40)),
                other => other.to_owned(),
            };
            let place = Key::parse(format!("{}{tail}", partition(&keys))).expect("a key");
            let value = world.table[&key].value.clone();
            world.table.insert(place, entry(value, chance));
        }
    }
}

/// The company's.
fn partition(keys: &[Key]) -> &str {
    keys.iter().map(Key::partition).find(|partition| *partition != "keys").unwrap_or("x")
}

fn authorize(world: &mut Simulation, token: &str, project: Option<&str>) -> bool {
    let need = NeedInput {
        company: ACME.into(),
        audience: None,
        tool: "rfis".into(),
        level: Some(Level::ReadOnly),
        action: None,
        project: project.map(str::to_owned),
    };
    world.run(seed(7, 1), |core, start| core.authorize(start, Some(format!("Bearer {token}")), need)).is_ok()
}

/// The company's audit as it lies in the store, up to its last event.
fn audit(table: &Table, last: u64) -> BTreeMap<&Key, &[u8]> {
    let of_it = |key: &Key| {
        let event = key.as_str().split_once("/audit/").map(|(_, number)| number.parse::<u64>());
        match event {
            Some(number) => number.is_ok_and(|number| (1..=last).contains(&number)),
            None => key.as_str().contains("/audit-"),
        }
    };
    table
        .iter()
        .filter(|(key, _)| key.partition() != "keys" && of_it(key))
        .map(|(key, entry)| (key, entry.value.as_slice()))
        .collect()
}

fn is_verified(world: &mut Simulation, head: Option<&AuditHeadView>) -> bool {
    let input = AuditVerifyInput { head: head.cloned(), cursor: None };
    let by = Principal::Platform;
    let verified = world.run(seed(7, 2), |core, start| core.verify_audit(start, by, ACME.into(), input));
    verified.is_ok_and(|verified| verified.problem.is_none())
}

/// That no write has brought anybody further.
fn check(seed_number: u64) {
    let stage = stage();
    let mut chance = Chance::of(seed_number);
    let mut world = stage.there.world.clone();
    for _ in 0..=chance.below(5) {
        write(&mut world, stage, &mut chance);
    }
    let told = format!("seed {seed_number}");
    for project in [None, Some("p-1")] {
        assert!(!authorize(&mut world, &stage.low_token, project), "{told}: a level that was never held");
        assert!(!authorize(&mut world, &stage.forged_token, project), "{told}: a token of another key");
    }
    if let Ok(keys) = world.run(seed(7, 3), |core, start| core.jwks(start)) {
        // A ring that was removed is made anew.
        let removed = !world.table.contains_key(&Key::parse("keys/ring").expect("a key"))
            || keys.keys.iter().all(|key| !stage.kids.contains(&key.kid));
        let theirs = keys.keys.iter().any(|key| stage.home_kids().contains(&key.kid));
        assert!(!theirs, "{told}: a key of another is published");
        assert!(
            removed || keys.keys.iter().all(|key| stage.kids.contains(&key.kid)),
            "{told}: a key planted"
        );
    }
    let there = audit(&stage.there.world.table, stage.head.number);
    let as_written = there == audit(&world.table, stage.head.number);
    assert_eq!(is_verified(&mut world, Some(&stage.head)), as_written, "{told}: the audit");
    go_on(&mut world, stage, &told);
    if !as_written {
        assert!(!is_verified(&mut world, Some(&stage.head)), "{told}: the audit is good again");
    }
}

/// A template that is assigned gives what an administrator once wrote into it, and the company is changed as before.
fn go_on(world: &mut Simulation, stage: &Stage, told: &str) {
    let low = stage.there.low.client_id.clone();
    let intact = |world: &Simulation| {
        let lies = |table: &Table| {
            table
                .iter()
                .find(|(key, _)| key.as_str().ends_with(&format!("/account/{low}")))
                .map(|(_, entry)| entry.value.clone())
        };
        lies(&world.table) == lies(&stage.there.world.table)
    };
    let is_intact = intact(world);
    let by = || Principal::Actor(administrator(ACME));
    let change = serde_json::from_value(json!({ "description": "goes on" })).expect("a change");
    let id = low.clone();
    let changed =
        world.run(seed(7, 4), |core, start| core.update_account(start, by(), ACME.into(), id, change, None));
    assert!(!is_intact || changed.is_ok(), "{told}: the company is stopped: {changed:?}");
    let template = stage.there.names["template_id"].clone();
    let input = serde_json::from_value(json!({ "template_id": template })).expect("an assignment");
    let id = low.clone();
    let assigned =
        world.run(seed(7, 5), |core, start| core.assign_template(start, by(), ACME.into(), id, input));
    if assigned.is_ok() {
        let effective = world
            .run(seed(7, 6), |core, start| core.effective_permissions(start, by(), ACME.into(), low, None))
            .expect("the levels in force");
        let held = effective.tools.iter().find(|held| held.tool.as_str() == "rfis").map(|held| held.level);
        assert!(held <= Some(Level::ReadOnly), "{told}: a template gives {held:?}");
    }
}

impl Stage {
    fn home_kids(&self) -> BTreeSet<String> {
        let ring = &self.home.world.table[&Key::parse("keys/ring").expect("a key")];
        let json = ring.value.split(|byte| *byte == b'\n').next().expect("a first line");
        let ring: Value = serde_json::from_slice(json).expect("the ring");
        let jwk = |key: &Value| serde_json::from_value::<badgehouse::crypto::PublicJwk>(key["jwk"].clone());
        ring["keys"].as_array().expect("keys").iter().map(|key| jwk(key).expect("a key").kid()).collect()
    }
}

#[test]
fn who_writes_to_the_store_gains_nothing_and_stops_no_company() {
    let each = |from: u64| (from..SEEDS).step_by(2).for_each(check);
    stage();
    std::thread::scope(|scope| {
        scope.spawn(|| each(0));
        each(1);
    });
}
