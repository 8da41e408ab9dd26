//! How a course begins: two companies of which each has two accounts with what they may and a token, and processes whose clocks differ. And what is drawn to be done next.

use super::chance::Chance;
use super::deed::{Deed, FOREIGN, LEVELS};
use super::facts::{Company, Facts};
use super::plant::{Honest, Plant};
use super::process::Process;
use super::shelf::Shelf;
use super::steps::Course;
use std::sync::OnceLock;

const BEGIN: u64 = 1_800_000_000;
const COMPANIES: [(&str, &str); 2] = [("acme", "Acme-mark"), ("zenith", "Zenith-mark")];
/// How far the processes' clocks are from the truth at the beginning.
const OFF: [i64; 5] = [0, 20, -20, 900, -900];
/// How often an ask goes wrong: never, now and then, often.
const RATES: [usize; 4] = [0, 30, 12, 5];

/// What lies in the store at the beginning, and what is so.
fn stage() -> &'static (Shelf, Facts, u64) {
    static STAGE: OnceLock<(Shelf, Facts, u64)> = OnceLock::new();
    STAGE.get_or_init(|| made().expect("a beginning"))
}

fn made() -> Result<(Shelf, Facts, u64), String> {
    let company = |(name, mark): (&'static str, &'static str)| Company {
        name,
        mark,
        segment: String::new(),
        events: 0,
        erasing: false,
    };
    let facts = Facts { companies: COMPANIES.map(company).into(), ..Facts::default() };
    let mut honest = Honest;
    let mut course = Course::on(Shelf::default(), facts, BEGIN, u64::MAX, &mut honest);
    course.processes.push(Process::start(0, 0, BEGIN));
    course.does(Deed::Maintain)?;
    for company in 0..COMPANIES.len() {
        for _ in 0..2 {
            course.does(Deed::Create { company, key: None, expires_at: None })?;
            let one = course.facts.accounts.len() - 1;
            course.does(Deed::Grant(one, false, 1))?;
            course.does(Deed::Grant(one, true, 2))?;
            let secret = course.facts.accounts[one].secrets.keys().next().cloned().unwrap_or_default();
            course.does(Deed::Token(one, secret))?;
        }
    }
    Ok((course.shelf.as_ref().clone(), course.facts.clone(), course.truth))
}

impl<'a> Course<'a> {
    /// The beginning of the course of a number.
    pub fn begin(seed: u64, plant: &'a mut dyn Plant) -> Self {
        let (shelf, facts, truth) = stage().clone();
        let mut course = Self::on(shelf, facts, truth, seed, plant);
        let mut chance = Chance::of(seed, 0);
        for _ in 0..2 + chance.below(2) {
            let off = OFF[chance.below(OFF.len())];
            course.processes.push(Process::start(0, off, truth));
        }
        course.rate = RATES[chance.below(RATES.len())];
        course
    }

    /// What is done next.
    pub(super) fn draw(&self, chance: &mut Chance) -> Deed {
        let facts = &self.facts;
        // Those that are there already most of all, since much happens to few.
        let one = chance.below(facts.accounts.len());
        let account = &facts.accounts[one];
        let company = chance.below(facts.companies.len());
        let token = chance.below(facts.tokens.len());
        let secrets: Vec<&String> = account.secrets.keys().collect();
        let secret = chance.one_of(&secrets).map_or_else(String::new, |secret| (*secret).clone());
        let key = if chance.once_in(3) { Some(format!("key-{}", chance.below(3))) } else { None };
        match chance.below(64) {
            0..=2 => {
                let lives = key.is_none() && chance.once_in(2);
                let expires_at = lives.then(|| self.truth + 30 + chance.below(7200) as u64);
                Deed::Create { company, key, expires_at }
            }
            3..=5 => Deed::Disable(one),
            6..=8 => Deed::Enable(one),
            9 | 10 => Deed::Delete(one),
            11 | 12 => Deed::Undelete(one),
            13..=16 => Deed::AddSecret(one, [None, Some(0), Some(60), Some(86_400)][chance.below(4)], key),
            17..=19 => Deed::RevokeSecret(one, secret),
            20 | 21 => Deed::RevokeTokens(one),
            22..=25 => Deed::Grant(one, chance.once_in(2), chance.below(LEVELS.len())),
            26 | 27 => Deed::Break(one, self.operations() + 1),
            28 | 29 => Deed::Repair(one),
            30 => Deed::NewJob(one),
            31 | 32 if !facts.jobs.is_empty() => Deed::Continue(chance.below(facts.jobs.len())),
            33..=38 => Deed::Token(one, secret),
            39 => Deed::Guess(one),
            40..=46 => Deed::Authorize(token, 1 + chance.below(3), chance.once_in(2)),
            47 | 48 => {
                let of = &facts.accounts[facts.tokens[token].account];
                let secrets: Vec<&String> = of.secrets.keys().collect();
                let secret = chance.one_of(&secrets).map_or_else(String::new, |secret| (*secret).clone());
                Deed::RevokeToken(token, secret)
            }
            49 | 50 => Deed::Maintain,
            51 => Deed::RecordUsage,
            52 => {
                [Deed::Purge(company), Deed::Cut(company), Deed::ReplaceSigningKey][chance.below(3)].clone()
            }
            53 => [Deed::Reseal, Deed::ResealCompany(company)][chance.below(2)].clone(),
            54 => Deed::VerifyAudit(company),
            55 => Deed::Accounts(company),
            56 if self.seed.is_multiple_of(5) => Deed::Erase(1),
            57 => Deed::ForeignToken(token),
            58..=61 => Deed::ByProgram(chance.below(facts.accounts.len().div_ceil(2)) * 2, one),
            _ => Deed::Foreign(one, chance.below(FOREIGN)),
        }
    }
}
