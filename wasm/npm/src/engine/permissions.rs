//! Permissions: looked at and set.

use super::Begin;
use crate::call::answering;

pub(super) const OPERATIONS: &[(&str, Begin)] = &[
    ("getPermissions", |engine, moment, given| {
        let (company, id, page) = (given.company()?, given.client()?, given.object_or_default("page")?);
        Ok(answering(engine.core.get_permissions(moment.into(), given.principal()?, company, id, page)))
    }),
    ("setPermissions", |engine, moment, given| {
        let (company, id, change) = (given.company()?, given.client()?, given.object("change")?);
        let (revision, by) = (given.value("revision")?, given.principal()?);
        Ok(answering(engine.core.set_permissions(moment.into(), by, company, id, change, revision)))
    }),
];
