//! Courses of a whole world: some of them here, or as many as `BADGEHOUSE_SEEDS` says (`from..to`); a million by `cargo xtask long simulation`, which is compiled for speed and also does
//! one again by its number. And defects that are planted in what surrounds the core, each of which one of these courses finds.

mod defects;

use badgehouse_simulation::course::{Ended, Failure, Honest, check, cut_down};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

const SEEDS: Range<u64> = 0..200;

fn seeds() -> Range<u64> {
    let Ok(text) = std::env::var("BADGEHOUSE_SEEDS") else { return SEEDS };
    let parts = text.split_once("..").and_then(|(from, to)| Some(from.parse().ok()?..to.parse().ok()?));
    parts.expect("BADGEHOUSE_SEEDS is two numbers, `0..100`")
}

/// Runs courses on two threads; what they came to, or the first that failed.
fn run(seeds: Range<u64>) -> Result<Ended, Failure> {
    let next = AtomicU64::new(seeds.start);
    let worker = || {
        let mut all = Ended::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return Ok(all);
            }
            let ended = check(seed, || Box::new(Honest))
                .inspect_err(|_| next.store(u64::MAX >> 1, Ordering::Relaxed))?;
            all.operations += ended.operations;
            all.commits += ended.commits;
            all.reached.extend(ended.reached);
        }
    };
    thread::scope(|scope| {
        let other = scope.spawn(worker);
        let (mut one, other) = (worker()?, other.join().expect("a thread")?);
        one.operations += other.operations;
        one.commits += other.commits;
        one.reached.extend(other.reached);
        Ok(one)
    })
}

#[test]
fn no_course_ends_with_anything_lost_brought_back_told_or_at_a_standstill() {
    let (seeds, begun) = (seeds(), Instant::now());
    let count = seeds.end - seeds.start;
    let ended = run(seeds).unwrap_or_else(|failure| panic!("\n{}", cut_down(&failure, || Box::new(Honest))));
    let took = begun.elapsed();
    println!(
        "{count} courses in {took:.1?}: {} operations, {} commits, {} meetings",
        ended.operations,
        ended.commits,
        ended.reached.len()
    );
    if count >= 150 {
        meets_everything(&ended.reached);
    }
}

/// Each operation was done, or refused where it has to be, and each fault befell each kind of ask.
fn meets_everything(reached: &BTreeSet<String>) {
    let done = [
        "Create",
        "Disable",
        "Enable",
        "Delete",
        "Undelete",
        "AddSecret",
        "RevokeSecret",
        "RevokeTokens",
        "Grant",
        "Break",
        "Repair",
        "NewJob",
        "Continue",
        "Token",
        "Authorize",
        "RevokeToken",
        "Maintain",
        "RecordUsage",
        "Purge",
        "Cut",
        "Reseal",
        "ResealCompany",
        "ReplaceSigningKey",
        "VerifyAudit",
        "Accounts",
        "ByProgram",
        "Erase",
    ];
    for name in done {
        let is_done = |status: u16| reached.contains(&format!("{name} told {status}"));
        assert!(is_done(200) || is_done(201) || is_done(204), "{name} was never done");
    }
    for name in ["Guess", "Foreign", "ForeignToken"] {
        assert!(
            reached.iter().any(|met| met.starts_with(&format!("{name} told 4"))),
            "{name} was never refused"
        );
    }
    for fault in ["Before", "After", "Later", "Conflict", "HangsBefore", "HangsAfter"] {
        let met = |ask: &str| reached.iter().any(|met| met.ends_with(&format!(" {ask} {fault}")));
        assert!(met("commit"), "no commit met {fault}");
        // Of a read it makes no difference whether it has happened.
        assert!(fault != "Before" || (met("get") && met("list")), "no read met {fault}");
    }
}

#[test]
fn the_same_number_is_the_same_course() {
    for seed in 0..40 {
        let [one, other] = [0, 1].map(|_| check(seed, || Box::new(Honest)).unwrap());
        assert_eq!(one, other, "seed {seed}");
    }
    let [one, other] = [1, 2].map(|seed| check(seed, || Box::new(Honest)).unwrap());
    assert_ne!(one.hash, other.hash);
}
