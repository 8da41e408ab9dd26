//! The model and the core side by side: each is asked the same, and they agree.

use crate::reference::{
    ACCOUNTS, ACTIONS, COMPANIES, DIRECTORY, Decision, LEVELS, Model, Named, PROJECTS, Place, TOOLS, Who,
    Wish, company_of,
};
use badgehouse::error::Code;
use badgehouse::permission::Level;
use badgehouse::principal::Principal;
use badgehouse_simulation::small_world::{Made, SmallWorld, program, user};
use serde_json::{Map, Value, json};

/// The model and the core side by side.
pub(crate) struct Pair {
    model: Model,
    world: SmallWorld,
    accounts: Vec<(Made, String)>,
}

impl Pair {
    pub(crate) fn new() -> Self {
        let mut world = SmallWorld::default();
        let accounts = (0..ACCOUNTS).map(|number| {
            let made = world.create(COMPANIES[company_of(number)], &format!("Account {number}"));
            let token = world.token(&made);
            (made, token)
        });
        let accounts = accounts.collect();
        Self { model: Model::default(), world, accounts }
    }

    pub(crate) fn set(&mut self, who: Who, company: usize, target: usize, wish: &Wish) {
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
    pub(crate) fn ask(&mut self, account: usize, company: usize, tool: usize, level: usize, place: Place) {
        let expected = company_of(account) == company && self.model.holds(account, tool, level, place);
        let token = self.accounts[account].1.clone();
        let project = place.map(|project| PROJECTS[project]);
        let needed = LEVELS[level].parse::<Level>().expect("a level");
        let decided = self.world.authorized(&token, COMPANIES[company], TOOLS[tool], needed, project);
        assert_eq!(decided, expected, "{account} asks {tool} {level} {place:?} in company {company}");
    }

    /// Whether the account's token opens an action in a company, by `authorize`.
    pub(crate) fn ask_action(&mut self, account: usize, company: usize, action: usize, place: Place) {
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
    pub(crate) fn ask_within(&mut self, account: usize, named: &Named, place: Place) {
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
            let needed = LEVELS[level].parse::<Level>().expect("a level");
            let decided = self.world.authorized(&token, COMPANIES[company], TOOLS[tool], needed, project);
            let expected = self.model.holds_within(named, account, tool, level, place);
            assert_eq!(decided, expected, "{account} asks {tool} {level} {place:?} within {scope}");
        }
    }

    /// What `check` says of the account's action in both projects.
    pub(crate) fn check_action(&mut self, account: usize, action: usize) {
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
    pub(crate) fn check(&mut self, account: usize, company: usize, tool: usize, level: usize) {
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
