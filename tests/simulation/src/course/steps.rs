//! The steps of a course: an ask of an operation under way is answered, in one way or another; something is begun; time passes, a clock jumps, a process starts anew.

use super::chance::Chance;
use super::deed::{Deed, Done};
use super::facts::{Facts, Moment, tells};
use super::fault::{Fault, failed};
use super::flight::{Flight, Late, Origin};
use super::look;
use super::plant::Plant;
use super::process::{Process, RESEALING};
use super::shelf::Shelf;
use super::signing;
use super::told::Told;
use crate::bounds::{assert_commit, assert_get, assert_list};
use badgehouse::Start;
use badgehouse::operation::{Answer, Ask, Operation, Step};
use badgehouse::store::{Change, Commit, Entry, Key, SNAPSHOT_KEYS};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher};
use std::rc::Rc;

/// How many steps a course has before it comes to rest.
pub const STEPS: u64 = 100;
/// How many operations are under way at once.
const AT_ONCE: usize = 4;
const DAY: i64 = 86_400;
/// How far a clock may be from the truth.
const OFF: [i64; 12] = [0, 0, 0, 0, 30, -30, 3600, -3600, 3 * DAY, -3 * DAY, 730 * DAY, -730 * DAY];
/// How long may pass at once.
const PASS: [u64; 5] = [60, 600, 3600, 86_400, 40 * 86_400];

/// A course under way.
pub struct Course<'a> {
    pub(super) seed: u64,
    pub(super) truth: u64,
    pub(super) shelf: Rc<Shelf>,
    pub(super) facts: Facts,
    pub(super) processes: Vec<Process>,
    /// Which sealing keys are rolled out.
    pub(super) stage: usize,
    pub(super) flights: Vec<Flight>,
    pub(super) late: Vec<Late>,
    pub(super) plant: &'a mut dyn Plant,
    /// One ask in so many goes wrong.
    pub(super) rate: usize,
    begun: u64,
    /// What was told last.
    last: Option<Told>,
    commits: u64,
    reached: BTreeSet<String>,
    hasher: DefaultHasher,
    lines: Vec<String>,
    /// Whether the lines are kept.
    pub(super) tells: bool,
}

/// What a course came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// Of everything that happened, in its order.
    pub hash: u64,
    /// How many operations were begun.
    pub operations: u64,
    /// How many commits took effect.
    pub commits: u64,
    /// What was met: which operation came to what, with how many faults at which asks.
    pub reached: BTreeSet<String>,
}

impl<'a> Course<'a> {
    pub(super) fn on(shelf: Shelf, facts: Facts, truth: u64, seed: u64, plant: &'a mut dyn Plant) -> Self {
        Self {
            seed,
            truth,
            shelf: Rc::new(shelf),
            facts,
            processes: Vec::new(),
            stage: 0,
            flights: Vec::new(),
            late: Vec::new(),
            plant,
            rate: 0,
            begun: 0,
            last: None,
            commits: 0,
            reached: BTreeSet::new(),
            hasher: DefaultHasher::new(),
            lines: Vec::new(),
            tells: false,
        }
    }

    /// What it came to.
    pub(super) fn ended(&self) -> Ended {
        let (operations, commits) = (self.begun, self.commits);
        Ended { hash: self.hasher.finish(), operations, commits, reached: self.reached.clone() }
    }

    /// How many operations were begun.
    pub(super) fn operations(&self) -> u64 {
        self.begun
    }

    /// Whether what was told last is that it was done.
    pub(super) fn was_done(&self) -> bool {
        self.last.as_ref().is_some_and(Told::is_done)
    }

    /// What was told last.
    pub(super) fn last_text(&self) -> &str {
        self.last.as_ref().map_or("", |told| told.text.as_str())
    }

    /// What happened, a line each.
    pub(super) fn lines(self) -> Vec<String> {
        self.lines
    }

    pub(super) fn say(&mut self, line: String) {
        self.hasher.write(line.as_bytes());
        if self.tells {
            self.lines.push(line);
        }
    }

