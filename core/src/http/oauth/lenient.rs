//! The lenient mode of the token endpoint, for integrations that were written for one that takes JSON and multipart bodies, says when a token was issued, and
//! tells of a token at `/oauth/token/info`. It changes how a request is written, not what proves a client.

use crate::core::Context;
use crate::http::body;
use crate::http::headers;
use crate::http::message::{HttpRequest, HttpResponse};
use crate::http::method::only;
use crate::oauth::authorize;
use crate::oauth::token;
use crate::value::error::Error;
use serde::Serialize;

/// What is told of a token.
#[derive(Serialize)]
struct TokenInfo<'a> {
    resource_owner_id: &'a str,
    scope: Vec<&'a str>,
    scopes: Vec<&'a str>,
    expires_in: u64,
    expires_in_seconds: u64,
    application: Application<'a>,
    created_at: u64,
}

#[derive(Serialize)]
struct Application<'a> {
    uid: &'a str,
}

/// What the bearer of a token may know of it.
pub(crate) async fn token_info(context: &Context, request: &HttpRequest) -> Result<HttpResponse, Error> {
    only(request, "GET")?;
    let token = authorize::presented_token(context, &headers::presented(&context.settings, request))?;
    token::read_and_verify(context, &token, None).await?;
    let active = token.active();
    let scope: Vec<&str> = active.scope.iter().flat_map(|scope| scope.split(' ')).collect();
    let left = active.exp.saturating_sub(context.now.seconds());
    let info = TokenInfo {
        resource_owner_id: active.client_id.as_str(),
        scopes: scope.clone(),
        scope,
        expires_in: left,
        expires_in_seconds: left,
        application: Application { uid: active.client_id.as_str() },
        created_at: active.iat,
    };
    Ok(body::no_store(HttpResponse::new(200)).with_body("application/json", body::to_json(&info)))
}
