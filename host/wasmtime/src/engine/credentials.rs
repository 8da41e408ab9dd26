//! What accounts prove themselves by: secrets, and the outside issuers that the platform trusts.

use super::{Badgehouse, call};
use crate::convert::{self, read};
use badgehouse::error::Error;
use badgehouse::principal::Principal;
use badgehouse::secret::{AddedSecret, Leak, LeakInput, NewSecretInput, SecretList};
use badgehouse::workload::{EnteredIssuer, TrustedIssuer};

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
        convert::secrets(call!(self, call_list_secrets(&principal, &company, &client_id))?)
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

    /// [`Core::look_up_leak_anywhere`](badgehouse::Core::look_up_leak_anywhere).
    pub async fn look_up_leak_anywhere(&self, input: LeakInput) -> Result<Leak, Error> {
        let found = call!(self, call_look_up_leak(&input.secret, input.revoke))?;
        Ok(Leak { found: found.map(TryInto::try_into).transpose()? })
    }

    /// [`Core::put_trusted_issuer`](badgehouse::Core::put_trusted_issuer).
    pub async fn put_trusted_issuer(&self, issuer: TrustedIssuer) -> Result<EnteredIssuer, Error> {
        let jwks = serde_json::to_string(&issuer.jwks).map_err(|error| Error::broken(error.to_string()))?;
        Ok(call!(self, call_put_trusted_issuer(&issuer.issuer, &jwks))?.into())
    }
}
