//! What a client and an API do: tokens, fetched, checked, looked at and revoked, with the keys that verify them.

pub(crate) mod actor_token;
pub(crate) mod assertion;
pub(crate) mod authentication;
pub(crate) mod authorize;
pub(crate) mod claim;
pub(crate) mod dpop;
mod dummy;
pub(crate) mod error;
pub(crate) mod grant;
pub(crate) mod introspection;
mod jws;
pub(crate) mod key_ring;
mod once;
pub(crate) mod resource;
pub(crate) mod revocation;
mod scope;
pub(crate) mod throttle;
pub(crate) mod token;
pub(crate) mod workload;

use crate::core::{Core, Outcome};
use crate::model::account::details::AuthMethod;
use crate::model::actor::Actor;
use crate::model::store_time::{ClockView, Maintained, Passed};
use crate::port::crypto::jwk::PublicJwk;
use crate::port::operation::Operation;
use crate::value::random::Start;
use authentication::ClientProof;
use authorize::{Authorized, NeedInput, Presented, TokensOf};
use error::TokenError;
use grant::{TokenRequest, TokenResponse};
use introspection::{Introspection, IntrospectionRequest};
use key_ring::Jwks;
use key_ring::look::SigningKeyView;
use key_ring::replace::EarlierTokens;
use key_ring::reseal::Resealed;
use revocation::{RevocationRequest, Revoked};
use throttle::Budget;
use token::ActiveToken;
use workload::issuer::{EnteredIssuer, TrustedIssuer};

impl Core {
    /// Revokes a token for the client that it was issued to (RFC 7009).
    pub fn revoke_token(
        &self,
        start: Start,
        request: RevocationRequest,
    ) -> Operation<Result<Revoked, TokenError>> {
        self.begin(start, |mut context| async move {
            let RevocationRequest { client_id, client_secret, token } = request;
            let ways = &[AuthMethod::ClientSecretBasic, AuthMethod::ClientSecretPost];
            let proof = ClientProof::Secret { client_id, client_secret, ways };
            revocation::revoke(&mut context, &proof, &token, Budget::Left).await
        })
    }

    /// What a token is, for a client that may know (RFC 7662).
    pub fn introspect(
        &self,
        start: Start,
        request: IntrospectionRequest,
    ) -> Operation<Result<Introspection, TokenError>> {
        self.begin(start, |mut context| async move {
            let IntrospectionRequest { client_id, client_secret, token } = request;
            let ways = &[AuthMethod::ClientSecretBasic, AuthMethod::ClientSecretPost];
            let proof = ClientProof::Secret { client_id, client_secret, ways };
            introspection::introspect(&mut context, &proof, &token, Budget::Left).await
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

    /// What the access token of a request says, for an API that decides by itself: it is good now, `of` the company whose API is called, and for `audience`,
    /// which is one of the settings' and the first of them when absent. The refusals are those of [`authorize`](Self::authorize), but for permissions.
    pub fn verify(
        &self,
        start: Start,
        presented: impl Into<Presented>,
        of: TokensOf,
        audience: Option<String>,
    ) -> Outcome<ActiveToken> {
        let presented = presented.into();
        self.begin(start, |mut context| async move {
            authorize::inspect(&mut context, presented, of, audience).await
        })
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

    /// The signing keys that are published, and whether the sealing keys open them: what a host looks at before it says that it is ready. It writes nothing. For the platform.
    pub fn signing_keys(&self, start: Start) -> Outcome<Vec<SigningKeyView>> {
        self.begin(start, |context| async move { key_ring::look::look(&context).await })
    }

    /// Stores the keys of an outside issuer; none, and it is removed. Which of them are known, and what was left out and why. For the platform.
    pub fn put_trusted_issuer(&self, start: Start, issuer: TrustedIssuer) -> Outcome<EnteredIssuer> {
        self.begin(start, |mut context| async move { workload::issuer::put(&mut context, issuer).await })
    }

    /// Moves the store's time on by what `passed`, and does what time has made due, which is to publish the next signing key. For the platform, by a timer: what the
    /// store holds longer than it counts is purged by the time that is answered, never by a clock. See [`time`](crate::time).
    pub fn maintain(&self, start: Start, passed: Passed) -> Outcome<Maintained> {
        self.begin(start, |mut context| async move { key_ring::maintain(&mut context, passed).await })
    }

    /// How far time has come on the store, and where the clock stands. For the platform.
    pub fn clock(&self, start: Start) -> Outcome<ClockView> {
        self.begin(start, |context| async move { key_ring::time::look(&context).await })
    }

    /// Takes the clock for right, whatever the store has seen: the operator's word, which moves the store's time ahead or back, and stands in the platform's audit. What was before.
    /// For the platform.
    pub fn believe_clock(&self, start: Start) -> Outcome<ClockView> {
        self.begin(start, |mut context| async move { key_ring::time::believe(&mut context).await })
    }

    /// Seals the signing keys at rest under the first sealing key, so that an earlier one can be taken out of the settings. For the platform; see
    /// [`reseal_company`](Self::reseal_company) for what else an earlier key has signed.
    pub fn reseal(&self, start: Start) -> Outcome<Resealed> {
        self.begin(start, |mut context| async move { key_ring::reseal::reseal(&mut context).await })
    }

    /// Makes a new signing key that signs from now on, and answers its `kid`: when the earlier ones cannot be opened any more, or when somebody
    /// else may know them. For the platform.
    pub fn replace_signing_key(&self, start: Start, earlier: EarlierTokens) -> Outcome<String> {
        self.begin(
            start,
            |mut context| async move { key_ring::replace::replace(&mut context, earlier).await },
        )
    }
}
