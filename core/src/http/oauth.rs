//! The OAuth endpoints: token (RFC 6749 section 3.2), revocation (RFC 7009), introspection (RFC 7662), keys (RFC 7517
//! section 5), metadata (RFC 8414 section 3), metadata of resources (RFC 9728).

mod client;
pub(crate) mod endpoint;
pub(crate) mod lenient;
pub(crate) mod metadata;
mod parameters;

use super::body::{no_store, to_json};
use super::message::{HttpRequest, HttpResponse};
use crate::core::Context;
use crate::oauth::authentication::ClientProof;
use crate::oauth::error::{TokenError, TokenErrorCode};
use crate::oauth::grant::{self, Wish};
use crate::oauth::introspection;
use crate::oauth::revocation;
use crate::oauth::throttle::{Budget, Try};
use crate::oauth::workload::assertion::GRANT_TYPE;
use client::proof;
use parameters::{Parameters, form};
use zeroize::Zeroizing;

pub(super) async fn token(context: &mut Context, request: &HttpRequest) -> HttpResponse {
    if let Some(refusal) = endpoint::unread(request) {
        return refusal;
    }
    let (proof, wish) = match asked(context, request).await {
        Ok(asked) => asked,
        Err(error) => return error.to_response(),
    };
    let attempt = attempt(context, request, &proof);
    match grant::grant(context, &proof, wish, budget(attempt.as_ref())).await {
        Ok(token) => {
            let mut response = no_store(HttpResponse::new(200));
            if let Some(nonce) = &token.dpop_nonce {
                response = response.with("dpop-nonce", nonce);
            }
            let response = response.with_body("application/json", to_json(&token));
            HttpResponse { usage: token.usage, ..response }
        }
        Err(error) => failed(context, error, attempt),
    }
}

/// The try that the request is; nothing where the host does not say where it comes from, and guessing is not held up.
fn attempt<'a>(context: &Context, request: &'a HttpRequest, proof: &ClientProof) -> Option<Try<'a>> {
    let source = request.source.as_deref()?;
    let (client, credential) = proof.tried();
    Some(Try::new(context, source, (&client, credential), &request.failures))
}

fn budget(attempt: Option<&Try<'_>>) -> Budget {
    attempt.map_or(Budget::Left, Try::budget)
}

/// The refusal, with what the host has to keep of it.
fn failed(context: &Context, error: TokenError, attempt: Option<Try<'_>>) -> HttpResponse {
    let (error, failure) = match attempt {
        Some(attempt) => attempt.refused(error, context.clock),
        None => (error, None),
    };
    HttpResponse { failure, ..error.to_response() }
}

/// No user authorizes anything here (RFC 6749 section 4.1.2.1).
pub(super) fn authorize() -> HttpResponse {
    let body = br#"{"error":"unsupported_response_type","error_description":"programs get tokens at the token endpoint; nobody signs in here"}"#;
    no_store(HttpResponse::new(400)).with_body("application/json", body.to_vec())
}

/// Revocation (RFC 7009): 200 and nothing in it, whatever became of the token.
pub(super) async fn revoke(context: &mut Context, request: &HttpRequest) -> HttpResponse {
    if let Some(refusal) = endpoint::unread(request) {
        return refusal;
    }
    let (proof, token, attempt) = match presented(context, request) {
        Ok(presented) => presented,
        Err(error) => return error.to_response(),
    };
    match revocation::revoke(context, &proof, &token, budget(attempt.as_ref())).await {
        Ok(revoked) => HttpResponse { usage: revoked.usage, ..no_store(HttpResponse::new(200)) },
        Err(error) => failed(context, error, attempt),
    }
}

/// Introspection (RFC 7662).
pub(super) async fn introspect(context: &mut Context, request: &HttpRequest) -> HttpResponse {
    if let Some(refusal) = endpoint::unread(request) {
        return refusal;
    }
    let (proof, token, attempt) = match presented(context, request) {
        Ok(presented) => presented,
        Err(error) => return error.to_response(),
    };
    match introspection::introspect(context, &proof, &token, budget(attempt.as_ref())).await {
        Ok(answer) => no_store(HttpResponse::new(200)).with_body("application/json", to_json(&answer)),
        Err(error) => failed(context, error, attempt),
    }
}

