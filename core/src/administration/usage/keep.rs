//! Recording usage: by company, a few accounts at a time, beside everything that administration reads and writes.

use crate::core::{ATTEMPTS, Context};
use crate::model::account::AccountRecord;
use crate::model::company;
use crate::model::record::{self, Stored};
use crate::model::usage::{Usage, UsageRecord};
use crate::port::store::{Commit, Expect};
use crate::value::error::Error;
use crate::value::identifier::ClientId;

/// So many accounts go into one commit.
const ACCOUNTS_AT_ONCE: usize = 20;

/// Adds usage to the records of the accounts that are there. One company's failure does not keep the others from being recorded; what
/// failed is lost rather than counted twice.
pub(crate) async fn keep(context: &mut Context, mut usage: Vec<Usage>) -> Result<(), Error> {
    // The accounts of a company stand together: its segment begins their ids.
    usage.sort_by(|one, other| one.client_id.cmp(&other.client_id));
    let accounts: Vec<(&ClientId, &[Usage])> = usage
        .chunk_by(|one, other| one.client_id == other.client_id)
        .filter_map(|usage| usage.first().map(|first| (&first.client_id, usage)))
        .collect();
    let mut outcome = Ok(());
    for company in accounts.chunk_by(|(one, _), (other, _)| one.segment() == other.segment()) {
        for some in company.chunks(ACCOUNTS_AT_ONCE) {
            let kept = keep_some(context, some).await;
            outcome = outcome.and(kept);
        }
    }
    outcome
}

async fn keep_some(context: &mut Context, accounts: &[(&ClientId, &[Usage])]) -> Result<(), Error> {
    let keys = accounts.iter().flat_map(|(id, _)| [record::account(id), record::usage(id)]);
    let Some(company) = accounts.first().map(|(id, _)| record::company(&id.segment())) else { return Ok(()) };
    let keys: Vec<_> = keys.chain([company.clone(), record::key_ring()]).collect();
    for _ in 0..ATTEMPTS {
        let reading = context.read(keys.clone()).await?;
        context.go_by_what_was_read(&reading)?;
        let mut changes = Vec::new();
        for (client_id, usage) in accounts {
            let account: Option<Stored<AccountRecord>> = reading.record(&record::account(client_id))?;
            let Some(account) = account.filter(|account| account.record.deleted_at.is_none()) else {
                continue;
            };
            if !company::stands(&reading, &account.record.company)? {
                return Ok(());
            }
            let stored: Option<Stored<UsageRecord>> = reading.record(&record::usage(client_id))?;
            let (mut kept, expect) = match stored {
                Some(stored) => (stored.record, Expect::Version(stored.version)),
                None => (UsageRecord::default(), Expect::Absent),
            };
            usage.iter().for_each(|usage| kept.add(usage, context.now));
            kept.trim(context.now, context.certain());
            changes.push(record::put(record::usage(client_id), expect, &kept)?);
        }
        if changes.is_empty() {
            return Ok(());
        }
        // An account that goes in the meantime leaves no usage behind, and moves the company's record, which counts it. Its other changes are none of this.
        let held = reading.version(&company)?.map_or(Expect::Absent, Expect::Version);
        changes.push(record::keep(company.clone(), held));
        if context.commit(changes).await? == Commit::Committed {
            return Ok(());
        }
    }
    Err(Error::unavailable("the usage changed under every attempt"))
}