    /// One step of the course.
    pub(super) fn step(&mut self, number: u64) -> Result<(), String> {
        let mut chance = Chance::of(self.seed, 1 + number);
        self.truth += chance.below(3) as u64;
        match chance.below(100) {
            0 => self.restarts(&mut chance),
            1 | 2 => {
                let (process, off) = (chance.below(self.processes.len()), chance.below(OFF.len()));
                self.processes[process].off = OFF[off];
                self.say(format!("the clock of process {process} is {} seconds off", OFF[off]));
                Ok(())
            }
            3..=5 => {
                let pass = PASS[chance.below(PASS.len())];
                self.truth += pass;
                self.say(format!("{pass} seconds pass"));
                Ok(())
            }
            6 | 7 if self.seed.is_multiple_of(3) => self.rolls(&mut chance),
            8..=10 if !self.late.is_empty() => {
                let one = chance.below(self.late.len());
                let late = self.late.remove(one);
                if chance.once_in(4) {
                    self.say(format!("what {} had on its way is lost", late.origin.number));
                    return Ok(());
                }
                self.say(format!("what {} had on its way arrives", late.origin.number));
                self.commits(&late.origin, &late.changes, true).map(drop)
            }
            11..=40 if self.flights.len() < AT_ONCE => {
                let deed = self.draw(&mut chance);
                let process = chance.below(self.processes.len());
                self.begins(deed, process, chance.seed())
            }
            _ if self.flights.is_empty() => Ok(()),
            _ => {
                let one = chance.below(self.flights.len());
                let fault = match &self.flights[one].asked {
                    Some((ask, _)) => Fault::draw(&mut chance, self.rate, ask),
                    None => Fault::None,
                };
                self.advances(one, fault)
            }
        }
    }

    /// A process starts anew. What it was waiting for may happen or not.
    fn restarts(&mut self, chance: &mut Chance) -> Result<(), String> {
        let one = chance.below(self.processes.len());
        self.restart(one, chance)
    }

    fn restart(&mut self, one: usize, chance: &mut Chance) -> Result<(), String> {
        self.say(format!("process {one} starts anew"));
        let (of_it, others) =
            std::mem::take(&mut self.flights).into_iter().partition(|flight| flight.origin.process == one);
        self.flights = others;
        let of_it: Vec<Flight> = of_it;
        for mut flight in of_it {
            if let Some((ask, _)) = flight.asked.take()
                && chance.once_in(2)
            {
                self.executes(&mut flight, &ask)?;
            }
        }
        let off = self.processes[one].off;
        self.processes[one] = Process::start(self.stage, off, self.truth);
        Ok(())
    }

    /// The next sealing keys are rolled out, one process at a time.
    fn rolls(&mut self, chance: &mut Chance) -> Result<(), String> {
        match self.processes.iter().position(|process| process.stage < self.stage) {
            Some(one) => self.restart(one, chance),
            None => {
                self.stage = RESEALING.min(self.stage + 1);
                Ok(())
            }
        }
    }

    pub(super) fn begins(&mut self, deed: Deed, process: usize, seed: [u8; 32]) -> Result<(), String> {
        let its = &self.processes[process];
        let clock = its.clock(self.truth);
        let start = Start { now: clock, seed };
        let operation = match deed {
            Deed::Maintain => self.maintaining(process, start),
            _ => deed.begin(&self.facts, its, start),
        };
        self.begun += 1;
        let (number, begun) = (self.begun, Moment::new(clock, self.truth));
        self.say(format!("process {process} begins {number}: {deed:?}"));
        let so = self.facts.is_so(&deed, self.truth);
        let origin = Origin { number, deed, process, clock, begun };
        let then = Rc::clone(&self.shelf);
        let flight = Flight {
            origin,
            asked: None,
            then,
            faults: 0,
            effects: 0,
            loose: false,
            erased: false,
            so,
            verdict: None,
            epoch: 0,
        };
        self.went(flight, operation.step(None))
    }

