//! Settings and the catalogue, out.

use super::permission::tool_levels;
use crate::bindings::{service_accounts as wit, types};
use badgehouse::catalogue::{App, Catalogue, Tool, ToolAction, ToolScope};
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

impl From<&Catalogue> for types::Catalogue {
    fn from(catalogue: &Catalogue) -> Self {
        let tool = |tool: &Tool| types::Tool {
            id: tool.id.to_string(),
            name: tool.name.clone(),
            scope: match tool.scope {
                ToolScope::Company => types::ToolScope::Company,
                ToolScope::Project => types::ToolScope::Project,
            },
            levels: tool.levels.iter().map(|level| (*level).into()).collect(),
            actions: tool.actions.iter().map(Into::into).collect(),
        };
        let app = |app: &App| types::App {
            id: app.id.to_string(),
            name: app.name.clone(),
            requests: types::Requests {
                company: tool_levels(&app.requests.company),
                project: tool_levels(&app.requests.project),
            },
        };
        Self {
            version: Some(catalogue.version),
            tools: catalogue.tools.iter().map(tool).collect(),
            apps: catalogue.apps.iter().map(app).collect(),
        }
    }
}

impl From<&ToolAction> for types::ToolAction {
    fn from(action: &ToolAction) -> Self {
        Self {
            id: action.id.to_string(),
            name: action.name.clone(),
            included_from: action.included_from.map(Into::into),
        }
    }
}
