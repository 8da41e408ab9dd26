//! The model: a set of sentences "this account holds this level on this tool here" and "this account was granted this action here".
//!
//! It shares no code with the core.

use std::collections::BTreeSet;

pub(crate) const COMPANIES: [&str; 2] = ["acme", "zenith"];
pub(crate) const TOOLS: [&str; 3] = ["directory", "rfis", "budget"];
pub(crate) const LEVELS: [&str; 4] = ["none", "read_only", "standard", "admin"];
pub(crate) const PROJECTS: [&str; 2] = ["p1", "p2"];
pub(crate) const ACCOUNTS: usize = 6;
pub(crate) const DIRECTORY: usize = 0;
pub(crate) const ADMIN: usize = 3;
/// Actions of the ready catalogue: of which tool, from which level on it is included (4: from none).
pub(crate) const ACTIONS: [(usize, &str, usize); 6] = [
    (DIRECTORY, "export", ADMIN),
    (1, "create", 2),
    (1, "close", ADMIN),
    (1, "respond", 4),
    (2, "export", 1),
    (2, "transfer", 4),
];

/// Who acts: an account by its number, or a user of a company who is Admin on `directory` or is not.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Who {
    Account(usize),
    User(usize, bool),
}

/// A place: the company, or a project by its number.
pub(crate) type Place = Option<usize>;

/// That an account holds a level on a tool somewhere.
type Fact = (usize, usize, Place, usize);

/// That an account was granted an action somewhere, by itself.
type Granted = (usize, usize, Place);

/// New levels for all tools in one place, and the actions granted beside them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wish {
    pub(crate) place: Place,
    pub(crate) levels: [usize; 3],
    pub(crate) actions: BTreeSet<usize>,
}

/// What a token may be limited to: a level by tool (0: the tool is not named), and actions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named {
    pub(crate) levels: [usize; 3],
    pub(crate) actions: BTreeSet<usize>,
}

/// Accounts 0 to 2 are of the first company, 3 to 5 of the second.
pub(crate) fn company_of(account: usize) -> usize {
    account / 3
}

#[derive(Default)]
pub(crate) struct Model {
    facts: BTreeSet<Fact>,
    granted: BTreeSet<Granted>,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Decision {
    Done,
    NotFound,
    Missing,
}

impl Model {
    pub(crate) fn holds(&self, account: usize, tool: usize, level: usize, place: Place) -> bool {
        (level..LEVELS.len()).any(|higher| {
            self.facts.contains(&(account, tool, None, higher))
                || self.facts.contains(&(account, tool, place, higher))
        })
    }

    pub(crate) fn may(&self, account: usize, action: usize, place: Place) -> bool {
        let (tool, _, included) = ACTIONS[action];
        self.granted.contains(&(account, action, None))
            || self.granted.contains(&(account, action, place))
            || self.holds(account, tool, included, place)
    }

    /// Whether a token that is limited to `named` is granted at all.
    pub(crate) fn issues(&self, account: usize, named: &Named) -> bool {
        let places = [None, Some(0), Some(1)];
        let level = |tool: usize| {
            named.levels[tool] > 0 && places.iter().any(|place| self.holds(account, tool, 1, *place))
        };
        let action = |action: &usize| places.iter().any(|place| self.may(account, *action, *place));
        (0..3).any(level) || named.actions.iter().any(action)
    }

    pub(crate) fn holds_within(
        &self,
        named: &Named,
        account: usize,
        tool: usize,
        level: usize,
        place: Place,
    ) -> bool {
        named.levels[tool] >= level && self.holds(account, tool, level, place)
    }

    pub(crate) fn may_within(&self, named: &Named, account: usize, action: usize, place: Place) -> bool {
        let (tool, _, included) = ACTIONS[action];
        named.actions.contains(&action) && self.may(account, action, place)
            || self.holds_within(named, account, tool, included, place)
    }

    pub(crate) fn set(&mut self, who: Who, company: usize, target: usize, wish: &Wish) -> Decision {
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
