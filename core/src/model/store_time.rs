//! The store's time: how far time has come, as far as that was proven. It lies in the key ring's record, which every token request reads anyway.
//!
//! A clock may be years off for one start, and differ between processes; what was destroyed by such a clock is gone for good. So nothing is destroyed, purged or rolled
//! over by a clock. [`Core::maintain`](crate::Core::maintain) moves the store's time by what passed on a monotonic clock, and never beyond the clock; else it
//! moves by the operator's word alone. If it was right once it is never ahead of the truth, and lags by what no process was there to see.

use crate::value::timestamp::{Timestamp, seconds};
use crate::value::tree::{FromTree, Misfit, Tree, as_serde_reads};
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};

/// How far a clock may stand from the store's time, either way, before it counts as far off: two days. What counts by being there is kept for as long after its end.
pub const NEAR_SECONDS: u64 = 2 * 86_400;

/// How far time has come on a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "StoreTime…")]
pub struct StoreTime {
    /// The moment; a number of Unix seconds.
    #[serde(with = "seconds")]
    pub at: Timestamp,
    /// How often an operator has said what time it is: what was measured before such a word proves nothing after it.
    pub word: u64,
}

as_serde_reads!(StoreTime);

/// Where a clock stands, seen from the store's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockStand {
    /// Within [`NEAR_SECONDS`].
    Near,
    /// Further ahead: the clock is wrong, or nobody was there for longer than that to see time pass.
    FarAhead,
    /// Further behind: the clock is wrong, or was when the store's time was set by it.
    FarBehind,
}

/// What the host has seen of time passing, for [`Core::maintain`](crate::Core::maintain). [`Watch`] makes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passed {
    /// The store's time when this process first saw it, and how many seconds passed since then on a clock that nobody sets.
    #[serde(default)]
    pub since: Option<(StoreTime, u64)>,
    /// Whether a clock that is ahead of the store's time, and near, is to be believed at its word: for a process that does not live to see time pass.
    #[serde(default)]
    pub believe_near: bool,
}

/// The store's time, and where the clock stands from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ClockView {
    /// The clock that was asked.
    pub clock: Timestamp,
    /// How far time has come on the store; nothing where there is no key ring yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_time: Option<Timestamp>,
    /// Where the clock stands from it.
    pub stand: ClockStand,
}

/// What a turn of [`Core::maintain`](crate::Core::maintain) came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Maintained {
    /// Whether a signing key was published.
    pub key_published: bool,
    /// The store's time: what a store holds longer than it counts is purged by this, never by a clock.
    pub store_time: Timestamp,
    /// The word of [`StoreTime`], for [`Watch`].
    pub word: u64,
    /// Where the clock stands. One that is far off rolls and purges nothing; mend it, or say by [`Core::believe_clock`](crate::Core::believe_clock) that it is right.
    pub stand: ClockStand,
}

impl StoreTime {
    /// As the clock says, since nothing is known better.
    pub(crate) fn first(clock: Timestamp) -> Self {
        Self { at: clock, word: 0 }
    }

    /// Moved on by what passed, and never beyond the clock. Several processes that measure do not add up: each says how far time has come.
    pub(crate) fn moved(self, clock: Timestamp, passed: &Passed) -> Self {
        let measured = passed.since.filter(|(since, _)| since.word == self.word);
        let measured = measured.map(|(since, seconds)| since.at.after(seconds));
        let told = (passed.believe_near && self.stand(clock) == ClockStand::Near).then_some(clock);
        let proven = measured.max(told).unwrap_or(self.at);
        Self { at: self.at.max(proven.min(clock)), ..self }
    }

    /// As the operator says: the clock is right.
    pub(crate) fn believed(before: Option<Self>, clock: Timestamp) -> Self {
        Self { at: clock, word: before.map_or(0, |before| before.word.saturating_add(1)) }
    }

    /// By what is judged whether something has ended: the clock; but a clock that falls back by more than it may differ brings nothing back, least of all what was purged.
    pub(crate) fn judged(self, clock: Timestamp) -> Timestamp {
        clock.max(Timestamp::from_seconds(self.at.seconds().saturating_sub(NEAR_SECONDS)))
    }

    /// Where the clock stands.
    pub(crate) fn stand(self, clock: Timestamp) -> ClockStand {
        if clock > self.at.after(NEAR_SECONDS) {
            ClockStand::FarAhead
        } else if self.at > clock.after(NEAR_SECONDS) {
            ClockStand::FarBehind
        } else {
            ClockStand::Near
        }
    }
}

