//! What the platform does: reports in, and what became of companies, keys and secrets, out.

use super::named_alike;
use crate::bindings::service_accounts as wit;
use badgehouse::account::Purged;
use badgehouse::audit::AuditCut;
use badgehouse::company::{CompanyResealed, Erasure, ErasureReceipt};
use badgehouse::contact::{ContactReport, ReportedContact};
use badgehouse::key_ring::{EarlierTokens, Resealed};
use badgehouse::secret::FoundSecret;
use badgehouse::timestamp::Timestamp;
use badgehouse::workload::{EnteredIssuer, IgnoredKey, KnownKey};

impl From<Resealed> for wit::Resealed {
    fn from(outcome: Resealed) -> Self {
        Self { resealed: outcome.resealed, lost: outcome.lost, lost_issuers: outcome.lost_issuers }
    }
}

impl From<EnteredIssuer> for wit::EnteredIssuer {
    fn from(entered: EnteredIssuer) -> Self {
        let known = |key: KnownKey| {
            let KnownKey { kid, thumbprint, algorithms } = key;
            wit::KnownKey { kid, thumbprint, algorithms }
        };
        let ignored = |key: IgnoredKey| {
            let IgnoredKey { index, kid, reason } = key;
            wit::IgnoredKey { index, kid, reason }
        };
        Self {
            known: entered.known.into_iter().map(known).collect(),
            ignored: entered.ignored.into_iter().map(ignored).collect(),
        }
    }
}

named_alike!(wit::EarlierTokens => EarlierTokens { Kept, Refused });

impl From<FoundSecret> for wit::FoundSecret {
    fn from(found: FoundSecret) -> Self {
        Self {
            company: found.company,
            client_id: found.client_id.to_string(),
            name: found.name,
            secret_id: found.secret_id.to_string(),
            live: found.live,
            revoked: found.revoked,
        }
    }
}

impl From<wit::ContactReport> for ContactReport {
    fn from(report: wit::ContactReport) -> Self {
        Self { email: report.email, companies: report.companies, revision: report.revision }
    }
}

impl From<ReportedContact> for wit::ReportedContact {
    fn from(reported: ReportedContact) -> Self {
        Self { applied: reported.applied, contact: reported.contact.into() }
    }
}

impl From<Purged> for wit::Purged {
    fn from(purged: Purged) -> Self {
        Self { accounts: purged.accounts, more: purged.more }
    }
}

impl From<AuditCut> for wit::AuditCut {
    fn from(cut: AuditCut) -> Self {
        Self { number: cut.number, removed: cut.removed, more: cut.more }
    }
}

impl From<CompanyResealed> for wit::CompanyResealed {
    fn from(outcome: CompanyResealed) -> Self {
        let CompanyResealed { resealed, lost, forged, next_cursor } = outcome;
        Self { resealed, lost, forged, next_cursor }
    }
}

impl From<Erasure> for wit::Erasure {
    fn from(erasure: Erasure) -> Self {
        Self {
            removed: erasure.removed,
            accounts_left: erasure.accounts_left,
            receipt_from: erasure.receipt_from.map(Timestamp::seconds),
            receipt: erasure.receipt.map(Into::into),
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

impl From<wit::ErasureReceipt> for ErasureReceipt {
    fn from(receipt: wit::ErasureReceipt) -> Self {
        Self {
            company_hash: receipt.company_hash,
            begun_at: Timestamp::from_seconds(receipt.begun_at),
            ended_at: Timestamp::from_seconds(receipt.ended_at),
            removed: receipt.removed,
            mac: receipt.mac,
            key_id: receipt.key_id,
        }
    }
}
