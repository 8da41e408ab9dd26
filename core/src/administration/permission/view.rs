//! Looking at an account's permissions: company levels, and its projects by page.

use crate::administration::Call;
use crate::administration::look::look;
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account;
use crate::model::levels::{Levels, ProjectLevels, ProjectRecord};
use crate::model::record;
use crate::value::error::Error;
use crate::value::identifier::{ClientId, ProjectId};
use crate::value::page::{Page, PageInput};
use serde::Serialize;

/// An account's levels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Permissions {
    /// Whose.
    pub client_id: ClientId,
    /// The account's, which grows with every change: what a change of the permissions is held to.
    pub revision: u64,
    /// At company level; a tool that is not named is at None.
    pub company: Levels,
    /// By project, in the order of their ids; a project that is not named has none of its own.
    pub projects: Page<ProjectLevels>,
}

pub(crate) async fn get(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    page: PageInput,
) -> Result<Permissions, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let client_id = account::parse(client_id)?;
    let page = page.check(|cursor| ProjectId::parse(cursor).ok())?;
    let (levels, revision) =
        look(context, call, &client_id, |_, account| Ok((account.levels, account.revision))).await?;
    let prefix = record::account_projects(&client_id);
    let after = page.after.as_ref().map(|project| record::account_project(&client_id, project));
    let listed = context.list(prefix.clone(), after, page.limit).await?;
    let more = page.is_full(listed.len());
    let mut items = Vec::new();
    for found in listed {
        let record: ProjectRecord = record::decode(&found.key, &found.entry.value)?;
        let project = found.key.as_str().strip_prefix(&prefix).and_then(|text| ProjectId::parse(text).ok());
        let project =
            project.ok_or_else(|| Error::broken(format!("the key {} names no project", found.key)))?;
        items.push(ProjectLevels { project, levels: record.levels });
    }
    let last = items.last().map(|item| item.project.to_string());
    let projects = Page { items, next_cursor: last.filter(|_| more) };
    Ok(Permissions { client_id, revision, company: levels, projects })
}
