//! Accounts, out, and pages, both ways.

use crate::bindings::service_accounts as wit;
use badgehouse::account::{Account, AccountState, AppType, CreatedAccount, Disabled};
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

impl From<wit::Page> for PageInput {
    fn from(page: wit::Page) -> Self {
        Self { limit: page.limit, cursor: page.cursor }
    }
}
