//! `platform-audit`: what was done to signing keys and outside issuers, and whether the telling of it is as it was written.

use crate::exit::No;
use crate::platform::Platform;
use anyhow::Result;
use badgehouse::audit::AuditVerifyInput;
use badgehouse::page::PageInput;
use badgehouse_native::Engine;
use clap::Args;
use std::io::Write;

/// Tell what was done to signing keys and outside issuers, an event a line, and verify it.
///
/// The lines are what the events' hashes are over. The last line, on standard error, is the head: keep it apart from the database, and compare. Exits with 5 if
/// it is not as it was written.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse platform-audit > platform.jsonl")]
pub(crate) struct PlatformAudit {
    #[command(flatten)]
    platform: Platform,
}

impl PlatformAudit {
    pub(crate) async fn run(self) -> Result<()> {
        let engine = self.platform.engine().await?;
        tell(&engine).await?;
        let head = engine.get_platform_audit_head().await?;
        let mut input = AuditVerifyInput::default();
        loop {
            let verified = engine.verify_platform_audit(input).await?;
            if let Some(problem) = verified.problem {
                let kind = serde_json::to_string(&problem.kind)?;
                let said = format!("the audit is not in order at event {}: {kind}", problem.number);
                return Err(No(said).into());
            }
            let cursor = verified.next_cursor;
            if cursor.is_none() {
                break;
            }
            input = AuditVerifyInput { cursor, ..AuditVerifyInput::default() };
        }
        eprintln!("{}", serde_json::to_string(&head)?);
        Ok(())
    }
}

async fn tell(engine: &Engine) -> Result<()> {
    let mut cursor = None;
    loop {
        let export = engine.export_platform_audit_events(PageInput { limit: Some(100), cursor }).await?;
        std::io::stdout().write_all(&export.lines)?;
        cursor = export.next_cursor;
        if cursor.is_none() {
            return Ok(());
        }
    }
}
