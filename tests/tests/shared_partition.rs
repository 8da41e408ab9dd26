//! Two companies whose ids lead to one partition of the store: it is the first's alone. A hash that long is not collided, so the store is renamed here.

use badgehouse::Core;
use badgehouse::company::ResealInput;
use badgehouse_simulation::calls::{Call, every};
use badgehouse_simulation::companies::{administrator, furnish, template};
use badgehouse_simulation::{Simulation, seed};
use badgehouse_tests::scenario::BEGIN;

const FIRST: &str = "zenith";
const SECOND: &str = "acme";

/// What names no company, or tells nothing but settings.
const OF_NOBODY: [&str; 8] = [
    "token",
    "jwks",
    "metadata",
    "record_usage",
    "maintain",
    "replace_signing_key",
    "look_up_leak_anywhere",
    "get_catalogue",
];

/// A world in which all that the first company has lies where the second one's is looked for, with an account that was deleted long ago.
fn world() -> (Simulation, Vec<Call>) {
    let mut simulation = Simulation::new(BEGIN);
    let names = furnish(&mut simulation, SECOND, 1);
    let deleted = template("delete_account").request(&furnish(&mut simulation, SECOND, 2));
    assert_eq!(simulation.handle(seed(3, 1), deleted, Some(administrator(SECOND))).status, 204);
    simulation.pass(40 * 86_400);
    let calls = every(&simulation, &names);
    rename(&mut simulation, &names["client_id"][3..35]);
    (simulation, calls)
}

/// Gives the partition to the first company, with records that the service vouches for: it adopts what a key has signed that it is told was lost.
fn rename(simulation: &mut Simulation, partition: &str) {
    let named = |company: &str| format!("\"{company}\"");
    for (key, entry) in &mut simulation.table {
        if key.partition() != partition {
            continue;
        }
        let text = String::from_utf8(std::mem::take(&mut entry.value)).expect("JSON");
        let text = text.replace(&named(SECOND), &named(FIRST));
        let signed = text.rsplit_once('\n').and_then(|(json, line)| Some((json, line.split_once('.')?.1)));
        let lost = signed.map(|(json, mac)| format!("{json}\nAAAAAAAAAAAA.{mac}"));
        entry.value = lost.unwrap_or(text).into_bytes();
    }
    let input = ResealInput { keep_lost: true, cursor: None };
    let reseal = |core: &Core, start| core.reseal_company(start, SECOND.into(), input);
    let resealed = simulation.run(seed(3, 2), reseal).expect("adopted");
    assert_eq!((resealed.lost, resealed.forged, resealed.next_cursor), (0, 0, None));
    assert!(resealed.resealed > 10, "{} records", resealed.resealed);
}

/// What the call tells or changes, if it is anything.
fn seen(world: &Simulation, call: &Call) -> Option<String> {
    let mut after = world.clone();
    let outcome = call.run_honestly(&mut after, seed(9, 9));
    let absent = outcome.head.starts_with("404") || outcome.text.contains("NotFound");
    // A text that was found somewhere is none of this company's secrets, and a token of the other is none of its tokens.
    let nothing = absent || outcome.text == "{}" || outcome.text.contains("InvalidToken");
    let changed = after.table != world.table;
    (!nothing || changed)
        .then(|| format!("{} ({changed}): {} {:.200}", call.name, outcome.head, outcome.text))
}

#[test]
fn two_companies_in_one_partition_see_nothing_of_each_other() {
    let (world, mut calls) = world();
    calls.retain(|call| !OF_NOBODY.contains(&call.name.as_str()));
    assert!(calls.len() > 40, "only {} calls", calls.len());
    let seen: Vec<String> = calls.iter().filter_map(|call| seen(&world, call)).collect();
    assert!(seen.is_empty(), "{}", seen.join("\n"));
}

#[test]
fn a_company_is_not_erased_by_the_id_of_another_in_its_partition() {
    let (mut world, _) = world();
    let before = world.table.clone();
    let erase = |core: &Core, start| core.erase_company(start, SECOND.into(), SECOND.into());
    world.run(seed(9, 1), erase).expect_err("it is another company's");
    assert!(world.table == before);
}
