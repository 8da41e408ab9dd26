//! Defects in what surrounds the core: in the store, in what a driver makes of its answers, in how time is measured, in what is told. Courses find each of them.
//!
//! None is that a commit does not look at what it only keeps: the head of a company's audit holds all its changes in one order anyway, and what is left to keep, a
//! token that was revoked, is tried in `tests/tests/adversaries`.

use badgehouse::operation::Answer;
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key};
use badgehouse_simulation::course::{Failure, Plant, Shelf, Told, check, cut_down};
use std::collections::VecDeque;

/// How many courses there are to find one.
const COURSES: u64 = 10_000;

/// Counts, to go wrong now and then.
#[derive(Default)]
struct Count(u64);

impl Count {
    fn once_in(&mut self, many: u64) -> bool {
        self.0 += 1;
        self.0.is_multiple_of(many)
    }
}

/// A commit that was acknowledged has not happened.
#[derive(Default)]
struct Forgets(Count);

impl Plant for Forgets {
    fn commit(&mut self, shelf: &mut Shelf, changes: &[Change]) -> Commit {
        if self.0.once_in(20) { Commit::Committed } else { shelf.commit(changes) }
    }
}

/// A commit looks at nothing that it expects.
struct Unchecked;

impl Plant for Unchecked {
    fn commit(&mut self, shelf: &mut Shelf, changes: &[Change]) -> Commit {
        shelf.apply(changes);
        Commit::Committed
    }
}

/// A commit happens once more, after others.
#[derive(Default)]
struct Repeats(Count, Option<Vec<Change>>);

impl Plant for Repeats {
    fn commit(&mut self, shelf: &mut Shelf, changes: &[Change]) -> Commit {
        let outcome = shelf.commit(changes);
        if let Some(again) = self.1.take_if(|_| self.0.once_in(5)) {
            shelf.apply(&again);
        }
        if outcome == Commit::Committed && self.1.is_none() {
            self.1 = Some(changes.to_vec());
        }
        outcome
    }
}

/// Of a commit the first half happens.
#[derive(Default)]
struct Halves(Count);

impl Plant for Halves {
    fn commit(&mut self, shelf: &mut Shelf, changes: &[Change]) -> Commit {
        if !self.0.once_in(20) {
            return shelf.commit(changes);
        }
        let held = shelf.clone().commit(changes);
        if held == Commit::Committed {
            shelf.apply(&changes[..changes.len().div_ceil(2)]);
        }
        held
    }
}

/// What is removed stays.
struct KeepsAll;

impl Plant for KeepsAll {
    fn commit(&mut self, shelf: &mut Shelf, changes: &[Change]) -> Commit {
        let kept = |change: &Change| match change.action {
            Action::Delete => Change { action: Action::Keep, ..change.clone() },
            _ => change.clone(),
        };
        shelf.commit(&changes.iter().map(kept).collect::<Vec<_>>())
    }
}

/// A get now and then finds what lay there some commits ago, as from a replica or a cache.
#[derive(Default)]
struct Stale(Count, VecDeque<Shelf>);

impl Plant for Stale {
    fn get(&mut self, shelf: &Shelf, keys: &[Key]) -> Vec<Option<Entry>> {
        match self.1.front() {
            Some(earlier) if self.0.once_in(10) => earlier.get(keys),
            _ => shelf.get(keys),
        }
    }

    fn commit(&mut self, shelf: &mut Shelf, changes: &[Change]) -> Commit {
        self.1.push_back(shelf.clone());
        if self.1.len() > 3 {
            self.1.pop_front();
        }
        shelf.commit(changes)
    }
}

/// A get of a few keys is half of one moment and half of another.
#[derive(Default)]
struct Torn(Option<Shelf>);

impl Plant for Torn {
    fn get(&mut self, shelf: &Shelf, keys: &[Key]) -> Vec<Option<Entry>> {
        let mut found = shelf.get(keys);
        if let Some(earlier) = &self.0 {
            let last = keys.len().saturating_sub(1);
            found.splice(last.., earlier.get(&keys[last..]));
        }
        found
    }

    fn commit(&mut self, shelf: &mut Shelf, changes: &[Change]) -> Commit {
        self.0 = Some(shelf.clone());
        shelf.commit(changes)
    }
}

/// A driver takes a commit of unknown outcome for done.
struct UnknownIsDone;

impl Plant for UnknownIsDone {
    fn heard(&mut self, answer: Answer) -> Answer {
        match answer {
            Answer::Commit(Err(_)) => Answer::Commit(Ok(Commit::Committed)),
            other => other,
        }
    }
}

/// A driver takes a commit of unknown outcome for refused.
struct UnknownIsRefused;

