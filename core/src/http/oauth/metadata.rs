//! What is published: keys (RFC 7517 section 5), metadata of the issuer (RFC 8414 section 3) and of resources (RFC 9728).

use crate::core::Context;
use crate::http::body;
use crate::http::message::{HttpRequest, HttpResponse};
use crate::http::method::only;
use crate::model::settings::Settings;
use crate::oauth::dpop;
use crate::oauth::key_ring;
use crate::oauth::resource;
use crate::oauth::workload::assertion::GRANT_TYPE;
use crate::value::error::Error;
use serde::Serialize;

/// How long a verifier may keep keys and metadata without asking again: well below the day for which a key is published before
/// it signs.
const CACHE: &str = "public, max-age=3600";

/// The metadata document (RFC 8414 section 2). The response types are there, and none: the standard requires the member. So is an authorization endpoint,
/// which serves nothing: the standard does not require it of a server like this one, but clients of npm's MCP SDK read no metadata without it.
#[derive(Serialize)]
struct Metadata<'a> {
    issuer: &'a str,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    response_types_supported: [&'a str; 0],
    grant_types_supported: [&'a str; 2],
    dpop_signing_alg_values_supported: [&'a str; 5],
    token_endpoint_auth_methods_supported: [&'a str; 3],
    token_endpoint_auth_signing_alg_values_supported: [&'a str; 5],
    revocation_endpoint: String,
    revocation_endpoint_auth_methods_supported: [&'a str; 3],
    revocation_endpoint_auth_signing_alg_values_supported: [&'a str; 5],
    introspection_endpoint: String,
    introspection_endpoint_auth_methods_supported: [&'a str; 3],
    introspection_endpoint_auth_signing_alg_values_supported: [&'a str; 5],
}

/// How clients authenticate at each endpoint.
const METHODS: [&str; 3] = ["client_secret_basic", "client_secret_post", "private_key_jwt"];
/// What a client assertion may be signed with.
const ALGORITHMS: [&str; 5] = ["ES256", "EdDSA", "Ed25519", "RS256", "PS256"];

/// Whether the metadata is at that path. The well-known segment stands between host and path (RFC 8414 section 3.1); OpenID Connect Discovery, by which verifiers look
/// that know no other, puts it behind the path (its section 4.1).
pub(crate) fn is_metadata(settings: &Settings, path: &str) -> bool {
    let issuer_path = settings.issuer_path();
    let openid = "/.well-known/openid-configuration";
    path.strip_prefix("/.well-known/oauth-authorization-server") == Some(issuer_path)
        || (settings.policy.openid_configuration
            && (path.strip_prefix(openid) == Some(issuer_path)
                || path.strip_prefix(issuer_path) == Some(openid)))
}

pub(crate) async fn jwks(context: &mut Context, request: &HttpRequest) -> Result<HttpResponse, Error> {
    only(request, "GET")?;
    let keys = key_ring::published(context).await?;
    let response = body::write(200, &keys)?;
    Ok(cached(response, "application/jwk-set+json"))
}

pub(crate) fn metadata(context: &Context, request: &HttpRequest) -> Result<HttpResponse, Error> {
    only(request, "GET")?;
    let issuer = &context.settings.issuer;
    let metadata = Metadata {
        issuer,
        authorization_endpoint: format!("{issuer}/oauth/authorize"),
        token_endpoint: context.settings.token_endpoint(),
        jwks_uri: format!("{issuer}/oauth/jwks"),
        response_types_supported: [],
        grant_types_supported: ["client_credentials", GRANT_TYPE],
        dpop_signing_alg_values_supported: dpop::ALGORITHMS,
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

/// Protected resource metadata (RFC 9728 section 3): of the admin API, and of every audience that is a URL, for a host that sends its requests here.
pub(crate) fn resource_metadata(
    context: &Context,
    request: &HttpRequest,
    path: &str,
) -> Result<HttpResponse, Error> {
    only(request, "GET")?;
    let metadata = resource::metadata(&context.settings, path, request.header("host"));
    let response = body::write(200, &metadata.ok_or_else(Error::not_found)?)?;
    Ok(cached(response, "application/json"))
}

fn cached(response: HttpResponse, media_type: &str) -> HttpResponse {
    HttpResponse::new(response.status).with("cache-control", CACHE).with_body(media_type, response.body)
}
