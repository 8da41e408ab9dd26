//! Operations under way: what each waits for, what has come of it so far, and whether its end fits that.

use super::deed::{Deed, Done};
use super::facts::{Facts, Moment, Verdict};
use super::shelf::Shelf;
use super::told::Told;
use badgehouse::operation::{Ask, Operation};
use badgehouse::store::Change;
use std::rc::Rc;

/// Who has begun what, and when.
#[derive(Clone)]
pub(super) struct Origin {
    pub(super) number: u64,
    pub(super) deed: Deed,
    pub(super) process: usize,
    pub(super) clock: u64,
    pub(super) begun: Moment,
}

pub(super) struct Flight {
    pub(super) origin: Origin,
    pub(super) asked: Option<(Ask, Operation<Done>)>,
    /// What lay in the store when it asked.
    pub(super) then: Rc<Shelf>,
    pub(super) faults: usize,
    /// How often what it wants has happened.
    pub(super) effects: usize,
    /// Whether a commit of its was on its way still when it was told that it had failed: it may happen while the same is decided again.
    pub(super) loose: bool,
    /// Whether its company's erasure had begun at its last look: then what has happened may be gone, and is not found where it is decided again.
    pub(super) erased: bool,
    /// Whether it was so already, at any moment since it was begun.
    pub(super) so: bool,
    /// What must come of it, by its last look.
    pub(super) verdict: Option<Verdict>,
    /// The account's epoch at that look.
    pub(super) epoch: u64,
}

/// A commit that was answered as failed and has not happened yet.
pub(super) struct Late {
    pub(super) origin: Origin,
    pub(super) changes: Vec<Change>,
}

impl Flight {
    /// Takes note of what lies in the store at a look of its.
    pub(super) fn looks(&mut self, facts: &Facts, truth: u64) {
        let moment = Moment::new(self.origin.clock, truth);
        self.verdict = self.origin.deed.verdict(facts, moment);
        if let Some(account) = self.origin.deed.account() {
            let account = &facts.accounts[account];
            self.epoch = account.epoch;
            self.erased = facts.companies[account.company].erasing;
        }
    }

    /// Whether what is told fits what has happened.
    pub(super) fn fits(&self, told: &Told) -> Result<(), String> {
        let deed = &self.origin.deed;
        let wrong = |what: &str| Err(format!("{what}: {deed:?} was told {} {}", told.status, told.text));
        let verdict = match deed {
            Deed::Foreign(..) | Deed::ForeignToken(_) | Deed::Guess(_) => Some(Verdict::certain(false)),
            _ => self.verdict,
        };
        if told.is_done() && verdict.is_some_and(|verdict| !verdict.may) {
            return wrong("what was ended, or never given, was granted");
        }
        if told.is_refused() && verdict.is_some_and(|verdict| verdict.must) {
            return wrong("what was given was refused");
        }
        if deed.verdict_is_needed() && told.is_done() && verdict.is_none() {
            return wrong("it was granted without a look");
        }
        if deed.only_reads() && told.status >= 500 && self.faults == 0 {
            return wrong("it failed, and nothing had gone wrong");
        }
        if !deed.is_one_change() {
            return Ok(());
        }
        if told.is_done() && self.effects == 0 && !self.so {
            return wrong("it was acknowledged, and has not happened");
        }
        if told.is_refused() && self.effects > 0 && !(self.loose || self.erased) {
            return wrong("it was refused, and has happened");
        }
        if self.effects > 1 && !self.loose {
            return wrong("it has happened twice");
        }
        Ok(())
    }
}
