//! Two operations on one account, the second of them between the read and the commit of the first: none is refused for that.

use crate::world::{World, run};
use badgehouse_simulation::calls::Outcome;

/// So many of an operation's commits are each tried.
const MOST_COMMITS: usize = 4;

/// What the caller sees: whether it was done, and the status.
fn told(outcome: &Outcome) -> (bool, &str) {
    (outcome.done, outcome.head.split(' ').next().unwrap_or_default())
}

/// It comes to what it comes to alone, or after the other.
#[test]
fn no_operation_is_refused_because_another_came_between() {
    let world = World::new();
    let calls = world.calls();
    assert!(calls.len() > 35, "{}", calls.len());
    let mut wrong = Vec::new();
    for (first, commits) in &calls {
        let alone = run(first, &mut world.simulation.clone(), 1, |_, _| {});
        for (second, _) in &calls {
            let mut one_by_one = world.simulation.clone();
            run(second, &mut one_by_one, 2, |_, _| {});
            let after = run(first, &mut one_by_one, 1, |_, _| {});
            for place in 1..=(*commits).min(MOST_COMMITS) {
                let mut mixed = world.simulation.clone();
                let outcome = run(first, &mut mixed, 1, |simulation, number| {
                    if number == place {
                        run(second, simulation, 2, |_, _| {});
                    }
                });
                let expected = [told(&alone), told(&after)];
                if outcome.unavailable && !after.unavailable || !expected.contains(&told(&outcome)) {
                    wrong.push(format!(
                        "{}, {} before its commit {place}: {} {}",
                        first.name, second.name, outcome.head, outcome.text
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
