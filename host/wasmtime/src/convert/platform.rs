//! What the platform does: reports out, and what became of companies, keys and secrets, in.

use super::{client_id, named_alike, secret_id};
use crate::bindings::service_accounts as wit;
use badgehouse::account::Purged;
use badgehouse::audit::AuditCut;
use badgehouse::company::{CompanyResealed, Erasure, ErasureReceipt};
use badgehouse::contact::{ContactReport, ReportedContact};
use badgehouse::error::Error;
use badgehouse::key_ring::{EarlierTokens, Resealed};
use badgehouse::secret::FoundSecret;
use badgehouse::timestamp::Timestamp;
use badgehouse::workload::{EnteredIssuer, IgnoredKey, KnownKey};

impl From<wit::Resealed> for Resealed {
    fn from(outcome: wit::Resealed) -> Self {
        Self { resealed: outcome.resealed, lost: outcome.lost, lost_issuers: outcome.lost_issuers }
    }
}

impl From<wit::CompanyResealed> for CompanyResealed {
    fn from(outcome: wit::CompanyResealed) -> Self {
        let wit::CompanyResealed { resealed, lost, forged, next_cursor } = outcome;
        Self { resealed, lost, forged, next_cursor }
    }
}

impl From<wit::EnteredIssuer> for EnteredIssuer {
    fn from(entered: wit::EnteredIssuer) -> Self {
        let known = |key: wit::KnownKey| {
            let wit::KnownKey { kid, thumbprint, algorithms } = key;
            KnownKey { kid, thumbprint, algorithms }
        };
        let ignored = |key: wit::IgnoredKey| {
            let wit::IgnoredKey { index, kid, reason } = key;
            IgnoredKey { index, kid, reason }
        };
        Self {
            known: entered.known.into_iter().map(known).collect(),
            ignored: entered.ignored.into_iter().map(ignored).collect(),
        }
    }
}

named_alike!(EarlierTokens => wit::EarlierTokens { Kept, Refused });

impl TryFrom<wit::FoundSecret> for FoundSecret {
    type Error = Error;

    fn try_from(found: wit::FoundSecret) -> Result<Self, Error> {
        Ok(Self {
            company: found.company,
            client_id: client_id(found.client_id)?,
            name: found.name,
            secret_id: secret_id(found.secret_id)?,
            live: found.live,
            revoked: found.revoked,
        })
    }
}

impl From<ContactReport> for wit::ContactReport {
    fn from(report: ContactReport) -> Self {
        Self { email: report.email, companies: report.companies, revision: report.revision }
    }
}

impl TryFrom<wit::ReportedContact> for ReportedContact {
    type Error = Error;

    fn try_from(reported: wit::ReportedContact) -> Result<Self, Error> {
        Ok(Self { applied: reported.applied, contact: reported.contact.try_into()? })
    }
}

impl From<wit::Purged> for Purged {
    fn from(purged: wit::Purged) -> Self {
        Self { accounts: purged.accounts, more: purged.more }
    }
}

impl From<wit::AuditCut> for AuditCut {
    fn from(cut: wit::AuditCut) -> Self {
        Self { number: cut.number, removed: cut.removed, more: cut.more }
    }
}

impl From<wit::Erasure> for Erasure {
    fn from(erasure: wit::Erasure) -> Self {
        let receipt = |receipt: wit::ErasureReceipt| ErasureReceipt {
            company_hash: receipt.company_hash,
            begun_at: Timestamp::from_seconds(receipt.begun_at),
            ended_at: Timestamp::from_seconds(receipt.ended_at),
            removed: receipt.removed,
            mac: receipt.mac,
            key_id: receipt.key_id,
        };
        Self {
            removed: erasure.removed,
            accounts_left: erasure.accounts_left,
            receipt_from: erasure.receipt_from.map(Timestamp::from_seconds),
            receipt: erasure.receipt.map(receipt),
        }
    }
}

impl From<ErasureReceipt> for wit::ErasureReceipt {
    fn from(receipt: ErasureReceipt) -> Self {
        Self {
            company_hash: receipt.company_hash,
            begun_at: receipt.begun_at.seconds(),
            ended_at: receipt.ended_at.seconds(),
            removed: receipt.removed,
            mac: receipt.mac,
            key_id: receipt.key_id,
        }
    }
}
