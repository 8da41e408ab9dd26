//! Actors: somebody of one company, whom the host has authenticated.

use super::levels::Levels;
use crate::value::error::{Error, InputProblem};
use crate::value::identifier::{ActorId, ClientId, CompanyId};
use serde::{Deserialize, Serialize};

/// Somebody of one company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The company in which it acts.
    pub company: CompanyId,
    /// Its id, as the host names it; a service account's `client_id`.
    pub id: ActorId,
    /// What it is.
    pub kind: ActorKind,
}

/// What an actor is, and where its levels come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActorKind {
    /// A user, with the levels the host says it holds at company level.
    User {
        /// By tool.
        levels: Levels,
    },
    /// A service account, whose levels come from the store.
    ServiceAccount(ClientId),
}

/// An actor as a host writes it, before it is checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorInput {
    /// The company's id.
    pub company: String,
    /// The actor's id; a service account's `client_id`.
    pub id: String,
    /// `user` or `service_account`.
    pub kind: ActorKindInput,
    /// A user's levels by tool; none for a service account, whose levels come from the store.
    #[serde(default)]
    pub levels: Levels,
}

/// The kinds of actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKindInput {
    /// A user of the host.
    User,
    /// A service account of ours.
    ServiceAccount,
}

impl Actor {
    /// The actor, or each rule that `input` breaks.
    pub fn parse(input: ActorInput) -> Result<Self, Error> {
        let company = CompanyId::parse(input.company).ok();
        let id = ActorId::parse(input.id).ok();
        let mut problems = Vec::new();
        if company.is_none() {
            problems.push(InputProblem::new("/company", CompanyId::RULE));
        }
        let client_id = id.as_ref().and_then(|id| ClientId::parse(id.as_str()).ok());
        let kind = match (input.kind, client_id) {
            (ActorKindInput::User, _) => Some(ActorKind::User { levels: input.levels }),
            (ActorKindInput::ServiceAccount, Some(client_id)) => Some(ActorKind::ServiceAccount(client_id)),
            (ActorKindInput::ServiceAccount, None) => None,
        };
        match (id.is_some(), kind.is_some()) {
            (false, _) => problems.push(InputProblem::new("/id", ActorId::RULE)),
            (true, false) => problems.push(InputProblem::new("/id", ClientId::RULE)),
            (true, true) => {}
        }
        match (company, id, kind) {
            (Some(company), Some(id), Some(kind)) => Ok(Self { company, id, kind }),
            _ => Err(Error::invalid(problems)),
        }
    }
}
