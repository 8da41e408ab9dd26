//! The ready catalogue, modelled on the tools of a construction company. Values and no JSON: the rules' component reads none, and would be half as large again by what reads it.

use super::{Catalogue, Tool, ToolAction, ToolScope, all_levels, first_version};
use crate::value::identifier::{ActionId, ToolId};
use crate::value::level::Level;

/// Id, name and the lowest level that includes it; `None`: it has to be granted by itself.
type Action = (&'static str, &'static str, Option<Level>);

const READ_ONLY: Option<Level> = Some(Level::ReadOnly);
const STANDARD: Option<Level> = Some(Level::Standard);
const ADMIN: Option<Level> = Some(Level::Admin);

/// What answers for money or for the company has to be granted by itself, even to Admin.
const COMPANY: [(&str, &str, &[Action]); 4] = [
    ("admin", "Administration", &[]),
    ("directory", "Directory", &[("export", "Export people", ADMIN)]),
    ("portfolio", "Portfolio", &[("create_project", "Create a project", ADMIN)]),
    ("reports", "Reports", &[("export", "Export", READ_ONLY), ("share", "Share with others", STANDARD)]),
];

const PROJECT: [(&str, &str, &[Action]); 15] = [
    (
        "budget",
        "Budget",
        &[
            ("export", "Export", READ_ONLY),
            ("lock", "Lock and unlock", ADMIN),
            ("transfer", "Transfer between lines", None),
        ],
    ),
    ("change_orders", "Change Orders", &[("create", "Create", STANDARD), ("approve", "Approve", None)]),
    (
        "commitments",
        "Commitments",
        &[
            ("create", "Create", STANDARD),
            ("approve", "Approve", None),
            ("view_private", "View private ones", ADMIN),
        ],
    ),
    (
        "daily_log",
        "Daily Log",
        &[("create", "Create entries", STANDARD), ("complete", "Complete a day", ADMIN)],
    ),
    (
        "documents",
        "Documents",
        &[
            ("upload", "Upload", STANDARD),
            ("delete", "Delete", ADMIN),
            ("view_private", "View private ones", ADMIN),
        ],
    ),
    ("drawings", "Drawings", &[("upload", "Upload", STANDARD), ("publish", "Publish revisions", ADMIN)]),
    ("inspections", "Inspections", &[("perform", "Perform", STANDARD), ("close", "Close", ADMIN)]),
    ("meetings", "Meetings", &[("create", "Create", STANDARD), ("distribute", "Distribute minutes", ADMIN)]),
    ("observations", "Observations", &[("create", "Create", STANDARD), ("close", "Close", ADMIN)]),
    ("photos", "Photos", &[("upload", "Upload", STANDARD), ("delete", "Delete", ADMIN)]),
    ("punch_list", "Punch List", &[("create", "Create items", STANDARD), ("close", "Close items", ADMIN)]),
    (
        "rfis",
        "RFIs",
        &[("create", "Create", STANDARD), ("respond", "Respond officially", None), ("close", "Close", ADMIN)],
    ),
    ("schedule", "Schedule", &[("import", "Import", ADMIN)]),
    (
        "specifications",
        "Specifications",
        &[("upload", "Upload", STANDARD), ("publish", "Publish revisions", ADMIN)],
    ),
    (
        "submittals",
        "Submittals",
        &[("create", "Create", STANDARD), ("distribute", "Distribute", ADMIN), ("approve", "Approve", None)],
    ),
];

impl Default for Catalogue {
    /// A ready catalogue, modelled on the tools of a construction company.
    fn default() -> Self {
        let company = COMPANY.iter().filter_map(|tool| made(ToolScope::Company, tool));
        let project = PROJECT.iter().filter_map(|tool| made(ToolScope::Project, tool));
        Self { version: first_version(), tools: company.chain(project).collect(), apps: Vec::new() }
    }
}

fn made(scope: ToolScope, (id, name, actions): &(&str, &str, &[Action])) -> Option<Tool> {
    let action = |(id, name, included_from): &Action| {
        Some(ToolAction {
            id: ActionId::parse(*id).ok()?,
            name: (*name).into(),
            included_from: *included_from,
        })
    };
    Some(Tool {
        id: ToolId::parse(*id).ok()?,
        name: (*name).into(),
        scope,
        levels: all_levels(),
        actions: actions.iter().filter_map(action).collect(),
    })
}
