//! Who asks: what a service account may do follows from its stored levels at the instant of the change, whoever vouches for it.

use badgehouse::account::NewAccount;
use badgehouse::driver::run;
use badgehouse::error::Code;
use badgehouse::operation::Ask;
use badgehouse::principal::{Actor, ActorInput, Principal};
use badgehouse::{Core, Outcome, Start};
use badgehouse_simulation::{Simulation, seed};
use serde_json::json;

const ACME: &str = "acme";

/// An account of the company with Admin on both tools, that the platform makes.
fn administrator(world: &mut Simulation, company: &str, number: u64) -> String {
    let made = world.run(seed(1, number), |core, start| {
        core.create_account(start, Principal::Platform, company.into(), NewAccount::custom("Boss"), None)
    });
    let id = made.expect("an account").account.client_id.to_string();
    set(world, company, &id, "admin");
    id
}

fn set(world: &mut Simulation, company: &str, id: &str, level: &str) {
    let change = json!({ "company": { "admin": level, "directory": level } });
    let change = serde_json::from_value(change).expect("a change");
    let (company, id) = (company.to_owned(), id.to_owned());
    world
        .run(seed(2, 1), |core, start| {
            core.set_permissions(start, Principal::Platform, company, id, change, None)
        })
        .expect("levels");
}

/// A service account that the host has authenticated.
fn program(company: &str, id: &str) -> Principal {
    let input = json!({ "company": company, "id": id, "kind": "service_account" });
    let input: ActorInput = serde_json::from_value(input).expect("an actor");
    Principal::Actor(Actor::parse(input).expect("an actor"))
}

fn create(core: &Core, start: Start, by: Principal) -> Outcome<badgehouse::account::CreatedAccount> {
    core.create_account(start, by, ACME.into(), NewAccount::custom("New"), None)
}

#[test]
fn a_service_account_that_works_no_more_has_no_right_whoever_vouches_for_it() {
    let mut world = Simulation::new(1_800_000_000);
    let (own, foreign) = (administrator(&mut world, ACME, 1), administrator(&mut world, "zenith", 2));
    let try_as = |world: &mut Simulation, id: &str| {
        let by = program(ACME, id);
        world.run(seed(3, 1), |core, start| create(core, start, by)).map(drop).map_err(|error| error.code)
    };
    assert_eq!(try_as(&mut world, &foreign), Err(Code::MissingPermission), "another company's account");
    assert_eq!(try_as(&mut world, &own), Ok(()));
    let change = json!({ "email": "bob@example.com", "insist": 1 });
    let change = serde_json::from_value(change).expect("a change");
    let id = own.clone();
    world
        .run(seed(3, 2), |core, start| {
            core.change_contact(start, Principal::Platform, ACME.into(), id, change)
        })
        .expect("broken");
    assert_eq!(try_as(&mut world, &own), Err(Code::MissingPermission), "its contact is broken");
}

#[test]
fn levels_that_are_taken_away_before_the_commit_count_no_more() {
    let mut world = Simulation::new(1_800_000_000);
    let own = administrator(&mut world, ACME, 1);
    let operation = create(&world.core, Start { now: world.now, seed: seed(4, 1) }, program(ACME, &own));
    let mut taken = false;
    let answer = run(operation, |ask| {
        if matches!(ask, Ask::Commit { .. }) && !taken {
            taken = true;
            set(&mut world, ACME, &own, "standard");
        }
        world.answer(ask)
    });
    assert_eq!(answer.expect_err("refused").code, Code::MissingPermission);
}
