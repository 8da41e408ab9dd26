//! Rights: which level on which company tool an administrative operation needs, and what a principal holds.

use crate::model::catalogue::{ADMIN_TOOL, Catalogue, DIRECTORY_TOOL};
use crate::model::levels::Levels;
use crate::model::need::{Rule, action_rule};
use crate::value::error::{Code, Error, Required};
use crate::value::identifier::{ActionId, ClientId, ToolId};
use crate::value::level::Level;

/// What an operation needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    /// Accounts and secrets: Admin on `admin`.
    Accounts,
    /// Permissions and contacts: Admin on `directory`.
    Directory,
    /// What whoever administers may know: Admin on `admin` or on `directory`.
    Either,
    /// What everybody of the company may know: nothing is needed.
    Membership,
}

impl Right {
    /// The tool whose Admin is needed first; none where nothing is.
    fn tool(self) -> Result<Option<ToolId>, Error> {
        let tool = match self {
            Self::Accounts | Self::Either => ADMIN_TOOL,
            Self::Directory => DIRECTORY_TOOL,
            Self::Membership => return Ok(None),
        };
        ToolId::parse(tool).map(Some).map_err(|_| Error::broken("a tool of the core has no id"))
    }
}

/// What a principal holds in the company it acts in.
pub(crate) enum Held {
    /// The platform.
    Everything,
    /// A user, with the levels the host says.
    User(Levels),
    /// A service account, with the levels the store says, within its token's scope.
    ServiceAccount {
        client_id: ClientId,
        levels: Levels,
        /// Whether it acts with all that it holds, in projects too: by no token, or by one without a scope.
        whole: bool,
    },
}

impl Held {
    /// Refuses one who lacks the right, and says what is missing.
    pub(crate) fn require(&self, right: Right) -> Result<(), Error> {
        let Some(tool) = right.tool()? else { return Ok(()) };
        if self.level(&tool) >= Level::Admin {
            return Ok(());
        }
        if right == Right::Either && self.require(Right::Directory).is_ok() {
            return Ok(());
        }
        Err(Error::missing(Required::level(tool, Level::Admin)))
    }

    /// Whoever makes a credential, brings one back, lets it last longer or asks less of it can act as its account, or lets somebody who kept it: refuses one
    /// who does not hold every level and action that the account holds. People who are Admin on both tools could grant themselves all of it; programs could
    /// not. A program that acts with all it holds holds all of its own account.
    pub(crate) fn require_all_of(
        &self,
        catalogue: &Catalogue,
        client_id: &ClientId,
        levels: &Levels,
    ) -> Result<(), Error> {
        match self {
            Self::ServiceAccount { client_id: own, whole: true, .. } if own == client_id => Ok(()),
            _ => self.require_whatever().or_else(|_| self.refuse_beyond(catalogue, levels)),
        }
    }

    /// The same whatever an account holds: only people, and the platform, stand for levels that they do not hold.
    pub(crate) fn require_whatever(&self) -> Result<(), Error> {
        if self.is_program() {
            let detail =
                "a service account makes credentials of those who hold no more than it does; a user has to";
            return Err(Error::new(Code::MissingPermission, detail));
        }
        self.require(Right::Accounts).and(self.require(Right::Directory))
    }

    /// The same of a contact, which only those touch who may grant: people grant what they do not hold, and could take the account's levels, repair it and
    /// give them back.
    pub(crate) fn require_to_repair(&self, catalogue: &Catalogue, levels: &Levels) -> Result<(), Error> {
        if self.is_program() { self.refuse_beyond(catalogue, levels) } else { Ok(()) }
    }

    /// A service account never grants more than it holds, nor Admin on the tools that govern accounts.
    pub(crate) fn require_to_grant(&self, catalogue: &Catalogue, levels: &Levels) -> Result<(), Error> {
        if !self.is_program() {
            return Ok(());
        }
        let governs = |tool: &ToolId| [ADMIN_TOOL, DIRECTORY_TOOL].contains(&tool.as_str());
        if let Some((tool, level)) =
            levels.iter().find(|(tool, level)| governs(tool) && *level == Level::Admin)
        {
            let error = Error::missing(Required::level(tool.clone(), level));
            let detail = "a service account grants no Admin on `admin` or `directory`; a user has to";
            return Err(error.saying(detail));
        }
        self.refuse_beyond(catalogue, levels)
    }

    /// Of itself a service account changes only its credentials.
    pub(crate) fn require_other(&self, client_id: &ClientId, right: Right) -> Result<(), Error> {
        match (self, right.tool()?) {
            (Self::ServiceAccount { client_id: own, .. }, Some(tool)) if own == client_id => {
                let error = Error::missing(Required::level(tool, Level::Admin));
                let detail = "a service account changes nothing of itself but its credentials; another principal has to";
                Err(error.saying(detail))
            }
            _ => Ok(()),
        }
    }

    /// What it holds at company level; nothing for the platform, which has no levels.
    pub(crate) fn levels(&self) -> Option<&Levels> {
        match self {
            Self::Everything => None,
            Self::User(levels) | Self::ServiceAccount { levels, .. } => Some(levels),
        }
    }

    fn is_program(&self) -> bool {
        matches!(self, Self::ServiceAccount { .. })
    }

    fn refuse_beyond(&self, catalogue: &Catalogue, levels: &Levels) -> Result<(), Error> {
        if let Some((tool, level)) = levels.iter().find(|(tool, level)| *level > self.level(tool)) {
            return Err(Error::missing(Required::level(tool.clone(), level)));
        }
        match levels.actions().find(|(tool, action)| !self.may(catalogue, tool, action)) {
            Some((tool, action)) => Err(Error::missing(Required::action(tool.clone(), action.clone()))),
            None => Ok(()),
        }
    }

    fn may(&self, catalogue: &Catalogue, tool: &ToolId, action: &ActionId) -> bool {
        let held = |levels| action_rule(catalogue.tool(tool), levels, None, action) != Rule::None;
        self.levels().is_none_or(held)
    }

    fn level(&self, tool: &ToolId) -> Level {
        self.levels().map_or(Level::Admin, |levels| levels.of(tool))
    }
}
