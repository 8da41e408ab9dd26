//! A search over every sequence of operations by two actors: none leads to a level that neither of them had.
//!
//! The actors are service accounts of one company, in every combination of rights, Admin on both tools among them. An actor acts as every account whose secret
//! it was given. Beside them there is an account that holds more than they do and is held back: disabled, soon to end, bound. Who makes such an account work
//! again, lets it last longer or asks less of it brings back whatever somebody kept of its credentials, and is to hold what it holds. States that were seen are
//! not searched again.

mod act;
mod hold;
mod node;
mod walk;

use badgehouse::permission::Level;
use badgehouse::principal::Principal;
use badgehouse_simulation::small_world::{SmallWorld, user};
use node::{Levels, Node};
use serde_json::json;
use std::collections::BTreeSet;

const COMPANY: &str = "acme";
const TOOLS: [&str; 4] = ["admin", "directory", "rfis", "budget"];
const PROJECT: &str = "p1";

#[test]
fn no_four_operations_of_two_actors_lead_to_a_level_that_neither_had() {
    let mut operations = 0;
    for rights in [
        [["admin", "none"], ["none", "admin"]],
        [["admin", "none"], ["admin", "none"]],
        [["none", "admin"], ["none", "admin"]],
        [["none", "admin"], ["none", "none"]],
        [["admin", "standard"], ["standard", "admin"]],
    ] {
        operations += search(rights, 4);
    }
    assert!(operations > 1000, "the search tried {operations} operations only");
}

#[test]
fn no_three_operations_of_a_program_that_administers_everything_lead_to_a_level_that_it_had_not() {
    let mut operations = 0;
    for rights in [
        [["admin", "admin"], ["none", "none"]],
        [["admin", "admin"], ["admin", "none"]],
        [["admin", "admin"], ["admin", "admin"]],
    ] {
        operations += search(rights, 3);
    }
    assert!(operations > 1000, "the search tried {operations} operations only");
}

/// Gives how many operations were tried.
fn search(rights: [[&str; 2]; 2], depth: usize) -> usize {
    let level = |name: &str| name.parse::<Level>().expect("a level");
    let held = [[Level::Standard, Level::None], [Level::None, Level::ReadOnly]];
    let mut node = Node::default();
    for actor in 0..2 {
        let [admin, directory] = rights[actor].map(level);
        let [rfis, budget] = held[actor];
        node.add(true, [admin, directory, rfis, budget], [Level::None; 4]);
    }
    let had: Vec<Level> =
        (0..TOOLS.len()).map(|tool| node.company(0)[tool].max(node.company(1)[tool])).collect();
    let mighty = bystander(&mut node);
    node.hold_back(mighty);
    let (mut seen, mut frontier, mut operations) = (BTreeSet::from([node.state.clone()]), vec![node], 0);
    for _ in 0..depth {
        let mut next = Vec::new();
        for node in frontier {
            for (actor, act) in node.acts() {
                operations += 1;
                let mut after = node.clone();
                if !after.perform(actor, &act) {
                    continue;
                }
                after.refuse_beyond(&had, &act);
                if seen.insert(after.state.clone()) {
                    next.push(after);
                }
            }
        }
        frontier = next;
    }
    operations
}

/// An account that holds more than each of the actors.
pub(crate) fn bystander(node: &mut Node) -> usize {
    let company: Levels = [Level::None, Level::None, Level::Admin, Level::Standard];
    node.add(false, company, [Level::None, Level::None, Level::None, Level::Admin])
}

#[test]
fn a_person_who_administers_everything_brings_back_what_a_program_may_not() {
    let mut world = SmallWorld::default();
    let made = world.create(COMPANY, "Account");
    let levels = json!({ "company": { "rfis": "admin" } });
    world.set(Principal::Platform, COMPANY, &made.client_id, levels).expect("levels");
    let disable = |world: &mut SmallWorld| {
        let input = serde_json::from_value(json!({ "reason": "found out" })).expect("a reason");
        let id = made.client_id.clone();
        world
            .perform(|core, start| {
                core.disable_account(start, Principal::Platform, COMPANY.into(), id, input, None)
            })
            .expect("disabled");
    };
    let enable = |world: &mut SmallWorld, levels: serde_json::Value| {
        let (by, id) = (user(COMPANY, levels), made.client_id.clone());
        let enabled = world.perform(|core, start| core.enable_account(start, by, COMPANY.into(), id, None));
        enabled
            .map(drop)
            .map_err(|error| error.into_parts().required.map(|required| required.tool.to_string()))
    };
    disable(&mut world);
    assert_eq!(enable(&mut world, json!({ "admin": "admin" })), Err(Some("rfis".into())));
    assert_eq!(enable(&mut world, json!({ "admin": "admin", "rfis": "admin" })), Ok(()));
    disable(&mut world);
    assert_eq!(enable(&mut world, json!({ "admin": "admin", "directory": "admin" })), Ok(()));
}
