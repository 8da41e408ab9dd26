//! Tokens: fetched, checked at an API, looked at and revoked, with the keys that verify them.

use super::{Core, Outcome};
use crate::account;
use crate::model::account::details::AuthMethod;
use crate::model::actor::Actor;
use crate::oauth::actor_token;
use crate::oauth::authentication::ClientProof;
use crate::oauth::authorize::{self, Authorized, NeedInput, Presented};
use crate::oauth::error::TokenError;
use crate::oauth::grant::{self, TokenRequest, TokenResponse};
use crate::oauth::introspection::{self, Introspection, IntrospectionRequest};
use crate::oauth::key_ring::{self, Jwks};
use crate::oauth::revocation::{self, RevocationRequest};
use crate::oauth::token::ActiveToken;
use crate::port::crypto::jwk::PublicJwk;
use crate::port::operation::Operation;
use crate::principal::Principal;
use crate::value::random::Start;

impl Core {
    /// Revokes all tokens of an account that are out, if it still is at `revision`; its credentials stay. Needs Admin on `admin`.
    pub fn revoke_tokens(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        revision: Option<u64>,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            account::revoke_tokens::revoke(&mut context, principal, &company, &client_id, revision.into())
                .await
        })
    }

    /// Lets an account look at the tokens for these audiences, of every company; none, and it is a resource server no more. For the platform.
    pub fn mark_resource_server(
        &self,
        start: Start,
        company: String,
        client_id: String,
        audiences: Vec<String>,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            account::resource_server::mark(&mut context, &company, &client_id, audiences).await
        })
    }

    /// Revokes a token for the client that it was issued to (RFC 7009).
    pub fn revoke_token(
        &self,
        start: Start,
        request: RevocationRequest,
    ) -> Operation<Result<(), TokenError>> {
        self.begin(start, |context| async move {
            let RevocationRequest { client_id, client_secret, token } = request;
            let ways = &[AuthMethod::ClientSecretBasic, AuthMethod::ClientSecretPost];
            let proof = ClientProof::Secret { client_id, client_secret, ways };
            revocation::revoke(&context, &proof, &token).await
        })
    }

    /// What a token is, for a client that may know (RFC 7662).
    pub fn introspect(
        &self,
        start: Start,
        request: IntrospectionRequest,
    ) -> Operation<Result<Introspection, TokenError>> {
        self.begin(start, |context| async move {
            let IntrospectionRequest { client_id, client_secret, token } = request;
            let ways = &[AuthMethod::ClientSecretBasic, AuthMethod::ClientSecretPost];
            let proof = ClientProof::Secret { client_id, client_secret, ways };
            introspection::introspect(&context, &proof, &token).await
        })
    }

    /// The client-credentials grant (RFC 6749 section 4.4).
    pub fn request_token(
        &self,
        start: Start,
        request: TokenRequest,
    ) -> Operation<Result<TokenResponse, TokenError>> {
        self.begin(start, |mut context| async move { grant::request_token(&mut context, request).await })
    }

    /// Whether an API call may go on. `presented` is what the request presents; without DPoP the value of its Authorization header will do.
    pub fn authorize(
        &self,
        start: Start,
        presented: impl Into<Presented>,
        need: NeedInput,
    ) -> Outcome<Authorized> {
        let presented = presented.into();
        self.begin(
            start,
            |mut context| async move { authorize::authorize(&mut context, presented, need).await },
        )
    }

    /// What the access token of a request says, for an API that decides by itself: it is good now, for `audience`, which is one of the settings' and the first of
    /// them when absent. The refusals are those of [`authorize`](Self::authorize), but for permissions.
    pub fn verify(
        &self,
        start: Start,
        presented: impl Into<Presented>,
        audience: Option<String>,
    ) -> Outcome<ActiveToken> {
        let presented = presented.into();
        self.begin(
            start,
            |mut context| async move { authorize::inspect(&mut context, presented, audience).await },
        )
    }

    /// The user whom an [actor token](crate::actor_token) vouches for. `issuer` is the name by which the host signs them and `keys` are
    /// its public keys. Every failure is `invalid_token`.
    pub fn verify_actor_token(
        &self,
        start: Start,
        token: String,
        issuer: String,
        keys: Vec<PublicJwk>,
    ) -> Outcome<Actor> {
        self.begin(
            start,
            |context| async move { actor_token::verify(&context, &token, &issuer, &keys).await },
        )
    }

    /// The public keys (RFC 7517 section 5).
    pub fn jwks(&self, start: Start) -> Outcome<Jwks> {
        self.begin(start, |mut context| async move { key_ring::published(&mut context).await })
    }
}
