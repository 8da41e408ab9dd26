//! Resealing a company: what an earlier sealing key has signed comes under the first, so that the earlier one can be taken out of the settings.

use crate::core::{Again, Context, Core, Outcome, events};
use crate::model::company::CompanyRecord;
use crate::model::record;
use crate::model::vouch::Doubt;
use crate::port::store::{Key, Listed};
use crate::value::error::Error;
use crate::value::identifier::CompanyId;
use crate::value::input;
use crate::value::random::Start;
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// How many records one call looks at.
const RECORDS_AT_ONCE: u32 = 200;

/// How a company is resealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ResealInput {
    /// Whether to believe what was signed by a sealing key that is in the settings no more. Only after that key was lost: whoever writes to the store can
    /// claim as much of what he has made up.
    pub keep_lost: bool,
    /// `next_cursor` of the answer before; absent for the beginning.
    pub cursor: Option<String>,
}

/// How far the resealing of a company has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CompanyResealed {
    /// How many records this call has signed anew.
    pub resealed: u64,
    /// How many it found that were signed by a sealing key which is in the settings no more, and left as they are.
    pub lost: u64,
    /// How many it found that are not as this service wrote them, and left as they are.
    pub forged: u64,
    /// Where to go on; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

impl Core {
    /// Signs the records of a company anew that an earlier sealing key has signed, some at a time: call it again with `next_cursor`. For the platform.
    pub fn reseal_company(
        &self,
        start: Start,
        company: String,
        input: ResealInput,
    ) -> Outcome<CompanyResealed> {
        self.begin(start, |mut context| async move { reseal(&mut context, &company, input).await })
    }
}

async fn reseal(context: &mut Context, company: &str, input: ResealInput) -> Result<CompanyResealed, Error> {
    let company = input::parsed::<CompanyId>("/company", company)?;
    let segment = company.segment();
    let reading = context.read(vec![record::company(&segment), record::key_ring()]).await?;
    CompanyRecord::of(&company, &reading)?;
    context.go_by_what_was_read(&reading)?;
    let unknown = || Error::invalid_at("/cursor", "a cursor is the `next_cursor` of the answer before");
    let after = input.cursor.map(|cursor| Key::parse(cursor).map_err(|_| unknown())).transpose()?;
    if after.as_ref().is_some_and(|after| after.partition() != segment.as_str()) {
        return Err(unknown());
    }
    let mut outcome = CompanyResealed::default();
    if after.is_none() {
        outcome.resealed = events::sign_again(context, &segment).await?;
    }
    let listed = context.port.list(record::all(&segment), after, RECORDS_AT_ONCE).await?;
    if u32::try_from(listed.len()).is_ok_and(|found| found >= RECORDS_AT_ONCE) {
        outcome.next_cursor = listed.last().map(|found| found.key.to_string());
    }
    for Listed { key, entry } in listed {
        // A clock that is behind would have the store drop it at once.
        let expires_at =
            record::longest_life(&key, context.now.max(context.proven())).map(Timestamp::seconds);
        let count = match context.sign_again(key, entry, input.keep_lost, expires_at).await? {
            Again::AsItWas => continue,
            Again::Signed => &mut outcome.resealed,
            Again::Doubtful(Doubt::KeyUnknown) => &mut outcome.lost,
            Again::Doubtful(Doubt::Forged) => &mut outcome.forged,
        };
        *count = count.saturating_add(1);
    }
    Ok(outcome)
}
