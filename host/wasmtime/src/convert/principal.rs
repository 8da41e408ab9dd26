//! Principals, out, and an actor whom a token vouches for, in.

use super::permission::{levels, tool_levels};
use super::{actor_id, client_id, company_id};
use crate::bindings::service_accounts as wit;
use badgehouse::error::{Code, Error};
use badgehouse::principal::{Actor, ActorKind, Principal};

/// Who asks. A bearer is none that a host could name: the operations make one of a request's token themselves.
pub(crate) fn principal(principal: Principal) -> Result<wit::Principal, Error> {
    match principal {
        Principal::Actor(actor) => Ok(wit::Principal::Actor(actor.into())),
        Principal::Platform => Ok(wit::Principal::Platform),
        Principal::Bearer(_) => Err(Error::new(
            Code::Unauthenticated,
            "a token is handed in with its request, not as a principal",
        )),
    }
}

impl From<Actor> for wit::Actor {
    fn from(actor: Actor) -> Self {
        let kind = match actor.kind {
            ActorKind::User { levels } => wit::ActorKind::User(tool_levels(&levels)),
            ActorKind::ServiceAccount(_) => wit::ActorKind::ServiceAccount,
        };
        Self { company: actor.company.to_string(), id: actor.id.to_string(), kind }
    }
}

impl TryFrom<wit::Actor> for Actor {
    type Error = Error;

    fn try_from(actor: wit::Actor) -> Result<Self, Error> {
        let kind = match actor.kind {
            wit::ActorKind::User(held) => ActorKind::User { levels: levels(held)? },
            wit::ActorKind::ServiceAccount => ActorKind::ServiceAccount(client_id(actor.id.clone())?),
        };
        Ok(Self { company: company_id(actor.company)?, id: actor_id(actor.id)?, kind })
    }
}
