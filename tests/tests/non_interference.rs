//! What a company is answered is the same with and without another company's operations, whatever the other tries, its ids included.
//!
//! `BADGEHOUSE_RUNS` says in how many random runs, and `BADGEHOUSE_SEED` with which first seed.

use badgehouse::principal::Actor;
use badgehouse_simulation::actor;
use badgehouse_simulation::calls::{Call, Outcome, token_request};
use badgehouse_simulation::companies::{administrator, furnish};
use badgehouse_simulation::requests::{Names, Template, all};
use badgehouse_simulation::{Simulation, seed};
use badgehouse_tests::scenario::BEGIN;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const STEPS: usize = 16;
const WATCHED: &str = "acme";
const OTHER: &str = "zenith";
/// The members of answers that make whoever has them somebody of the company.
const SECRET: [&str; 2] = ["client_secret", "access_token"];

/// Everything that was ever answered under a name, by company; ids also without.
type Pool = BTreeMap<String, Vec<String>>;

/// A call of the watched company, its moment and its seed: all that it may depend on besides the company's own records.
struct Step {
    call: Call,
    now: u64,
    seed: [u8; 32],
    answer: Outcome,
}

struct World<'a> {
    simulation: Simulation,
    templates: &'a [Template],
    random: ChaCha20Rng,
    pool: Pool,
}

impl World<'_> {
    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.random.next_u32()).expect("a number") % bound
    }

    /// One of what is known by that name, of whichever company.
    fn pick(&mut self, name: &str) -> String {
        let known = self.pool.get(name).map_or(0, Vec::len);
        if known == 0 {
            return "none-of-these".into();
        }
        let index = self.below(known);
        self.pool[name][index].clone()
    }

    fn actor(&mut self, company: &str) -> Option<Actor> {
        let input = match self.below(8) {
            0 => return None,
            1 => json!({ "company": company, "id": self.pick("client_id"), "kind": "service_account" }),
            2 => {
                json!({ "company": company, "id": "bob", "kind": "user", "levels": { "directory": "read_only" } })
            }
            _ => return Some(administrator(company)),
        };
        actor(Some(input))
    }

    /// A random call by somebody of a company.
    fn call(&mut self, company: &str) -> Call {
        let ids = ["client_id", "secret_id", "template_id", "job_id"];
        let mut names = Names::new();
        for name in ids {
            let of = if self.below(4) == 0 { name.to_owned() } else { format!("{name} of {company}") };
            names.insert(name.into(), self.pick(&of));
        }
        // Who has another company's secret or token is not somebody of this one.
        for name in SECRET {
            names.insert(name.into(), self.pick(&format!("{name} of {company}")));
        }
        let aims = if self.below(8) == 0 { [OTHER, WATCHED][self.below(2)] } else { company };
        names.insert("company".into(), aims.into());
        if self.below(2) == 0 {
            names.insert("idempotency_key".into(), format!("key-{}", self.below(3)));
        }
        match self.below(8) {
            0 => Call::http("token", token_request(&names), None),
            1 => Call::authorize(aims, &format!("Bearer {}", names["access_token"])),
            _ => {
                let template = &self.templates[self.below(self.templates.len())];
                let mut request = template.request(&names);
                let actor = self.actor(company);
                if actor.is_none() {
                    request
                        .headers
                        .push(("authorization".into(), format!("Bearer {}", names["access_token"])));
                }
                Call::http(&template.operation, request, actor)
            }
        }
    }

    fn keep(&mut self, company: &str, name: &str, text: &str) {
        if !SECRET.contains(&name) {
            self.pool.entry(name.into()).or_default().push(text.into());
        }
        self.pool.entry(format!("{name} of {company}")).or_default().push(text.into());
    }

    fn learn(&mut self, company: &str, answer: &Value) {
        match answer {
            Value::Object(members) => {
                for (name, value) in members {
                    let kept = name.ends_with("_id") || SECRET.contains(&name.as_str());
                    match value.as_str().filter(|_| kept) {
                        Some(text) => self.keep(company, name, text),
                        None => self.learn(company, value),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.learn(company, item)),
            _ => {}
        }
    }
}

/// A run of both companies; what the watched one called and was answered.
fn with_the_other(templates: &[Template], run: u64) -> Vec<Step> {
    let mut simulation = Simulation::new(BEGIN);
    let own = furnish(&mut simulation, WATCHED, 1);
    let other = furnish(&mut simulation, OTHER, 2);
    let mut world =
        World { simulation, templates, random: ChaCha20Rng::seed_from_u64(run), pool: Pool::new() };
    own.iter().for_each(|(name, id)| world.keep(WATCHED, name, id));
    other.iter().for_each(|(name, id)| world.keep(OTHER, name, id));
    let (mut steps, mut turns) = (Vec::new(), [0, 0]);
    for _ in 0..STEPS {
        let turn = world.below(2);
        turns[turn] += 1;
        world.simulation.now += u64::from(world.random.next_u32() % 120);
        let company = [WATCHED, OTHER][turn];
        let call = world.call(company);
        // The seed depends on the company's own number of calls alone.
        let seed = seed(10 + turn as u64, turns[turn]);
        let answer = call.run_honestly(&mut world.simulation, seed);
        world.learn(company, &answer.json());
        if turn == 0 {
            steps.push(Step { call, now: world.simulation.now, seed, answer });
        }
    }
    steps
}

#[test]
fn a_company_is_answered_the_same_with_and_without_another() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let (runs, first) = (number("BADGEHOUSE_RUNS").unwrap_or(200), number("BADGEHOUSE_SEED").unwrap_or(0));
    let templates = all();
    let mut alone = Simulation::new(BEGIN);
    furnish(&mut alone, WATCHED, 1);
    let (mut done, mut refused) = (0, 0);
    for run in first..first + runs {
        let mut alone = alone.clone();
        for (number, step) in with_the_other(&templates, run).into_iter().enumerate() {
            alone.now = step.now;
            let answer = step.call.run_honestly(&mut alone, step.seed);
            assert_eq!(answer, step.answer, "run {run}, step {number}: {:?}", step.call);
            if answer.done { done += 1 } else { refused += 1 }
        }
    }
    println!("{runs} runs: {done} calls done, {refused} refused");
    assert!(done * 4 > refused && refused > 0, "{done} calls done and {refused} refused are no mixture");
}
