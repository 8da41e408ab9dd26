//! Who can: the accounts that hold a level or an action on a tool, at company level and then, with a project, by what they hold in it.

use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, view};
use crate::core::Context;
use crate::model::account::{self, AccountRecord, present};
use crate::model::catalogue::{Catalogue, ToolScope};
use crate::model::levels::{Levels, ProjectRecord};
use crate::model::need::{Holding, Needed, Rule};
use crate::model::record;
use crate::value::error::{Error, InputProblem};
use crate::value::identifier::{ClientId, CompanyId, ProjectId};
use crate::value::level::Level;
use crate::value::page::{Page, PageInput};
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// Who is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HoldersInput {
    /// A tool of the catalogue.
    pub tool: String,
    /// At least this level on it, above None; with `action`, absent.
    #[serde(default)]
    pub level: Option<Level>,
    /// This action of it; with `level`, absent.
    #[serde(default)]
    pub action: Option<String>,
    /// In this project; absent: at company level.
    #[serde(default)]
    pub project: Option<String>,
    /// At most how many accounts are looked at for a page: 1 to 100, 50 when absent.
    #[serde(default)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before; absent for the first.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// An account that can.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Holder {
    /// Its id.
    pub client_id: ClientId,
    /// Its name.
    pub name: String,
    /// Whether it can fetch tokens and call APIs at all.
    pub functional: bool,
    /// The level that it holds.
    pub level: Level,
    /// The rule by which it can.
    pub rule: Rule,
}

/// Where a page begins. First all accounts are looked at for their company levels, then those with levels in the project.
#[derive(Clone)]
enum Place {
    Accounts(Option<ClientId>),
    InProject(Option<ClientId>),
}

const ACCOUNTS: &str = "a.";
const IN_PROJECT: &str = "p.";

impl Place {
    fn parse(cursor: &str, of: impl Fn(&ClientId) -> bool) -> Option<Self> {
        let after = |id: &str| ClientId::parse(id).ok().filter(&of).map(Some);
        match (cursor.strip_prefix(ACCOUNTS), cursor.strip_prefix(IN_PROJECT)) {
            (Some(id), _) => after(id).map(Self::Accounts),
            (None, Some("")) => Some(Self::InProject(None)),
            (None, Some(id)) => after(id).map(Self::InProject),
            (None, None) => None,
        }
    }

    fn to_text(&self) -> String {
        let (phase, after) = match self {
            Self::Accounts(after) => (ACCOUNTS, after),
            Self::InProject(after) => (IN_PROJECT, after),
        };
        format!("{phase}{}", after.as_ref().map(ClientId::as_str).unwrap_or_default())
    }
}

struct Wanted {
    needed: Needed,
    project: Option<ProjectId>,
}

/// A page may hold fewer than asked for, even none, and still not be the last. Bounded: one list, and one get in a project.
pub(crate) async fn list(
    context: &mut Context,
    principal: Principal,
    company: &str,
    input: HoldersInput,
) -> Result<Page<Holder>, Error> {
    let call = Call::new(principal, company, Right::Directory)?.without_the_record();
    let company = call.company.clone();
    let segment = company.segment();
    let (wanted, page) = view(context, call, |scene| {
        let wanted = parse(&scene.settings.catalogue, &input)?;
        let page = PageInput { limit: input.limit, cursor: input.cursor };
        let known = |place: &Place| wanted.project.is_some() || matches!(place, Place::Accounts(_));
        let parse = |cursor: &str| Place::parse(cursor, |id| id.segment() == segment).filter(known);
        let page = page.check(parse)?;
        Ok((wanted, page))
    })
    .await?;
    let limit = page.limit;
    match (page.after.unwrap_or(Place::Accounts(None)), &wanted.project) {
        (Place::InProject(after), Some(project)) => {
            in_project(context, &company, &wanted, project, after, limit).await
        }
        (Place::Accounts(after) | Place::InProject(after), _) => {
            at_company(context, &company, &wanted, after, limit).await
        }
    }
}

