//! A company's first account.

use super::Begin;
use crate::call::answering;

pub(super) const OPERATIONS: &[(&str, Begin)] = &[("bootstrap", |engine, moment, given| {
    let (company, name) = (given.company()?, given.text("name")?);
    Ok(answering(engine.core.bootstrap(moment.into(), company, name)))
})];
