//! Tokens: fetched, checked at an API, looked at and revoked, with the keys that verify them.

use super::Engine;
use badgehouse::authorize::{Authorized, NeedInput, Presented, TokensOf};
use badgehouse::crypto::PublicJwk;
use badgehouse::error::Error;
use badgehouse::grant::{TokenError, TokenRequest, TokenResponse};
use badgehouse::introspection::{ActiveToken, Introspection, IntrospectionRequest};
use badgehouse::key_ring::Jwks;
use badgehouse::principal::{Actor, Principal};
use badgehouse::revocation::RevocationRequest;

impl Engine {
    /// [`Core::revoke_tokens`](badgehouse::Core::revoke_tokens).
    pub async fn revoke_tokens(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        revision: Option<u64>,
    ) -> Result<(), Error> {
        self.run(|core, start| core.revoke_tokens(start, principal, company, client_id, revision)).await
    }

    /// [`Core::mark_resource_server`](badgehouse::Core::mark_resource_server).
    pub async fn mark_resource_server(
        &self,
        company: String,
        client_id: String,
        audiences: Vec<String>,
    ) -> Result<(), Error> {
        self.run(|core, start| core.mark_resource_server(start, company, client_id, audiences)).await
    }

    /// [`Core::revoke_token`](badgehouse::Core::revoke_token).
    pub async fn revoke_token(&self, request: RevocationRequest) -> Result<(), TokenError> {
        let start = self.start()?;
        let mut answer = self.drive(self.core.revoke_token(start, request)).await;
        self.kept.after_revocation(&mut answer);
        answer.map(drop)
    }

    /// [`Core::introspect`](badgehouse::Core::introspect).
    pub async fn introspect(&self, request: IntrospectionRequest) -> Result<Introspection, TokenError> {
        let start = self.start()?;
        self.drive(self.core.introspect(start, request)).await
    }

    /// [`Core::request_token`](badgehouse::Core::request_token).
    ///
    /// # Errors
    /// `temporarily_unavailable` when the system gives no randomness.
    pub async fn request_token(&self, request: TokenRequest) -> Result<TokenResponse, TokenError> {
        let start = self.start()?;
        let mut answer = self.drive(self.core.request_token(start, request)).await;
        self.kept.after_token(&mut answer);
        answer
    }

    /// [`Core::authorize`](badgehouse::Core::authorize).
    pub async fn authorize(
        &self,
        presented: impl Into<Presented> + Send,
        need: NeedInput,
    ) -> Result<Authorized, Error> {
        self.run(|core, start| core.authorize(start, presented, need)).await
    }

    /// [`Core::verify`](badgehouse::Core::verify).
    pub async fn verify(
        &self,
        presented: impl Into<Presented> + Send,
        of: TokensOf,
        audience: Option<String>,
    ) -> Result<ActiveToken, Error> {
        self.run(|core, start| core.verify(start, presented, of, audience)).await
    }

    /// [`Core::verify_actor_token`](badgehouse::Core::verify_actor_token).
    pub async fn verify_actor_token(
        &self,
        token: String,
        issuer: String,
        keys: Vec<PublicJwk>,
    ) -> Result<Actor, Error> {
        self.run(|core, start| core.verify_actor_token(start, token, issuer, keys)).await
    }

    /// [`Core::jwks`](badgehouse::Core::jwks).
    pub async fn jwks(&self) -> Result<Jwks, Error> {
        self.run(|core, start| core.jwks(start)).await
    }
}
