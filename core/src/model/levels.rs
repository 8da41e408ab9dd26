//! Levels by tool, and beside each the actions that are granted one by one.

use super::record::Reading;
use crate::port::store::Key;
use crate::value::error::Error;
use crate::value::error::InputProblem;
use crate::value::identifier::{ActionId, ProjectId, ToolId};
use crate::value::level::Level;
use crate::value::map::Map;
use crate::value::set::Set;
use crate::value::tree::{FromTree, Misfit, Tree, as_serde_reads};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

const NAMED_TWICE: &str = "a tool is named twice";

/// What is granted on one tool. In JSON the level alone, or with actions an object of `level` and `actions`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToolGrant {
    /// The level, which holds the actions that the catalogue says it includes.
    pub level: Level,
    /// Actions that are granted whatever the level.
    pub actions: Set<ActionId>,
}

impl ToolGrant {
    fn is_empty(&self) -> bool {
        self.level == Level::None && self.actions.is_empty()
    }
}

impl From<Level> for ToolGrant {
    fn from(level: Level) -> Self {
        Self { level, actions: Set::new() }
    }
}

/// A level for each tool, and actions granted one by one; a tool that is not named is at None, without any.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Levels(Map<ToolId, ToolGrant>);

impl Levels {
    /// Levels from typed input that stands at `pointer`; or what is wrong with it: an id that is none, a tool that is named twice.
    pub fn parse(
        pointer: &str,
        levels: impl IntoIterator<Item = (String, Level, Vec<String>)>,
    ) -> Result<Self, Vec<InputProblem>> {
        let (mut parsed, mut problems) = (Vec::new(), Vec::new());
        for (text, level, names) in levels {
            let place = format!("{pointer}/{}", text.replace('~', "~0").replace('/', "~1"));
            let mut actions = Vec::new();
            for (index, name) in names.into_iter().enumerate() {
                match ActionId::parse(name) {
                    Ok(action) => actions.push(action),
                    Err(error) => {
                        problems.push(InputProblem::new(&format!("{place}/actions/{index}"), error.rule()))
                    }
                }
            }
            match ToolId::parse(text) {
                Err(error) => problems.push(InputProblem::new(&place, error.rule())),
                Ok(tool) => parsed.push((tool, ToolGrant { level, actions: actions.into_iter().collect() })),
            }
        }
        match Map::try_from(parsed) {
            Ok(parsed) if problems.is_empty() => Ok(Self::without_empty(parsed)),
            Ok(_) => Err(problems),
            Err(tool) => {
                problems.push(InputProblem::new(&format!("{pointer}/{tool}"), NAMED_TWICE));
                Err(problems)
            }
        }
    }

    /// The level on a tool.
    pub fn of(&self, tool: &ToolId) -> Level {
        self.0.get(tool).map(|grant| grant.level).unwrap_or_default()
    }

    /// Whether an action on a tool is granted by itself, whatever the level.
    pub fn grants(&self, tool: &ToolId, action: &ActionId) -> bool {
        self.0.get(tool).is_some_and(|grant| grant.actions.contains(action))
    }

    /// Sets the level on a tool; the actions granted there stay.
    pub fn set(&mut self, tool: ToolId, level: Level) {
        self.edit(tool, |grant| grant.level = level);
    }

    /// Grants an action on a tool, whatever the level.
    pub fn grant(&mut self, tool: ToolId, action: ActionId) {
        self.edit(tool, |grant| {
            grant.actions.insert(action);
        });
    }

    /// Adds what `other` gives: the higher level, and the actions of both.
    pub fn add(&mut self, other: &Self) {
        for (tool, more) in &other.0 {
            let grant = self.0.or_default(tool.clone());
            grant.level = grant.level.max(more.level);
            for action in &more.actions {
                grant.actions.insert(action.clone());
            }
        }
    }

    /// The tools on which something is granted and their levels, by id. Where actions alone are granted the level is None.
    pub fn iter(&self) -> impl Iterator<Item = (&ToolId, Level)> {
        self.0.iter().map(|(tool, grant)| (tool, grant.level))
    }

    /// What is granted on each tool, by its id.
    pub fn grants_by_tool(&self) -> impl Iterator<Item = (&ToolId, &ToolGrant)> {
        self.0.iter()
    }

    /// The actions that are granted by themselves, by tool and id.
    pub fn actions(&self) -> impl Iterator<Item = (&ToolId, &ActionId)> {
        self.0.iter().flat_map(|(tool, grant)| grant.actions.iter().map(move |action| (tool, action)))
    }

