//! Checking: may an account do this, in the company or in up to 64 projects, and by which rule or for lack of what.

use super::Level;
use super::effective::{InForce, Source, in_force};
use super::set::ProjectRecord;
use crate::account::{self, AccountRecord, present};
use crate::administration::{Call, view};
use crate::catalogue::{Catalogue, ToolScope};
use crate::context::Context;
use crate::error::{Error, InputProblem, Required};
use crate::identifier::{ClientId, ProjectId, ToolId};
use crate::principal::Principal;
use crate::record::{self, Stored};
use crate::right::Right;
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
    /// At least this level on it, above None.
    pub level: Level,
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
    /// Whether a call would go through: the level suffices and the account is functional.
    pub allowed: bool,
    /// The level it holds.
    pub level: Level,
    /// The rule by which it holds that level.
    pub rule: Rule,
    /// What is missing when the level does not suffice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Required>,
}

/// The rule by which a level holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Rule {
    /// A level at company level holds in every project.
    CompanyLevel,
    /// The project's own levels add to those.
    ProjectLevel,
    /// No rule: None is where everything starts.
    None,
}

impl From<Option<Source>> for Rule {
    fn from(source: Option<Source>) -> Self {
        match source {
            Some(Source::Company) => Self::CompanyLevel,
            Some(Source::Project) => Self::ProjectLevel,
            None => Self::None,
        }
    }
}

pub(crate) async fn check(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    input: CheckInput,
) -> Result<Checked, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let client_id = account::view::parse(client_id)?;
    let key = record::account(&client_id);
    // What is no project, or one too many, is refused after the rights.
    let readable = input.projects.iter().take(MAX_PROJECTS).filter_map(ProjectId::parse);
    let readable: Vec<_> = readable.map(|project| record::account_project(&client_id, &project)).collect();
    let company = call.company.clone();
    view(context, call.reading([key.clone()]).reading(readable), |scene| {
        let stored: Option<Stored<AccountRecord>> = scene.reading.record(&key)?;
        let account = present(stored.map(|stored| stored.record), &company)?;
        let catalogue = &scene.settings.catalogue;
        let (tool, projects) = parse(catalogue, &input)?;
        let functional = account.is_functional(scene.now);
        let result = |project: Option<ProjectId>, InForce { level, source }: InForce| {
            let suffices = level >= input.level;
            let missing = || Required { tool: tool.clone(), level: input.level, project: project.clone() };
            let missing = (!suffices).then(missing);
            CheckResult { allowed: suffices && functional, level, rule: source.into(), missing, project }
        };
        let mut results = Vec::new();
        for project in projects {
            let key = record::account_project(&client_id, &project);
            let levels = scene.reading.record::<ProjectRecord>(&key)?.map(|stored| stored.record.levels);
            let held = in_force(catalogue, &account.levels, levels.as_ref(), &tool);
            results.push(result(Some(project), held));
        }
        if results.is_empty() {
            results.push(result(None, in_force(catalogue, &account.levels, None, &tool)));
        }
        Ok(Checked { client_id: client_id.clone(), functional, results })
    })
    .await
}

fn parse(catalogue: &Catalogue, input: &CheckInput) -> Result<(ToolId, Vec<ProjectId>), Error> {
    let mut problems = Vec::new();
    let tool = catalogue.needed(&input.tool, input.level, &mut problems);
    if input.projects.len() > MAX_PROJECTS {
        problems.push(InputProblem::new("/projects", "a check names at most 64 projects"));
    }
    if !input.projects.is_empty() && tool.is_some_and(|tool| tool.scope == ToolScope::Company) {
        problems.push(InputProblem::new("/projects", "this is a company tool: it has no projects"));
    }
    let mut projects = Vec::new();
    for (index, text) in input.projects.iter().enumerate() {
        let mut refuse = |rule: &str| problems.push(InputProblem::new(&format!("/projects/{index}"), rule));
        match ProjectId::parse(text.as_str()) {
            None => refuse(ProjectId::RULE),
            Some(project) if projects.contains(&project) => refuse("this project is named twice"),
            Some(project) => projects.push(project),
        }
    }
    match tool {
        Some(tool) if problems.is_empty() => Ok((tool.id.clone(), projects)),
        _ => Err(Error::invalid(problems)),
    }
}
