//! Settings, in: what is left out gets the core's default.

use super::catalogue::catalogue;
use crate::bindings::service_accounts as wit;
use badgehouse::crypto::SealingKey;
use badgehouse::error::{Error, InputProblem};
use badgehouse::settings::{Policy, Settings};
use zeroize::Zeroizing;

/// The settings, or each part of them that cannot be read. The core checks the rest.
pub(crate) fn settings(input: wit::Settings) -> Result<Settings, Error> {
    let mut problems = Vec::new();
    let mut sealing_keys = Vec::new();
    for (index, text) in input.sealing_keys.into_iter().map(Zeroizing::new).enumerate() {
        match SealingKey::parse(&text) {
            Ok(key) => sealing_keys.push(key),
            Err(error) => {
                problems.push(InputProblem::new(&format!("/sealing_keys/{index}"), error.to_string()));
            }
        }
    }
    let mut settings = Settings::new(input.issuer, input.contact_domain, sealing_keys);
    settings.audiences = input.audiences;
    if let Some(input) = input.catalogue {
        match catalogue("/catalogue", input) {
            Ok(catalogue) => settings.catalogue = catalogue,
            Err(more) => problems.extend(more),
        }
    }
    settings.policy = input.policy.map(Policy::from).unwrap_or_default();
    settings.base_path = input.base_path.unwrap_or(settings.base_path);
    if problems.is_empty() { Ok(settings) } else { Err(Error::invalid(problems)) }
}

impl From<wit::Policy> for Policy {
    fn from(policy: wit::Policy) -> Self {
        let default = Self::default();
        Self {
            token_seconds: policy.token_seconds.unwrap_or(default.token_seconds),
            longest_token_seconds: policy.longest_token_seconds,
            signing_algorithm: policy.signing_algorithm.map_or(default.signing_algorithm, Into::into),
            signing_key_seconds: policy.signing_key_seconds.unwrap_or(default.signing_key_seconds),
            accounts_per_company: policy.accounts_per_company.unwrap_or(default.accounts_per_company),
            live_secrets: policy.live_secrets.map_or(default.live_secrets, |secrets| secrets as usize),
            credential_seconds: policy.credential_seconds,
            credential_warning_seconds: policy
                .credential_warning_seconds
                .unwrap_or(default.credential_warning_seconds),
            overlap_seconds: policy.overlap_seconds.unwrap_or(default.overlap_seconds),
            undelete_seconds: policy.undelete_seconds.unwrap_or(default.undelete_seconds),
            audit_retention_seconds: policy.audit_retention_seconds,
            dpop_nonces: policy.dpop_nonces.unwrap_or(default.dpop_nonces),
            failures: policy.failures.map_or(default.failures, |failures| failures as usize),
            failure_seconds: policy.failure_seconds.unwrap_or(default.failure_seconds),
            longest_outside_jwt_seconds: policy
                .longest_outside_jwt_seconds
                .unwrap_or(default.longest_outside_jwt_seconds),
            lenient_token_endpoint: policy.lenient_token_endpoint.unwrap_or(default.lenient_token_endpoint),
            openid_configuration: policy.openid_configuration.unwrap_or(default.openid_configuration),
            secret_prefix: policy.secret_prefix.unwrap_or(default.secret_prefix),
        }
    }
}
