//! The lenient mode of the token endpoint, for integrations that were written for one that takes JSON and multipart bodies, says when a token was issued, and
//! tells of a token at `/oauth/token/info`. It changes how a request is written, not what proves a client.

use super::client::Parameters;
use super::message::{HttpRequest, HttpResponse};
use super::{MAX_BODY_BYTES, admin, oauth, only_get};
use crate::core::Context;
use crate::oauth::authorize;
use crate::oauth::error::{TokenError, TokenErrorCode};
use crate::oauth::token;
use crate::value::error::Error;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::convert::Infallible;
use std::fmt;
use std::future::ready;

/// The parameters of a form, of a JSON object, or of a multipart form (RFC 7578).
pub(super) async fn lenient_parameters(request: &HttpRequest) -> Result<Parameters, TokenError> {
    if request.body.len() > MAX_BODY_BYTES {
        return Err(malformed("the body is too large"));
    }
    if request.is_of("application/json") {
        return json(&request.body);
    }
    if request.is_of("multipart/form-data") {
        return multipart(request).await;
    }
    oauth::form(request)
}

fn malformed(description: &str) -> TokenError {
    TokenError::new(TokenErrorCode::InvalidRequest, description)
}

fn json(body: &[u8]) -> Result<Parameters, TokenError> {
    let no_texts = || malformed("a JSON body is one object with texts as its members");
    let Members(members) = serde_json::from_slice(body).map_err(|_| no_texts())?;
    let mut parameters = Parameters::default();
    for (name, value) in members {
        match value {
            Value::String(text) => parameters.add(&name, text)?,
            Value::Null => {}
            Value::Array(items) if name == "resource" => {
                for item in items {
                    parameters.add(&name, item.as_str().ok_or_else(no_texts)?.to_owned())?;
                }
            }
            _ => return Err(no_texts()),
        }
    }
    Ok(parameters)
}

/// The members of an object in their order. One that stands there twice is here twice, as in a form.
struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

async fn multipart(request: &HttpRequest) -> Result<Parameters, TokenError> {
    let broken = |_| malformed("the multipart body cannot be read");
    let boundary =
        multer::parse_boundary(request.header("content-type").unwrap_or_default()).map_err(broken)?;
    let body = ready(Ok::<_, Infallible>(request.body.to_vec()));
    let mut form = multer::Multipart::new(futures_util::stream::once(body), boundary);
    let mut parameters = Parameters::default();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().map(ToOwned::to_owned).ok_or_else(|| malformed("a part has no name"))?;
        let text = field.bytes().await.map_err(broken)?;
        let text = String::from_utf8(text.to_vec()).map_err(|_| malformed("the body is not UTF-8"))?;
        parameters.add(&name, text)?;
    }
    Ok(parameters)
}

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
pub(super) async fn token_info(context: &Context, request: &HttpRequest) -> Result<HttpResponse, Error> {
    only_get(request)?;
    let token = authorize::presented_token(context, &admin::presented(&context.settings, request))?;
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
    Ok(oauth::no_store(HttpResponse::new(200)).with_body("application/json", oauth::to_json(&info)))
}
