//! A route: a method of an address, and what it does. All futures of the admin API are of one type, so that finding one is compiled once.

use crate::administration::principal::Principal;
use crate::core::Context;
use crate::http::body;
use crate::http::message::{HttpRequest, HttpResponse};
use crate::http::query;
use crate::http::tags::if_match;
use crate::value::error::Error;
use crate::value::page::PageInput;
use crate::value::precondition::Precondition;
use serde::de::DeserializeOwned;
use std::pin::Pin;

/// A request for an address that is there: who asks, in which company, and for which things.
pub(super) struct Asked<'a> {
    pub(super) context: &'a mut Context,
    pub(super) request: &'a HttpRequest,
    pub(super) principal: Principal,
    pub(super) company: &'a str,
    /// What stands in the path where the route's has a `*`, from the left.
    pub(super) ids: [&'a str; MAX_IDS],
    pub(super) query: &'a str,
}

/// The most ids that stand in a path behind the company.
pub(super) const MAX_IDS: usize = 2;

impl Asked<'_> {
    /// The body.
    pub(super) fn body<T: DeserializeOwned>(&self) -> Result<T, Error> {
        body::read(self.request)
    }

    /// The parameters of the query.
    pub(super) fn query<T: DeserializeOwned>(&self) -> Result<T, Error> {
        query::read(self.query)
    }

    /// Which page is asked for.
    pub(super) fn page(&self) -> Result<PageInput, Error> {
        query::page(self.query)
    }

    /// What `If-Match` asks for; `otherwise` without it.
    pub(super) fn seen(&self, otherwise: Precondition) -> Result<Precondition, Error> {
        if_match(self.request, otherwise)
    }
}

/// What a route comes to.
pub(super) type Answer<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, Error>> + Send + 'a>>;

/// A method of an address, and what it does.
pub(super) struct Route {
    pub(super) method: &'static str,
    /// Behind the company, with `*` for an id.
    pub(super) path: &'static str,
    pub(super) answer: for<'a> fn(Asked<'a>) -> Answer<'a>,
}

impl Route {
    pub(super) const fn new(
        method: &'static str,
        path: &'static str,
        answer: for<'a> fn(Asked<'a>) -> Answer<'a>,
    ) -> Self {
        Self { method, path, answer }
    }

    /// The ids in a path of this address; nothing for a path of another.
    pub(super) fn ids<'a>(&self, path: &[&'a str]) -> Option<[&'a str; MAX_IDS]> {
        let mut ids = [""; MAX_IDS];
        let mut places = ids.iter_mut();
        let mut segments = path.iter();
        for expected in self.path.split('/') {
            let segment = *segments.next()?;
            if expected == "*" {
                *places.next()? = segment;
            } else if expected != segment {
                return None;
            }
        }
        segments.next().is_none().then_some(ids)
    }
}
