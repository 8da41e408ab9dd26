//! The contacts of accounts, and the directory that they stand in.

use super::{AtOnce, Begin};
use crate::call::answering;
use crate::json::json;

pub(super) const OPERATIONS: &[(&str, Begin)] = &[
    ("getContact", |engine, moment, given| {
        let (by, company, id) = (given.principal()?, given.company()?, given.client()?);
        Ok(answering(engine.core.get_contact(moment.into(), by, company, id)))
    }),
    ("changeContact", |engine, moment, given| {
        let (company, id, change) = (given.company()?, given.client()?, given.object("change")?);
        Ok(answering(engine.core.change_contact(moment.into(), given.principal()?, company, id, change)))
    }),
    ("repairContact", |engine, moment, given| {
        let (company, id, how) = (given.company()?, given.client()?, given.value("how")?);
        Ok(answering(engine.core.repair_contact(moment.into(), given.principal()?, company, id, how)))
    }),
    ("createContact", |engine, moment, given| {
        let (by, company, new) = (given.principal()?, given.company()?, given.object("new")?);
        Ok(answering(engine.core.create_contact(moment.into(), by, company, new)))
    }),
    ("reportContact", |engine, moment, given| {
        let (company, id, report) = (given.company()?, given.client()?, given.object("report")?);
        Ok(answering(engine.core.report_contact(moment.into(), company, id, report)))
    }),
];

pub(super) const AT_ONCE: &[(&str, AtOnce)] =
    &[("isMachineContact", |core, given| json(&core.is_machine_contact(&given.text("email")?)))];
