//! Companies: a record that holds the full id, since keys only hold a hash of it, and how many accounts there are.
//!
//! Nothing of a company counts without the record. It stays when the company is erased, without the id, so that what the erasure has missed never counts again.

use super::audit::AuditAction;
use super::erasure::Erasing;
use super::record::{self, Found, Reading, Stored, VERSION};
use super::settings::Policy;
use crate::port::store::Change;
use crate::value::error::{Code, Error};
use crate::value::identifier::{CompanyId, Segment};
use crate::value::timestamp::{Timestamp, seconds};
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::Serialize;

#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CompanyRecord {
    v: u8,
    /// Absent once the company is erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<CompanyId>,
    #[serde(serialize_with = "seconds::serialize")]
    created_at: Timestamp,
    /// How many accounts there are, the deleted ones left out.
    accounts: u64,
    /// How many deleted accounts there are, which were not purged yet.
    deleted: u64,
    /// That it is being erased or was, and how far that has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) erasing: Option<Erasing>,
}

impl FromTree for CompanyRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            v: record.needed("v")?,
            id: record.optional("id")?,
            created_at: record.moment("created_at")?,
            accounts: record.or_default("accounts")?,
            deleted: record.or_default("deleted")?,
            erasing: record.optional("erasing")?,
        })
    }
}

/// Whether the company is there, as it was read, and is not being erased: without it, neither its accounts nor their tokens count.
pub(crate) fn stands(reading: &Reading, company: &CompanyId) -> Result<bool, Error> {
    let stored = CompanyRecord::read(reading, &company.segment())?;
    Ok(stored.is_some_and(|stored| stored.record.id.as_ref() == Some(company) && !stored.record.is_erasing()))
}

impl CompanyRecord {
    pub(crate) fn read(reading: &Reading, segment: &Segment) -> Result<Option<Stored<Self>>, Error> {
        reading.record(&record::company(segment))
    }

    /// The company's record among what was read; nothing before its first event. Two ids of one segment lead to one partition: that costs 2^80 hashes, or
    /// a hand that has the store and a sealing key, and then the partition is the first's alone. What is no record of this service's stops nobody.
    ///
    /// # Errors
    /// `not_found` when the record is another company's: for this one, nothing is there.
    pub(crate) fn of(company: &CompanyId, reading: &Reading) -> Result<Found<Self>, Error> {
        let found: Found<Self> = reading.found(&record::company(&company.segment()))?;
        let id = found.record().and_then(|record| record.id.as_ref());
        if id.is_some_and(|id| id != company) {
            return Err(Error::not_found());
        }
        Ok(found)
    }

    /// Whether it is being erased or was.
    pub(crate) fn is_erasing(&self) -> bool {
        self.erasing.is_some()
    }

    /// How many accounts lie in the store, the deleted ones with them.
    pub(crate) fn all_accounts(&self) -> u64 {
        self.accounts.saturating_add(self.deleted)
    }

    /// The same with how far its erasure has come.
    pub(crate) fn being_erased(self, erasing: Erasing) -> Self {
        Self { erasing: Some(erasing), ..self }
    }

    /// What stays of it: that it was erased, and no name.
    pub(crate) fn erased(self, erasing: Erasing) -> Self {
        Self { id: None, accounts: 0, deleted: 0, erasing: Some(erasing), ..self }
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
            return Err(Error::new(Code::NotFound, "this company was erased, and its id is not used again"));
        }
        let mut record = before.cloned().unwrap_or_else(|| Self {
            v: VERSION,
            id: Some(company.clone()),
            created_at: now,
            accounts: 0,
            deleted: 0,
            erasing: None,
        });
        record.count(action, policy)?;
        let (key, expect) = (record::company(&company.segment()), found.unchanged());
        if before == Some(&record) {
            return Ok(record::keep(key, expect));
        }
        record::put(key, expect, &record)
    }

    fn count(&mut self, action: AuditAction, policy: &Policy) -> Result<(), Error> {
        let (accounts, deleted) = (self.accounts, self.deleted);
        if matches!(action, AuditAction::AccountCreated | AuditAction::AccountUndeleted)
            && accounts >= policy.accounts_per_company
        {
            let detail =
                "the company has as many accounts as policy allows; delete one that is not used any more";
            return Err(Error::new(Code::TooManyAccounts, detail));
        }
        (self.accounts, self.deleted) = match action {
            AuditAction::AccountCreated => (accounts.saturating_add(1), deleted),
            AuditAction::AccountDeleted => (accounts.saturating_sub(1), deleted.saturating_add(1)),
            AuditAction::AccountUndeleted => (accounts.saturating_add(1), deleted.saturating_sub(1)),
            AuditAction::AccountPurged => (accounts, deleted.saturating_sub(1)),
            _ => (accounts, deleted),
        };
        Ok(())
    }
}
