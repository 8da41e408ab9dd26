//! Templates: the record, wishes for one, and the rules for them.

use super::catalogue::Catalogue;
use super::levels::Levels;
use crate::value::error::InputProblem;
use crate::value::identifier::TemplateId;
use crate::value::name;
use crate::value::timestamp::{Timestamp, seconds};
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::{Deserialize, Serialize};

/// A template as it lies in the store.
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct TemplateRecord {
    pub(crate) v: u8,
    pub(crate) template_id: TemplateId,
    pub(crate) name: String,
    pub(crate) levels: Levels,
    pub(crate) revision: u64,
    #[serde(serialize_with = "seconds::serialize")]
    pub(crate) created_at: Timestamp,
}

impl FromTree for TemplateRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            v: record.needed("v")?,
            template_id: record.needed("template_id")?,
            name: record.needed("name")?,
            levels: record.needed("levels")?,
            revision: record.needed("revision")?,
            created_at: record.moment("created_at")?,
        })
    }
}

/// A wish for a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewTemplate {
    /// 1 to 200 characters, counted in Unicode's form NFC, in which it is kept; a person can see one of them.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::value::name::NAME), length(max = 200)))]
    pub name: String,
    /// The levels it gives.
    pub levels: Levels,
}

/// What is to become of a template; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TemplateChange {
    /// 1 to 200 characters, counted in Unicode's form NFC, in which it is kept; a person can see one of them.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::value::name::NAME), length(max = 200)))]
    pub name: Option<String>,
    /// All levels it gives.
    #[serde(default)]
    pub levels: Option<Levels>,
}

impl TemplateChange {
    /// The rules that are broken by what is to be set.
    pub(crate) fn check(&self, catalogue: &Catalogue) -> Result<(), Vec<InputProblem>> {
        let levels = self.levels.as_ref().map(|levels| catalogue.level_problems("/levels", levels));
        let name = self.name.as_deref().and_then(|name| check_name(None, name).err());
        let problems: Vec<_> = levels.into_iter().flatten().chain(name).collect();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

/// The checked name, or each rule that a template of this name and these levels would break; `kept` is the name that it has.
pub(crate) fn check(
    catalogue: &Catalogue,
    kept: Option<&str>,
    name: &str,
    levels: &Levels,
) -> Result<String, Vec<InputProblem>> {
    let mut problems = catalogue.level_problems("/levels", levels);
    let name = check_name(kept, name);
    let name = name.map_err(|problem| problems.push(problem)).ok();
    name.filter(|_| problems.is_empty()).ok_or(problems)
}

fn check_name(kept: Option<&str>, name: &str) -> Result<String, InputProblem> {
    name::check_unless_kept(kept, name, |name| name::check("/name", name))
}
