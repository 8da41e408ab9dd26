//! Accounts: made, found, changed, stopped, deleted and brought back.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod disable;
pub(crate) mod purge;
mod resource_server;
pub(crate) mod revoke_tokens;
pub(crate) mod undelete;
pub(crate) mod update;
pub(crate) mod view;

use super::principal::Principal;
use crate::core::{Core, Outcome};
use crate::model::account::details::AccountChange;
use crate::model::account::disabling::DisableInput;
use crate::model::account::new::NewAccount;
use crate::model::account::view::Account;
use crate::value::page::{Page, PageInput};
use crate::value::random::Start;
use create::CreatedAccount;
use delete::DeletedAccount;
use purge::Purged;
use view::AccountQuery;

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
            create::create(&mut context, principal, &company, new, idempotency_key).await
        })
    }

    /// Makes a company's first account, with Admin on `admin` and `directory`; once a company. For the platform. It is a program: it makes accounts, ends them,
    /// and administers those that hold no more than it does. What goes beyond, levels on the product's tools among it, is for people or the platform.
    pub fn bootstrap(&self, start: Start, company: String, name: String) -> Outcome<CreatedAccount> {
        self.begin(start, |mut context| async move { create::bootstrap(&mut context, &company, &name).await })
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
            view::get(&mut context, principal, &company, &client_id).await
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
        self.begin(
            start,
            |mut context| async move { view::list(&mut context, principal, &company, query).await },
        )
    }

    /// Changes what an account is called and said to be, if it still is at `revision`. Needs Admin on `admin`; to let the account or its tokens live longer, prove
    /// itself in more ways, or get tokens that are bound to no key, as much as [adding a secret](Self::add_secret).
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
            update::update(&mut context, principal, &company, &client_id, change, seen).await
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
            disable::disable(&mut context, principal, &company, &client_id, input, seen).await
        })
    }

    /// Enables a disabled account. Needs as much as [adding a secret](Self::add_secret), since its credentials work again.
    pub fn enable_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        revision: Option<u64>,
    ) -> Outcome<Account> {
        self.begin(start, |mut context| async move {
            disable::enable(&mut context, principal, &company, &client_id, revision.into()).await
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
            delete::delete(&mut context, principal, &company, &client_id, None.into()).await
        })
    }

    /// Brings a deleted account back within policy's window: as it was, without a credential; tokens that were out stay refused. Needs
    /// Admin on `admin`; to [add a secret](Self::add_secret) then, what that needs.
    pub fn undelete_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<Account> {
        self.begin(start, |mut context| async move {
            undelete::undelete(&mut context, principal, &company, &client_id, None.into()).await
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
        self.begin(
            start,
            |mut context| async move { delete::list(&mut context, principal, &company, page).await },
        )
    }

    /// Revokes all tokens of an account that are out, if it still is at `revision`; its credentials stay. Needs Admin on `admin`.
    pub fn revoke_tokens(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        revision: Option<u64>,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            revoke_tokens::revoke(&mut context, principal, &company, &client_id, revision.into()).await
        })
    }

    /// Lets an account look at the tokens for these audiences, of every company; none, and it is a resource server no more. For the platform.
    pub fn mark_resource_server(
        &self,
        start: Start,
        company: String,
        client_id: String,
        audiences: Vec<String>,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            resource_server::mark(&mut context, &company, &client_id, audiences).await
        })
    }

    /// Removes what is left of accounts that cannot be brought back any more, some at a time. For the platform, by a timer.
    pub fn purge_accounts(&self, start: Start, company: String) -> Outcome<Purged> {
        self.begin(start, |mut context| async move { purge::purge(&mut context, &company).await })
    }
}