/// The client's credentials and the token that it sends. `token_type_hint` is not looked at: there is one type of token.
fn presented<'a>(
    context: &Context,
    request: &'a HttpRequest,
) -> Result<(ClientProof, Zeroizing<String>, Option<Try<'a>>), TokenError> {
    let malformed = |description: &str| TokenError::new(TokenErrorCode::InvalidRequest, description);
    let mut parameters = form(request)?;
    let proof = proof(request, &parameters)?;
    let token = parameters.take("token").ok_or_else(|| malformed("the parameter token is missing"))?;
    let attempt = attempt(context, request, &proof);
    Ok((proof, token, attempt))
}

/// Who asks for a token, and for which.
async fn asked(context: &Context, request: &HttpRequest) -> Result<(ClientProof, Wish), TokenError> {
    let malformed = |description: &str| TokenError::new(TokenErrorCode::InvalidRequest, description);
    let mut parameters = if context.settings.policy.lenient_token_endpoint {
        parameters::lenient_parameters(request).await?
    } else {
        form(request)?
    };
    let proof = match parameters.get("grant_type").map(|grant| grant.as_str()) {
        Some("client_credentials") => proof(request, &parameters)?,
        Some(GRANT_TYPE) => workload(request, &mut parameters)?,
        Some(_) => {
            let description = "the grant type is client_credentials or the one of the JWT bearer";
            return Err(TokenError::new(TokenErrorCode::UnsupportedGrantType, description));
        }
        None => return Err(malformed("the parameter grant_type is missing")),
    };
    let dpop = request.header("dpop").map(ToOwned::to_owned);
    if dpop.is_none() && request.has("dpop") {
        let description = "the header DPoP stands there twice";
        return Err(TokenError::new(TokenErrorCode::InvalidDpopProof, description));
    }
    let scope = parameters.take("scope").map(|scope| scope.to_string());
    Ok((proof, Wish { scope, resource: parameters.resource, dpop }))
}

/// The JWT of an outside issuer stands for the client's own authentication (RFC 7521 section 4.1); `client_id` says which account trusts it.
fn workload(request: &HttpRequest, parameters: &mut Parameters) -> Result<ClientProof, TokenError> {
    let malformed = |description: &str| TokenError::new(TokenErrorCode::InvalidRequest, description);
    let other = ["client_secret", "client_assertion"].iter().any(|name| parameters.get(name).is_some());
    if other || request.has("authorization") {
        return Err(malformed("with this grant the assertion is all the authentication there is"));
    }
    let missing = || malformed("this grant needs the parameters client_id and assertion");
    let client_id = parameters.take("client_id").ok_or_else(missing)?.to_string();
    let assertion = parameters.take("assertion").ok_or_else(missing)?;
    Ok(ClientProof::Workload { client_id, assertion })
}

/// How a client authenticates here: the scheme that goes by a header, in which it sends UTF-8 (RFC 7617 section 2.1).
const CHALLENGE: &str = r#"Basic realm="token", charset="UTF-8""#;

impl TokenError {
    /// The response that tells of the refusal (RFC 6749 section 5.2), for a host with a token endpoint of its own. One with the status 401 has a challenge, also where
    /// the client used no header: HTTP has no 401 without (RFC 9110 section 15.5.2).
    pub fn to_response(&self) -> HttpResponse {
        let mut response =
            no_store(HttpResponse::new(self.status())).with_body("application/json", to_json(self));
        if response.status == 401 {
            response = response.with("www-authenticate", CHALLENGE);
        }
        if self.error == TokenErrorCode::TemporarilyUnavailable {
            response = response.with("retry-after", self.retry_after.unwrap_or(1).to_string());
        }
        if let Some(nonce) = &self.dpop_nonce {
            response = response.with("dpop-nonce", nonce);
        }
        response.diagnostic.clone_from(&self.diagnostic);
        response.usage.clone_from(&self.usage);
        response
    }
}
