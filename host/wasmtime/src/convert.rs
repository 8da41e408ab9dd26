//! Between the words of the contract and those of the core, by noun.
//!
//! What the component answers is checked as anything that comes from outside: an id that is none makes the answer malformed.

mod account;
mod audit;
mod catalogue;
mod change;
mod contact;
mod crypto;
mod error;
mod grant;
mod http;
mod look;
mod me;
mod permission;
mod platform;
mod principal;
mod public_key;
mod secret;
mod settings;
mod store;
mod template;
mod time;
mod trust;
mod usage;

pub(crate) use grant::{PresentedToken, TokenRequest};
pub(crate) use http::HttpRequest;
pub(crate) use principal::principal;
pub(crate) use settings::Settings;
pub(crate) use usage::usage;

use crate::failure::malformed;
use badgehouse::error::Error;
use badgehouse::identifier::{
    ActionId, ActorId, AppId, ClientId, CompanyId, ContactId, JobId, KeyId, ProjectId, SecretId, TemplateId,
    ToolId, TrustId,
};

/// An answer in the core's words.
pub(crate) fn read<W, T: TryFrom<W, Error = Error>>(answer: Result<W, Error>) -> Result<T, Error> {
    answer.and_then(T::try_from)
}

/// Each of them in the core's words.
pub(crate) fn all<W, T: TryFrom<W, Error = Error>>(words: Vec<W>) -> Result<Vec<T>, Error> {
    words.into_iter().map(T::try_from).collect()
}

/// The same case, where the contract and the core name them alike.
macro_rules! named_alike {
    ($from:ty => $to:ty { $($case:ident),* }) => {
        impl From<$from> for $to {
            fn from(value: $from) -> Self {
                match value {
                    $(<$from>::$case => Self::$case,)*
                }
            }
        }
    };
}
use named_alike;

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
    job_id -> JobId,
    key_id -> KeyId,
    project_id -> ProjectId,
    secret_id -> SecretId,
    template_id -> TemplateId,
    tool_id -> ToolId,
    trust_id -> TrustId
);
