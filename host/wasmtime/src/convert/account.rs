//! Accounts, in, wishes for them and pages out.

use super::{all, app_id, client_id, company_id, named_alike, secret_id};
use crate::bindings::service_accounts as wit;
use crate::bindings::types as wit_types;
use badgehouse::account::{
    Account, AccountQuery, AccountState, AppType, Attention, AuthMethod, CreatedAccount, DeletedAccount,
    Disabled, NewAccount, Reason, StateReason,
};
use badgehouse::error::Error;
use badgehouse::page::{Page, PageInput};
use badgehouse::secret::ShownSecret;
use badgehouse::timestamp::Timestamp;
use zeroize::Zeroizing;

impl From<NewAccount> for crate::bindings::types::NewAccount {
    fn from(new: NewAccount) -> Self {
        Self {
            app_type: new.app_type,
            app: new.app,
            name: new.name,
            description: new.description,
            metadata: new.metadata.into_iter().collect(),
            owner: new.owner,
            expires_at: new.expires_at.map(Timestamp::seconds),
            token_seconds: new.token_seconds,
            auth_methods: new.auth_methods.map(|methods| methods.into_iter().map(Into::into).collect()),
            dpop_bound_access_tokens: new.dpop_bound_access_tokens,
        }
    }
}

impl From<AccountQuery> for wit::AccountQuery {
    fn from(query: AccountQuery) -> Self {
        Self {
            limit: query.limit,
            cursor: query.cursor,
            name: query.name,
            app: query.app.map(|app| app.to_string()),
            owner: query.owner,
            state: query.state.map(Into::into),
            used_since: query.used_since.map(Timestamp::seconds),
            unused_since: query.unused_since.map(Timestamp::seconds),
            attention: query.attention,
        }
    }
}

named_alike!(AccountState => wit::AccountState { Disabled, Expired, Broken, Functional });

impl From<PageInput> for wit::Page {
    fn from(page: PageInput) -> Self {
        Self { limit: page.limit, cursor: page.cursor }
    }
}

impl TryFrom<wit::Account> for Account {
    type Error = Error;

    fn try_from(account: wit::Account) -> Result<Self, Error> {
        Ok(Self {
            client_id: client_id(account.client_id)?,
            company: company_id(account.company)?,
            app_type: account.app_type.try_into()?,
            name: account.name,
            created_at: Timestamp::from_seconds(account.created_at),
            revision: account.revision,
            functional: account.functional,
            problems: account.problems.into_iter().map(Into::into).collect(),
            contact_email: account.contact_email,
            description: account.description,
            metadata: account.metadata.into_iter().collect(),
            owner: account.owner,
            expires_at: account.expires_at.map(Timestamp::from_seconds),
            state: account.state.into(),
            disabled: account.disabled.map(Into::into),
            reasons: account.reasons.into_iter().map(Into::into).collect(),
            token_seconds: account.token_seconds,
            auth_methods: account.auth_methods.map(|methods| methods.into_iter().map(Into::into).collect()),
            dpop_bound_access_tokens: account.dpop_bound_access_tokens,
            attention: account.attention.into_iter().map(Into::into).collect(),
        })
    }
}

named_alike!(wit::AccountState => AccountState { Disabled, Expired, Broken, Functional });

named_alike!(wit::Attention => Attention { NotWorking, EndsSoon, NeverUsed, UnusedPermissions, BeyondRequest, AwaitingPermissions, TemplateChanged });

impl From<wit::StateReason> for StateReason {
    fn from(reason: wit::StateReason) -> Self {
        Self { reason: reason.reason.into(), since: reason.since.map(Timestamp::from_seconds) }
    }
}

named_alike!(wit::Reason => Reason { Disabled, Expired, EmailChanged, InAnotherCompany, LeftCompany });

impl From<wit::Disabled> for Disabled {
    fn from(disabled: wit::Disabled) -> Self {
        Self { since: Timestamp::from_seconds(disabled.since), reason: disabled.reason }
    }
}

impl TryFrom<wit::AppType> for AppType {
    type Error = Error;

    fn try_from(app_type: wit::AppType) -> Result<Self, Error> {
        match app_type {
            wit::AppType::Custom => Ok(Self::Custom),
            wit::AppType::Marketplace(app) => app_id(app).map(Self::Marketplace),
        }
    }
}

impl TryFrom<wit::CreatedAccount> for CreatedAccount {
    type Error = Error;

    fn try_from(created: wit::CreatedAccount) -> Result<Self, Error> {
        Ok(Self {
            client_secret: created.client_secret.map(|text| ShownSecret::new(Zeroizing::new(text))),
            account: created.account.try_into()?,
            secret_id: secret_id(created.secret_id)?,
            notice: created.notice.map(Into::into),
        })
    }
}

impl TryFrom<wit::AccountPage> for Page<Account> {
    type Error = Error;

    fn try_from(page: wit::AccountPage) -> Result<Self, Error> {
        Ok(Self { items: all(page.items)?, next_cursor: page.next_cursor })
    }
}

impl TryFrom<wit::DeletedAccount> for DeletedAccount {
    type Error = Error;

    fn try_from(account: wit::DeletedAccount) -> Result<Self, Error> {
        Ok(Self {
            client_id: client_id(account.client_id)?,
            app_type: account.app_type.try_into()?,
            name: account.name,
            deleted_at: Timestamp::from_seconds(account.deleted_at),
            undelete_until: Timestamp::from_seconds(account.undelete_until),
        })
    }
}

impl TryFrom<wit::DeletedAccountPage> for Page<DeletedAccount> {
    type Error = Error;

    fn try_from(page: wit::DeletedAccountPage) -> Result<Self, Error> {
        Ok(Self { items: all(page.items)?, next_cursor: page.next_cursor })
    }
}

named_alike!(AuthMethod => wit_types::AuthMethod { ClientSecretBasic, ClientSecretPost, PrivateKeyJwt, JwtBearer });

named_alike!(wit_types::AuthMethod => AuthMethod { ClientSecretBasic, ClientSecretPost, PrivateKeyJwt, JwtBearer });
