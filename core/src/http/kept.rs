//! What a host keeps in memory between requests: the usage that is to be recorded, and the wrong credentials of each source.

use super::message::{HttpRequest, HttpResponse};
use crate::model::usage::{Usage, UsageWindow};
use crate::oauth::error::TokenError;
use crate::oauth::grant::TokenResponse;
use crate::oauth::revocation::Revoked;
use crate::oauth::throttle::FailureWindow;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The usage and the failures of the requests that a host has answered, added up where no answer waits for it. A crash loses them, and every
/// process has its own. It can be shared by threads.
#[derive(Debug, Default)]
pub struct Kept {
    usage: Mutex<UsageWindow>,
    failures: Mutex<FailureWindow>,
}

impl Kept {
    /// Tells the request what is held of its source, for the core to judge by.
    pub fn before(&self, request: &mut HttpRequest) {
        request.failures = match &request.source {
            Some(source) => lock(&self.failures).of(source),
            None => Vec::new(),
        };
    }

    /// Takes from the response what it reports.
    pub fn after(&self, response: &mut HttpResponse) {
        self.count(response.usage.take());
        if let Some(failure) = response.failure.take() {
            lock(&self.failures).add(failure);
        }
    }

    /// Takes from an answer to a token request what it reports.
    pub fn after_token(&self, answer: &mut Result<TokenResponse, TokenError>) {
        self.count(match answer {
            Ok(token) => token.usage.take(),
            Err(error) => error.usage.take(),
        });
    }

    /// Takes from an answer to a revocation what it reports.
    pub fn after_revocation(&self, answer: &mut Result<Revoked, TokenError>) {
        self.count(match answer {
            Ok(revoked) => revoked.usage.take(),
            Err(error) => error.usage.take(),
        });
    }

    /// The usage since the last time, for [`Core::record_usage`](crate::Core::record_usage).
    pub fn take_usage(&self) -> Vec<Usage> {
        lock(&self.usage).take()
    }

    fn count(&self, usage: Option<Usage>) {
        if let Some(usage) = usage {
            lock(&self.usage).add(usage);
        }
    }
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
