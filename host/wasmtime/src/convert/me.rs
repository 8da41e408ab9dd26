//! Who asks, told what it may do, in.

use super::client_id;
use super::permission::levels;
use crate::bindings::service_accounts as wit;
use badgehouse::error::Error;
use badgehouse::me::{AccountRights, Allowance, Bounds, Me, Rights, Service};
use badgehouse::timestamp::Timestamp;

impl TryFrom<wit::Me> for Me {
    type Error = Error;

    fn try_from(me: wit::Me) -> Result<Self, Error> {
        Ok(Self {
            actor: me.actor.into(),
            name: me.name,
            levels: me.levels.map(levels).transpose()?,
            rights: me.rights.try_into()?,
            account: me.account.map(TryInto::try_into).transpose()?,
            policy: me.policy.into(),
            service: me.service.into(),
            now: Timestamp::from_seconds(me.now),
        })
    }
}

impl TryFrom<wit::Rights> for Rights {
    type Error = Error;

    fn try_from(rights: wit::Rights) -> Result<Self, Error> {
        Ok(Self {
            look: rights.look.try_into()?,
            administer_accounts: rights.administer_accounts.try_into()?,
            administer_directory: rights.administer_directory.try_into()?,
            bring_any_credential: rights.bring_any_credential.try_into()?,
        })
    }
}

impl TryFrom<wit::AccountRights> for AccountRights {
    type Error = Error;

    fn try_from(rights: wit::AccountRights) -> Result<Self, Error> {
        Ok(Self {
            client_id: client_id(rights.client_id)?,
            administer: rights.administer.try_into()?,
            bring_credential: rights.bring_credential.try_into()?,
            configure: rights.configure.try_into()?,
            repair: rights.repair.try_into()?,
        })
    }
}

impl TryFrom<wit::Allowance> for Allowance {
    type Error = Error;

    fn try_from(allowance: wit::Allowance) -> Result<Self, Error> {
        let missing = allowance.missing.map(TryInto::try_into).transpose()?;
        Ok(Self { allowed: allowance.allowed, missing })
    }
}

impl From<wit::Bounds> for Bounds {
    fn from(bounds: wit::Bounds) -> Self {
        Self {
            token_seconds: bounds.token_seconds,
            longest_token_seconds: bounds.longest_token_seconds,
            accounts_per_company: bounds.accounts_per_company,
            live_secrets: bounds.live_secrets as usize,
            credential_seconds: bounds.credential_seconds,
            credential_warning_seconds: bounds.credential_warning_seconds,
            overlap_seconds: bounds.overlap_seconds,
            undelete_seconds: bounds.undelete_seconds,
            audit_retention_seconds: bounds.audit_retention_seconds,
        }
    }
}

impl From<wit::Service> for Service {
    fn from(service: wit::Service) -> Self {
        let wit::Service { issuer, token_endpoint, audiences } = service;
        Self { issuer, token_endpoint, audiences }
    }
}