/// What of the key ring's record tells the time, for who needs nothing else of it.
pub(crate) struct TimeRecord {
    pub(crate) time: Option<StoreTime>,
}

impl FromTree for TimeRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self { time: record.optional("time")? })
    }
}

/// What a host keeps in memory to measure how time passes. One for each process; it can be shared by threads.
#[derive(Debug, Default)]
pub struct Watch {
    lives_briefly: bool,
    /// The store's time, and the reading of the monotonic clock at which it was seen first.
    since: Mutex<Option<(StoreTime, u64)>>,
}

impl Watch {
    /// For a process that may end before much time passes, such as one of an edge or a job: a near clock is believed where it looks first.
    pub fn living_briefly() -> Self {
        Self { lives_briefly: true, ..Self::default() }
    }

    /// What has passed by now; `monotonic` are the seconds of a clock that nobody sets, from any beginning.
    pub fn passed(&self, monotonic: u64) -> Passed {
        let since = *self.since.lock().unwrap_or_else(PoisonError::into_inner);
        let since = since.map(|(time, begun)| (time, monotonic.saturating_sub(begun)));
        Passed { since, believe_near: self.lives_briefly && since.is_none() }
    }

    /// Takes note of what an answer says. What passes is measured from the first, and anew from each word of the operator's.
    pub fn saw(&self, answer: &Maintained, monotonic: u64) {
        let mut since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        if since.is_none_or(|(time, _)| time.word != answer.word) {
            let time = StoreTime { at: answer.store_time, word: answer.word };
            *since = Some((time, monotonic));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 86_400;
    const YEAR: u64 = 365 * DAY;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_seconds(1_800_000_000 + seconds)
    }

    fn measured(since: StoreTime, seconds: u64) -> Passed {
        Passed { since: Some((since, seconds)), believe_near: false }
    }

    #[test]
    fn the_stores_time_moves_by_what_was_measured_and_never_beyond_the_clock() {
        let first = StoreTime::first(at(0));
        assert_eq!(first.moved(at(600), &Passed::default()), first, "nothing was measured");
        assert_eq!(first.moved(at(600), &measured(first, 600)).at, at(600));
        assert_eq!(first.moved(at(2 * YEAR), &measured(first, 600)).at, at(600), "the clock jumped");
        assert_eq!(first.moved(at(300), &measured(first, 600)).at, at(300), "the clock is behind");
        let later = StoreTime { at: at(DAY), ..first };
        assert_eq!(later.moved(at(600), &measured(first, 600)), later, "another process has seen more");
        let word = StoreTime::believed(Some(first), at(0));
        assert_eq!(word.moved(at(YEAR), &measured(first, YEAR)), word, "it was measured before the word");
    }

    #[test]
    fn a_near_clock_is_believed_where_no_process_lives_to_see_time_pass() {
        let first = StoreTime::first(at(0));
        let near = Passed { believe_near: true, ..Passed::default() };
        assert_eq!(first.moved(at(2 * DAY), &near).at, at(2 * DAY));
        assert_eq!(first.moved(at(2 * DAY + 1), &near), first);
    }

    #[test]
    fn a_clock_that_falls_back_is_judged_by_the_stores_time() {
        let time = StoreTime::first(at(YEAR));
        assert_eq!(time.judged(at(0)), at(YEAR - 2 * DAY));
        assert_eq!(time.judged(at(YEAR - DAY)), at(YEAR - DAY));
        let stands = [2 * YEAR, YEAR + 2 * DAY, YEAR - 2 * DAY, 0].map(|clock| time.stand(at(clock)));
        assert_eq!(stands, [ClockStand::FarAhead, ClockStand::Near, ClockStand::Near, ClockStand::FarBehind]);
    }

    #[test]
    fn what_is_measured_begins_with_the_first_sight_and_anew_with_each_word() {
        let answer = |seconds, word| Maintained {
            key_published: false,
            store_time: at(seconds),
            word,
            stand: ClockStand::Near,
        };
        let watch = Watch::default();
        assert_eq!(watch.passed(5), Passed::default());
        watch.saw(&answer(0, 0), 5);
        watch.saw(&answer(50, 0), 60);
        assert_eq!(watch.passed(65).since, Some((StoreTime { at: at(0), word: 0 }, 60)));
        watch.saw(&answer(10, 1), 70);
        assert_eq!(watch.passed(71).since, Some((StoreTime { at: at(10), word: 1 }, 1)));
        assert!(Watch::living_briefly().passed(0).believe_near);
    }
}
