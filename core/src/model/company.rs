//! Companies: a record that holds the full id, since keys only hold a hash of it, and how many accounts there are.

use super::audit::AuditAction;
use super::record::{self, Found, Reading, VERSION};
use super::settings::Policy;
use crate::port::store::Change;
use crate::value::error::{Code, Error};
use crate::value::identifier::CompanyId;
use crate::value::timestamp::{Timestamp, seconds};
use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CompanyRecord {
    v: u8,
    id: CompanyId,
    #[serde(with = "seconds")]
    created_at: Timestamp,
    /// How many accounts there are, the deleted ones left out.
    #[serde(default)]
    accounts: u64,
    /// That it is being erased, and how far that has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) erasing: Option<Erasing>,
}

impl CompanyRecord {
    pub(crate) fn id(&self) -> &CompanyId {
        &self.id
    }

    /// The company's record among what was read; nothing before its first event. Two ids of one segment lead to one partition: that costs 2^80 hashes, or
    /// a hand that has the store and a sealing key, and then the partition is the first's alone. What is no record of this service's stops nobody.
    ///
    /// # Errors
    /// `not_found` when the record is another company's: for this one, nothing is there.
    pub(crate) fn of(company: &CompanyId, reading: &Reading) -> Result<Found<Self>, Error> {
        let found: Found<Self> = reading.found(&record::company(&company.segment()))?;
        if found.record().is_some_and(|record| record.id != *company) {
            return Err(Error::not_found());
        }
        Ok(found)
    }

    pub(crate) fn is_erasing(&self) -> bool {
        self.erasing.is_some()
    }

    pub(crate) fn removed(&self) -> u64 {
        self.erasing.as_ref().map_or(0, |erasing| erasing.removed)
    }

    /// The change of the company's record that goes with `action`: it is made with the first event, counts the accounts, and else has to be as it was
    /// read, so that nothing is written into a company that is being erased. `found` is what [`of`](Self::of) found. A
    /// record that is not this service's is made anew, so that whoever writes to the store stops no company; its accounts are then counted from none.
    pub(crate) fn change(
        company: &CompanyId,
        found: &Found<Self>,
        action: AuditAction,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Change, Error> {
        let before = found.record();
        if before.is_some_and(Self::is_erasing) {
            return Err(Error::not_found());
        }
        let mut record = before.cloned().unwrap_or_else(|| Self {
            v: VERSION,
            id: company.clone(),
            created_at: now,
            accounts: 0,
            erasing: None,
        });
        match action {
            AuditAction::AccountCreated | AuditAction::AccountUndeleted => {
                if record.accounts >= policy.accounts_per_company {
                    let detail = "the company has as many accounts as policy allows; delete one that is not used any more";
                    return Err(Error::new(Code::TooManyAccounts, detail));
                }
                record.accounts = record.accounts.saturating_add(1);
            }
            AuditAction::AccountDeleted => record.accounts = record.accounts.saturating_sub(1),
            _ => {}
        }
        let (key, expect) = (record::company(&company.segment()), found.unchanged());
        if before == Some(&record) {
            return Ok(record::keep(key, expect));
        }
        record::put(key, expect, &record)
    }
}

/// How far an erasure has come, in the company's record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Erasing {
    #[serde(with = "seconds")]
    pub(crate) begun_at: Timestamp,
    pub(crate) removed: u64,
}
