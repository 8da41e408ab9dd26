//! What an engine offers to an HTTP host, however it runs the rules: natively, or in a component.

use super::message::{HttpRequest, HttpResponse};
use crate::model::actor::Actor;
use crate::oauth::authorize::{Authorized, NeedInput, Presented, TokensOf};
use crate::oauth::token::ActiveToken;
use crate::port::store::Reply;
use crate::value::error::Error;
use std::sync::Arc;

/// An engine behind a router.
pub trait Service: Send + Sync {
    /// [`Core::handle`](crate::Core::handle). It always answers; a failure is a response with a `diagnostic`.
    fn handle<'a>(&'a self, request: HttpRequest, actor: Option<Actor>) -> Reply<'a, HttpResponse>;

    /// [`Core::authorize`](crate::Core::authorize).
    fn authorize<'a>(&'a self, presented: Presented, need: NeedInput)
    -> Reply<'a, Result<Authorized, Error>>;

    /// [`Core::verify`](crate::Core::verify).
    fn verify<'a>(
        &'a self,
        presented: Presented,
        of: TokensOf,
        audience: Option<String>,
    ) -> Reply<'a, Result<ActiveToken, Error>>;
}

impl<S: Service + ?Sized> Service for Arc<S> {
    fn handle<'a>(&'a self, request: HttpRequest, actor: Option<Actor>) -> Reply<'a, HttpResponse> {
        (**self).handle(request, actor)
    }

    fn authorize<'a>(
        &'a self,
        presented: Presented,
        need: NeedInput,
    ) -> Reply<'a, Result<Authorized, Error>> {
        (**self).authorize(presented, need)
    }

    fn verify<'a>(
        &'a self,
        presented: Presented,
        of: TokensOf,
        audience: Option<String>,
    ) -> Reply<'a, Result<ActiveToken, Error>> {
        (**self).verify(presented, of, audience)
    }
}
