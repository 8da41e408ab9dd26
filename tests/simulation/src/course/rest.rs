//! Rest: all faults stop, every clock is right, what is on its way arrives or does not, and what is under way comes to its end. Then everything works again, and what
//! was acknowledged is there.

use super::chance::Chance;
use super::deed::{Deed, path, request};
use super::facts::{Account, Facts};
use super::fault::Fault;
use super::look;
use super::process::{Process, RESEALING};
use super::steps::Course;

/// How often something is done at most that is done in steps.
const TIMES: usize = 60;
/// An hour, and what was taken for ten seconds by a clock that was an hour ahead is over.
const LATER: u64 = 3660;

impl Course<'_> {
    /// Comes to rest.
    pub(super) fn rests(&mut self) -> Result<(), String> {
        self.rate = 0;
        self.say("all faults stop".into());
        let mut chance = Chance::of(self.seed, u64::MAX - 1);
        for late in std::mem::take(&mut self.late) {
            if chance.once_in(2) {
                self.say(format!("what {} had on its way arrives", late.origin.number));
                self.commits(&late.origin, &late.changes, true)?;
            }
        }
        self.finish()?;
        let truth = self.truth;
        let stage = self.stage;
        self.processes.truncate(1);
        self.processes[0] = Process::start(stage, 0, truth);
        self.does(Deed::Maintain)?;
        self.truth += LATER;
        self.does(Deed::Maintain)?;
        self.ends_jobs()?;
        self.everything_is_so()?;
        for _ in 0..2 {
            let one = chance.below(self.facts.accounts.len());
            self.levels_are_so(one)?;
        }
        // One of them; the other has its turn in other courses.
        let standing: Vec<usize> = (0..self.facts.companies.len())
            .filter(|company| !self.facts.companies[*company].erasing)
            .collect();
        if let Some(company) = chance.one_of(&standing) {
            self.works(*company)?;
        }
        self.ends_erasures()?;
        if self.stage > 0 {
            self.ends_resealing()?;
        }
        let shelf = std::rc::Rc::clone(&self.shelf);
        for value in shelf.values() {
            look::hides(&self.facts, &String::from_utf8_lossy(value))
                .map_err(|what| format!("{what} lies in the store"))?;
        }
        Ok(())
    }

    /// Lets everything that is under way come to its end.
    fn finish(&mut self) -> Result<(), String> {
        for _ in 0..TIMES * 100 {
            if self.flights.is_empty() {
                return Ok(());
            }
            self.advances(0, Fault::None)?;
        }
        Err("an operation does not end".into())
    }

    /// Does something in the first process, with nothing else under way.
    pub(super) fn does(&mut self, deed: Deed) -> Result<(), String> {
        let seed = Chance::of(self.seed, u64::MAX - 2 - self.operations()).seed();
        self.begins(deed, 0, seed)?;
        self.finish()
    }

    /// The same, which has to be done.
    fn must(&mut self, deed: Deed) -> Result<(), String> {
        let told = format!("{deed:?}");
        self.does(deed)?;
        if self.was_done() { Ok(()) } else { Err(format!("at rest {told} is not done")) }
    }

    fn ends_jobs(&mut self) -> Result<(), String> {
        for job in 0..self.facts.jobs.len() {
            let (one, id) = self.facts.jobs[job].clone();
            let account = self.facts.accounts[one].clone();
            if !account.is_there() || self.facts.companies[account.company].erasing {
                continue;
            }
            let place = format!("service-accounts/{}/permissions/jobs/{id}", account.id);
            let get = request("GET", &path(&self.facts, account.company, &place), None);
            let mut is_done = false;
            for _ in 0..TIMES {
                let found = self.asks(account.company, get.clone());
                // It is kept for a time.
                is_done = found.status == 404 || found.json()["state"] == "done";
                if is_done {
                    break;
                }
                self.must(Deed::Continue(job))?;
            }
            if !is_done {
                return Err(format!("job {id} does not end"));
            }
        }
        Ok(())
    }

    /// Every account is what has happened to it, there are no others, and each audit verifies and has an event for each change.
    fn everything_is_so(&mut self) -> Result<(), String> {
        for one in 0..self.facts.accounts.len() {
            self.account_is_so(one)?;
        }
        for company in 0..self.facts.companies.len() {
            if self.facts.companies[company].erasing {
                continue;
            }
            self.must(Deed::VerifyAudit(company))?;
            let get = |rest: &str| request("GET", &path(&self.facts, company, rest), None);
            let (head, accounts) = (get("audit-head"), get("service-accounts?limit=100"));
            let head = self.asks(company, head).json();
            let events = self.facts.companies[company].events;
            if head["number"] != events {
                return Err(format!("{events} changes have happened, and the audit's head says {head}"));
            }
            let found = self.asks(company, accounts).json();
            let found = found["items"].as_array().map_or(0, Vec::len);
            let is_there = |account: &&Account| account.company == company && account.is_there();
            let there = self.facts.accounts.iter().filter(is_there).count();
            if found != there {
                return Err(format!("{there} accounts are there, and {found} are listed"));
            }
        }
        Ok(())
    }

    /// By a new token, if the account gets one, each level that it holds opens what needs it, and none beyond does.
    fn levels_are_so(&mut self, one: usize) -> Result<(), String> {
        let before = self.facts.tokens.len();
        let known: Vec<String> = self.facts.accounts[one]
            .secrets
            .iter()
            .filter(|(_, secret)| secret.text.is_some())
            .map(|(id, _)| id.clone())
            .collect();
        for secret in known {
            self.does(Deed::Token(one, secret))?;
        }
        if self.facts.tokens.len() > before {
            for (needed, in_project) in (1..=3).flat_map(|needed| [(needed, false), (needed, true)]) {
                self.does(Deed::Authorize(before, needed, in_project))?;
            }
        }
        Ok(())
    }

    /// Each operation of a company works, on an account of its own.
    fn works(&mut self, company: usize) -> Result<(), String> {
        self.must(Deed::Create { company, key: None, expires_at: None })?;
        let one = self.facts.accounts.len() - 1;
        let secret = |facts: &Facts| {
            let known = facts.accounts[one].secrets.iter().filter(|(_, secret)| secret.text.is_some());
            known.map(|(id, _)| id.clone()).next_back().unwrap_or_default()
        };
        let first = secret(&self.facts);
        self.must(Deed::Token(one, first.clone()))?;
        let token = self.facts.tokens.len() - 1;
        // Nothing is granted that was not given; whether it is is compared at each of these.
        self.does(Deed::Authorize(token, 1, false))?;
        self.must(Deed::Grant(one, false, 1))?;
        self.must(Deed::Authorize(token, 1, true))?;
        self.must(Deed::Disable(one))?;
        self.does(Deed::Authorize(token, 1, false))?;
        self.does(Deed::Token(one, first.clone()))?;
        self.must(Deed::Enable(one))?;
        self.must(Deed::RevokeToken(token, first.clone()))?;
        self.does(Deed::Authorize(token, 1, false))?;
        self.must(Deed::AddSecret(one, Some(0), None))?;
        self.does(Deed::Token(one, first))?;
        self.must(Deed::RevokeTokens(one))?;
        let revision = self.operations() + 1;
        self.must(Deed::Break(one, revision))?;
        self.must(Deed::Repair(one))?;
        self.must(Deed::Delete(one))?;
        self.must(Deed::Undelete(one))?;
        self.must(Deed::RecordUsage)?;
        self.must(Deed::Purge(company))?;
        self.must(Deed::Cut(company))?;
        self.must(Deed::VerifyAudit(company))
    }

    /// What was to be erased is, and nothing of it is left but what tells so.
    fn ends_erasures(&mut self) -> Result<(), String> {
        for company in 0..self.facts.companies.len() {
            if !self.facts.companies[company].erasing {
                continue;
            }
            let mut is_erased = false;
            for _ in 0..TIMES {
                self.must(Deed::Erase(company))?;
                is_erased = self.last_text().contains("receipt: Some");
                if is_erased {
                    break;
                }
                self.truth += 61;
            }
            if !is_erased {
                return Err("an erasure does not end".into());
            }
            let prefix = format!("{}/", self.facts.companies[company].segment);
            let left: Vec<&str> =
                self.shelf.keys().map(|key| key.as_str()).filter(|key| key.starts_with(&prefix)).collect();
            if left != [format!("{prefix}company")] {
                return Err(format!("an erased company has left {left:?}"));
            }
        }
        Ok(())
    }

    /// The earlier sealing key goes out of the settings, and everything counts that did.
    fn ends_resealing(&mut self) -> Result<(), String> {
        self.stage = RESEALING;
        self.processes[0] = Process::start(RESEALING, 0, self.truth);
        self.must(Deed::Reseal)?;
        for company in 0..self.facts.companies.len() {
            self.must(Deed::ResealCompany(company))?;
            if self.last_text().contains("next_cursor: Some") {
                return Ok(()); // more records than one call looks at
            }
        }
        self.stage = RESEALING + 1;
        self.processes[0] = Process::start(self.stage, 0, self.truth);
        let last: Vec<usize> = (0..self.facts.tokens.len()).rev().take(3).collect();
        for token in last {
            self.does(Deed::Authorize(token, 1, false))?;
        }
        self.everything_is_so()
    }
}
