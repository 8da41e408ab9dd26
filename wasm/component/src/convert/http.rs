//! HTTP messages: requests in, responses out.

use crate::bindings::service_accounts as wit;
use badgehouse::http::{HttpRequest, HttpResponse};
use zeroize::Zeroizing;

impl From<wit::HttpRequest> for HttpRequest {
    fn from(request: wit::HttpRequest) -> Self {
        Self {
            method: request.method,
            target: request.target,
            headers: request.headers.into_iter().map(|header| (header.name, header.value)).collect(),
            body: Zeroizing::new(request.body),
        }
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
        }
    }
}
