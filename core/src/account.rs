//! Accounts: what one is made of, how it lies in the store, and what its company sees of it.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod disable;
pub(crate) mod edit;
pub(crate) mod purge;
pub(crate) mod resource_server;
pub(crate) mod revoke_tokens;
pub(crate) mod undelete;
pub(crate) mod update;
pub(crate) mod view;

pub use crate::model::account::details::{AccountChange, AuthMethod};
pub use crate::model::account::new::NewAccount;
pub use crate::model::account::state::{AccountState, Reason, StateReason};
pub use crate::model::account::view::Account;
pub use crate::model::account::{AppType, Disabled};
pub use create::CreatedAccount;
pub use delete::DeletedAccount;
pub use disable::DisableInput;
pub use purge::Purged;
pub use view::AccountQuery;
