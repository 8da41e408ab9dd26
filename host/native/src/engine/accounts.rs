//! Accounts: made, found, changed, stopped, deleted, and what they were used for.

use super::Engine;
use badgehouse::account::{
    Account, AccountChange, AccountQuery, CreatedAccount, DeletedAccount, DisableInput, NewAccount,
};
use badgehouse::error::Error;
use badgehouse::page::{Page, PageInput};
use badgehouse::principal::Principal;
use badgehouse::usage::AccountUsage;

impl Engine {
    /// [`Core::create_account`](badgehouse::Core::create_account).
    pub async fn create_account(
        &self,
        principal: Principal,
        company: String,
        new: NewAccount,
        idempotency_key: Option<String>,
    ) -> Result<CreatedAccount, Error> {
        self.run(|core, start| core.create_account(start, principal, company, new, idempotency_key)).await
    }

    /// [`Core::bootstrap`](badgehouse::Core::bootstrap).
    pub async fn bootstrap(&self, company: String, name: String) -> Result<CreatedAccount, Error> {
        self.run(|core, start| core.bootstrap(start, company, name)).await
    }

    /// [`Core::get_account`](badgehouse::Core::get_account).
    pub async fn get_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<Account, Error> {
        self.run(|core, start| core.get_account(start, principal, company, client_id)).await
    }

    /// [`Core::list_accounts`](badgehouse::Core::list_accounts).
    pub async fn list_accounts(
        &self,
        principal: Principal,
        company: String,
        query: AccountQuery,
    ) -> Result<Page<Account>, Error> {
        self.run(|core, start| core.list_accounts(start, principal, company, query)).await
    }

    /// [`Core::update_account`](badgehouse::Core::update_account).
    pub async fn update_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        change: AccountChange,
        revision: Option<u64>,
    ) -> Result<Account, Error> {
        self.run(|core, start| core.update_account(start, principal, company, client_id, change, revision))
            .await
    }

    /// [`Core::disable_account`](badgehouse::Core::disable_account).
    pub async fn disable_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        input: DisableInput,
        revision: Option<u64>,
    ) -> Result<Account, Error> {
        self.run(|core, start| core.disable_account(start, principal, company, client_id, input, revision))
            .await
    }

    /// [`Core::enable_account`](badgehouse::Core::enable_account).
    pub async fn enable_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        revision: Option<u64>,
    ) -> Result<Account, Error> {
        self.run(|core, start| core.enable_account(start, principal, company, client_id, revision)).await
    }

    /// [`Core::delete_account`](badgehouse::Core::delete_account).
    pub async fn delete_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<(), Error> {
        self.run(|core, start| core.delete_account(start, principal, company, client_id)).await
    }

    /// [`Core::undelete_account`](badgehouse::Core::undelete_account).
    pub async fn undelete_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<Account, Error> {
        self.run(|core, start| core.undelete_account(start, principal, company, client_id)).await
    }

    /// [`Core::list_deleted_accounts`](badgehouse::Core::list_deleted_accounts).
    pub async fn list_deleted_accounts(
        &self,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Result<Page<DeletedAccount>, Error> {
        self.run(|core, start| core.list_deleted_accounts(start, principal, company, page)).await
    }

    /// [`Core::get_usage`](badgehouse::Core::get_usage).
    pub async fn get_usage(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<AccountUsage, Error> {
        self.run(|core, start| core.get_usage(start, principal, company, client_id)).await
    }
}
