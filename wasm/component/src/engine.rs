//! The resource `engine`: each of its functions runs the operation of the same name.

use crate::bindings::crypto::PublicJwk;
use crate::bindings::service_accounts as wit;
use crate::bindings::types::{Catalogue, Error, NewAccount};
use crate::{convert, operations};
use badgehouse::Core;

/// The core with one product's settings.
pub(crate) struct Engine {
    core: Core,
}

macro_rules! methods {
    (
        administrative { $($asked:ident($($given:ident: $type:ty),*) -> $answer:ty;)* }
        of_the_platform { $($own:ident($($of_own:ident: $own_type:ty),*) -> $own_answer:ty;)* }
        by_hand { $($other:ident($($of_other:ident: $other_type:ty),*) -> $other_answer:ty;)* }
        at_once { $($pure:ident($($of_pure:ident: $pure_type:ty),*) -> $pure_answer:ty;)* }
    ) => {
        impl wit::GuestEngine for Engine {
            fn open(settings: wit::Settings) -> Result<wit::Engine, Error> {
                let core = convert::settings(settings).and_then(Core::open)?;
                Ok(wit::Engine::new(Self { core }))
            }

            fn noting(&self, note: wit::Note) -> Result<wit::Engine, Error> {
                let core = self.core.noting(convert::note(note)?);
                Ok(wit::Engine::new(Self { core }))
            }

            $(fn $asked(
                &self,
                principal: wit::Principal,
                company: String,
                $($given: $type),*
            ) -> Result<$answer, Error> {
                operations::$asked(&self.core, principal, company, $($given),*)
            })*

            $(fn $own(&self, $($of_own: $own_type),*) -> Result<$own_answer, Error> {
                operations::$own(&self.core, $($of_own),*)
            })*

            $(fn $other(&self, $($of_other: $other_type),*) -> $other_answer {
                operations::$other(&self.core, $($of_other),*)
            })*

            $(fn $pure(&self, $($of_pure: $pure_type),*) -> $pure_answer {
                operations::$pure(&self.core, $($of_pure),*)
            })*
        }
    };
}
operations::each_operation!(methods);
