//! A reference model of permissions and tenants, and the core: they agree on every decision.
//!
//! The model is a set of sentences "this account holds this level on this tool here" and "this account was granted this action here", and shares no
//! code with the core. Exhaustive in a small world, and in random cases, whose number is BADGEHOUSE_CASES and whose seed is BADGEHOUSE_SEED.

use badgehouse::error::Code;
use badgehouse::permission::Level;
use badgehouse::principal::Principal;
use badgehouse_simulation::small_world::{Made, SmallWorld, program, user};
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
/// Actions of the ready catalogue: of which tool, from which level on it is included (4: from none).
const ACTIONS: [(usize, &str, usize); 6] = [
    (DIRECTORY, "export", ADMIN),
    (1, "create", 2),
    (1, "close", ADMIN),
    (1, "respond", 4),
    (2, "export", 1),
    (2, "transfer", 4),
];

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

/// That an account was granted an action somewhere, by itself.
type Granted = (usize, usize, Place);

/// New levels for all tools in one place, and the actions granted beside them.
#[derive(Clone, Debug, Default)]
struct Wish {
    place: Place,
    levels: [usize; 3],
    actions: BTreeSet<usize>,
}

/// What a token may be limited to: a level by tool (0: the tool is not named), and actions.
#[derive(Clone, Debug, Default)]
struct Named {
    levels: [usize; 3],
    actions: BTreeSet<usize>,
}

/// Accounts 0 to 2 are of the first company, 3 to 5 of the second.
fn company_of(account: usize) -> usize {
    account / 3
}

#[derive(Default)]
struct Model {
    facts: BTreeSet<Fact>,
    granted: BTreeSet<Granted>,
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

    fn may(&self, account: usize, action: usize, place: Place) -> bool {
        let (tool, _, included) = ACTIONS[action];
        self.granted.contains(&(account, action, None))
            || self.granted.contains(&(account, action, place))
            || self.holds(account, tool, included, place)
    }

    /// Whether a token that is limited to `named` is granted at all.
    fn issues(&self, account: usize, named: &Named) -> bool {
        let places = [None, Some(0), Some(1)];
        let level = |tool: usize| {
            named.levels[tool] > 0 && places.iter().any(|place| self.holds(account, tool, 1, *place))
        };
        let action = |action: &usize| places.iter().any(|place| self.may(account, *action, *place));
        (0..3).any(level) || named.actions.iter().any(action)
    }

    fn holds_within(&self, named: &Named, account: usize, tool: usize, level: usize, place: Place) -> bool {
        named.levels[tool] >= level && self.holds(account, tool, level, place)
    }

    fn may_within(&self, named: &Named, account: usize, action: usize, place: Place) -> bool {
        let (tool, _, included) = ACTIONS[action];
        named.actions.contains(&action) && self.may(account, action, place)
            || self.holds_within(named, account, tool, included, place)
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
            let not_held = |action: &usize| !self.may(account, *action, None);
            if account == target
                || wish.levels[DIRECTORY] == ADMIN
                || (0..3).any(beyond)
                || wish.actions.iter().any(not_held)
            {
                return Decision::Missing;
            }
        }
        self.facts.retain(|(account, _, place, _)| *account != target || *place != wish.place);
        for (tool, level) in wish.levels.into_iter().enumerate().filter(|(_, level)| *level > 0) {
            self.facts.insert((target, tool, wish.place, level));
        }
        self.granted.retain(|(account, _, place)| *account != target || *place != wish.place);
        self.granted.extend(wish.actions.iter().map(|action| (target, *action, wish.place)));
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
        let granted = |tool: usize| {
            let of_tool = wish.actions.iter().filter(move |action| ACTIONS[**action].0 == tool);
            of_tool.map(|action| ACTIONS[*action].1).collect::<Vec<_>>()
        };
        let levels: Map<String, Value> = TOOLS
            .iter()
            .zip(wish.levels)
            .enumerate()
            .map(|(number, (tool, level))| match granted(number) {
                actions if actions.is_empty() => ((*tool).to_owned(), json!(LEVELS[level])),
                actions => ((*tool).to_owned(), json!({ "level": LEVELS[level], "actions": actions })),
            })
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

