//! What an account proves itself with: secrets, public keys, and trust in outside issuers.

use super::Engine;
use badgehouse::error::Error;
use badgehouse::principal::Principal;
use badgehouse::public_key::{KeyList, KeyView, NewKeyInput};
use badgehouse::secret::{
    AddedSecret, CredentialChange, Leak, LeakInput, NewSecretInput, SecretList, SecretView,
};
use badgehouse::workload::{EnteredIssuer, NewTrustInput, TrustList, TrustView, TrustedIssuer};

impl Engine {
    /// [`Core::add_secret`](badgehouse::Core::add_secret).
    pub async fn add_secret(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewSecretInput,
        idempotency_key: Option<String>,
    ) -> Result<AddedSecret, Error> {
        self.run(|core, start| core.add_secret(start, principal, company, client_id, new, idempotency_key))
            .await
    }

    /// [`Core::list_secrets`](badgehouse::Core::list_secrets).
    pub async fn list_secrets(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<SecretList, Error> {
        self.run(|core, start| core.list_secrets(start, principal, company, client_id)).await
    }

    /// [`Core::revoke_secret`](badgehouse::Core::revoke_secret).
    pub async fn revoke_secret(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        secret_id: String,
    ) -> Result<(), Error> {
        self.run(|core, start| core.revoke_secret(start, principal, company, client_id, secret_id)).await
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
        self.run(|core, start| {
            core.change_secret(start, principal, company, client_id, secret_id, change, revision)
        })
        .await
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
        self.run(|core, start| {
            core.finish_rotation(start, principal, company, client_id, secret_id, revision)
        })
        .await
    }

    /// [`Core::look_up_leak`](badgehouse::Core::look_up_leak).
    pub async fn look_up_leak(
        &self,
        principal: Principal,
        company: String,
        input: LeakInput,
    ) -> Result<Leak, Error> {
        self.run(|core, start| core.look_up_leak(start, principal, company, input)).await
    }

    /// [`Core::look_up_leak_anywhere`](badgehouse::Core::look_up_leak_anywhere).
    pub async fn look_up_leak_anywhere(&self, input: LeakInput) -> Result<Leak, Error> {
        self.run(|core, start| core.look_up_leak_anywhere(start, input)).await
    }

    /// [`Core::add_key`](badgehouse::Core::add_key).
    pub async fn add_key(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewKeyInput,
    ) -> Result<KeyView, Error> {
        self.run(|core, start| core.add_key(start, principal, company, client_id, new)).await
    }

    /// [`Core::list_keys`](badgehouse::Core::list_keys).
    pub async fn list_keys(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<KeyList, Error> {
        self.run(|core, start| core.list_keys(start, principal, company, client_id)).await
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
        self.run(|core, start| core.change_key(start, principal, company, client_id, kid, change, revision))
            .await
    }

    /// [`Core::revoke_key`](badgehouse::Core::revoke_key).
    pub async fn revoke_key(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        kid: String,
    ) -> Result<(), Error> {
        self.run(|core, start| core.revoke_key(start, principal, company, client_id, kid)).await
    }

    /// [`Core::add_trust`](badgehouse::Core::add_trust).
    pub async fn add_trust(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewTrustInput,
    ) -> Result<TrustView, Error> {
        self.run(|core, start| core.add_trust(start, principal, company, client_id, new)).await
    }

    /// [`Core::list_trusts`](badgehouse::Core::list_trusts).
    pub async fn list_trusts(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<TrustList, Error> {
        self.run(|core, start| core.list_trusts(start, principal, company, client_id)).await
    }

    /// [`Core::revoke_trust`](badgehouse::Core::revoke_trust).
    pub async fn revoke_trust(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        trust_id: String,
    ) -> Result<(), Error> {
        self.run(|core, start| core.revoke_trust(start, principal, company, client_id, trust_id)).await
    }

    /// [`Core::put_trusted_issuer`](badgehouse::Core::put_trusted_issuer).
    pub async fn put_trusted_issuer(&self, issuer: TrustedIssuer) -> Result<EnteredIssuer, Error> {
        self.run(|core, start| core.put_trusted_issuer(start, issuer)).await
    }

    /// [`Core::secret_pattern`](badgehouse::Core::secret_pattern).
    pub fn secret_pattern(&self) -> String {
        self.core.secret_pattern()
    }
}
