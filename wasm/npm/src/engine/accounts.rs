//! Accounts: made, found and deleted.

use super::Begin;
use crate::call::answering;

pub(super) const OPERATIONS: &[(&str, Begin)] = &[
    ("createAccount", |engine, moment, given| {
        let key = given.optional_text("idempotencyKey")?;
        let (by, company, new) = (given.principal()?, given.company()?, given.object("new")?);
        Ok(answering(engine.core.create_account(moment.into(), by, company, new, key)))
    }),
    ("bootstrap", |engine, moment, given| {
        let (company, name) = (given.company()?, given.text("name")?);
        Ok(answering(engine.core.bootstrap(moment.into(), company, name)))
    }),
    ("getAccount", |engine, moment, given| {
        let (by, company, id) = (given.principal()?, given.company()?, given.client()?);
        Ok(answering(engine.core.get_account(moment.into(), by, company, id)))
    }),
    ("listAccounts", |engine, moment, given| {
        let page = given.object_or_default("page")?;
        let (by, company) = (given.principal()?, given.company()?);
        Ok(answering(engine.core.list_accounts(moment.into(), by, company, page)))
    }),
    ("deleteAccount", |engine, moment, given| {
        let (by, company, id) = (given.principal()?, given.company()?, given.client()?);
        Ok(answering(engine.core.delete_account(moment.into(), by, company, id)))
    }),
];
