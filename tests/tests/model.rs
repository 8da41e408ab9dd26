//! A reference model of permissions and tenants, and the core: they agree on every decision.
//!
//! The model is a set of sentences "this account holds this level on this tool here" and shares no code with the core. Exhaustive in a small world,
//! and in random cases, whose number is BADGEHOUSE_CASES and whose seed is BADGEHOUSE_SEED.

use badgehouse::error::Code;
use badgehouse::permission::Level;
use badgehouse::principal::Principal;
use badgehouse_tests::small_world::{Made, SmallWorld, program, user};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const COMPANIES: [&str; 2] = ["acme", "zenith"];
const TOOLS: [&str; 3] = ["directory", "rfis", "budget"];
const LEVELS: [&str; 4] = ["none", "read_only", "standard", "admin"];
const PROJECTS: [&str; 2] = ["p1", "p2"];
const ACCOUNTS: usize = 6;
const DIRECTORY: usize = 0;
const ADMIN: usize = 3;

/// Who acts: an account by its number, or a user of a company who is Admin on `directory` or is not.
#[derive(Clone, Copy, Debug)]
enum Who {
    Account(usize),
    User(usize, bool),
}

/// A place: the company, or a project by its number.
type Place = Option<usize>;

/// That an account holds a level on a tool somewhere.
type Fact = (usize, usize, Place, usize);

/// New levels for all tools in one place.
#[derive(Clone, Debug)]
struct Wish {
    place: Place,
    levels: [usize; 3],
}

/// Accounts 0 to 2 are of the first company, 3 to 5 of the second.
fn company_of(account: usize) -> usize {
    account / 3
}

#[derive(Default)]
struct Model {
    facts: BTreeSet<Fact>,
}

#[derive(Debug, PartialEq)]
enum Decision {
    Done,
    NotFound,
    Missing,
}

impl Model {
    fn holds(&self, account: usize, tool: usize, level: usize, place: Place) -> bool {
        (level..LEVELS.len()).any(|higher| {
            self.facts.contains(&(account, tool, None, higher))
                || self.facts.contains(&(account, tool, place, higher))
        })
    }

    fn set(&mut self, who: Who, company: usize, target: usize, wish: &Wish) -> Decision {
        let own = match who {
            Who::Account(account) => company_of(account),
            Who::User(company, _) => company,
        };
        if own != company {
            return Decision::NotFound;
        }
        let may = match who {
            Who::Account(account) => self.holds(account, DIRECTORY, ADMIN, None),
            Who::User(_, may) => may,
        };
        if !may {
            return Decision::Missing;
        }
        if company_of(target) != company {
            return Decision::NotFound;
        }
        if let Who::Account(account) = who {
            let beyond = |tool: usize| {
                let level = wish.levels[tool];
                level > 0 && !self.holds(account, tool, level, None)
            };
            if account == target || wish.levels[DIRECTORY] == ADMIN || (0..3).any(beyond) {
                return Decision::Missing;
            }
        }
        self.facts.retain(|(account, _, place, _)| *account != target || *place != wish.place);
        for (tool, level) in wish.levels.into_iter().enumerate().filter(|(_, level)| *level > 0) {
            self.facts.insert((target, tool, wish.place, level));
        }
        Decision::Done
    }
}

/// The model and the core side by side.
struct Pair {
    model: Model,
    world: SmallWorld,
    accounts: Vec<(Made, String)>,
}

impl Pair {
    fn new() -> Self {
        let mut world = SmallWorld::default();
        let accounts = (0..ACCOUNTS).map(|number| {
            let made = world.create(COMPANIES[company_of(number)], &format!("Account {number}"));
            let token = world.token(&made);
            (made, token)
        });
        let accounts = accounts.collect();
        Self { model: Model::default(), world, accounts }
    }

    fn set(&mut self, who: Who, company: usize, target: usize, wish: &Wish) {
        let by = match who {
            Who::Account(account) => program(&self.accounts[account].0),
            Who::User(company, true) => user(COMPANIES[company], json!({ "directory": "admin" })),
            Who::User(company, false) => {
                user(COMPANIES[company], json!({ "directory": "standard", "rfis": "admin" }))
            }
        };
        let expected = self.model.set(who, company, target, wish);
        let decided = self.set_in_core(by, company, target, wish);
        assert_eq!(decided, expected, "{who:?} sets {wish:?} of {target} in company {company}");
    }

    fn set_in_core(&mut self, by: Principal, company: usize, target: usize, wish: &Wish) -> Decision {
        let levels: Map<String, Value> = TOOLS
            .iter()
            .zip(wish.levels)
            .map(|(tool, level)| ((*tool).to_owned(), json!(LEVELS[level])))
            .filter(|(tool, _)| wish.place.is_none() || tool != TOOLS[DIRECTORY])
            .collect();
        let change = match wish.place {
            None => json!({ "company": levels }),
            Some(project) => json!({ "projects": [{ "project": PROJECTS[project], "levels": levels }] }),
        };
        let client_id = self.accounts[target].0.client_id.clone();
        match self.world.set(by, COMPANIES[company], &client_id, change) {
            Ok(()) => Decision::Done,
            Err(Code::NotFound) => Decision::NotFound,
            Err(Code::MissingPermission) => Decision::Missing,
            Err(code) => panic!("{code:?}"),
        }
    }

