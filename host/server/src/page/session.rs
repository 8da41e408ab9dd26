//! A session of the page: a token that is still good is answered by a fresh one. There is no cookie, so that nothing is sent that the page does not send itself.

use super::Links;
use super::token::{Claims, ISSUER};
use crate::actors::bearer;
use crate::backend::Backend;
use crate::signer::{now, token_id};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use badgehouse::address::same_place;
use badgehouse::error::{Code, Error};
use serde_json::json;
use std::sync::Arc;

/// What renews tokens.
pub(super) struct Sessions {
    pub(super) links: Links,
    pub(super) backend: Backend,
}

/// `POST /admin/session`: `{"token", "expires_in"}` for the page's token as bearer.
pub(super) async fn renew(sessions: Arc<Sessions>, headers: HeaderMap) -> Response {
    match sessions.renewed(&headers).await {
        Ok(answer) => {
            let headers = [(CACHE_CONTROL, "no-store"), (CONTENT_TYPE, "application/json")];
            (headers, answer).into_response()
        }
        Err(refusal) => response(&refusal),
    }
}

impl Sessions {
    async fn renewed(&self, headers: &HeaderMap) -> Result<String, Error> {
        self.refuse_foreign_page(headers)?;
        let how = "open a new link: `badgehouse admin-link` makes one";
        let token = bearer(headers).ok_or_else(|| Error::new(Code::Unauthenticated, how))?;
        let keys = vec![self.links.signer.public_key()];
        self.backend.verify_actor_token(token.to_owned(), ISSUER.into(), keys).await?;
        let over = || Error::new(Code::InvalidToken, format!("the session is over; {how}"));
        let broken = |error: anyhow::Error| {
            tracing::error!(diagnostic = %error, "a session could not be renewed");
            Error::new(Code::Unavailable, "the session could not be renewed; try again")
        };
        let claims = Claims::of(token).ok_or_else(over)?;
        let fresh = claims.renewed(token_id().map_err(broken)?, now().map_err(broken)?).ok_or_else(over)?;
        let token = self.links.signer.sign(&fresh).map_err(broken)?;
        Ok(json!({ "token": token, "expires_in": fresh.seconds() }).to_string())
    }

    /// A browser says in `Origin` whose page it is.
    fn refuse_foreign_page(&self, headers: &HeaderMap) -> Result<(), Error> {
        let mut origins = headers.get_all(ORIGIN).iter();
        let own = |origin: &str| same_place(origin, &self.links.origin);
        if origins.all(|origin| origin.to_str().is_ok_and(own)) {
            return Ok(());
        }
        Err(Error::new(Code::ForeignOrigin, "only the page of this server has its session renewed"))
    }
}

/// The problem document, as the core writes it.
fn response(refusal: &Error) -> Response {
    let refusal = refusal.to_response();
    let mut response = Response::builder().status(refusal.status);
    for (name, value) in refusal.headers {
        response = response.header(name, value);
    }
    let response = response.body(refusal.body.into());
    response.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}
