//! What a Marketplace app asks for, against what its account holds: the difference that an administrator sees before granting.

use super::effective::in_force;
use super::set::ProjectRecord;
use super::{Level, Levels};
use crate::account::{self, AccountRecord, AppType, present};
use crate::administration::{Call, view};
use crate::catalogue::{Catalogue, Requests, ToolScope};
use crate::context::Context;
use crate::error::Error;
use crate::identifier::{AppId, ClientId, ProjectId};
use crate::principal::Principal;
use crate::record::{self, Stored};
use crate::right::Right;
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
    /// Where it holds less than it asks for.
    pub missing: Vec<Difference>,
    /// Where it holds more than it asks for.
    pub beyond: Vec<Difference>,
}

/// What is asked for on a tool and what is held there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Difference {
    /// On which tool.
    pub tool: crate::identifier::ToolId,
    /// The level that the app asks for.
    pub level: Level,
    /// The level that is in force.
    pub held: Level,
}

pub(crate) async fn get(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    project: Option<String>,
) -> Result<RequestedPermissions, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let client_id = account::view::parse(client_id)?;
    let rule = || Error::invalid_at("/project", ProjectId::RULE);
    let project = project.map(|text| ProjectId::parse(text).ok_or_else(rule)).transpose()?;
    let key = record::account(&client_id);
    let in_project = project.as_ref().map(|project| record::account_project(&client_id, project));
    let company = call.company.clone();
    view(context, call.reading([key.clone()]).reading(in_project.clone()), |scene| {
        let stored: Option<Stored<AccountRecord>> = scene.reading.record(&key)?;
        let account = present(stored.map(|stored| stored.record), &company)?;
        let levels = match &in_project {
            Some(key) => scene.reading.record::<ProjectRecord>(key)?.map(|stored| stored.record.levels),
            None => None,
        };
        let catalogue = &scene.settings.catalogue;
        let app = match &account.app_type {
            AppType::Marketplace(app) => Some(app.clone()),
            AppType::Custom => None,
        };
        let requests = app.as_ref().and_then(|app| catalogue.app(app)).map(|app| app.requests.clone());
        let asked = asked(catalogue, &requests.unwrap_or_default(), project.is_some());
        let all = catalogue.tools.iter().filter(|tool| project.is_none() || tool.scope == ToolScope::Project);
        let differences: Vec<Difference> = all
            .map(|tool| Difference {
                tool: tool.id.clone(),
                level: asked.of(&tool.id),
                held: in_force(catalogue, &account.levels, levels.as_ref(), &tool.id).level,
            })
            .collect();
        let (missing, rest): (Vec<_>, Vec<_>) =
            differences.into_iter().partition(|difference| difference.held < difference.level);
        let beyond = rest.into_iter().filter(|difference| difference.held > difference.level).collect();
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

/// What is asked for at company level, or in a project, where a request at company level holds as well.
fn asked(catalogue: &Catalogue, requests: &Requests, in_project: bool) -> Levels {
    let project = in_project.then_some(&requests.project);
    let asked = |tool| in_force(catalogue, &requests.company, project, tool).level;
    catalogue.tools.iter().map(|tool| (tool.id.clone(), asked(&tool.id))).collect()
}
