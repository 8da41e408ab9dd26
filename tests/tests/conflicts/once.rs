//! What counts once is decided again as everything is: by an account as it is, and whatever becomes of a commit's answer.

use crate::world::{World, run};
use badgehouse::Start;
use badgehouse::operation::{Answer, Ask};
use badgehouse::store::StoreError;
use badgehouse_simulation::calls::{Call, Outcome};
use badgehouse_simulation::{Simulation, seed};

/// With the account held at the first two commits, and looked at after the others.
const LATER: usize = 4;

fn status(outcome: &Outcome) -> &str {
    outcome.head.split(' ').next().expect("a status")
}

#[test]
fn no_client_that_was_stopped_before_its_commit_gets_a_token() {
    let world = World::new();
    let revoke = |key: &str| world.revoke_key(key);
    for call in world.tokens("1") {
        for place in 1..=LATER {
            for stop in [world.disable(), world.delete(), Call::erase("acme"), revoke("ec")] {
                let by_key = call.name.contains("assertion");
                if stop.name == "revoke_key" && !by_key {
                    continue;
                }
                let mut simulation = world.simulation.clone();
                let outcome = run(&call, &mut simulation, 1, |simulation, number| {
                    // The account and the company move until then, so that there is such a commit.
                    if number < place {
                        run(&world.describe(number), simulation, 100 + number as u64, |_, _| {});
                        run(&world.create(), simulation, 200 + number as u64, |_, _| {});
                    } else if number == place {
                        run(&stop, simulation, 300, |_, _| {});
                    }
                });
                let told = format!("{}, {} before commit {place}: {}", call.name, stop.name, outcome.text);
                assert!(!outcome.done && !outcome.unavailable, "{told}");
            }
        }
    }
}

#[test]
fn nothing_is_used_up_by_a_commit_that_conflicted() {
    let world = World::new();
    for call in world.tokens("1") {
        let mut simulation = world.simulation.clone();
        // Every commit conflicts, since accounts are made meanwhile.
        let outcome = run(&call, &mut simulation, 1, |simulation, number| {
            run(&world.describe(number), simulation, 100 + number as u64, |_, _| {});
            run(&world.create(), simulation, 200 + number as u64, |_, _| {});
        });
        // A bound token by an assertion uses up the assertion first.
        assert!(outcome.unavailable, "{}: {}", call.name, outcome.text);
        let used = |key: &&str| simulation.table.keys().any(|there| there.as_str().contains(*key));
        assert_eq!(
            ["/assertion/", "/proof/", "/outside/"].iter().find(|key| used(key)),
            None,
            "{}",
            call.name
        );
        let again = run(&call, &mut simulation, 2, |_, _| {});
        assert_eq!(status(&again), "200", "{}: {}", call.name, again.text);
        let replay = run(&call, &mut simulation, 3, |_, _| {});
        assert!(!replay.done && !replay.unavailable, "{}: {}", call.name, replay.text);
    }
}

/// Runs the call; its n-th commit has no answer, and went through or not.
fn unanswered(call: &Call, simulation: &mut Simulation, place: usize, went_through: bool) -> Outcome {
    let (core, start) = (simulation.core.clone(), Start { now: simulation.now, seed: seed(9, 1) });
    let mut commits = 0;
    let outcome = call.run(&core, start, &mut |ask| {
        commits += usize::from(matches!(ask, Ask::Commit { .. }));
        if matches!(ask, Ask::Commit { .. }) && commits == place {
            if went_through {
                simulation.answer(ask);
            }
            return Some(Answer::Commit(Err(StoreError::Unavailable("as planned".into()))));
        }
        Some(simulation.answer(ask))
    });
    outcome.expect("an outcome")
}

#[test]
fn no_client_is_refused_because_a_commit_had_no_answer() {
    let world = World::new();
    for call in world.tokens("1") {
        let commits = if call.name == "a bound token by an assertion" { 2 } else { 1 };
        for place in 1..=commits {
            for went_through in [false, true] {
                let mut simulation = world.simulation.clone();
                let outcome = unanswered(&call, &mut simulation, place, went_through);
                assert_eq!(status(&outcome), "200", "{}: {}", call.name, outcome.text);
                let replay = run(&call, &mut simulation, 2, |_, _| {});
                assert!(!replay.done && !replay.unavailable, "{}: {}", call.name, replay.text);
            }
        }
    }
}

/// Another request with the same assertion comes first where the answer is lost: its record is not taken for one's own.
#[test]
fn nobody_takes_the_record_of_another_for_its_own() {
    let world = World::new();
    for call in world.tokens("1") {
        let (core, mut simulation) = (world.simulation.core.clone(), world.simulation.clone());
        let start = Start { now: simulation.now, seed: seed(9, 1) };
        let mut first = true;
        let outcome = call.run(&core, start, &mut |ask| {
            if matches!(ask, Ask::Commit { .. }) && std::mem::take(&mut first) {
                assert_eq!(status(&run(&call, &mut simulation, 2, |_, _| {})), "200");
                return Some(Answer::Commit(Err(StoreError::Unavailable("as planned".into()))));
            }
            Some(simulation.answer(ask))
        });
        let outcome = outcome.expect("an outcome");
        assert!(!outcome.done && !outcome.unavailable, "{}: {}", call.name, outcome.text);
    }
}
