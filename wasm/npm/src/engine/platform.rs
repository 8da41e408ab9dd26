//! What only the embedding product does: by a timer, for a company that goes, and for keys that are lost.

use super::{AtOnce, Begin};
use crate::call::answering;
use crate::plain::json;
use crate::refusal::refused;
use std::sync::Arc;

pub(super) const OPERATIONS: &[(&str, Begin)] = &[
    ("maintain", |engine, moment, _| {
        let (watch, monotonic) = (Arc::clone(&engine.watch), moment.monotonic);
        let operation = engine.core.maintain(moment.into(), watch.passed(monotonic));
        // Measured from before the operation, since there is no clock here: by as much as it takes, once a process, more seems to have passed.
        Ok(operation.map(move |outcome| {
            let answer = outcome.map_err(refused)?;
            watch.saw(&answer, monotonic);
            json(&answer).map_err(refused)
        }))
    }),
    ("clock", |engine, moment, _| Ok(answering(engine.core.clock(moment.into())))),
    ("believeClock", |engine, moment, _| Ok(answering(engine.core.believe_clock(moment.into())))),
    // Of what was added up since the last time.
    ("recordUsage", |engine, moment, _| {
        Ok(answering(engine.core.record_usage(moment.into(), engine.kept.take_usage())))
    }),
    ("purgeAccounts", |engine, moment, given| {
        Ok(answering(engine.core.purge_accounts(moment.into(), given.company()?)))
    }),
    ("cutAudit", |engine, moment, given| {
        Ok(answering(engine.core.cut_audit(moment.into(), given.company()?)))
    }),
    ("eraseCompany", |engine, moment, given| {
        let confirmation = given.text("confirmation")?;
        Ok(answering(engine.core.erase_company(moment.into(), given.company()?, confirmation)))
    }),
    ("reseal", |engine, moment, _| Ok(answering(engine.core.reseal(moment.into())))),
    ("resealCompany", |engine, moment, given| {
        let (company, input) = (given.company()?, given.object_or_default("input")?);
        Ok(answering(engine.core.reseal_company(moment.into(), company, input)))
    }),
    ("replaceSigningKey", |engine, moment, given| {
        Ok(answering(engine.core.replace_signing_key(moment.into(), given.value("earlier")?)))
    }),
];

pub(super) const AT_ONCE: &[(&str, AtOnce)] =
    &[("verifyErasureReceipt", |core, given| json(&core.verify_erasure_receipt(&given.object("receipt")?)))];
