//! Templates and jobs: wishes and changes in, descriptions out.

use super::level::{levels, tool_levels};
use super::named_alike;
use crate::bindings::service_accounts as wit;
use badgehouse::error::Error;
use badgehouse::page::Page;
use badgehouse::permission::{
    AssignedTemplate, JobProgress, JobState, NewTemplate, Template, TemplateChange,
};

impl TryFrom<wit::NewTemplate> for NewTemplate {
    type Error = Error;

    fn try_from(new: wit::NewTemplate) -> Result<Self, Error> {
        Ok(Self { name: new.name, levels: levels("/levels", new.levels).map_err(Error::invalid)? })
    }
}

impl TryFrom<wit::TemplateChange> for TemplateChange {
    type Error = Error;

    fn try_from(change: wit::TemplateChange) -> Result<Self, Error> {
        let levels = change.levels.map(|given| levels("/levels", given)).transpose();
        Ok(Self { name: change.name, levels: levels.map_err(Error::invalid)? })
    }
}

impl From<Template> for wit::Template {
    fn from(template: Template) -> Self {
        Self {
            template_id: template.template_id.to_string(),
            name: template.name,
            levels: tool_levels(&template.levels),
            revision: template.revision,
            created_at: template.created_at.seconds(),
        }
    }
}

impl From<Page<Template>> for wit::TemplatePage {
    fn from(page: Page<Template>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next_cursor: page.next_cursor }
    }
}

impl From<AssignedTemplate> for wit::AssignedTemplate {
    fn from(assigned: AssignedTemplate) -> Self {
        Self {
            template_id: assigned.template_id.to_string(),
            revision: assigned.revision,
            projects: assigned.projects.iter().map(ToString::to_string).collect(),
        }
    }
}

impl From<JobProgress> for wit::JobProgress {
    fn from(job: JobProgress) -> Self {
        Self {
            job_id: job.job_id.to_string(),
            // At most 500.
            done: job.done.try_into().unwrap_or(u32::MAX),
            total: job.total.try_into().unwrap_or(u32::MAX),
            state: job.state.into(),
        }
    }
}

named_alike!(JobState => wit::JobState { Open, Done });
