//! Secrets of any company, found where they leaked, and the outside issuers that accounts may trust.

use super::{AtOnce, Begin};
use crate::call::answering;
use crate::plain::json;

pub(super) const OPERATIONS: &[(&str, Begin)] = &[
    ("lookUpLeak", |engine, moment, given| {
        Ok(answering(engine.core.look_up_leak_anywhere(moment.into(), given.object("text")?)))
    }),
    ("putTrustedIssuer", |engine, moment, given| {
        Ok(answering(engine.core.put_trusted_issuer(moment.into(), given.object("issuer")?)))
    }),
];

pub(super) const AT_ONCE: &[(&str, AtOnce)] = &[("secretPattern", |core, _| json(&core.secret_pattern()))];
