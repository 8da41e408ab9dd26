//! Signing a head and a cut anew under the first sealing key, so that an earlier one can be taken out of the settings.

use crate::core::Context;
use crate::model::audit::cut::CutRecord;
use crate::model::audit::head::AuditHead;
use crate::model::record::{self, Stored};
use crate::port::store::{Commit, Expect};
use crate::value::error::Error;
use crate::value::identifier::CompanyId;
use crate::value::input;

/// Whether anything was signed anew. What no key of the settings has signed is left as it is: `verify` tells of it.
pub(crate) async fn reseal(context: &mut Context, company: &str) -> Result<bool, Error> {
    let company = input::parsed::<CompanyId>("/company", company)?;
    let segment = company.segment();
    let (head_key, cut_key) = (record::audit_head(&segment), record::audit_cut(&segment));
    let reading = context.read(vec![head_key.clone(), cut_key.clone()]).await?;
    let keys = &context.keys;
    let first = keys.first().id();
    let mut changes = Vec::new();
    if let Some(Stored { record: head, version }) = reading.record::<AuditHead>(&head_key)?
        && head.key_id != first
        && head.is_signed(&segment, keys)
    {
        changes.push(record::put(head_key, Expect::Version(version), &head.again(&segment, keys)?)?);
    }
    if let Some(Stored { record: cut, version }) = reading.record::<CutRecord>(&cut_key)?
        && cut.key_id() != first
        && cut.is_signed(&segment, keys)
    {
        changes.push(record::put(cut_key, Expect::Version(version), &cut.again(&segment, keys)?)?);
    }
    if changes.is_empty() {
        return Ok(false);
    }
    match context.port.commit(changes).await? {
        Commit::Committed => Ok(true),
        Commit::Conflict => Err(Error::unavailable("the audit changed meanwhile; reseal it again")),
    }
}