    fn maintaining(&mut self, process: usize, start: Start) -> Operation<Done> {
        let its = &self.processes[process];
        let passed = its.watch.passed(its.monotonic(self.truth, self.plant));
        its.core.maintain(start, passed).map(|answer| {
            let mut done = Done { told: Told::typed(&answer), response: None };
            done.told.maintained = answer.ok();
            done
        })
    }

    fn went(&mut self, mut flight: Flight, step: Step<Done>) -> Result<(), String> {
        match step {
            Step::Ask(ask, operation) => {
                flight.then = Rc::clone(&self.shelf);
                flight.asked = Some((ask, operation));
                self.flights.push(flight);
                Ok(())
            }
            Step::Done(done) => self.ends(flight, done),
        }
    }

    pub(super) fn advances(&mut self, one: usize, fault: Fault) -> Result<(), String> {
        let mut flight = self.flights.remove(one);
        let Some((ask, operation)) = flight.asked.take() else { return Ok(()) };
        self.say(format!("{} asks {}{}", flight.origin.number, look::shown(&ask), look::with(fault)));
        flight.faults += usize::from(fault != Fault::None);
        self.reached.insert(look::met(&flight.origin.deed, &ask, fault));
        let answer = if fault.happens() { Some(self.executes(&mut flight, &ask)?) } else { None };
        let answer = match (fault, answer) {
            (Fault::None, Some(answer)) => answer,
            (Fault::Conflict, _) => Answer::Commit(Ok(Commit::Conflict)),
            (Fault::HangsBefore | Fault::HangsAfter, _) => return Ok(()),
            (Fault::Later, _) => {
                if let Ask::Commit { changes } = &ask {
                    flight.loose = true;
                    self.late.push(Late { origin: flight.origin.clone(), changes: changes.clone() });
                }
                failed(&ask)
            }
            _ => failed(&ask),
        };
        let answer = self.plant.heard(answer);
        self.went(flight, operation.step(Some(answer)))
    }

    /// What is asked happens.
    fn executes(&mut self, flight: &mut Flight, ask: &Ask) -> Result<Answer, String> {
        if let Some(answer) = signing::answer(ask) {
            return Ok(answer);
        }
        Ok(match ask {
            Ask::Get { keys } => {
                assert_get(keys);
                if keys.iter().any(|key| key.as_str().contains("/account/")) {
                    flight.looks(&self.facts, self.truth);
                }
                Answer::Get(Ok(self.reads(&flight.then, keys)))
            }
            Ask::List { prefix, after, limit } => {
                assert_list(prefix, *limit);
                // A list may lag.
                let shelf = if flight.origin.number.is_multiple_of(2) { &flight.then } else { &self.shelf };
                Answer::List(Ok(self.plant.list(shelf, prefix, after.as_ref(), *limit)))
            }
            Ask::Commit { changes } => {
                let outcome = self.commits(&flight.origin.clone(), changes, false)?;
                if outcome == Commit::Committed && has_effect(&flight.origin.deed, changes) {
                    flight.effects += 1;
                }
                flight.so |= self.facts.is_so(&flight.origin.deed, self.truth);
                Answer::Commit(Ok(outcome))
            }
            _ => return Err("an ask that nobody answers".into()),
        })
    }

    /// What a get finds: of many keys some as they were when it was asked.
    fn reads(&mut self, then: &Shelf, keys: &[Key]) -> Vec<Option<Entry>> {
        let found = self.plant.get(&self.shelf, keys);
        if keys.len() <= SNAPSHOT_KEYS {
            return found;
        }
        let earlier = then.get(keys);
        let halves = found.into_iter().zip(earlier).enumerate();
        halves.map(|(number, (now, then))| if number % 2 == 0 { now } else { then }).collect()
    }

