//! Accounts: made, looked at, deleted; a company's first.

use super::{Badgehouse, call};
use crate::convert::{self, read};
use badgehouse::account::{Account, AccountQuery, CreatedAccount, NewAccount};
use badgehouse::error::Error;
use badgehouse::page::Page;
use badgehouse::principal::Principal;

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
}
