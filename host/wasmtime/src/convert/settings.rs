//! Settings, out.

use crate::bindings::service_accounts as wit;
use badgehouse::settings::{self, Policy};
use zeroize::Zeroize;

/// Settings in the words of the contract. The sealing keys are wiped when it is dropped.
pub(crate) struct Settings(wit::Settings);

impl Settings {
    pub(crate) fn of(settings: &settings::Settings) -> Self {
        Self(wit::Settings {
            issuer: settings.issuer.clone(),
            audiences: settings.audiences.clone(),
            contact_domain: settings.contact_domain.clone(),
            sealing_keys: settings.sealing_keys.iter().map(|key| key.to_text().to_string()).collect(),
            catalogue: Some((&settings.catalogue).into()),
            policy: Some((&settings.policy).into()),
            base_path: Some(settings.base_path.clone()),
        })
    }

    pub(crate) fn words(&self) -> &wit::Settings {
        &self.0
    }
}

impl Drop for Settings {
    fn drop(&mut self) {
        self.0.sealing_keys.zeroize();
    }
}

impl From<&Policy> for wit::Policy {
    fn from(policy: &Policy) -> Self {
        Self {
            token_seconds: Some(policy.token_seconds),
            longest_token_seconds: policy.longest_token_seconds,
            signing_algorithm: Some(policy.signing_algorithm.into()),
            signing_key_seconds: Some(policy.signing_key_seconds),
            accounts_per_company: Some(policy.accounts_per_company),
            live_secrets: u32::try_from(policy.live_secrets).ok(),
            credential_seconds: policy.credential_seconds,
            credential_warning_seconds: Some(policy.credential_warning_seconds),
            overlap_seconds: Some(policy.overlap_seconds),
            undelete_seconds: Some(policy.undelete_seconds),
            audit_retention_seconds: policy.audit_retention_seconds,
            dpop_nonces: Some(policy.dpop_nonces),
            failures: Some(u32::try_from(policy.failures).unwrap_or(u32::MAX)),
            failure_seconds: Some(policy.failure_seconds),
            longest_outside_jwt_seconds: Some(policy.longest_outside_jwt_seconds),
            lenient_token_endpoint: Some(policy.lenient_token_endpoint),
            openid_configuration: Some(policy.openid_configuration),
            secret_prefix: Some(policy.secret_prefix.clone()),
        }
    }
}