    /// Whether nothing is granted: every tool is at None, and there is no action.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is empty is not stored: it is what an absent tool means.
    fn without_empty(mut grants: Map<ToolId, ToolGrant>) -> Self {
        grants.retain(|_, grant| !grant.is_empty());
        Self(grants)
    }

    /// The same for what becomes empty.
    fn edit(&mut self, tool: ToolId, change: impl FnOnce(&mut ToolGrant)) {
        let mut grant = self.0.remove(&tool).unwrap_or_default();
        change(&mut grant);
        if !grant.is_empty() {
            self.0.insert(tool, grant);
        }
    }
}

impl FromIterator<(ToolId, Level)> for Levels {
    fn from_iter<I: IntoIterator<Item = (ToolId, Level)>>(levels: I) -> Self {
        levels.into_iter().map(|(tool, level)| (tool, ToolGrant::from(level))).collect()
    }
}

impl FromIterator<(ToolId, ToolGrant)> for Levels {
    fn from_iter<I: IntoIterator<Item = (ToolId, ToolGrant)>>(grants: I) -> Self {
        Self::without_empty(grants.into_iter().collect())
    }
}

impl Serialize for ToolGrant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.actions.is_empty() {
            return self.level.serialize(serializer);
        }
        let mut object = serializer.serialize_struct("ToolGrant", 2)?;
        object.serialize_field("level", &self.level)?;
        object.serialize_field("actions", &self.actions)?;
        object.end()
    }
}

impl<'de> Deserialize<'de> for ToolGrant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Object {
            #[serde(default)]
            level: Level,
            #[serde(default)]
            actions: Set<ActionId>,
        }
        struct LevelOrObject;
        impl<'de> Visitor<'de> for LevelOrObject {
            type Value = ToolGrant;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a level, or an object of `level` and `actions`")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
                let level = text.parse::<Level>().ok();
                level.map(ToolGrant::from).ok_or_else(|| E::unknown_variant(text, &Level::NAMES))
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
                let Object { level, actions } = Object::deserialize(MapAccessDeserializer::new(members))?;
                Ok(ToolGrant { level, actions })
            }
        }
        deserializer.deserialize_any(LevelOrObject)
    }
}

/// Reads a JSON object; a tool that stands there twice is an error, since the two may disagree.
impl<'de> Deserialize<'de> for Levels {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(Self::without_empty)
    }
}

/// The levels in one project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProjectLevels {
    /// Which project.
    pub project: ProjectId,
    /// The levels there; they add to those at company level.
    pub levels: Levels,
}

as_serde_reads!(Levels, ProjectLevels);

/// An account's levels in a project, as they lie in the store; twice, by account and by project.
#[derive(Serialize)]
pub(crate) struct ProjectRecord {
    pub(crate) v: u8,
    pub(crate) levels: Levels,
}

impl FromTree for ProjectRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self { v: record.needed("v")?, levels: record.needed("levels")? })
    }
}

impl ProjectRecord {
    /// The levels at a key that was read; nothing where there is no key, or nothing lies there.
    pub(crate) fn levels(reading: &Reading, key: Option<&Key>) -> Result<Option<Levels>, Error> {
        let Some(key) = key else { return Ok(None) };
        Ok(reading.record::<Self>(key)?.map(|stored| stored.record.levels))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(levels: &[(&str, Level, &[&str])]) -> Result<Levels, Vec<String>> {
        let owned = levels.iter().map(|(tool, level, actions)| {
            ((*tool).to_owned(), *level, actions.iter().map(|action| (*action).to_owned()).collect())
        });
        let pointers = |problems: Vec<InputProblem>| problems.into_iter().map(|problem| problem.pointer);
        Levels::parse("/levels", owned).map_err(|problems| pointers(problems).collect())
    }

    #[test]
    fn typed_levels_are_read_and_each_problem_is_named() {
        let read = parsed(&[("rfis", Level::Standard, &["close"]), ("admin", Level::ReadOnly, &[])]).unwrap();
        let (rfis, close) = (ToolId::parse("rfis").unwrap(), ActionId::parse("close").unwrap());
        assert_eq!(read.of(&rfis), Level::Standard);
        assert!(read.grants(&rfis, &close));
        assert_eq!(read.of(&ToolId::parse("admin").unwrap()), Level::ReadOnly);
        let problems = parsed(&[
            ("rfis", Level::Standard, &["close", "No Action"]),
            ("a/b~c", Level::Admin, &[]),
            ("rfis", Level::Admin, &[]),
        ]);
        let expected = ["/levels/rfis/actions/1", "/levels/a~1b~0c", "/levels/rfis"];
        assert_eq!(problems, Err(expected.map(ToOwned::to_owned).to_vec()));
        assert_eq!(parsed(&[]), Ok(Levels::default()));
    }
}
