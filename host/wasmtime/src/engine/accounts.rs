//! Accounts: made, found, changed, stopped, deleted, and what they were used for.

use super::{Badgehouse, call};
use crate::convert::{self, read};
use badgehouse::account::{
    Account, AccountChange, AccountQuery, CreatedAccount, DeletedAccount, DisableInput, NewAccount,
};
use badgehouse::error::Error;
use badgehouse::page::{Page, PageInput};
use badgehouse::principal::Principal;
use badgehouse::usage::AccountUsage;

impl Badgehouse {
    /// [`Core::create_account`](badgehouse::Core::create_account).
    pub async fn create_account(
        &self,
        principal: Principal,
        company: String,
        new: NewAccount,
        idempotency_key: Option<String>,
    ) -> Result<CreatedAccount, Error> {
        let principal = convert::principal(principal)?;
        let key = idempotency_key.as_deref();
        read(call!(self, call_create_account(&principal, &company, &new.into(), key)))
    }

    /// [`Core::bootstrap`](badgehouse::Core::bootstrap).
    pub async fn bootstrap(&self, company: String, name: String) -> Result<CreatedAccount, Error> {
        read(call!(self, call_bootstrap(&company, &name)))
    }

    /// [`Core::get_account`](badgehouse::Core::get_account).
    pub async fn get_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<Account, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_get_account(&principal, &company, &client_id)))
    }

    /// [`Core::list_accounts`](badgehouse::Core::list_accounts).
    pub async fn list_accounts(
        &self,
        principal: Principal,
        company: String,
        query: AccountQuery,
    ) -> Result<Page<Account>, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_list_accounts(&principal, &company, &query.into())))
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
        let principal = convert::principal(principal)?;
        read(call!(self, call_update_account(&principal, &company, &client_id, &change.into(), revision)))
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
        let principal = convert::principal(principal)?;
        read(call!(self, call_disable_account(&principal, &company, &client_id, &input.reason, revision)))
    }

    /// [`Core::enable_account`](badgehouse::Core::enable_account).
    pub async fn enable_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        revision: Option<u64>,
    ) -> Result<Account, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_enable_account(&principal, &company, &client_id, revision)))
    }

    /// [`Core::delete_account`](badgehouse::Core::delete_account).
    pub async fn delete_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<(), Error> {
        let principal = convert::principal(principal)?;
        call!(self, call_delete_account(&principal, &company, &client_id))
    }

    /// [`Core::undelete_account`](badgehouse::Core::undelete_account).
    pub async fn undelete_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<Account, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_undelete_account(&principal, &company, &client_id)))
    }

    /// [`Core::list_deleted_accounts`](badgehouse::Core::list_deleted_accounts).
    pub async fn list_deleted_accounts(
        &self,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Result<Page<DeletedAccount>, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_list_deleted_accounts(&principal, &company, &page.into())))
    }

    /// [`Core::get_usage`](badgehouse::Core::get_usage).
    pub async fn get_usage(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<AccountUsage, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_get_usage(&principal, &company, &client_id)))
    }
}
