//! Accounts, in, wishes for them and pages out.

use super::{all, app_id, client_id, company_id, secret_id};
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

impl From<AccountState> for wit::AccountState {
    fn from(state: AccountState) -> Self {
        match state {
            AccountState::Disabled => Self::Disabled,
            AccountState::Expired => Self::Expired,
            AccountState::Broken => Self::Broken,
            AccountState::Functional => Self::Functional,
        }
    }
}

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

impl From<wit::AccountState> for AccountState {
    fn from(state: wit::AccountState) -> Self {
        match state {
            wit::AccountState::Disabled => Self::Disabled,
            wit::AccountState::Expired => Self::Expired,
            wit::AccountState::Broken => Self::Broken,
            wit::AccountState::Functional => Self::Functional,
        }
    }
}

impl From<wit::Attention> for Attention {
    fn from(attention: wit::Attention) -> Self {
        match attention {
            wit::Attention::NotWorking => Self::NotWorking,
            wit::Attention::EndsSoon => Self::EndsSoon,
            wit::Attention::NeverUsed => Self::NeverUsed,
            wit::Attention::UnusedPermissions => Self::UnusedPermissions,
            wit::Attention::BeyondRequest => Self::BeyondRequest,
            wit::Attention::AwaitingPermissions => Self::AwaitingPermissions,
            wit::Attention::TemplateChanged => Self::TemplateChanged,
        }
    }
}

impl From<wit::StateReason> for StateReason {
    fn from(reason: wit::StateReason) -> Self {
        Self { reason: reason.reason.into(), since: reason.since.map(Timestamp::from_seconds) }
    }
}

impl From<wit::Reason> for Reason {
    fn from(reason: wit::Reason) -> Self {
        match reason {
            wit::Reason::Disabled => Self::Disabled,
            wit::Reason::Expired => Self::Expired,
            wit::Reason::EmailChanged => Self::EmailChanged,
            wit::Reason::InAnotherCompany => Self::InAnotherCompany,
            wit::Reason::LeftCompany => Self::LeftCompany,
        }
    }
}

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

impl From<AuthMethod> for wit_types::AuthMethod {
    fn from(method: AuthMethod) -> Self {
        match method {
            AuthMethod::ClientSecretBasic => Self::ClientSecretBasic,
            AuthMethod::ClientSecretPost => Self::ClientSecretPost,
            AuthMethod::PrivateKeyJwt => Self::PrivateKeyJwt,
            AuthMethod::JwtBearer => Self::JwtBearer,
        }
    }
}

impl From<wit_types::AuthMethod> for AuthMethod {
    fn from(method: wit_types::AuthMethod) -> Self {
        match method {
            wit_types::AuthMethod::ClientSecretBasic => Self::ClientSecretBasic,
            wit_types::AuthMethod::ClientSecretPost => Self::ClientSecretPost,
            wit_types::AuthMethod::PrivateKeyJwt => Self::PrivateKeyJwt,
            wit_types::AuthMethod::JwtBearer => Self::JwtBearer,
        }
    }
}
