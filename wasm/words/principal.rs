//! Principals: in, and an actor whom a token vouches for out.

use super::level::levels;
use super::level::tool_levels;
use crate::bindings::service_accounts as wit;
use badgehouse::error::Error;
use badgehouse::permission::Levels;
use badgehouse::principal::{Actor, ActorInput, ActorKind, ActorKindInput, Principal};

/// Who asks, or what is wrong with the actor.
pub(crate) fn principal(input: wit::Principal) -> Result<Principal, Error> {
    match input {
        wit::Principal::Actor(input) => actor(input).map(Principal::Actor),
        wit::Principal::Platform => Ok(Principal::Platform),
    }
}

/// The actor, or what is wrong with it.
pub(crate) fn actor(input: wit::Actor) -> Result<Actor, Error> {
    let (kind, levels) = match input.kind {
        wit::ActorKind::User(held) => {
            (ActorKindInput::User, levels("/levels", held).map_err(Error::invalid)?)
        }
        wit::ActorKind::ServiceAccount => (ActorKindInput::ServiceAccount, Levels::default()),
    };
    Actor::parse(ActorInput { company: input.company, id: input.id, kind, levels })
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
