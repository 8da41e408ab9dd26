//! What holds: the one rule that makes a level in force of company level, project level and catalogue.

use crate::administration::Call;
use crate::administration::look::look;
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account;
use crate::model::catalogue::{Catalogue, Tool};
use crate::model::levels::{Levels, ProjectRecord};
use crate::model::need::{InForce, Rule, Source, action_rule, in_force};
use crate::model::record;
use crate::value::error::Error;
use crate::value::identifier::{ActionId, ClientId, ProjectId, ToolId};
use crate::value::input;
use crate::value::level::Level;
use serde::Serialize;

/// What an account may do, in the company or in one project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EffectivePermissions {
    /// Whose.
    pub client_id: ClientId,
    /// In which project; absent: at company level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// The tools above None or with an action, in the catalogue's order.
    pub tools: Vec<EffectiveLevel>,
}

/// The level in force on one tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EffectiveLevel {
    /// On which tool.
    pub tool: ToolId,
    /// The level.
    pub level: Level,
    /// Where it comes from; absent at None.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Source>,
    /// The actions that are held, in the catalogue's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<EffectiveAction>,
}

/// An action that is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EffectiveAction {
    /// Which.
    pub action: ActionId,
    /// By which rule: a level includes it, or it is granted by itself.
    pub rule: Rule,
}

pub(crate) async fn get(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    project: Option<String>,
) -> Result<EffectivePermissions, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let client_id = account::parse(client_id)?;
    let project: Option<ProjectId> = project.map(|text| input::parsed("/project", &text)).transpose()?;
    let in_project = project.as_ref().map(|project| record::account_project(&client_id, project));
    look(context, call.reading(in_project.clone()), &client_id, |scene, account| {
        let levels = ProjectRecord::levels(scene.reading, in_project.as_ref())?;
        let catalogue = &scene.settings.catalogue;
        let tools = catalogue
            .tools
            .iter()
            .map(|tool| effective(catalogue, tool, &account.levels, levels.as_ref()))
            .filter(|held| held.from.is_some() || !held.actions.is_empty())
            .collect();
        Ok(EffectivePermissions { client_id: client_id.clone(), project: project.clone(), tools })
    })
    .await
}

fn effective(
    catalogue: &Catalogue,
    tool: &Tool,
    company: &Levels,
    project: Option<&Levels>,
) -> EffectiveLevel {
    let InForce { level, source } = in_force(catalogue, company, project, &tool.id);
    let rule = |action: &ActionId| action_rule(Some(tool), company, project, action);
    let actions = tool
        .actions
        .iter()
        .map(|action| EffectiveAction { action: action.id.clone(), rule: rule(&action.id) });
    let actions = actions.filter(|action| action.rule != Rule::None).collect();
    EffectiveLevel { tool: tool.id.clone(), level, from: source, actions }
}
