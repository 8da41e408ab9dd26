//! Who asks, told what it may do, out.

use super::level::tool_levels;
use crate::bindings::service_accounts as wit;
use badgehouse::me::{AccountRights, Allowance, Bounds, Me, Rights, Service};

impl From<Me> for wit::Me {
    fn from(me: Me) -> Self {
        Self {
            actor: me.actor.into(),
            name: me.name,
            levels: me.levels.as_ref().map(tool_levels),
            rights: me.rights.into(),
            account: me.account.map(Into::into),
            policy: me.policy.into(),
            service: me.service.into(),
            now: me.now.seconds(),
        }
    }
}

impl From<Rights> for wit::Rights {
    fn from(rights: Rights) -> Self {
        Self {
            look: rights.look.into(),
            administer_accounts: rights.administer_accounts.into(),
            administer_directory: rights.administer_directory.into(),
            bring_any_credential: rights.bring_any_credential.into(),
        }
    }
}

impl From<AccountRights> for wit::AccountRights {
    fn from(rights: AccountRights) -> Self {
        Self {
            client_id: rights.client_id.to_string(),
            administer: rights.administer.into(),
            bring_credential: rights.bring_credential.into(),
            configure: rights.configure.into(),
            repair: rights.repair.into(),
        }
    }
}

impl From<Allowance> for wit::Allowance {
    fn from(allowance: Allowance) -> Self {
        Self { allowed: allowance.allowed, missing: allowance.missing.map(Into::into) }
    }
}

impl From<Bounds> for wit::Bounds {
    fn from(bounds: Bounds) -> Self {
        Self {
            token_seconds: bounds.token_seconds,
            longest_token_seconds: bounds.longest_token_seconds,
            accounts_per_company: bounds.accounts_per_company,
            live_secrets: bounds.live_secrets.try_into().unwrap_or(u32::MAX),
            credential_seconds: bounds.credential_seconds,
            credential_warning_seconds: bounds.credential_warning_seconds,
            overlap_seconds: bounds.overlap_seconds,
            undelete_seconds: bounds.undelete_seconds,
            audit_retention_seconds: bounds.audit_retention_seconds,
        }
    }
}

impl From<Service> for wit::Service {
    fn from(service: Service) -> Self {
        let Service { issuer, token_endpoint, audiences } = service;
        Self { issuer, token_endpoint, audiences }
    }
}
