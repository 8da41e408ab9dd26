//! Templates and jobs: wishes and changes out, descriptions in.

use super::permission::{levels, tool_levels};
use super::{all, job_id, named_alike, project_id, template_id};
use crate::bindings::service_accounts as wit;
use badgehouse::error::Error;
use badgehouse::page::Page;
use badgehouse::permission::{
    AssignedTemplate, JobProgress, JobState, NewTemplate, Template, TemplateChange,
};
use badgehouse::timestamp::Timestamp;

impl From<NewTemplate> for wit::NewTemplate {
    fn from(new: NewTemplate) -> Self {
        Self { name: new.name, levels: tool_levels(&new.levels) }
    }
}

impl From<TemplateChange> for wit::TemplateChange {
    fn from(change: TemplateChange) -> Self {
        Self { name: change.name, levels: change.levels.as_ref().map(tool_levels) }
    }
}

impl TryFrom<wit::Template> for Template {
    type Error = Error;

    fn try_from(template: wit::Template) -> Result<Self, Error> {
        Ok(Self {
            template_id: template_id(template.template_id)?,
            name: template.name,
            levels: levels(template.levels)?,
            revision: template.revision,
            created_at: Timestamp::from_seconds(template.created_at),
        })
    }
}

impl TryFrom<wit::TemplatePage> for Page<Template> {
    type Error = Error;

    fn try_from(page: wit::TemplatePage) -> Result<Self, Error> {
        Ok(Self { items: all(page.items)?, next_cursor: page.next_cursor })
    }
}

impl TryFrom<wit::AssignedTemplate> for AssignedTemplate {
    type Error = Error;

    fn try_from(assigned: wit::AssignedTemplate) -> Result<Self, Error> {
        Ok(Self {
            template_id: template_id(assigned.template_id)?,
            revision: assigned.revision,
            projects: assigned.projects.into_iter().map(project_id).collect::<Result<_, _>>()?,
        })
    }
}

impl TryFrom<wit::JobProgress> for JobProgress {
    type Error = Error;

    fn try_from(job: wit::JobProgress) -> Result<Self, Error> {
        Ok(Self {
            job_id: job_id(job.job_id)?,
            done: job.done as usize,
            total: job.total as usize,
            state: job.state.into(),
        })
    }
}

named_alike!(wit::JobState => JobState { Open, Done });
