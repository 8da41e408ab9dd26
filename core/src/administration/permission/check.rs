//! Checking: may an account do this, in the company or in up to 64 projects, and by which rule or for lack of what.

use crate::administration::Call;
use crate::administration::look::look;
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account;
use crate::model::catalogue::{Catalogue, ToolScope};
use crate::model::levels::{Levels, ProjectRecord};
use crate::model::need::{Holding, Needed, Rule};
use crate::model::record;
use crate::value::error::{Error, InputProblem, Required};
use crate::value::identifier::{ClientId, ProjectId};
use crate::value::level::Level;
use serde::{Deserialize, Serialize};

/// The most projects in one check, so that they are read together with the account.
pub(crate) const MAX_PROJECTS: usize = 64;

/// What an account is to be able to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckInput {
    /// A tool of the catalogue.
    pub tool: String,
    /// At least this level on it, above None; with `action`, absent.
    #[serde(default)]
    pub level: Option<Level>,
    /// This action of it; with `level`, absent.
    #[serde(default)]
    pub action: Option<String>,
    /// In each of these projects, at most 64; empty: at company level.
    #[serde(default)]
    pub projects: Vec<String>,
}

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Checked {
    /// Whose permissions these are.
    pub client_id: ClientId,
    /// Whether the account can fetch tokens and call APIs at all. When it cannot, nothing is allowed.
    pub functional: bool,
    /// One answer for each project, in the order asked; or the one for the company.
    pub results: Vec<CheckResult>,
}

/// The answer for one project or the company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckResult {
    /// In which project; absent: at company level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// Whether a call would go through: what it holds suffices and the account is functional.
    pub allowed: bool,
    /// The level it holds.
    pub level: Level,
    /// The rule by which it holds that level; asked for an action, the rule by which it holds the action.
    pub rule: Rule,
    /// What is missing when that does not suffice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Required>,
}

pub(crate) async fn check(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    input: CheckInput,
) -> Result<Checked, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let client_id = account::parse(client_id)?;
    // What is no project, or one too many, is refused after the rights.
    let readable = input.projects.iter().take(MAX_PROJECTS).filter_map(|text| ProjectId::parse(text).ok());
    let readable: Vec<_> = readable.map(|project| record::account_project(&client_id, &project)).collect();
    look(context, call.reading(readable), &client_id, |scene, account| {
        let catalogue = &scene.settings.catalogue;
        let (needed, projects) = parse(catalogue, &input)?;
        let functional = account.is_functional(scene.now);
        let result = |project: Option<ProjectId>, levels: Option<&Levels>| {
            let Holding { level, rule, suffices } = needed.held(catalogue, &account.levels, levels);
            let missing = (!suffices).then(|| needed.required(project.clone()));
            CheckResult { allowed: suffices && functional, level, rule, missing, project }
        };
        let mut results = Vec::new();
        for project in projects {
            let key = record::account_project(&client_id, &project);
            let levels = ProjectRecord::levels(scene.reading, Some(&key))?;
            results.push(result(Some(project), levels.as_ref()));
        }
        if results.is_empty() {
            results.push(result(None, None));
        }
        Ok(Checked { client_id: client_id.clone(), functional, results })
    })
    .await
}

fn parse(catalogue: &Catalogue, input: &CheckInput) -> Result<(Needed, Vec<ProjectId>), Error> {
    // Before each is compared with those before it.
    if input.projects.len() > MAX_PROJECTS {
        return Err(Error::invalid_at("/projects", "a check names at most 64 projects"));
    }
    let mut problems = Vec::new();
    let (tool, need) = catalogue.needed(&input.tool, input.level, input.action.as_deref(), &mut problems);
    if !input.projects.is_empty() && tool.is_some_and(|tool| tool.scope == ToolScope::Company) {
        problems.push(InputProblem::new("/projects", "this is a company tool: it has no projects"));
    }
    let mut projects = Vec::new();
    for (index, text) in input.projects.iter().enumerate() {
        let mut refuse = |rule: &str| problems.push(InputProblem::new(&format!("/projects/{index}"), rule));
        match ProjectId::parse(text.as_str()) {
            Err(error) => refuse(error.rule()),
            Ok(project) if projects.contains(&project) => refuse("this project is named twice"),
            Ok(project) => projects.push(project),
        }
    }
    match (tool, need) {
        (Some(tool), Some(need)) if problems.is_empty() => {
            Ok((Needed { tool: tool.id.clone(), need }, projects))
        }
        _ => Err(Error::invalid(problems)),
    }
}
