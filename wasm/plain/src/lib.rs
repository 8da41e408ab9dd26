//! The component without resources: the world `plain` of `wit/`, answered by the core. Translation only; every rule is the core's, and each call has a core of its own.

mod bindings;
#[path = "../../words/convert.rs"]
mod convert;
#[path = "../../operations/operations.rs"]
mod operations;
#[path = "../../operations/ports.rs"]
mod ports;

use badgehouse::grant::TokenError;
use badgehouse::{Core, error};
use badgehouse_allocator as _;
use bindings::crypto::PublicJwk;
use bindings::service_accounts as wit;
use bindings::types::{Catalogue, Error, NewAccount};

/// What answers the world's exports.
struct Face;

macro_rules! functions {
    (
        administrative { $($asked:ident($($given:ident: $type:ty),*) -> $answer:ty;)* }
        of_the_platform { $($own:ident($($of_own:ident: $own_type:ty),*) -> $own_answer:ty;)* }
        by_hand { $($other:ident($($of_other:ident: $other_type:ty),*) -> $other_answer:ty;)* }
        at_once { $($pure:ident($($of_pure:ident: $pure_type:ty),*) -> $pure_answer:ty;)* }
    ) => {
        impl wit::Guest for Face {
            $(fn $asked(
                by: wit::Given,
                principal: wit::Principal,
                company: String,
                $($given: $type),*
            ) -> Result<$answer, Error> {
                operations::$asked(&core(by)?, principal, company, $($given),*)
            })*

            $(fn $own(by: wit::Given, $($of_own: $own_type),*) -> Result<$own_answer, Error> {
                operations::$own(&core(by)?, $($of_own),*)
            })*

            $(fn $other(by: wit::Given, $($of_other: $other_type),*) -> $other_answer {
                operations::$other(&core(by)?, $($of_other),*)
            })*

            $(fn $pure(by: wit::Given, $($of_pure: $pure_type),*) -> Result<$pure_answer, Error> {
                Ok(operations::$pure(&core(by)?, $($of_pure),*))
            })*
        }
    };
}
operations::each_operation!(functions);

/// The core of one call.
fn core(given: wit::Given) -> Result<Core, error::Error> {
    let core = convert::settings(given.settings).and_then(Core::open)?;
    match given.note {
        Some(note) => Ok(core.noting(convert::note(note)?)),
        None => Ok(core),
    }
}

/// At the token endpoint, too, settings may break a rule.
impl From<error::Error> for wit::TokenError {
    fn from(error: error::Error) -> Self {
        TokenError::from(error).into()
    }
}

bindings::export!(Face with_types_in bindings);
