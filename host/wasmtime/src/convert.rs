//! Between the words of the contract and those of the core, by noun.
//!
//! What the component answers is checked as anything that comes from outside: an id that is none makes the answer malformed.

mod account;
mod contact;
mod crypto;
mod error;
mod grant;
mod http;
mod permission;
mod platform;
mod principal;
mod secret;
mod settings;
mod store;
mod time;

pub(crate) use grant::TokenRequest;
pub(crate) use http::HttpRequest;
pub(crate) use platform::usage;
pub(crate) use principal::principal;
pub(crate) use secret::secrets;
pub(crate) use settings::Settings;

use crate::failure::malformed;
use badgehouse::error::Error;
use badgehouse::identifier::{
    ActionId, ActorId, AppId, ClientId, CompanyId, ContactId, ProjectId, SecretId, ToolId,
};

/// An answer in the core's words.
pub(crate) fn read<W, T: TryFrom<W, Error = Error>>(answer: Result<W, Error>) -> Result<T, Error> {
    answer.and_then(T::try_from)
}

/// Each of them in the core's words.
fn all<W, T: TryFrom<W, Error = Error>>(words: Vec<W>) -> Result<Vec<T>, Error> {
    words.into_iter().map(T::try_from).collect()
}

/// Declares how an identifier is read from an answer.
macro_rules! read_id {
    ($($function:ident -> $id:ident),*) => {
        $(fn $function(text: String) -> Result<$id, Error> {
            $id::parse(text).map_err(|_| malformed(stringify!($function)))
        })*
    };
}

read_id!(
    action_id -> ActionId,
    actor_id -> ActorId,
    app_id -> AppId,
    client_id -> ClientId,
    company_id -> CompanyId,
    contact_id -> ContactId,
    project_id -> ProjectId,
    secret_id -> SecretId,
    tool_id -> ToolId
);
