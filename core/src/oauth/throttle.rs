//! Countermeasures against guessing (RFC 6749 section 2.3.1): so many wrong credentials for a client from one source, or so many from it for whichever clients, and
//! its budget is spent: the source is asked to wait.
//!
//! A right credential is let through all the same, since whoever else comes from the source must not keep its owner out, and guessing 256 random bits needs no
//! brake. So what could be right is still looked at, at the least cost, and what turns out wrong is asked to wait, whatever was wrong with it.
//!
//! Never by the client alone: knowing an id must not lock its owner out. The same wrong credential again is no second guess, so that a program that goes on
//! with an old secret, or tries it in the header and then in the body, is only refused. The host keeps [`FailureWindow`] in memory and hands in with
//! each request what it holds of the request's source; nothing is written for a request that proves nothing. Requests under way at the same time are judged
//! by what was held when each began.

use super::error::{TokenError, TokenErrorCode};
use crate::core::Context;
use crate::model::settings::MAX_FAILURES;
use crate::value::set::Set;
use crate::value::timestamp::Timestamp;
use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// The most failures that are kept of one source, which has to wait then.
pub const KEPT_OF_A_SOURCE: usize = MAX_FAILURES;
/// The most sources of which failures are kept; more, and the one that failed longest ago goes.
pub const KEPT_SOURCES: usize = 4096;
/// The most failures that are kept in all; more, and the source that failed longest ago goes.
pub const KEPT: usize = 65_536;

/// A wrong credential that came from a source. It holds no credential, and prints no digest of one: it may be a live one that was sent with a mistyped id.
#[derive(Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where it came from, as the host said.
    pub source: String,
    /// A digest of the client's id.
    pub client: String,
    /// A digest of the credential.
    pub credential: String,
    /// When.
    pub at: Timestamp,
}

impl fmt::Debug for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Failure({:?}, at {:?})", self.source, self.at)
    }
}

/// The failures that a host keeps in memory. A crash loses them, and every process has its own.
#[derive(Clone, Debug, Default)]
pub struct FailureWindow {
    by_source: BTreeMap<String, Vec<Failure>>,
    kept: usize,
}

impl FailureWindow {
    /// What is held of a source, for the next request that comes from it.
    pub fn of(&self, source: &str) -> Vec<Failure> {
        self.by_source.get(source).cloned().unwrap_or_default()
    }

    /// Adds a failure that a response reports.
    pub fn add(&mut self, failure: Failure) {
        while self.is_full(&failure.source) && self.forget_one(failure.at) {}
        let held = self.by_source.entry(failure.source.clone()).or_default();
        let before = held.len();
        held.retain(|other| (&other.client, &other.credential) != (&failure.client, &failure.credential));
        // What goes is older than counts: a source that has reached the bound is not judged any more.
        if held.len() >= KEPT_OF_A_SOURCE {
            held.remove(0);
        }
        held.push(failure);
        self.kept = self.kept.saturating_add(held.len()).saturating_sub(before);
    }

    fn is_full(&self, source: &str) -> bool {
        let another = !self.by_source.contains_key(source);
        self.kept >= KEPT || (another && self.by_source.len() >= KEPT_SOURCES)
    }

    /// Whether there was one to forget. What lies ahead of now is of a clock that has fallen back, and goes first.
    fn forget_one(&mut self, now: Timestamp) -> bool {
        let last = |failures: &[Failure]| failures.last().map(|failure| (failure.at <= now, failure.at));
        let oldest = self.by_source.iter().min_by_key(|(_, failures)| last(failures));
        let forgotten =
            oldest.map(|(source, _)| source.clone()).and_then(|source| self.by_source.remove(&source));
        self.kept = self.kept.saturating_sub(forgotten.as_ref().map_or(0, Vec::len));
        forgotten.is_some()
    }
}

/// The source of a request that came from this address: the address itself, and for IPv6 its network of 64 bits, since one subscriber has as many addresses as it likes.
pub fn source_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// Whether a source may still try wrong credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Budget {
    /// What is wrong is refused at the cost of what is right, so that nobody learns what is there.
    Left,
    /// Nothing is computed but what a right credential needs.
    Spent,
}

/// A client's try at proving itself, of a source that is known.
pub(crate) struct Try<'a> {
    source: &'a str,
    client: String,
    credential: String,
    /// What a source is told that has spent its budget.
    held_up: Option<TokenError>,
}

impl<'a> Try<'a> {
    /// `failures` are what is held of the source.
    pub(crate) fn new(
        context: &Context,
        source: &'a str,
        (client, credential): (&str, &str),
        failures: &[Failure],
    ) -> Self {
        let fresh = Self { source, client: digest(client), credential: digest(credential), held_up: None };
        let held_up = fresh.seconds_to_wait(context, failures).map(|left| {
            let description = "too many wrong credentials came from this address; wait before the next one";
            let error = TokenError::new(TokenErrorCode::TemporarilyUnavailable, description);
            TokenError { retry_after: Some(left), ..error }
        });
        Self { held_up, ..fresh }
    }

    pub(crate) fn budget(&self) -> Budget {
        if self.held_up.is_some() { Budget::Spent } else { Budget::Left }
    }

    /// How long a source has to wait, at most the window, that has tried too many other credentials a short time ago, for the client or for whichever clients.
    fn seconds_to_wait(&self, context: &Context, failures: &[Failure]) -> Option<u64> {
        // By the clock, as what is held was reported by it.
        let (policy, now) = (&context.settings.policy, context.clock);
        // One that lies ahead comes from a clock that has fallen back since: by less than the window it counts as of now, by more not at all.
        let recent = |failure: &&Failure| {
            failure.source == self.source
                && (&failure.client, &failure.credential) != (&self.client, &self.credential)
                && now < failure.at.after(policy.failure_seconds)
                && failure.at < now.after(policy.failure_seconds)
        };
        let recent: Vec<&Failure> = failures.iter().filter(recent).collect();
        let too_many: Vec<&Failure> = if recent.len() >= KEPT_OF_A_SOURCE {
            recent
        } else {
            let of_the_client: Vec<&Failure> =
                recent.into_iter().filter(|failure| failure.client == self.client).collect();
            let tried: Set<&str> = of_the_client.iter().map(|failure| failure.credential.as_str()).collect();
            if tried.len() < policy.failures {
                return None;
            }
            of_the_client
        };
        let first = too_many.iter().map(|failure| failure.at).min().unwrap_or(now).min(now);
        let until = first.after(policy.failure_seconds);
        Some(until.seconds().saturating_sub(now.seconds()).max(1))
    }

    /// What a refusal is told as, and what it adds to what is held. A wrong credential of a source that has spent its budget adds nothing.
    pub(crate) fn refused(self, error: TokenError, now: Timestamp) -> (TokenError, Option<Failure>) {
        let wrong = matches!(error.error, TokenErrorCode::InvalidClient | TokenErrorCode::InvalidGrant);
        let Self { source, client, credential, held_up } = self;
        match held_up {
            _ if !wrong => (error, None),
            Some(held_up) => (held_up, None),
            None => (error, Some(Failure { source: source.into(), client, credential, at: now })),
        }
    }
}

fn digest(text: &str) -> String {
    Base64UrlUnpadded::encode_string(Sha256::digest(text).get(..12).unwrap_or_default())
}
