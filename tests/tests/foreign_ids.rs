//! Swap any id in any request for another company's: the answer is the one for an id that does not exist.

use badgehouse::principal::Actor;
use badgehouse_simulation::actor;
use badgehouse_simulation::companies::{administrator, furnish, text};
use badgehouse_simulation::requests::{Names, Template, all};
use badgehouse_simulation::{Simulation, seed};
use badgehouse_tests::scenario::BEGIN;
use serde_json::json;

/// Two companies of which each has one of everything, and names of nothing.
struct World {
    simulation: Simulation,
    own: Names,
    foreign: Names,
    absent: Names,
}

fn world() -> World {
    let mut simulation = Simulation::new(BEGIN);
    let own = furnish(&mut simulation, "acme", 1);
    let foreign = furnish(&mut simulation, "zenith", 2);
    // A world that is gone: ids of the right form, of a company that nobody here has.
    let absent = furnish(&mut Simulation::new(BEGIN), "nowhere", 3);
    World { simulation, own, foreign, absent }
}

/// The answer to a request in a copy of the world, and whether it changed anything there. Nothing is asked of the store but what is the company's own.
fn answer(world: &World, template: &Template, names: &Names, by: &Actor) -> (u16, String, bool) {
    let mut simulation = world.simulation.clone();
    simulation.touched.clear();
    let response = simulation.handle(seed(9, 9), template.request(names), Some(by.clone()));
    let own = partition(&world.own);
    assert!(
        simulation.touched.iter().all(|partition| *partition == own || partition == "keys"),
        "{} looks at {:?}",
        template.operation,
        simulation.touched
    );
    (response.status, text(&response), simulation.table != world.simulation.table)
}

/// The partition of the company that an account is of, by its id: the 32 characters behind `sa_`.
fn partition(names: &Names) -> String {
    names["client_id"].chars().skip(3).take(32).collect()
}

#[test]
fn every_operation_works_with_the_companys_own_ids() {
    let world = world();
    for template in all() {
        let (status, body, _) = answer(&world, &template, &world.own, &administrator("acme"));
        assert!(status < 300, "{} answers {status}: {body}", template.operation);
    }
}

#[test]
fn another_companys_id_is_answered_as_one_that_does_not_exist() {
    let world = world();
    let levels = json!({ "admin": "read_only" });
    let clerk = actor(Some(json!({ "company": "acme", "id": "bob", "kind": "user", "levels": levels })));
    let mut swapped = 0;
    for by in [administrator("acme"), clerk.expect("an actor")] {
        for template in all() {
            // The text of a public key and the name of an audience belong to nobody.
            for name in
                template.names().into_iter().filter(|name| !["jwk_x", "audience"].contains(&name.as_str()))
            {
                let with = |names: &Names| {
                    let mut mixed = world.own.clone();
                    mixed.insert(name.clone(), names[&name].clone());
                    answer(&world, &template, &mixed, &by)
                };
                let (foreign, absent) = (with(&world.foreign), with(&world.absent));
                assert_eq!(foreign, absent, "{} with another {name}", template.operation);
                assert!(
                    (foreign.0 >= 400 || (name == "client_secret" && foreign.1 == "{}")) && !foreign.2,
                    "{} with another {name}: {foreign:?}",
                    template.operation
                );
                swapped += 1;
            }
            let (foreign, absent) = (world.foreign.clone(), world.absent.clone());
            assert_eq!(
                answer(&world, &template, &foreign, &by),
                answer(&world, &template, &absent, &by),
                "{} with all ids of another company",
                template.operation
            );
        }
    }
    assert!(swapped >= 60, "only {swapped} ids were swapped");
}
