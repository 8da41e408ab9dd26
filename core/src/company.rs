//! Companies: a record that holds the full id, since keys only hold a hash of it.

use crate::error::Error;
use crate::identifier::CompanyId;
use crate::record::{self, Stored, VERSION};
use crate::store::{Action, Change, Expect};
use crate::timestamp::{Timestamp, seconds};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(crate) struct CompanyRecord {
    v: u8,
    id: CompanyId,
    #[serde(with = "seconds")]
    created_at: Timestamp,
}

/// The change that makes the company's record, if it is not there yet. Two ids of one segment would be two tenants in one partition:
/// with 100 bits that does not happen, and if it did, the second is refused.
pub(crate) fn change(
    company: &CompanyId,
    stored: Option<Stored<CompanyRecord>>,
    now: Timestamp,
) -> Result<Option<Change>, Error> {
    match stored {
        Some(stored) if stored.record.id == *company => Ok(None),
        Some(_) => Err(Error::broken("two companies share a partition")),
        None => {
            let record = CompanyRecord { v: VERSION, id: company.clone(), created_at: now };
            Ok(Some(Change {
                key: record::company(&company.segment()),
                expect: Expect::Absent,
                action: Action::Put { value: record::encode(&record)?, expires_at: None },
            }))
        }
    }
}
