//! Signing a head anew under the first sealing key, so that an earlier one can be taken out of the settings.

use super::AuditHead;
use crate::context::Context;
use crate::error::Error;
use crate::identifier::CompanyId;
use crate::record::{self, Stored};
use crate::store::{Action, Change, Commit, Expect};

/// Whether the head was signed anew. One that no key of the settings has signed is left as it is: `verify` tells of it.
pub(crate) async fn reseal(context: &mut Context, company: &str) -> Result<bool, Error> {
    let company = CompanyId::parse(company).ok_or_else(|| Error::invalid_at("/company", CompanyId::RULE))?;
    let segment = company.segment();
    let key = record::audit_head(&segment);
    let stored = context.read(vec![key.clone()]).await?.record::<AuditHead>(&key)?;
    let Some(Stored { record: head, version }) = stored else { return Ok(false) };
    let first = context.settings.sealing_keys.first().map(|first| first.id());
    if first.as_ref() == Some(&head.key_id) || !head.is_signed(&segment, &context.settings) {
        return Ok(false);
    }
    let value = record::encode(&head.again(&segment, &context.settings)?)?;
    let change =
        Change { key, expect: Expect::Version(version), action: Action::Put { value, expires_at: None } };
    match context.port.commit(vec![change]).await? {
        Commit::Committed => Ok(true),
        // An event came first, and its head is signed by the first key.
        Commit::Conflict => Ok(false),
    }
}