    /// Whether the account's token opens an action in a company, by `authorize`.
    fn ask_action(&mut self, account: usize, company: usize, action: usize, place: Place) {
        let expected = company_of(account) == company && self.model.may(account, action, place);
        let token = self.accounts[account].1.clone();
        let decided = self.authorized(&token, company, action, place);
        assert_eq!(decided, expected, "{account} asks {:?} {place:?} in company {company}", ACTIONS[action]);
    }

    fn authorized(&mut self, token: &str, company: usize, action: usize, place: Place) -> bool {
        let (tool, name, _) = ACTIONS[action];
        let project = place.map(|project| PROJECTS[project]);
        self.world.authorized_action(token, COMPANIES[company], TOOLS[tool], name, project)
    }

    /// What a token limited to `named` opens: it must be what is named and held.
    fn ask_within(&mut self, account: usize, named: &Named, place: Place) {
        let levels = (0..3).filter(|tool| named.levels[*tool] > 0);
        let levels = levels.map(|tool| format!("{}:{}", TOOLS[tool], LEVELS[named.levels[tool]]));
        let actions = named.actions.iter().map(|action| ACTIONS[*action]);
        let actions = actions.map(|(tool, name, _)| format!("{}.{name}", TOOLS[tool]));
        let scope = levels.chain(actions).collect::<Vec<_>>().join(" ");
        let made = self.accounts[account].0.clone();
        let token = self.world.scoped_token(&made, &scope);
        assert_eq!(token.is_some(), self.model.issues(account, named), "{account} asks for {scope}");
        let Some(token) = token else { return };
        let company = company_of(account);
        for action in (0..ACTIONS.len()).filter(|action| place.is_none() || ACTIONS[*action].0 != DIRECTORY) {
            let expected = self.model.may_within(named, account, action, place);
            let decided = self.authorized(&token, company, action, place);
            assert_eq!(decided, expected, "{account} asks {:?} within {scope}", ACTIONS[action]);
        }
        for (tool, level) in (0..3).flat_map(|tool| (1..4).map(move |level| (tool, level))) {
            if tool == DIRECTORY && place.is_some() {
                continue;
            }
            let project = place.map(|project| PROJECTS[project]);
            let needed = Level::from_name(LEVELS[level]).expect("a level");
            let decided = self.world.authorized(&token, COMPANIES[company], TOOLS[tool], needed, project);
            let expected = self.model.holds_within(named, account, tool, level, place);
            assert_eq!(decided, expected, "{account} asks {tool} {level} {place:?} within {scope}");
        }
    }

    /// What `check` says of the account's action in both projects.
    fn check_action(&mut self, account: usize, action: usize) {
        let company = COMPANIES[company_of(account)];
        let (tool, name, _) = ACTIONS[action];
        let by = user(company, json!({ "directory": "admin" }));
        let client_id = self.accounts[account].0.client_id.clone();
        let projects: &[&str] = if tool == DIRECTORY { &[] } else { &PROJECTS };
        let input = json!({ "tool": TOOLS[tool], "action": name, "projects": projects });
        let input = serde_json::from_value(input).expect("a check");
        let checked = self
            .world
            .perform(|core, start| core.check_permissions(start, by, company.into(), client_id, input))
            .expect("a check");
        let places = if projects.is_empty() { vec![None] } else { vec![Some(0), Some(1)] };
        for (place, found) in places.into_iter().zip(checked.results) {
            let expected = self.model.may(account, action, place);
            assert_eq!(found.allowed, expected, "check of {account} on {:?} {place:?}", ACTIONS[action]);
            assert_eq!(found.missing.is_none(), expected, "what {account} lacks of {:?}", ACTIONS[action]);
        }
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

/// Every actor that holds every level on every tool, with every level on `directory`, wishes every level on it for every account at every company's address.
#[test]
fn model_and_core_agree_on_all_combinations_of_2_companies_3_principals_3_tools_and_4_levels() {
    let mut pair = Pair::new();
    let mut tried = BTreeSet::new();
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
                    &Wish { place, levels, ..Wish::default() },
                );
                every_grant(&mut pair, actor, tool, |target, level, company| {
                    tried.insert((actor, tool, levels[tool], levels[DIRECTORY], target, level, company));
                });
            }
        }
    }
    // On `directory` itself the two levels of the actor are one.
    let held = 2 * 3 * (2 * 4 * 4 + 4);
    assert_eq!(tried.len(), held * (2 * 3) * 4 * 2, "a combination was left out");
}

