//! The OAuth endpoints: token (RFC 6749 section 3.2), revocation (RFC 7009), introspection (RFC 7662), keys (RFC 7517
//! section 5), metadata (RFC 8414 section 3).

use super::client::{Parameters, parameters, proof};
use super::message::{HttpRequest, HttpResponse};
use super::{MAX_BODY_BYTES, body, only};
use crate::context::Context;
use crate::error::Error;
use crate::grant::{self, ClientProof, TokenError, TokenErrorCode, TokenResponse};
use crate::introspection;
use crate::key_ring;
use crate::revocation;
use serde::Serialize;
use zeroize::Zeroizing;

/// How long a verifier may keep keys and metadata without asking again: well below the day for which a key is published before
/// it signs.
const CACHE: &str = "public, max-age=3600";

/// The metadata document (RFC 8414 section 2). The response types are there, and none: the standard requires the member.
#[derive(Serialize)]
struct Metadata<'a> {
    issuer: &'a str,
    token_endpoint: String,
    jwks_uri: String,
    response_types_supported: [&'a str; 0],
    grant_types_supported: [&'a str; 1],
    token_endpoint_auth_methods_supported: [&'a str; 3],
    token_endpoint_auth_signing_alg_values_supported: [&'a str; 4],
    revocation_endpoint: String,
    revocation_endpoint_auth_methods_supported: [&'a str; 3],
    revocation_endpoint_auth_signing_alg_values_supported: [&'a str; 4],
    introspection_endpoint: String,
    introspection_endpoint_auth_methods_supported: [&'a str; 3],
    introspection_endpoint_auth_signing_alg_values_supported: [&'a str; 4],
}

/// How clients authenticate at each endpoint.
const METHODS: [&str; 3] = ["client_secret_basic", "client_secret_post", "private_key_jwt"];
/// What a client assertion may be signed with.
const ALGORITHMS: [&str; 4] = ["ES256", "EdDSA", "RS256", "PS256"];

pub(super) async fn token(context: &mut Context, request: &HttpRequest) -> HttpResponse {
    match answer(context, request).await {
        Ok(token) => {
            let response = no_store(HttpResponse::new(200)).with_body("application/json", to_json(&token));
            HttpResponse { usage: token.usage, ..response }
        }
        Err(error) => refusal(&error, request),
    }
}

/// Revocation (RFC 7009): 200 and nothing in it, whatever became of the token.
pub(super) async fn revoke(context: &mut Context, request: &HttpRequest) -> HttpResponse {
    let revoked = match presented(request) {
        Ok((proof, token)) => revocation::revoke(context, &proof, &token).await,
        Err(error) => Err(error),
    };
    match revoked {
        Ok(()) => no_store(HttpResponse::new(200)),
        Err(error) => refusal(&error, request),
    }
}

/// Introspection (RFC 7662).
pub(super) async fn introspect(context: &mut Context, request: &HttpRequest) -> HttpResponse {
    let introspection = match presented(request) {
        Ok((proof, token)) => introspection::introspect(context, &proof, &token).await,
        Err(error) => Err(error),
    };
    match introspection {
        Ok(answer) => no_store(HttpResponse::new(200)).with_body("application/json", to_json(&answer)),
        Err(error) => refusal(&error, request),
    }
}

/// The client's credentials and the token that it sends. `token_type_hint` is not looked at: there is one type of token.
fn presented(request: &HttpRequest) -> Result<(ClientProof, Zeroizing<String>), TokenError> {
    let malformed = |description: &str| TokenError::new(TokenErrorCode::InvalidRequest, description);
    if request.method != "POST" {
        return Err(malformed("this endpoint knows POST only"));
    }
    let mut parameters = form(request)?;
    let proof = proof(request, &parameters)?;
    let token = parameters.remove("token").ok_or_else(|| malformed("the parameter token is missing"))?;
    Ok((proof, token))
}

/// The parameters of the body.
fn form(request: &HttpRequest) -> Result<Parameters, TokenError> {
    let malformed = |description: &str| TokenError::new(TokenErrorCode::InvalidRequest, description);
    if request.body.len() > MAX_BODY_BYTES {
        return Err(malformed("the body is too large"));
    }
    if !request.is_of("application/x-www-form-urlencoded") {
        return Err(malformed("send the body as application/x-www-form-urlencoded"));
    }
    parameters(&request.body)
}

async fn answer(context: &mut Context, request: &HttpRequest) -> Result<TokenResponse, TokenError> {
    let malformed = |description: &str| TokenError::new(TokenErrorCode::InvalidRequest, description);
    if request.method != "POST" {
        return Err(malformed("this endpoint knows POST only"));
    }
    let mut parameters = form(request)?;
    match parameters.get("grant_type").map(|grant| grant.as_str()) {
        Some("client_credentials") => {}
        Some(_) => {
            let description = "the only grant type is client_credentials";
            return Err(TokenError::new(TokenErrorCode::UnsupportedGrantType, description));
        }
        None => return Err(malformed("the parameter grant_type is missing")),
    }
    let proof = proof(request, &parameters)?;
    let mut take = |name: &str| parameters.remove(name).map(|value| value.to_string());
    let (scope, resource) = (take("scope"), take("resource"));
    grant::grant(context, &proof, scope, resource).await
}

/// RFC 6749 section 5.2: a client that used the Authorization header is told its scheme.
fn refusal(error: &TokenError, request: &HttpRequest) -> HttpResponse {
    let response = error.to_response();
    if request.method != "POST" {
        return HttpResponse { status: 405, ..response.with("allow", "POST") };
    }
    if error.error == TokenErrorCode::InvalidClient && request.has("authorization") {
        return response.with("www-authenticate", r#"Basic realm="token""#);
    }
    response
}

impl TokenError {
    /// The response that tells of the refusal (RFC 6749 section 5.2), for a host with a token endpoint of its own.
    pub fn to_response(&self) -> HttpResponse {
        let mut response =
            no_store(HttpResponse::new(self.error.status())).with_body("application/json", to_json(self));
        if self.error == TokenErrorCode::TemporarilyUnavailable {
            response = response.with("retry-after", "1");
        }
        response.diagnostic.clone_from(&self.diagnostic);
        response.usage.clone_from(&self.usage);
        response
    }
}

/// RFC 6749 section 5.1.
fn no_store(response: HttpResponse) -> HttpResponse {
    response.with("cache-control", "no-store").with("pragma", "no-cache")
}

fn to_json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

pub(super) async fn jwks(context: &mut Context, request: &HttpRequest) -> Result<HttpResponse, Error> {
    only(request, "GET")?;
    let keys = key_ring::published(context).await?;
    let response = body::write(200, &keys)?;
    Ok(cached(response, "application/jwk-set+json"))
}

pub(super) fn metadata(context: &Context, request: &HttpRequest) -> Result<HttpResponse, Error> {
    only(request, "GET")?;
    let issuer = &context.settings.issuer;
    let metadata = Metadata {
        issuer,
        token_endpoint: format!("{issuer}/oauth/token"),
        jwks_uri: format!("{issuer}/oauth/jwks"),
        response_types_supported: [],
        grant_types_supported: ["client_credentials"],
        token_endpoint_auth_methods_supported: METHODS,
        token_endpoint_auth_signing_alg_values_supported: ALGORITHMS,
        revocation_endpoint: format!("{issuer}/oauth/revoke"),
        revocation_endpoint_auth_methods_supported: METHODS,
        revocation_endpoint_auth_signing_alg_values_supported: ALGORITHMS,
        introspection_endpoint: format!("{issuer}/oauth/introspect"),
        introspection_endpoint_auth_methods_supported: METHODS,
        introspection_endpoint_auth_signing_alg_values_supported: ALGORITHMS,
    };
    let response = body::write(200, &metadata)?;
    Ok(cached(response, "application/json"))
}

fn cached(response: HttpResponse, media_type: &str) -> HttpResponse {
    HttpResponse::new(response.status).with("cache-control", CACHE).with_body(media_type, response.body)
}