impl Plant for UnknownIsRefused {
    fn heard(&mut self, answer: Answer) -> Answer {
        match answer {
            Answer::Commit(Err(_)) => Answer::Commit(Ok(Commit::Conflict)),
            other => other,
        }
    }
}

/// A driver takes a refused commit for done.
struct RefusedIsDone;

impl Plant for RefusedIsDone {
    fn heard(&mut self, answer: Answer) -> Answer {
        match answer {
            Answer::Commit(Ok(Commit::Conflict)) => Answer::Commit(Ok(Commit::Committed)),
            other => other,
        }
    }
}

/// A process measures what passes by a clock that is set, back and forth.
struct MeasuresByItsClock;

impl Plant for MeasuresByItsClock {
    fn saw_pass(&mut self, _monotonic: u64, clock: u64) -> u64 {
        clock
    }
}

/// A process sees twice as much time pass as does.
struct MeasuresTwice;

impl Plant for MeasuresTwice {
    fn saw_pass(&mut self, monotonic: u64, _clock: u64) -> u64 {
        monotonic.saturating_mul(2)
    }
}

/// What an answer showed stands in the next refusal.
#[derive(Default)]
struct TellsSecrets(Option<String>);

impl Plant for TellsSecrets {
    fn tells(&mut self, mut told: Told) -> Told {
        if told.is_refused() {
            told.text.extend(self.0.take());
        } else if told.text.contains("client_secret") {
            self.0 = Some(told.text.clone());
        }
        told
    }
}

/// A secret is written beside what is committed.
#[derive(Default)]
struct WritesSecrets(Option<String>);

impl Plant for WritesSecrets {
    fn tells(&mut self, told: Told) -> Told {
        if told.text.contains("client_secret") {
            self.0 = Some(told.text.clone());
        }
        told
    }

    fn commit(&mut self, shelf: &mut Shelf, changes: &[Change]) -> Commit {
        if let (Some(text), Ok(key)) = (self.0.take(), Key::parse("log/line")) {
            let action = Action::Put { value: text.into_bytes(), expires_at: None };
            shelf.apply(&[Change { key, expect: Expect::Any, action }]);
        }
        shelf.commit(changes)
    }
}

/// One answer comes to another caller, as where connections are mixed up.
#[derive(Default)]
struct MixesAnswers(Count, Option<Told>);

impl Plant for MixesAnswers {
    fn tells(&mut self, told: Told) -> Told {
        if self.0.once_in(25) { self.1.replace(told.clone()).unwrap_or(told) } else { told }
    }
}

type Make = fn() -> Box<dyn Plant>;

/// Each, by its name.
const DEFECTS: [(&str, Make); 15] = [
    ("a commit is forgotten", || Box::<Forgets>::default()),
    ("a commit is not checked", || Box::new(Unchecked)),
    ("a commit happens twice", || Box::<Repeats>::default()),
    ("half a commit happens", || Box::<Halves>::default()),
    ("what is deleted stays", || Box::new(KeepsAll)),
    ("a get is stale", || Box::<Stale>::default()),
    ("a get is torn", || Box::<Torn>::default()),
    ("unknown is taken for done", || Box::new(UnknownIsDone)),
    ("unknown is taken for refused", || Box::new(UnknownIsRefused)),
    ("refused is taken for done", || Box::new(RefusedIsDone)),
    ("a process measures by its clock", || Box::new(MeasuresByItsClock)),
    ("a process measures twice as much", || Box::new(MeasuresTwice)),
    ("a secret is told again", || Box::<TellsSecrets>::default()),
    ("a secret is written", || Box::<WritesSecrets>::default()),
    ("answers are mixed up", || Box::<MixesAnswers>::default()),
];

#[test]
fn no_defect_of_what_surrounds_the_core_stays_unfound() {
    for (name, make) in DEFECTS {
        let found: Option<Failure> = (0..COURSES).find_map(|seed| check(seed, make).err());
        let found = found.unwrap_or_else(|| panic!("{name}: {COURSES} courses do not find it"));
        println!("{name}: seed {}: {}", found.seed, found.what.chars().take(150).collect::<String>());
    }
}

#[test]
fn a_course_that_fails_is_cut_down_and_comes_again_by_its_number() {
    let make: Make = || Box::<Forgets>::default();
    let failure = (0..COURSES).find_map(|seed| check(seed, make).err()).unwrap();
    let least = cut_down(&failure, make);
    println!("{least}");
    assert!(least.trace.len() <= failure.trace.len() && least.seed == failure.seed);
    assert_eq!(check(failure.seed, make), Err(failure.clone()), "the same again");
    assert!(least.to_string().contains(&format!("seed {}", failure.seed)));
}
