//! What a Marketplace app asks for, against what its account holds: the difference that an administrator sees before granting.

use crate::administration::Call;
use crate::administration::look::look;
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account::{self, AppType};
use crate::model::catalogue::{Catalogue, Tool, ToolScope};
use crate::model::levels::{Levels, ProjectRecord};
use crate::model::need::{Rule, action_rule, in_force};
use crate::model::record;
use crate::value::error::Error;
use crate::value::identifier::{ActionId, AppId, ClientId, ProjectId, ToolId};
use crate::value::input;
use crate::value::level::Level;
use serde::Serialize;

/// What an account's app asks for and what differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RequestedPermissions {
    /// Whose.
    pub client_id: ClientId,
    /// The app; absent for a custom account, which asks for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app: Option<AppId>,
    /// In which project; absent: at company level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// Where it holds less than it asks for: `actions` are those that it does not hold.
    pub missing: Vec<Difference>,
    /// Where it holds more than it asks for: `actions` are those that it was granted by themselves and does not ask for.
    pub beyond: Vec<Difference>,
}

/// What is asked for on a tool and what is held there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Difference {
    /// On which tool.
    pub tool: ToolId,
    /// The level that the app asks for.
    pub level: Level,
    /// The level that is in force.
    pub held: Level,
    /// The actions that make the difference.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionId>,
}

pub(crate) async fn get(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    project: Option<String>,
) -> Result<RequestedPermissions, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let client_id = account::parse(client_id)?;
    let project: Option<ProjectId> = project.map(|text| input::parsed("/project", &text)).transpose()?;
    let in_project = project.as_ref().map(|project| record::account_project(&client_id, project));
    look(context, call.reading(in_project.clone()), &client_id, |scene, account| {
        let levels = ProjectRecord::levels(scene.reading, in_project.as_ref())?;
        let catalogue = &scene.settings.catalogue;
        let app = match &account.app_type {
            AppType::Marketplace(app) => Some(app.clone()),
            AppType::Custom => None,
        };
        let requests = app.as_ref().and_then(|app| catalogue.app(app)).map(|app| app.requests.clone());
        let requests = requests.unwrap_or_default();
        let asked = Side { company: &requests.company, project: project.as_ref().map(|_| &requests.project) };
        let held = Side { company: &account.levels, project: levels.as_ref() };
        let (mut missing, mut beyond) = (Vec::new(), Vec::new());
        for tool in
            catalogue.tools.iter().filter(|tool| project.is_none() || tool.scope == ToolScope::Project)
        {
            let (level, holds) = (asked.level(catalogue, tool), held.level(catalogue, tool));
            let difference = |actions| Difference { tool: tool.id.clone(), level, held: holds, actions };
            let lacking = asked.actions_without(tool, &held);
            if holds < level || !lacking.is_empty() {
                missing.push(difference(lacking));
            }
            let more = held.actions_without(tool, &asked);
            if holds > level || !more.is_empty() {
                beyond.push(difference(more));
            }
        }
        Ok(RequestedPermissions {
            client_id: client_id.clone(),
            app,
            project: project.clone(),
            missing,
            beyond,
        })
    })
    .await
}

/// What is asked for or held: at company level, and in a project, where what stands at company level holds as well.
struct Side<'a> {
    company: &'a Levels,
    project: Option<&'a Levels>,
}

impl Side<'_> {
    fn level(&self, catalogue: &Catalogue, tool: &Tool) -> Level {
        in_force(catalogue, self.company, self.project, &tool.id).level
    }

    /// The actions of a tool that stand here by themselves, and that `other` has in no way.
    fn actions_without(&self, tool: &Tool, other: &Self) -> Vec<ActionId> {
        let granted = |action: &ActionId| {
            self.company.grants(&tool.id, action)
                || self.project.is_some_and(|levels| levels.grants(&tool.id, action))
        };
        let had =
            |action: &ActionId| action_rule(Some(tool), other.company, other.project, action) != Rule::None;
        let actions = tool.actions.iter().map(|action| &action.id);
        actions.filter(|action| granted(action) && !had(action)).cloned().collect()
    }
}
