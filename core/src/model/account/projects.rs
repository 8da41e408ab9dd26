//! What an account holds in its projects, counted: so its highest levels are known without reading them.

use super::AccountRecord;
use crate::model::levels::Levels;
use crate::value::identifier::{ActionId, ToolId};
use crate::value::level::Level;

impl AccountRecord {
    /// The highest level on each tool and every granted action, at company level or in any project.
    pub(crate) fn highest_levels(&self) -> Levels {
        let mut highest = self.levels.clone();
        for (tool, counts) in &self.project_counts {
            let in_projects = [Level::ReadOnly, Level::Standard, Level::Admin]
                .into_iter()
                .zip(counts)
                .filter(|(_, count)| **count > 0)
                .map(|(level, _)| level)
                .max()
                .unwrap_or_default();
            highest.set(tool.clone(), in_projects.max(self.levels.of(tool)));
        }
        for (tool, actions) in &self.project_actions {
            actions.keys().for_each(|action| highest.grant(tool.clone(), action.clone()));
        }
        highest
    }

    /// Keeps the counts right when levels in a project change from `before` to `after`.
    pub(crate) fn count_project(&mut self, before: &Levels, after: &Levels) {
        for (tool, level) in before.iter() {
            self.adjust(tool, level, |count| count.saturating_sub(1));
        }
        for (tool, level) in after.iter() {
            self.adjust(tool, level, |count| count.saturating_add(1));
        }
        self.project_counts.retain(|_, counts| counts.iter().any(|count| *count > 0));
        for (tool, action) in before.actions() {
            self.adjust_action(tool, action, |count| count.saturating_sub(1));
        }
        for (tool, action) in after.actions() {
            self.adjust_action(tool, action, |count| count.saturating_add(1));
        }
        self.project_actions.retain(|_, actions| {
            actions.retain(|_, count| *count > 0);
            !actions.is_empty()
        });
    }

    fn adjust_action(&mut self, tool: &ToolId, action: &ActionId, adjusted: impl Fn(u32) -> u32) {
        let count = self.project_actions.or_default(tool.clone()).or_default(action.clone());
        *count = adjusted(*count);
    }

    fn adjust(&mut self, tool: &ToolId, level: Level, adjusted: impl Fn(u32) -> u32) {
        let [read_only, standard, admin] = self.project_counts.or_default(tool.clone());
        let count = match level {
            Level::None => return,
            Level::ReadOnly => read_only,
            Level::Standard => standard,
            Level::Admin => admin,
        };
        *count = adjusted(*count);
    }
}
