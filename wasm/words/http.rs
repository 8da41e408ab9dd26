//! HTTP messages: requests in, responses out.

use crate::bindings::service_accounts as wit;
use badgehouse::http::{HttpRequest, HttpResponse};
use badgehouse::throttle::Failure;
use badgehouse::timestamp::Timestamp;
use zeroize::Zeroizing;

impl From<wit::HttpRequest> for HttpRequest {
    fn from(request: wit::HttpRequest) -> Self {
        Self {
            method: request.method,
            target: request.target,
            headers: request.headers.into_iter().map(|header| (header.name, header.value)).collect(),
            body: Zeroizing::new(request.body),
            source: request.source,
            encrypted: request.encrypted,
            failures: request.failures.into_iter().map(Into::into).collect(),
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

impl From<HttpResponse> for wit::HttpResponse {
    fn from(response: HttpResponse) -> Self {
        let header = |(name, value)| wit::Header { name, value };
        Self {
            status: response.status,
            headers: response.headers.into_iter().map(header).collect(),
            body: response.body,
            diagnostic: response.diagnostic,
            usage: response.usage.map(Into::into),
            failure: response.failure.map(Into::into),
        }
    }
}
