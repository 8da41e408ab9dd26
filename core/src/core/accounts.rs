//! Accounts: made, found, changed, stopped, deleted, and what they were used for.

use super::{Core, Outcome};
use crate::account;
use crate::account::create::CreatedAccount;
use crate::account::delete::DeletedAccount;
use crate::account::disable::DisableInput;
use crate::account::view::AccountQuery;
use crate::model::account::details::AccountChange;
use crate::model::account::new::NewAccount;
use crate::model::account::view::Account;
use crate::principal::Principal;
use crate::usage;
use crate::usage::view::AccountUsage;
use crate::value::page::{Page, PageInput};
use crate::value::random::Start;

impl Core {
    /// Creates an account. Needs Admin on `admin`. The secret is in this answer and in no other.
    pub fn create_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        new: NewAccount,
        idempotency_key: Option<String>,
    ) -> Outcome<CreatedAccount> {
        self.begin(start, |mut context| async move {
            account::create::create(&mut context, principal, &company, new, idempotency_key).await
        })
    }

    /// Makes a company's first account, with Admin on `admin` and `directory`; once a company. For the platform.
    pub fn bootstrap(&self, start: Start, company: String, name: String) -> Outcome<CreatedAccount> {
        self.begin(start, |mut context| async move {
            account::create::bootstrap(&mut context, &company, &name).await
        })
    }

    /// One account. Needs Admin on `admin`.
    pub fn get_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<Account> {
        self.begin(start, |mut context| async move {
            account::view::get(&mut context, principal, &company, &client_id).await
        })
    }

    /// A page of a company's accounts, all or those that fit a search. Needs Admin on `admin`.
    pub fn list_accounts(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        query: AccountQuery,
    ) -> Outcome<Page<Account>> {
        self.begin(start, |mut context| async move {
            account::view::list(&mut context, principal, &company, query).await
        })
    }

    /// Changes what an account is called and said to be, if it still is at `revision`. Needs Admin on `admin`.
    pub fn update_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        change: AccountChange,
        revision: Option<u64>,
    ) -> Outcome<Account> {
        self.begin(start, |mut context| async move {
            let seen = revision.into();
            account::update::update(&mut context, principal, &company, &client_id, change, seen).await
        })
    }

    /// Disables an account: it works no more until it is enabled. Needs Admin on `admin`.
    pub fn disable_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        input: DisableInput,
        revision: Option<u64>,
    ) -> Outcome<Account> {
        self.begin(start, |mut context| async move {
            let seen = revision.into();
            account::disable::disable(&mut context, principal, &company, &client_id, input, seen).await
        })
    }

    /// Enables a disabled account. Needs Admin on `admin`.
    pub fn enable_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        revision: Option<u64>,
    ) -> Outcome<Account> {
        self.begin(start, |mut context| async move {
            account::disable::enable(&mut context, principal, &company, &client_id, revision.into()).await
        })
    }

    /// Deletes an account: it fetches no token any more, and those that are out are refused. Needs Admin on `admin`.
    pub fn delete_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            account::delete::delete(&mut context, principal, &company, &client_id, None.into()).await
        })
    }

    /// Brings a deleted account back within policy's window: as it was, without a secret; tokens that were out stay refused. Needs
    /// Admin on `admin`.
    pub fn undelete_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<Account> {
        self.begin(start, |mut context| async move {
            account::undelete::undelete(&mut context, principal, &company, &client_id, None.into()).await
        })
    }

    /// A page of the deleted accounts that can be brought back. Needs Admin on `admin`.
    pub fn list_deleted_accounts(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Outcome<Page<DeletedAccount>> {
        self.begin(start, |mut context| async move {
            account::delete::list(&mut context, principal, &company, page).await
        })
    }

    /// When an account's secrets were last used, and its tokens and refusals by day. Needs Admin on `admin` or `directory`.
    pub fn get_usage(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<AccountUsage> {
        self.begin(start, |mut context| async move {
            usage::view::get(&mut context, principal, &company, &client_id).await
        })
    }
}
