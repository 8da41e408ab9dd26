//! A wish for other levels of an account, and the rules for it.

use super::catalogue::Catalogue;
use super::levels::{Levels, ProjectLevels};
use crate::value::error::{Error, InputProblem};
use crate::value::input;
use serde::{Deserialize, Serialize};

/// The most projects in one job.
pub(crate) const MAX_JOB_PROJECTS: usize = 500;
/// The most projects in one change: each is two records, and all go into one commit.
pub(crate) const MAX_PROJECTS: usize = 20;

/// New levels of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PermissionChange {
    /// All levels and granted actions at company level; a tool that is not named gets None. Absent: they stay.
    #[serde(default)]
    pub company: Option<Levels>,
    /// For each project named, all levels and granted actions there. Other projects stay.
    #[serde(default, deserialize_with = "input::objects")]
    pub projects: Vec<ProjectLevels>,
}

impl PermissionChange {
    /// `most` is how many projects may be named.
    pub(crate) fn check(&self, catalogue: &Catalogue, most: usize) -> Result<(), Error> {
        // Before each is compared with those before it.
        if self.projects.len() > most {
            let rule = format!("a change names at most {most} projects");
            return Err(Error::invalid_at("/projects", rule));
        }
        let mut problems = Vec::new();
        if let Some(levels) = &self.company {
            problems.extend(catalogue.level_problems("/company", levels));
        }
        for (index, project) in self.projects.iter().enumerate() {
            problems.extend(catalogue.project_problems(&format!("/projects/{index}"), project));
            if self.projects.iter().take(index).any(|earlier| earlier.project == project.project) {
                problems.push(InputProblem::new(
                    &format!("/projects/{index}/project"),
                    "this project is named twice",
                ));
            }
        }
        if self.company.is_none() && self.projects.is_empty() {
            problems.push(InputProblem::new("", "name the company's levels, projects or both"));
        }
        if problems.is_empty() { Ok(()) } else { Err(Error::invalid(problems)) }
    }

    /// All that the change gives, the highest level by tool and every action: what the actor must hold.
    pub(crate) fn highest(&self) -> Levels {
        let mut highest = Levels::default();
        let all = self.company.iter().chain(self.projects.iter().map(|project| &project.levels));
        all.for_each(|levels| highest.add(levels));
        highest
    }
}
