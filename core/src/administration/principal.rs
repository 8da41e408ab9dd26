//! Principals: who asks for an administrative operation. None is ever made from an unauthenticated request.

use crate::model::actor::Actor;
use crate::oauth::token::UnverifiedToken;

/// Who asks.
#[derive(Clone, Debug)]
pub enum Principal {
    /// Somebody of a company, whom the host has authenticated.
    Actor(Actor),
    /// The embedding product itself. Constructed in-process, never from a request.
    Platform,
    /// The bearer of an access token for the admin API, which the operation verifies.
    #[doc(hidden)]
    Bearer(Box<UnverifiedToken>),
}
