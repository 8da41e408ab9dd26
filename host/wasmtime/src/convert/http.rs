//! HTTP messages: requests out, responses in.

use super::usage;
use crate::bindings::service_accounts as wit;
use badgehouse::http::{self, HttpResponse};
use badgehouse::throttle::Failure;
use badgehouse::timestamp::Timestamp;
use zeroize::Zeroize;

/// A request in the words of the contract. The body and the headers, which may hold a secret, are wiped when it is dropped.
pub(crate) struct HttpRequest(wit::HttpRequest);

impl HttpRequest {
    pub(crate) fn of(mut request: http::HttpRequest) -> Self {
        let header = |(name, value)| wit::Header { name, value };
        Self(wit::HttpRequest {
            method: std::mem::take(&mut request.method),
            target: std::mem::take(&mut request.target),
            headers: std::mem::take(&mut request.headers).into_iter().map(header).collect(),
            body: std::mem::take(&mut *request.body),
            source: request.source.take(),
            encrypted: request.encrypted,
            failures: std::mem::take(&mut request.failures).into_iter().map(Into::into).collect(),
        })
    }

    pub(crate) fn words(&self) -> &wit::HttpRequest {
        &self.0
    }
}

impl Drop for HttpRequest {
    fn drop(&mut self) {
        self.0.body.zeroize();
        for header in &mut self.0.headers {
            header.value.zeroize();
        }
    }
}

impl From<wit::Failure> for Failure {
    fn from(failure: wit::Failure) -> Self {
        let wit::Failure { source, client, credential, at } = failure;
        Self { source, client, credential, at: Timestamp::from_seconds(at) }
    }
}

impl From<Failure> for wit::Failure {
    fn from(failure: Failure) -> Self {
        let Failure { source, client, credential, at } = failure;
        Self { source, client, credential, at: at.seconds() }
    }
}

impl From<wit::HttpResponse> for HttpResponse {
    fn from(response: wit::HttpResponse) -> Self {
        let header = |header: wit::Header| (header.name, header.value);
        Self {
            status: response.status,
            headers: response.headers.into_iter().map(header).collect(),
            body: response.body,
            diagnostic: response.diagnostic,
            usage: usage(response.usage),
            failure: response.failure.map(Into::into),
        }
    }
}
