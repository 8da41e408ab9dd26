//! What an account proves itself with: secrets, found where they leaked too, and trust in outside issuers.

use super::{AtOnce, Begin};
use crate::call::answering;
use crate::json::json;

pub(super) const OPERATIONS: &[(&str, Begin)] = &[
    ("addSecret", |engine, moment, given| {
        let (company, id, new) = (given.company()?, given.client()?, given.object_or_default("new")?);
        let key = given.optional_text("idempotencyKey")?;
        let by = given.principal()?;
        Ok(answering(engine.core.add_secret(moment.into(), by, company, id, new, key)))
    }),
    ("listSecrets", |engine, moment, given| {
        let (by, company, id) = (given.principal()?, given.company()?, given.client()?);
        Ok(answering(engine.core.list_secrets(moment.into(), by, company, id)))
    }),
    ("revokeSecret", |engine, moment, given| {
        let secret_id = given.text("secret_id")?;
        let (by, company, id) = (given.principal()?, given.company()?, given.client()?);
        Ok(answering(engine.core.revoke_secret(moment.into(), by, company, id, secret_id)))
    }),
    ("lookUpLeak", |engine, moment, given| {
        Ok(answering(engine.core.look_up_leak_anywhere(moment.into(), given.object("text")?)))
    }),
    ("putTrustedIssuer", |engine, moment, given| {
        Ok(answering(engine.core.put_trusted_issuer(moment.into(), given.object("issuer")?)))
    }),
];

pub(super) const AT_ONCE: &[(&str, AtOnce)] = &[("secretPattern", |core, _| json(&core.secret_pattern()))];
