//! What an account proves itself with: secrets, public keys, and trust in outside issuers.

use super::{Badgehouse, at_once, call};
use crate::convert::{self, read};
use badgehouse::error::Error;
use badgehouse::principal::Principal;
use badgehouse::public_key::{KeyList, KeyView, NewKeyInput};
use badgehouse::secret::{
    AddedSecret, CredentialChange, Leak, LeakInput, NewSecretInput, SecretList, SecretView,
};
use badgehouse::workload::{EnteredIssuer, NewTrustInput, TrustList, TrustView, TrustedIssuer};

impl Badgehouse {
    /// [`Core::add_secret`](badgehouse::Core::add_secret).
    pub async fn add_secret(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewSecretInput,
        idempotency_key: Option<String>,
    ) -> Result<AddedSecret, Error> {
        let principal = convert::principal(principal)?;
        let key = idempotency_key.as_deref();
        read(call!(self, call_add_secret(&principal, &company, &client_id, &new.into(), key)))
    }

    /// [`Core::list_secrets`](badgehouse::Core::list_secrets).
    pub async fn list_secrets(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<SecretList, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_list_secrets(&principal, &company, &client_id)))
    }

    /// [`Core::revoke_secret`](badgehouse::Core::revoke_secret).
    pub async fn revoke_secret(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        secret_id: String,
    ) -> Result<(), Error> {
        let principal = convert::principal(principal)?;
        call!(self, call_revoke_secret(&principal, &company, &client_id, &secret_id))
    }

    /// [`Core::change_secret`](badgehouse::Core::change_secret).
    pub async fn change_secret(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        secret_id: String,
        change: CredentialChange,
        revision: Option<u64>,
    ) -> Result<SecretView, Error> {
        let principal = convert::principal(principal)?;
        read(call!(
            self,
            call_change_secret(&principal, &company, &client_id, &secret_id, &change.into(), revision)
        ))
    }

    /// [`Core::finish_rotation`](badgehouse::Core::finish_rotation).
    pub async fn finish_rotation(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        secret_id: String,
        revision: Option<u64>,
    ) -> Result<SecretList, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_finish_rotation(&principal, &company, &client_id, &secret_id, revision)))
    }

    /// [`Core::look_up_leak`](badgehouse::Core::look_up_leak).
    pub async fn look_up_leak(
        &self,
        principal: Principal,
        company: String,
        input: LeakInput,
    ) -> Result<Leak, Error> {
        let principal = convert::principal(principal)?;
        let found = call!(self, call_look_up_leak(&principal, &company, &input.secret, input.revoke))?;
        Ok(Leak { found: found.map(TryInto::try_into).transpose()? })
    }

    /// [`Core::look_up_leak_anywhere`](badgehouse::Core::look_up_leak_anywhere).
    pub async fn look_up_leak_anywhere(&self, input: LeakInput) -> Result<Leak, Error> {
        let found = call!(self, call_look_up_leak_anywhere(&input.secret, input.revoke))?;
        Ok(Leak { found: found.map(TryInto::try_into).transpose()? })
    }

    /// [`Core::add_key`](badgehouse::Core::add_key).
    pub async fn add_key(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewKeyInput,
    ) -> Result<KeyView, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_add_key(&principal, &company, &client_id, &new.into())))
    }

    /// [`Core::list_keys`](badgehouse::Core::list_keys).
    pub async fn list_keys(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<KeyList, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_list_keys(&principal, &company, &client_id)))
    }

    /// [`Core::change_key`](badgehouse::Core::change_key).
    pub async fn change_key(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        kid: String,
        change: CredentialChange,
        revision: Option<u64>,
    ) -> Result<KeyView, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_change_key(&principal, &company, &client_id, &kid, &change.into(), revision)))
    }

    /// [`Core::revoke_key`](badgehouse::Core::revoke_key).
    pub async fn revoke_key(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        kid: String,
    ) -> Result<(), Error> {
        let principal = convert::principal(principal)?;
        call!(self, call_revoke_key(&principal, &company, &client_id, &kid))
    }

    /// [`Core::add_trust`](badgehouse::Core::add_trust).
    pub async fn add_trust(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewTrustInput,
    ) -> Result<TrustView, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_add_trust(&principal, &company, &client_id, &new.into())))
    }

    /// [`Core::list_trusts`](badgehouse::Core::list_trusts).
    pub async fn list_trusts(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<TrustList, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_list_trusts(&principal, &company, &client_id)))
    }

    /// [`Core::revoke_trust`](badgehouse::Core::revoke_trust).
    pub async fn revoke_trust(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        trust_id: String,
    ) -> Result<(), Error> {
        let principal = convert::principal(principal)?;
        call!(self, call_revoke_trust(&principal, &company, &client_id, &trust_id))
    }

    /// [`Core::put_trusted_issuer`](badgehouse::Core::put_trusted_issuer).
    pub async fn put_trusted_issuer(&self, issuer: TrustedIssuer) -> Result<EnteredIssuer, Error> {
        let jwks = serde_json::to_string(&issuer.jwks).map_err(|error| Error::broken(error.to_string()))?;
        Ok(call!(self, call_put_trusted_issuer(&issuer.issuer, &jwks))?.into())
    }

    /// [`Core::secret_pattern`](badgehouse::Core::secret_pattern).
    pub async fn secret_pattern(&self) -> Result<String, Error> {
        at_once!(self, call_secret_pattern())
    }
}
