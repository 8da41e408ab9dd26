//! The operations of the contract, each the core's of its name, for the components that have them all: a face says where its core comes from, and nothing else.

mod by_hand;
mod list;

pub(crate) use by_hand::*;
pub(crate) use list::each_operation;

use crate::bindings::service_accounts as wit;
use crate::bindings::types::{Catalogue, Error, NewAccount};
use crate::{convert, ports};
use badgehouse::driver;
use badgehouse::grant::TokenError;
use badgehouse::operation::Operation;
use badgehouse::principal::Principal;
use badgehouse::{Core, Outcome, Start};

/// Where the contract takes and answers as the core does.
macro_rules! functions {
    (
        administrative { $($asked:ident($($given:ident: $type:ty),*) -> $answer:ty;)* }
        of_the_platform { $($own:ident($($of_own:ident: $own_type:ty),*) -> $own_answer:ty;)* }
        $($otherwise:tt)*
    ) => {
        $(pub(crate) fn $asked(
            core: &Core,
            principal: wit::Principal,
            company: String,
            $($given: $type),*
        ) -> Result<$answer, Error> {
            $(let $given = $given.try_into()?;)*
            run_as(core, principal, |core, start, principal| core.$asked(start, principal, company, $($given),*))
        })*

        $(pub(crate) fn $own(core: &Core, $($of_own: $own_type),*) -> Result<$own_answer, Error> {
            $(let $of_own = $of_own.try_into()?;)*
            run(core, |core, start| core.$own(start, $($of_own),*))
        })*
    };
}
each_operation!(functions);

fn run<T, W: From<T>>(core: &Core, begin: impl FnOnce(&Core, Start) -> Outcome<T>) -> Result<W, Error> {
    let outcome = ports::start().and_then(|start| driver::run(begin(core, start), ports::answer));
    outcome.map(W::from).map_err(Error::from)
}

fn run_as<T, W: From<T>>(
    core: &Core,
    principal: wit::Principal,
    begin: impl FnOnce(&Core, Start, Principal) -> Outcome<T>,
) -> Result<W, Error> {
    let principal = convert::principal(principal)?;
    run(core, |core, start| begin(core, start, principal))
}

/// What a client does at the token endpoint.
fn run_for_client<T>(
    core: &Core,
    begin: impl FnOnce(&Core, Start) -> Operation<Result<T, TokenError>>,
) -> Result<T, wit::TokenError> {
    let start = ports::start().map_err(TokenError::from)?;
    Ok(driver::run(begin(core, start), ports::answer)?)
}
