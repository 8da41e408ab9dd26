//! Looking at the catalogue: what permissions can be set on, for whoever administers.

use super::principal::Principal;
use super::right::Right;
use super::{Call, view};
use crate::core::{Context, Core, Outcome};
use crate::model::catalogue::Catalogue;
use crate::value::error::Error;
use crate::value::random::Start;

impl Core {
    /// The catalogue. Needs Admin on `admin` or `directory`.
    pub fn get_catalogue(&self, start: Start, principal: Principal, company: String) -> Outcome<Catalogue> {
        self.begin(start, |mut context| async move { get(&mut context, principal, &company).await })
    }
}

pub(crate) async fn get(
    context: &mut Context,
    principal: Principal,
    company: &str,
) -> Result<Catalogue, Error> {
    let call = Call::new(principal, company, Right::Either)?.without_the_record();
    view(context, call, |scene| Ok(scene.settings.catalogue.clone())).await
}