    /// What the account's token opens in a company, by `authorize`.
    fn ask(&mut self, account: usize, company: usize, tool: usize, level: usize, place: Place) {
        let expected = company_of(account) == company && self.model.holds(account, tool, level, place);
        let token = self.accounts[account].1.clone();
        let project = place.map(|project| PROJECTS[project]);
        let needed = Level::from_name(LEVELS[level]).expect("a level");
        let decided = self.world.authorized(&token, COMPANIES[company], TOOLS[tool], needed, project);
        assert_eq!(decided, expected, "{account} asks {tool} {level} {place:?} in company {company}");
    }

    /// What `check` says of the account in both projects, to an administrator of `company`.
    fn check(&mut self, account: usize, company: usize, tool: usize, level: usize) {
        let by = user(COMPANIES[company], json!({ "directory": "admin" }));
        let client_id = self.accounts[account].0.client_id.clone();
        let projects: &[&str] = if tool == DIRECTORY { &[] } else { &PROJECTS };
        let input = json!({ "tool": TOOLS[tool], "level": LEVELS[level], "projects": projects });
        let input = serde_json::from_value(input).expect("a check");
        let checked = self.world.perform(|core, start| {
            core.check_permissions(start, by, COMPANIES[company].into(), client_id, input)
        });
        if company_of(account) != company {
            assert_eq!(checked.expect_err("another company's account").code, Code::NotFound);
            return;
        }
        let decided: Vec<bool> =
            checked.expect("a check").results.iter().map(|found| found.allowed).collect();
        let places = if projects.is_empty() { vec![None] } else { vec![Some(0), Some(1)] };
        let expected: Vec<bool> =
            places.into_iter().map(|place| self.model.holds(account, tool, level, place)).collect();
        assert_eq!(decided, expected, "check of {account} on {tool} {level}");
    }
}

#[test]
fn model_and_core_agree_on_every_grant_in_a_small_world() {
    let mut pair = Pair::new();
    for actor in 0..ACCOUNTS {
        for held in 0..16 {
            for tool in 0..3 {
                let mut levels = [0; 3];
                levels[tool] = held % 4;
                levels[DIRECTORY] = held / 4;
                let place = None;
                pair.set(
                    Who::User(company_of(actor), true),
                    company_of(actor),
                    actor,
                    &Wish { place, levels },
                );
                every_grant(&mut pair, actor, tool);
            }
        }
    }
}

/// Every level on a tool that an actor may wish for an account, in the company and in a project, by either company's address.
fn every_grant(pair: &mut Pair, actor: usize, tool: usize) {
    for (target, level, company) in (0..ACCOUNTS)
        .flat_map(|target| (0..4).flat_map(move |level| (0..2).map(move |company| (target, level, company))))
    {
        let places: &[Place] = if tool == DIRECTORY { &[None] } else { &[None, Some(0)] };
        for place in places {
            let mut levels = [0; 3];
            levels[tool] = level;
            pair.set(Who::Account(actor), company, target, &Wish { place: *place, levels });
        }
        for needed in 1..4 {
            for place in places {
                pair.ask(target, company, tool, needed, *place);
            }
        }
        pair.check(target, company, tool, 1 + level % 3);
    }
}

#[test]
fn model_and_core_agree_in_random_cases() {
    let number = |name: &str, otherwise: u64| {
        std::env::var(name)
            .map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
    };
    let (cases, seed) = (number("BADGEHOUSE_CASES", 20_000), number("BADGEHOUSE_SEED", 1));
    let mut random = ChaCha20Rng::seed_from_u64(seed);
    let mut below = move |bound: usize| random.next_u32() as usize % bound;
    let mut pair = Pair::new();
    for _ in 0..cases {
        let (account, company, tool) = (below(ACCOUNTS), below(2), below(3));
        match below(8) {
            0..=2 => {
                let place = below(3).checked_sub(1);
                let mut levels = [below(4), below(4), below(4)];
                if place.is_some() {
                    levels[DIRECTORY] = 0;
                }
                let who = match below(4) {
                    0 => Who::User(below(2), below(4) > 0),
                    1..=2 => Who::Account(company * 3 + below(3)),
                    _ => Who::Account(below(ACCOUNTS)),
                };
                pair.set(who, company, account, &Wish { place, levels });
            }
            3 => pair.check(account, company, tool, 1 + below(3)),
            _ => {
                let place = if tool == DIRECTORY { None } else { below(3).checked_sub(1) };
                let company = if below(4) == 0 { company } else { company_of(account) };
                pair.ask(account, company, tool, 1 + below(3), place);
            }
        }
    }
}
