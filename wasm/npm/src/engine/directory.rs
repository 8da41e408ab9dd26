//! What a host's own directory tells, and is told.

use super::{AtOnce, Begin};
use crate::call::answering;
use crate::plain::json;

pub(super) const OPERATIONS: &[(&str, Begin)] = &[("reportContact", |engine, moment, given| {
    let (company, id, report) = (given.company()?, given.client()?, given.object("report")?);
    Ok(answering(engine.core.report_contact(moment.into(), company, id, report)))
})];

pub(super) const AT_ONCE: &[(&str, AtOnce)] =
    &[("isMachineContact", |core, given| json(&core.is_machine_contact(&given.text("email")?)))];
