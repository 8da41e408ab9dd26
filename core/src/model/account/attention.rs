//! Whether somebody has to look at an account, and why: from its record, and for who asks for more from the catalogue, from when it was last used, and from
//! its template as that is by now.

use super::state::AccountState;
use super::{AccountRecord, AppType};
use crate::model::catalogue::Catalogue;
use crate::model::levels::Levels;
use crate::model::requested::Side;
use crate::model::template::TemplateRecord;
use crate::value::level::Level;
use crate::value::timestamp::Timestamp;
use serde::Serialize;

const DAY_SECONDS: u64 = 86_400;
/// For how long before its end an account needs a look.
const SOON_SECONDS: u64 = 14 * DAY_SECONDS;
/// For how long nobody wonders that a new account fetches no token.
const NEW_SECONDS: u64 = 14 * DAY_SECONDS;
/// After how long without a token what an account holds is more than it needs: as long as usage is kept.
const UNUSED_SECONDS: u64 = 90 * DAY_SECONDS;

/// Why somebody has to look at an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Attention {
    /// It does not work: `state` and `reasons` say why. Nothing else is told of it then.
    NotWorking,
    /// It ends within 14 days.
    EndsSoon,
    /// It was made more than 14 days ago and has never fetched a token.
    NeverUsed,
    /// It holds permissions, and has fetched no token for 90 days, or in the 90 days since it was made.
    UnusedPermissions,
    /// It holds more than its app asks for.
    BeyondRequest,
    /// It holds less than its app asks for at company level, or in no project what its app asks for in projects.
    AwaitingPermissions,
    /// The template that was assigned to it gives other levels by now.
    TemplateChanged,
}

/// What an account is judged by beside its record.
pub(crate) struct Surroundings<'a> {
    pub(crate) now: Timestamp,
    pub(crate) last_used_at: Option<Timestamp>,
    /// What the permissions are judged by; nothing where who asks may not look at them.
    pub(crate) permissions: Option<Permissions<'a>>,
}

/// What an account's permissions are judged by.
pub(crate) struct Permissions<'a> {
    pub(crate) catalogue: &'a Catalogue,
    /// The template that was assigned last, as it is by now; nothing where there is none any more.
    pub(crate) template: Option<&'a TemplateRecord>,
}

impl AccountRecord {
    /// The reasons to look at the account that its record alone tells.
    pub(crate) fn attention_by_itself(&self, now: Timestamp) -> Vec<Attention> {
        if self.state(now) != AccountState::Functional {
            return vec![Attention::NotWorking];
        }
        let soon = now.after(SOON_SECONDS);
        let ends_soon = self.details.expires_at.is_some_and(|end| end < soon);
        ends_soon.then_some(Attention::EndsSoon).into_iter().collect()
    }

    /// Each reason to look at the account.
    pub(crate) fn attention(&self, around: &Surroundings<'_>) -> Vec<Attention> {
        let now = around.now;
        let mut found = self.attention_by_itself(now);
        if found.contains(&Attention::NotWorking) {
            return found;
        }
        let idle_since = around.last_used_at.unwrap_or(self.created_at);
        let never_used = around.last_used_at.is_none() && self.created_at.after(NEW_SECONDS) < now;
        let mut tell = |is_so: bool, attention| {
            if is_so {
                found.push(attention);
            }
        };
        tell(never_used, Attention::NeverUsed);
        if let Some(Permissions { catalogue, template }) = around.permissions {
            let (awaits, has_more) = self.against_its_app(catalogue);
            let unused = idle_since.after(UNUSED_SECONDS) < now && self.holds_anything(catalogue);
            tell(unused, Attention::UnusedPermissions);
            tell(has_more, Attention::BeyondRequest);
            tell(awaits, Attention::AwaitingPermissions);
            tell(template.is_some_and(|template| self.is_behind(template)), Attention::TemplateChanged);
        }
        found
    }

    fn holds_anything(&self, catalogue: &Catalogue) -> bool {
        let held = self.highest_levels();
        let is_known =
            |(tool, action)| catalogue.tool(tool).is_some_and(|tool| tool.action(action).is_some());
        held.iter().any(|(tool, level)| catalogue.in_force(tool, level) > Level::None)
            || held.actions().any(is_known)
    }

    /// Whether it holds less and whether it holds more than its app asks for. An app that asks for nothing has left that to the administrators.
    fn against_its_app(&self, catalogue: &Catalogue) -> (bool, bool) {
        let AppType::Marketplace(app) = &self.app_type else { return (false, false) };
        let Some(requests) = catalogue.app(app).map(|app| &app.requests) else { return (false, false) };
        if requests.company.is_empty() && requests.project.is_empty() {
            return (false, false);
        }
        let anywhere = self.highest_levels();
        let compared = |asked: Option<&Levels>, held: Option<&Levels>| {
            let asked = Side { company: &requests.company, project: asked };
            let (missing, beyond) = asked.compared(&Side { company: &self.levels, project: held }, catalogue);
            (!missing.is_empty(), !beyond.is_empty())
        };
        let (at_company, in_projects) =
            (compared(None, None), compared(Some(&requests.project), Some(&anywhere)));
        (at_company.0 || in_projects.0, at_company.1 || in_projects.1)
    }

    /// Whether the template has changed since it was assigned. What stands at company level is compared: another name of the template alone changes nothing there.
    fn is_behind(&self, template: &TemplateRecord) -> bool {
        let Some(assigned) = &self.template else { return false };
        let same = assigned.projects.is_empty() && self.levels == template.levels;
        assigned.template_id == template.template_id && assigned.revision < template.revision && !same
    }
}