async fn at_company(
    context: &Context,
    company: &CompanyId,
    wanted: &Wanted,
    after: Option<ClientId>,
    limit: u32,
) -> Result<Page<Holder>, Error> {
    let after = after.as_ref().map(record::account);
    let listed = context.list(record::accounts(&company.segment()), after, limit).await?;
    let more = is_full(listed.len(), limit);
    let (mut items, mut last) = (Vec::new(), None);
    for found in listed {
        let account = account::listed(&found, company)?;
        let held = wanted.needed.held(&context.settings.catalogue, &account.levels, None);
        if account.deleted_at.is_none() && held.suffices {
            items.push(holder(&account, held, context.now));
        }
        last = Some(account.client_id);
    }
    let next = match last.filter(|_| more) {
        Some(last) => Some(Place::Accounts(Some(last))),
        None => wanted.project.as_ref().map(|_| Place::InProject(None)),
    };
    Ok(Page { items, next_cursor: next.map(|place| place.to_text()) })
}

async fn in_project(
    context: &Context,
    company: &CompanyId,
    wanted: &Wanted,
    project: &ProjectId,
    after: Option<ClientId>,
    limit: u32,
) -> Result<Page<Holder>, Error> {
    let prefix = record::project_accounts(&company.segment(), project);
    let after = after.as_ref().map(|client_id| record::project_account(client_id, project));
    let listed = context.list(prefix.clone(), after, limit).await?;
    let more = is_full(listed.len(), limit);
    let (catalogue, nothing) = (&context.settings.catalogue, Levels::default());
    let (mut able, mut last) = (Vec::new(), None);
    for found in listed {
        let project: ProjectRecord = record::decode(&found.key, &found.entry.value)?;
        let client_id = found.key.as_str().strip_prefix(&prefix).and_then(|text| ClientId::parse(text).ok());
        let client_id =
            client_id.ok_or_else(|| Error::broken(format!("the key {} names no account", found.key)))?;
        last = Some(client_id.clone());
        if wanted.needed.held(catalogue, &nothing, Some(&project.levels)).suffices {
            able.push((client_id, project.levels));
        }
    }
    let reading =
        context.read(able.iter().map(|(client_id, _)| record::account(client_id)).collect()).await?;
    let mut items = Vec::new();
    for (client_id, levels) in able {
        let stored = reading.record::<AccountRecord>(&record::account(&client_id))?;
        let Ok(account) = present(stored.map(|stored| stored.record), company) else { continue };
        // Whoever can by company level was told in the first phase.
        let told = wanted.needed.held(catalogue, &account.levels, None).suffices;
        let held = wanted.needed.held(catalogue, &account.levels, Some(&levels));
        if !told && held.suffices {
            items.push(holder(&account, held, context.now));
        }
    }
    let next = last.filter(|_| more).map(|last| Place::InProject(Some(last)).to_text());
    Ok(Page { items, next_cursor: next })
}

fn holder(account: &AccountRecord, held: Holding, now: Timestamp) -> Holder {
    Holder {
        client_id: account.client_id.clone(),
        name: account.details.name.clone(),
        functional: account.is_functional(now),
        level: held.level,
        rule: held.rule,
    }
}

fn is_full(found: usize, limit: u32) -> bool {
    u32::try_from(found).is_ok_and(|found| found >= limit)
}

fn parse(catalogue: &Catalogue, input: &HoldersInput) -> Result<Wanted, Error> {
    let mut problems = Vec::new();
    let (tool, need) = catalogue.needed(&input.tool, input.level, input.action.as_deref(), &mut problems);
    let project = input.project.as_deref().map(|text| ProjectId::parse(text).ok());
    if project == Some(None) {
        problems.push(InputProblem::new("/project", ProjectId::RULE));
    }
    if project.is_some() && tool.is_some_and(|tool| tool.scope == ToolScope::Company) {
        problems.push(InputProblem::new("/project", "this is a company tool: it has no projects"));
    }
    match (tool, need) {
        (Some(tool), Some(need)) if problems.is_empty() => {
            Ok(Wanted { needed: Needed { tool: tool.id.clone(), need }, project: project.flatten() })
        }
        _ => Err(Error::invalid(problems)),
    }
}
