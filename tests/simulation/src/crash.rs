//! A process that ends at an ask, before what was asked has happened or after.

use crate::world::{Simulation, seed};
use badgehouse::operation::{Operation, Step};
use badgehouse::{Core, Start};

/// Whether what was asked last has happened when the process ends.
#[derive(Clone, Copy, Debug)]
pub enum Crash {
    /// It has not.
    Before,
    /// It has, and nobody heard the answer.
    After,
}

/// What the operation comes to; nothing when the process ends before. `stop` is called at each ask.
pub fn run_until<T>(
    world: &mut Simulation,
    operation: Operation<T>,
    stop: &mut impl FnMut() -> Option<Crash>,
) -> Option<T> {
    let mut step = operation.step(None);
    loop {
        match step {
            Step::Done(result) => return Some(result),
            Step::Ask(ask, operation) => {
                let crash = stop();
                if matches!(crash, Some(Crash::Before)) {
                    return None;
                }
                let answer = world.answer(ask);
                if crash.is_some() {
                    return None;
                }
                step = operation.step(Some(answer));
            }
        }
    }
}

/// Calls an operation that is done in steps until `done` says so or `stop` ends the process. Whether it is done.
pub fn repeat_until<T>(
    world: &mut Simulation,
    stream: u64,
    begin: impl Fn(&Core, Start) -> Operation<T>,
    done: impl Fn(T) -> bool,
    stop: &mut impl FnMut() -> Option<Crash>,
) -> bool {
    for number in 0..200 {
        let operation = begin(&world.core, Start { now: world.now, seed: seed(stream, number) });
        let Some(answer) = run_until(world, operation, stop) else { return false };
        if done(answer) {
            return true;
        }
    }
    panic!("it does not end");
}

/// Ends the process at every ask on either side of it, calls again until it is done, and gives each world that comes of it.
pub fn crashed_everywhere<T>(
    world: &Simulation,
    begin: impl Fn(&Core, Start) -> Operation<T>,
    done: impl Fn(T) -> bool,
) -> Vec<(String, Simulation)> {
    let (mut whole, mut asks) = (world.clone(), 0);
    assert!(repeat_until(&mut whole, 1, &begin, &done, &mut || {
        asks += 1;
        None
    }));
    let mut worlds = vec![("not stopped".to_owned(), whole)];
    for crash in [Crash::Before, Crash::After] {
        for stop in 1..=asks {
            let (mut stopped, mut count) = (world.clone(), 0);
            let ended = repeat_until(&mut stopped, 1, &begin, &done, &mut || {
                count += 1;
                (count == stop).then_some(crash)
            });
            assert!(!ended, "it was stopped at ask {stop}");
            assert!(repeat_until(&mut stopped, 2, &begin, &done, &mut || None));
            worlds.push((format!("stopped {crash:?} ask {stop} of {asks}"), stopped));
        }
    }
    worlds
}