/// Every actor that holds every action in every way, or in none, wishes every action for every account at every company's address.
#[test]
fn model_and_core_agree_on_every_grant_of_an_action_in_a_small_world() {
    let mut pair = Pair::new();
    let ways = (0..ACCOUNTS).flat_map(|actor| (0..ACTIONS.len()).map(move |action| (actor, action)));
    for (actor, action) in ways {
        let tool = ACTIONS[action].0;
        for (level, granted, governs) in (0..4).flat_map(|level| {
            [(level, false, true), (level, true, true), (level, false, false), (level, true, false)]
        }) {
            let mut wish = Wish::default();
            wish.levels[tool] = level;
            if tool != DIRECTORY {
                wish.levels[DIRECTORY] = if governs { ADMIN } else { 2 };
            }
            wish.actions.extend(granted.then_some(action));
            pair.set(Who::User(company_of(actor), true), company_of(actor), actor, &wish);
            pair.check_action(actor, action);
            for (target, company) in
                (0..ACCOUNTS).flat_map(|target| (0..2).map(move |company| (target, company)))
            {
                let places: &[Place] = if tool == DIRECTORY { &[None] } else { &[None, Some(0)] };
                for place in places {
                    let wish = Wish { place: *place, actions: BTreeSet::from([action]), ..Wish::default() };
                    pair.set(Who::Account(actor), company, target, &wish);
                    pair.ask_action(target, company, action, *place);
                    pair.check_action(target, action);
                }
            }
        }
    }
}

/// Every level on a tool that an actor may wish for an account, in the company and in a project, by either company's address.
fn every_grant(pair: &mut Pair, actor: usize, tool: usize, mut tried: impl FnMut(usize, usize, usize)) {
    for (target, level, company) in (0..ACCOUNTS)
        .flat_map(|target| (0..4).flat_map(move |level| (0..2).map(move |company| (target, level, company))))
    {
        tried(target, level, company);
        let places: &[Place] = if tool == DIRECTORY { &[None] } else { &[None, Some(0)] };
        for place in places {
            let mut levels = [0; 3];
            levels[tool] = level;
            pair.set(
                Who::Account(actor),
                company,
                target,
                &Wish { place: *place, levels, ..Wish::default() },
            );
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
        let mut some_actions = || (0..ACTIONS.len()).filter(|_| below(4) == 0).collect::<BTreeSet<_>>();
        let actions = some_actions();
        match below(11) {
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
                let in_place = |action: &usize| place.is_none() || ACTIONS[*action].0 != DIRECTORY;
                let actions = actions.into_iter().filter(in_place).collect();
                pair.set(who, company, account, &Wish { place, levels, actions });
            }
            3 => pair.check(account, company, tool, 1 + below(3)),
            4 => pair.check_action(account, below(ACTIONS.len())),
            5 => {
                let named = Named { levels: [below(4), below(4), below(4)], actions };
                if named.levels != [0; 3] || !named.actions.is_empty() {
                    pair.ask_within(account, &named, below(3).checked_sub(1));
                }
            }
            6 => {
                let action = below(ACTIONS.len());
                let place = if ACTIONS[action].0 == DIRECTORY { None } else { below(3).checked_sub(1) };
                let company = if below(4) == 0 { company } else { company_of(account) };
                pair.ask_action(account, company, action, place);
            }
            _ => {
                let place = if tool == DIRECTORY { None } else { below(3).checked_sub(1) };
                let company = if below(4) == 0 { company } else { company_of(account) };
                pair.ask(account, company, tool, 1 + below(3), place);
            }
        }
    }
}
