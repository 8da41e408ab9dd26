//! What a Marketplace app asks for, against what its account holds: the difference that an administrator sees before granting.

use crate::administration::Call;
use crate::administration::look::look;
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account::{self, AppType};
use crate::model::levels::ProjectRecord;
use crate::model::record;
use crate::model::requested::{Difference, Side};
use crate::value::error::Error;
use crate::value::identifier::{AppId, ClientId, ProjectId};
use crate::value::input;
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
        let (missing, beyond) = asked.compared(&held, catalogue);
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