    /// A commit, and what follows from it.
    pub(super) fn commits(
        &mut self,
        origin: &Origin,
        changes: &[Change],
        late: bool,
    ) -> Result<Commit, String> {
        assert_commit(changes);
        let outcome = self.plant.commit(Rc::make_mut(&mut self.shelf), changes);
        if outcome == Commit::Conflict {
            return Ok(outcome);
        }
        self.commits += 1;
        look::written(&self.facts, origin, changes)?;
        self.facts.happened(&origin.deed, origin.begun, changes);
        let effect = has_effect(&origin.deed, changes);
        for flight in &mut self.flights {
            flight.so |= self.facts.is_so(&flight.origin.deed, self.truth);
            if late && effect && flight.origin.number == origin.number {
                flight.effects += 1;
            }
        }
        Ok(outcome)
    }

    fn ends(&mut self, flight: Flight, done: Done) -> Result<(), String> {
        let Done { told, response } = done;
        let told = self.plant.tells(told);
        let Origin { number, deed, process, .. } = &flight.origin;
        self.reached.insert(format!("{} told {}", look::name(deed), told.status));
        if let Some(mut response) = response {
            self.processes[*process].kept.after(&mut response);
        }
        self.say(format!("{number} is told {} {}", told.status, look::short(&told.text)));
        self.last = Some(told.clone());
        flight.fits(&told)?;
        look::heard(&self.facts, deed, &told)?;
        self.learns(&flight, &told)?;
        if deed.is_one_change()
            && told.is_done()
            && let Some(account) = deed.account()
        {
            self.account_is_so(account)?;
        }
        Ok(())
    }

    /// Takes from an answer what it tells.
    fn learns(&mut self, flight: &Flight, told: &Told) -> Result<(), String> {
        if !told.is_done() {
            return Ok(());
        }
        let (deed, answer) = (&flight.origin.deed, told.json());
        match deed {
            Deed::Create { .. } | Deed::AddSecret(..) => {
                let word = |name: &str| answer[name].as_str().map(ToOwned::to_owned);
                let (id, secret, text) = (word("client_id"), word("secret_id"), word("client_secret"));
                let its = match deed {
                    Deed::AddSecret(one, ..) => Some(*one),
                    _ => self.facts.accounts.iter().position(|account| Some(&account.id) == id.as_ref()),
                };
                let (Some(secret), Some(text)) = (secret, text) else { return Ok(()) };
                self.facts.secrets.push(text.clone());
                let account = its.map(|one| &mut self.facts.accounts[one]);
                // It may be over by now; then it is not there.
                if let Some(kept) = account.and_then(|account| account.secrets.get_mut(&secret)) {
                    kept.text = Some(text);
                }
            }
            Deed::Token(one, secret) => {
                let text = answer["access_token"].as_str().ok_or("no token was given")?.to_owned();
                let (_, exp) =
                    self.facts.given(*one, secret, flight.epoch, text).ok_or("a token says nothing")?;
                if self.facts.accounts[*one].expires_at.is_some_and(|end| exp > end) {
                    return Err("a token outlives its account".into());
                }
            }
            Deed::NewJob(one) => {
                let id = answer["job_id"].as_str().ok_or("a job has no id")?.to_owned();
                self.facts.jobs.push((*one, id));
            }
            // What is being erased is missing, rightly.
            Deed::VerifyAudit(company)
                if !answer["problem"].is_null() && !self.facts.companies[*company].erasing =>
            {
                return Err(format!("the audit does not verify: {answer}"));
            }
            Deed::Maintain => self.maintained(flight.origin.process, told)?,
            _ => {}
        }
        Ok(())
    }

    fn maintained(&mut self, process: usize, told: &Told) -> Result<(), String> {
        let Some(answer) = &told.maintained else { return Ok(()) };
        let (truth, its) = (self.truth, &self.processes[process]);
        if answer.store_time.seconds() > truth {
            return Err(format!("the store's time is ahead of the truth: {answer:?} at {truth}"));
        }
        let monotonic = its.monotonic(truth, self.plant);
        its.watch.saw(answer, monotonic);
        Rc::make_mut(&mut self.shelf).purge(answer.store_time.seconds());
        Ok(())
    }
}

fn has_effect(deed: &Deed, changes: &[Change]) -> bool {
    tells(changes) || (matches!(deed, Deed::RevokeToken(..)) && changes.len() > 1)
}
