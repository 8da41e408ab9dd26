//! Accounts, out, and pages, both ways.

use super::named_alike;
use crate::bindings::service_accounts as wit;
use crate::bindings::types as wit_types;
use badgehouse::account::{
    Account, AccountQuery, AccountState, AppType, Attention, AuthMethod, CreatedAccount, DeletedAccount,
    Disabled, Reason, StateReason,
};
use badgehouse::error::{Error, InputProblem};
use badgehouse::identifier::AppId;
use badgehouse::page::{Page, PageInput};
use badgehouse::timestamp::Timestamp;

impl From<Account> for wit::Account {
    fn from(account: Account) -> Self {
        Self {
            client_id: account.client_id.to_string(),
            company: account.company.to_string(),
            app_type: account.app_type.into(),
            name: account.name,
            created_at: account.created_at.seconds(),
            revision: account.revision,
            functional: account.functional,
            problems: account.problems.into_iter().map(Into::into).collect(),
            contact_email: account.contact_email,
            description: account.description,
            metadata: account.metadata.into_iter().collect(),
            owner: account.owner,
            expires_at: account.expires_at.map(Timestamp::seconds),
            state: account.state.into(),
            disabled: account.disabled.map(Into::into),
            reasons: account.reasons.into_iter().map(Into::into).collect(),
            token_seconds: account.token_seconds,
            auth_methods: account.auth_methods.map(|methods| methods.into_iter().map(Into::into).collect()),
            dpop_bound_access_tokens: account.dpop_bound_access_tokens,
            attention: account.attention.into_iter().map(Into::into).collect(),
        }
    }
}

named_alike!(AccountState => wit::AccountState { Disabled, Expired, Broken, Functional });

named_alike!(Attention => wit::Attention { NotWorking, EndsSoon, NeverUsed, UnusedPermissions, BeyondRequest, AwaitingPermissions, TemplateChanged });

impl From<StateReason> for wit::StateReason {
    fn from(reason: StateReason) -> Self {
        Self { reason: reason.reason.into(), since: reason.since.map(Timestamp::seconds) }
    }
}

named_alike!(Reason => wit::Reason { Disabled, Expired, EmailChanged, InAnotherCompany, LeftCompany });

impl From<Disabled> for wit::Disabled {
    fn from(disabled: Disabled) -> Self {
        Self { since: disabled.since.seconds(), reason: disabled.reason }
    }
}

impl From<AppType> for wit::AppType {
    fn from(app_type: AppType) -> Self {
        match app_type {
            AppType::Custom => Self::Custom,
            AppType::Marketplace(app) => Self::Marketplace(app.to_string()),
        }
    }
}

impl From<CreatedAccount> for wit::CreatedAccount {
    fn from(created: CreatedAccount) -> Self {
        Self {
            account: created.account.into(),
            secret_id: created.secret_id.to_string(),
            client_secret: created.client_secret.map(|secret| secret.reveal().into()),
            notice: created.notice.map(Into::into),
        }
    }
}

impl From<Page<Account>> for wit::AccountPage {
    fn from(page: Page<Account>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next_cursor: page.next_cursor }
    }
}

impl TryFrom<wit::AccountQuery> for AccountQuery {
    type Error = Error;

    fn try_from(query: wit::AccountQuery) -> Result<Self, Error> {
        let app = |app: String| {
            AppId::parse(app).map_err(|error| Error::invalid(vec![InputProblem::new("/app", error.rule())]))
        };
        Ok(Self {
            limit: query.limit,
            cursor: query.cursor,
            name: query.name,
            app: query.app.map(app).transpose()?,
            owner: query.owner,
            state: query.state.map(Into::into),
            used_since: query.used_since.map(Timestamp::from_seconds),
            unused_since: query.unused_since.map(Timestamp::from_seconds),
            attention: query.attention,
        })
    }
}

impl From<DeletedAccount> for wit::DeletedAccount {
    fn from(account: DeletedAccount) -> Self {
        Self {
            client_id: account.client_id.to_string(),
            app_type: account.app_type.into(),
            name: account.name,
            deleted_at: account.deleted_at.seconds(),
            undelete_until: account.undelete_until.seconds(),
        }
    }
}

impl From<Page<DeletedAccount>> for wit::DeletedAccountPage {
    fn from(page: Page<DeletedAccount>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next_cursor: page.next_cursor }
    }
}

named_alike!(wit::AccountState => AccountState { Disabled, Expired, Broken, Functional });

impl From<wit::Page> for PageInput {
    fn from(page: wit::Page) -> Self {
        Self { limit: page.limit, cursor: page.cursor }
    }
}

named_alike!(AuthMethod => wit_types::AuthMethod { ClientSecretBasic, ClientSecretPost, PrivateKeyJwt, JwtBearer });
