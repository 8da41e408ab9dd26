//! Tokens: fetched and checked at an API, with the keys that verify them.

use super::{Badgehouse, call};
use crate::convert::{self, read};
use crate::failure;
use badgehouse::authorize::{Authorized, NeedInput, Presented, TokensOf};
use badgehouse::crypto::PublicJwk;
use badgehouse::error::Error;
use badgehouse::grant::{TokenError, TokenRequest, TokenResponse};
use badgehouse::introspection::{ActiveToken, Introspection, IntrospectionRequest};
use badgehouse::key_ring::Jwks;
use badgehouse::principal::{Actor, Principal};
use badgehouse::revocation::{RevocationRequest, Revoked};

impl Badgehouse {
    /// [`Core::request_token`](badgehouse::Core::request_token).
    pub async fn request_token(&self, request: TokenRequest) -> Result<TokenResponse, TokenError> {
        let mut instance = self.instance().await?;
        let (face, store, engine) = instance.parts();
        let request = convert::TokenRequest::of(request);
        let answer = face.call_request_token(store, engine, request.words()).await;
        let answer = instance.ended(answer).await;
        let mut answer = failure::settle_token(answer).map(TokenResponse::from);
        self.kept.after_token(&mut answer);
        answer
    }

    /// [`Core::revoke_token`](badgehouse::Core::revoke_token).
    pub async fn revoke_token(&self, request: RevocationRequest) -> Result<(), TokenError> {
        let mut instance = self.instance().await?;
        let (face, store, engine) = instance.parts();
        let request = convert::PresentedToken::from(request);
        let answer = face.call_revoke_token(store, engine, request.words()).await;
        let answer = instance.ended(answer).await;
        let mut answer = failure::settle_token(answer).map(|usage| Revoked { usage: convert::usage(usage) });
        self.kept.after_revocation(&mut answer);
        answer.map(drop)
    }

    /// [`Core::introspect`](badgehouse::Core::introspect).
    pub async fn introspect(&self, request: IntrospectionRequest) -> Result<Introspection, TokenError> {
        let mut instance = self.instance().await?;
        let (face, store, engine) = instance.parts();
        let request = convert::PresentedToken::from(request);
        let answer = face.call_introspect(store, engine, request.words()).await;
        let answer = instance.ended(answer).await;
        let token = failure::settle_token(answer)?.map(ActiveToken::try_from).transpose()?;
        Ok(Introspection { active: token.is_some(), token })
    }

    /// [`Core::authorize`](badgehouse::Core::authorize).
    pub async fn authorize(
        &self,
        presented: impl Into<Presented> + Send,
        need: NeedInput,
    ) -> Result<Authorized, Error> {
        let presented = presented.into().into();
        read(call!(self, call_authorize(&presented, &need.into())))
    }

    /// [`Core::verify`](badgehouse::Core::verify).
    pub async fn verify(
        &self,
        presented: impl Into<Presented> + Send,
        of: TokensOf,
        audience: Option<String>,
    ) -> Result<ActiveToken, Error> {
        let presented = presented.into().into();
        read(call!(self, call_verify(&presented, &of.into(), audience.as_deref())))
    }

    /// [`Core::verify_actor_token`](badgehouse::Core::verify_actor_token).
    pub async fn verify_actor_token(
        &self,
        token: String,
        issuer: String,
        keys: Vec<PublicJwk>,
    ) -> Result<Actor, Error> {
        let keys: Vec<_> = keys.into_iter().map(Into::into).collect();
        read(call!(self, call_verify_actor_token(&token, &issuer, &keys)))
    }

    /// [`Core::jwks`](badgehouse::Core::jwks).
    pub async fn jwks(&self) -> Result<Jwks, Error> {
        let keys = call!(self, call_jwks())?;
        Ok(Jwks { keys: keys.into_iter().map(Into::into).collect() })
    }

    /// [`Core::revoke_tokens`](badgehouse::Core::revoke_tokens).
    pub async fn revoke_tokens(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        revision: Option<u64>,
    ) -> Result<(), Error> {
        let principal = convert::principal(principal)?;
        call!(self, call_revoke_tokens(&principal, &company, &client_id, revision))
    }

    /// [`Core::mark_resource_server`](badgehouse::Core::mark_resource_server).
    pub async fn mark_resource_server(
        &self,
        company: String,
        client_id: String,
        audiences: Vec<String>,
    ) -> Result<(), Error> {
        call!(self, call_mark_resource_server(&company, &client_id, &audiences))
    }
}
