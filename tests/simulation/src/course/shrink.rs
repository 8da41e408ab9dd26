//! A course from its beginning to its rest, and one that fails cut down to the steps that it takes.

use super::plant::Plant;
use super::steps::{Course, Ended, STEPS};
use std::collections::BTreeSet;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A course that did not go as it must.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// By which number it comes again.
    pub seed: u64,
    /// What was wrong.
    pub what: String,
    /// What happened until then, a line each.
    pub trace: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.trace {
            writeln!(formatter, "  {line}")?;
        }
        writeln!(formatter, "seed {}: {}", self.seed, self.what)
    }
}

/// The whole course of a number, in surroundings that `plant` makes.
///
/// # Errors
/// What was wrong, and all that happened until then.
pub fn check(seed: u64, plant: impl Fn() -> Box<dyn Plant>) -> Result<Ended, Failure> {
    let told_too = || run(seed, &plant, &BTreeSet::new(), true).err();
    run(seed, &plant, &BTreeSet::new(), false).map_err(|silent| told_too().unwrap_or(silent))
}

/// The same failure with as few steps as it takes.
pub fn cut_down(failure: &Failure, plant: impl Fn() -> Box<dyn Plant>) -> Failure {
    let mut without = BTreeSet::new();
    let mut least = failure.clone();
    let mut size = STEPS / 2;
    while size > 0 {
        let mut from = 0;
        while from < STEPS {
            let more: BTreeSet<u64> = without.iter().copied().chain(from..from + size).collect();
            if more.len() > without.len()
                && let Err(found) = run(failure.seed, &plant, &more, true)
                && kind(&found.what) == kind(&failure.what)
            {
                (without, least) = (more, found);
            }
            from += size;
        }
        size /= 2;
    }
    least
}

/// What is wrong, without what it is of.
fn kind(what: &str) -> &str {
    what.split([':', '{', '(']).next().unwrap_or_default()
}

fn run(
    seed: u64,
    plant: &impl Fn() -> Box<dyn Plant>,
    without: &BTreeSet<u64>,
    tells: bool,
) -> Result<Ended, Failure> {
    let mut plant = plant();
    let mut course = Course::begin(seed, plant.as_mut());
    course.tells = tells;
    let went = catch_unwind(AssertUnwindSafe(|| {
        for step in (0..STEPS).filter(|step| !without.contains(step)) {
            course.step(step)?;
        }
        course.rests()
    }));
    let what = match went {
        Ok(Ok(())) => return Ok(course.ended()),
        Ok(Err(what)) => what,
        Err(panicked) => told(panicked.as_ref()),
    };
    Err(Failure { seed, what, trace: course.lines() })
}

/// What a panic said.
fn told(panicked: &(dyn std::any::Any + Send)) -> String {
    let text = panicked.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panicked.downcast_ref::<&str>().copied()).unwrap_or("it panicked").to_owned()
}
