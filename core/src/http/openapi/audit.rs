//! The addresses of the audit.

use super::route::{Route, paged};
use super::schemas::Schemas;
use crate::administration::audit::read::AuditEventView;
use crate::administration::audit::verify::{AuditVerification, AuditVerifyInput};
use crate::model::audit::head::AuditHeadView;
use crate::value::page::Page;
use serde_json::json;

const EVENTS: &str = "/companies/{company}/audit-events";
const EXPORT: &str = "/companies/{company}/audit-events/export";
const VERIFY: &str = "/companies/{company}/audit-events/verify";
const HEAD: &str = "/companies/{company}/audit-head";

pub(super) fn all(schemas: &mut Schemas) -> Vec<Route> {
    let text = || json!({ "type": "string" });
    let moment = || json!({ "type": "string", "format": "date-time" });
    vec![
        paged(Route::new("GET", EVENTS, "list_audit_events", "A page of the audit, oldest first"))
            .query("actor", "By this actor; `platform` for the platform.", text())
            .query("action", "Of this action.", text())
            .query("target", "To this account or contact.", text())
            .query("from", "From this moment on.", moment())
            .query("to", "Before this moment.", moment())
            .answers(200, "The page.", schemas.written::<Page<AuditEventView>>()),
        paged(Route::new("GET", EXPORT, "export_audit_events", "The audit as JSON lines, as it is chained"))
            .answers_as(
                "application/jsonl",
                "One event a line; the header Badgehouse-Next-Cursor tells where to go on.",
            ),
        Route::new("POST", VERIFY, "verify_audit", "How far the audit is as it was written")
            .takes(schemas.read::<AuditVerifyInput>())
            .answers(200, "How far, and what is wrong.", schemas.written::<AuditVerification>()),
        Route::new("GET", HEAD, "get_audit_head", "Where the audit stands, signed, to be kept outside")
            .answers(200, "The head.", schemas.written::<AuditHeadView>()),
    ]
}
