//! Levels as they are written on the command line: as in a scope, `rfis:read_only` and `rfis.approve`.

use crate::administrator::{given, refuse_twice};
use crate::files;
use anyhow::Result;
use badgehouse::permission::{Levels, PermissionChange};
use clap::Args;
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// A level on a tool, or an action of it.
#[derive(Clone)]
pub(crate) enum Grant {
    Level(String, String),
    Action(String, String),
}

/// `TOOL:LEVEL` or `TOOL.ACTION`, as in a token's scope.
pub(crate) fn grant(text: &str) -> Result<Grant, String> {
    let action = || text.split_once('.').map(|(tool, action)| Grant::Action(tool.into(), action.into()));
    let level = text.split_once(':').map(|(tool, level)| Grant::Level(tool.into(), level.into()));
    level.or_else(action).ok_or_else(|| "write it as TOOL:LEVEL or TOOL.ACTION".into())
}

/// The levels of these grants, one for each tool. What is wrong with one, the core says.
pub(crate) fn levels(grants: Vec<Grant>) -> Result<Levels> {
    refuse_twice(grants.iter().filter_map(|grant| match grant {
        Grant::Level(tool, _) => Some(tool),
        Grant::Action(..) => None,
    }))?;
    let mut tools = Map::new();
    for grant in grants {
        let tool = match &grant {
            Grant::Level(tool, _) | Grant::Action(tool, _) => tool.clone(),
        };
        let entry = tools.entry(tool).or_insert_with(|| json!({ "level": "none", "actions": [] }));
        match grant {
            Grant::Level(_, level) => entry["level"] = json!(level),
            Grant::Action(_, action) => {
                if let Some(actions) = entry["actions"].as_array_mut() {
                    actions.push(json!(action));
                }
            }
        }
    }
    given(Value::Object(tools), &[])
}

/// What an account is to be allowed.
#[derive(Args)]
pub(super) struct Wanted {
    /// A level or an action on a tool: rfis:read_only (none, read_only, standard, admin), rfis.approve.
    #[arg(value_name = "TOOL:LEVEL", value_parser = grant, required_unless_present_any = ["nothing", "file"])]
    grants: Vec<Grant>,
    /// In this project, which may be said several times; left out, in the company.
    #[arg(long, value_name = "ID")]
    project: Vec<String>,
    /// Nothing there.
    #[arg(long, conflicts_with = "grants")]
    nothing: bool,
    /// The change as the API takes it, from a JSON file: {"company": {…}, "projects": [{"project": …, "levels": {…}}, …]}.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["grants", "nothing", "project"])]
    file: Option<PathBuf>,
}

impl Wanted {
    pub(super) fn change(self) -> Result<PermissionChange> {
        if let Some(file) = &self.file {
            return files::read_json(file, "change of permissions");
        }
        let levels = levels(self.grants)?;
        if self.project.is_empty() {
            return Ok(PermissionChange { company: Some(levels), projects: Vec::new() });
        }
        let in_project = |project: &String| json!({ "project": project, "levels": levels });
        let projects: Vec<Value> = self.project.iter().map(in_project).collect();
        given(json!({ "projects": projects }), &[])
    }
}
