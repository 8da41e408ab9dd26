//! Assigning a template: its levels are copied, by the decision that sets, and the account remembers from which revision.

use super::set::Plan;
use super::template;
use crate::administration::Call;
use crate::administration::edit::{Edit, edit};
use crate::administration::look::look;
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account::{self, AssignedTemplate};
use crate::model::catalogue::{Catalogue, ToolScope};
use crate::model::levels::ProjectLevels;
use crate::model::permission_change::MAX_PROJECTS;
use crate::model::permission_change::PermissionChange;
use crate::model::record;
use crate::model::template::TemplateRecord;
use crate::value::error::{Error, InputProblem};
use crate::value::identifier::ProjectId;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Which template is assigned, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssignInput {
    /// A template of the company.
    pub template_id: String,
    /// In these projects, at most 20, each of whose levels it replaces; empty: at company level.
    #[serde(default)]
    pub projects: Vec<String>,
}

/// Which template an account is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccountTemplate {
    /// The one that was assigned last; null when none ever was.
    pub template: Option<AssignedTemplate>,
}

pub(crate) async fn assign(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    input: AssignInput,
) -> Result<AssignedTemplate, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let client_id = account::parse(client_id)?;
    let segment = call.company.segment();
    let template_id = template::parse(&input.template_id)?;
    // What is no project, or one too many, is refused after the rights.
    let readable = input.projects.iter().take(MAX_PROJECTS).filter_map(|text| ProjectId::parse(text).ok());
    let mut keys: Vec<_> = readable.map(|project| record::account_project(&client_id, &project)).collect();
    keys.push(record::template(&segment, &template_id));
    edit(context, call.reading(keys), &client_id, |scene, account| {
        scene.held.require_other(&client_id, Right::Directory)?;
        let template = template::found(scene, &segment, &template_id)?.record;
        let projects = parse(&scene.settings.catalogue, &template, &input)?;
        let wanted = wanted(&template, &projects);
        let assigned =
            AssignedTemplate { template_id: template_id.clone(), revision: template.revision, projects };
        let remembered = account.template.as_ref() == Some(&assigned);
        let mut plan = Plan::make(scene, account, &client_id, &wanted)?;
        if plan.is_empty() && remembered {
            return Ok(Edit::Nothing(assigned));
        }
        let mut deed = plan.deed();
        if let Some(to) = deed.to.as_object_mut() {
            to.insert("template".into(), json!(assigned));
        }
        plan.account.template = Some(assigned.clone());
        Ok(Edit::changed(plan.account, plan.changes, deed, assigned))
    })
    .await
}

pub(crate) async fn assigned(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
) -> Result<AccountTemplate, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let client_id = account::parse(client_id)?;
    look(context, call, &client_id, |_, account| Ok(AccountTemplate { template: account.template })).await
}

fn wanted(template: &TemplateRecord, projects: &[ProjectId]) -> PermissionChange {
    if projects.is_empty() {
        return PermissionChange { company: Some(template.levels.clone()), ..PermissionChange::default() };
    }
    let project =
        |project: &ProjectId| ProjectLevels { project: project.clone(), levels: template.levels.clone() };
    PermissionChange { projects: projects.iter().map(project).collect(), ..PermissionChange::default() }
}

fn parse(
    catalogue: &Catalogue,
    template: &TemplateRecord,
    input: &AssignInput,
) -> Result<Vec<ProjectId>, Error> {
    // Before each is compared with those before it.
    if input.projects.len() > MAX_PROJECTS {
        return Err(Error::invalid_at("/projects", "a change names at most 20 projects"));
    }
    let mut problems = Vec::new();
    let of_company = |scope| scope == Some(ToolScope::Company);
    let mut tools = template.levels.iter().map(|(id, _)| catalogue.tool(id).map(|tool| tool.scope));
    if !input.projects.is_empty() && tools.any(of_company) {
        let rule = "the template has levels on company tools: it can be assigned at company level only";
        problems.push(InputProblem::new("/template_id", rule));
    }
    let mut projects = Vec::new();
    for (index, text) in input.projects.iter().enumerate() {
        match ProjectId::parse(text.as_str()) {
            Ok(project) => projects.push(project),
            Err(error) => problems.push(InputProblem::new(&format!("/projects/{index}"), error.rule())),
        }
        if input.projects.iter().take(index).any(|earlier| earlier == text) {
            problems.push(InputProblem::new(&format!("/projects/{index}"), "this project is named twice"));
        }
    }
    if problems.is_empty() { Ok(projects) } else { Err(Error::invalid(problems)) }
}
