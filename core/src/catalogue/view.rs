//! Looking at the catalogue: what permissions can be set on, for whoever administers.

use crate::administration::{Call, view};
use crate::context::Context;
use crate::model::catalogue::Catalogue;
use crate::principal::Principal;
use crate::right::Right;
use crate::value::error::Error;

pub(crate) async fn get(
    context: &mut Context,
    principal: Principal,
    company: &str,
) -> Result<Catalogue, Error> {
    let call = Call::new(principal, company, Right::Either)?;
    view(context, call, |scene| Ok(scene.settings.catalogue.clone())).await
}
