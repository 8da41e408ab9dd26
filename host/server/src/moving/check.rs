//! `check`: a store looked through to its last record.

use super::carried::Snapshot;
use super::progress;
use super::rows::Rows;
use crate::exit::No;
use crate::output;
use crate::platform::Platform;
use crate::store::Store;
use anyhow::Result;
use badgehouse::audit::{AuditVerification, AuditVerifyInput};
use badgehouse::error::Error;
use badgehouse::identifier::CompanyId;
use badgehouse::principal::Principal;
use badgehouse::store::Standing;
use badgehouse_native::Engine;
use clap::Args;

/// So many findings are told of each kind; a store that is another's has as many as records.
const TOLD: usize = 20;

/// Look through the whole store: its file, every record, and the audits of the platform and of every company.
///
/// It changes nothing, and servers may be at work. Exits with 5 if it finds something: a file that is damaged, a record that cannot be read, that this service has not written or that a sealing key
/// has signed which is not given, an audit that is not as it was written.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse check --store restored.db")]
pub(crate) struct Check {
    #[command(flatten)]
    platform: Platform,
}

impl Check {
    pub(crate) async fn run(self) -> Result<()> {
        let (engine, store) = self.platform.engine_and_store().await?;
        let mut found = damage(&store).await?;
        let snapshot = store.snapshot().await?;
        let looked = records(&engine, &snapshot).await?;
        drop(snapshot);
        found.extend(looked.found);
        found.extend(audits(&engine, &looked.companies).await?);
        for finding in &found {
            output::line(&output::lines(finding))?;
        }
        let said = format!("records: {}, companies: {}", looked.records, looked.companies.len());
        match found.len() {
            0 => output::line(&format!("{said}; all is in order")),
            _ => Err(No(format!("{said}; not all is in order")).into()),
        }
    }
}

async fn damage(store: &Store) -> Result<Vec<String>> {
    let damage = store.damage().await?;
    Ok(damage.into_iter().take(TOLD).map(|what| format!("the file is damaged: {what}")).collect())
}

#[derive(Default)]
struct Looked {
    records: u64,
    companies: Vec<CompanyId>,
    found: Vec<String>,
}

async fn records(engine: &Engine, snapshot: &Snapshot) -> Result<Looked> {
    let bar = progress::of_rows("records", snapshot.count().await?);
    let mut looked = Looked::default();
    let mut rows = Rows::of_snapshot(snapshot);
    while let Some(row) = rows.next().await? {
        bar.inc(1);
        looked.records += 1;
        looked.companies.extend(engine.company_at(&row.key, &row.value));
        let what = match engine.inspect(&row.key, &row.value) {
            Standing::Sound => continue,
            Standing::KeyUnknown => "is signed by a sealing key that is not given",
            Standing::Forged => "is not as the service wrote it",
            _ => "cannot be read",
        };
        if looked.found.len() < TOLD {
            looked.found.push(format!("the record at {} {what}", row.key));
        }
    }
    bar.finish_and_clear();
    Ok(looked)
}

async fn audits(engine: &Engine, companies: &[CompanyId]) -> Result<Vec<String>> {
    let bar = progress::of_rows("audits", companies.len() as u64 + 1);
    let mut found = Vec::new();
    let platform = verified(async |input| engine.verify_platform_audit(input).await).await?;
    found.extend(platform.map(|number| format!("the platform's audit is not in order at event {number}")));
    for company in companies {
        bar.inc(1);
        let name = company.to_string();
        let problem =
            verified(async |input| engine.verify_audit(Principal::Platform, name.clone(), input).await);
        found.extend(
            problem.await?.map(|number| format!("the audit of {company} is not in order at event {number}")),
        );
    }
    bar.finish_and_clear();
    Ok(found)
}

/// Walks an audit to its end, or to the event that is not in order.
async fn verified(
    mut ask: impl AsyncFnMut(AuditVerifyInput) -> Result<AuditVerification, Error>,
) -> Result<Option<u64>> {
    let mut input = AuditVerifyInput::default();
    loop {
        let verified = ask(input).await?;
        if let Some(problem) = verified.problem {
            return Ok(Some(problem.number));
        }
        if verified.next_cursor.is_none() {
            return Ok(None);
        }
        input = AuditVerifyInput { cursor: verified.next_cursor, ..AuditVerifyInput::default() };
    }
}
