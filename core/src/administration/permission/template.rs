//! Templates: named levels of a company, copied to an account when they are assigned. A change of a template changes no account; assigning again does.

use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, Scene, Verdict, change, view};
use crate::core::Context;
use crate::model::audit::{AuditAction, Deed};
use crate::model::levels::Levels;
use crate::model::record::{self, Stored, VERSION};
use crate::model::template::{self, NewTemplate, TemplateChange, TemplateRecord};
use crate::port::store::{Change, Expect};
use crate::value::error::Error;
use crate::value::identifier::{Segment, TemplateId};
use crate::value::input;
use crate::value::page::{Page, PageInput};
use crate::value::precondition::Precondition;
use crate::value::timestamp::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

/// A template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Template {
    /// Its id.
    pub template_id: TemplateId,
    /// Its name.
    pub name: String,
    /// The levels it gives.
    pub levels: Levels,
    /// Grows with every change.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
}

impl TemplateRecord {
    fn view(self) -> Template {
        let Self { v: _, template_id, name, levels, revision, created_at } = self;
        Template { template_id, name, levels, revision, created_at }
    }

    fn put(&self, segment: &Segment, expect: Expect) -> Result<Change, Error> {
        record::put(record::template(segment, &self.template_id), expect, self)
    }

    fn told(&self) -> Value {
        json!({ "name": self.name, "levels": self.levels })
    }
}

pub(crate) async fn create(
    context: &mut Context,
    principal: Principal,
    company: &str,
    new: NewTemplate,
) -> Result<Template, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let segment = call.company.segment();
    change(context, call, |scene| {
        let name = check(scene, None, &new.name, &new.levels)?;
        let template = TemplateRecord {
            v: VERSION,
            template_id: TemplateId::generate(scene.random),
            name,
            levels: new.levels.clone(),
            revision: 1,
            created_at: scene.now,
        };
        let deed = deed(AuditAction::TemplateCreated, &template.template_id, Value::Null, template.told());
        Ok(Verdict::Change(vec![template.put(&segment, Expect::Absent)?], deed, template.view()))
    })
    .await
}

pub(crate) async fn get(
    context: &mut Context,
    principal: Principal,
    company: &str,
    template_id: &str,
) -> Result<Template, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let template_id = parse(template_id)?;
    let segment = call.company.segment();
    let call = call.reading([record::template(&segment, &template_id)]);
    view(context, call, |scene| Ok(found(scene, &segment, &template_id)?.record.view())).await
}

/// A page of the company's templates, by id.
pub(crate) async fn list(
    context: &mut Context,
    principal: Principal,
    company: &str,
    page: PageInput,
) -> Result<Page<Template>, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let segment = call.company.segment();
    let page = page.check(|cursor| TemplateId::parse(cursor).ok())?;
    view(context, call, |_| Ok(())).await?;
    let after = page.after.as_ref().map(|template_id| record::template(&segment, template_id));
    let listed = context.list(record::templates(&segment), after, page.limit).await?;
    let more = page.is_full(listed.len());
    let mut items = Vec::new();
    for found in listed {
        items.push(record::decode::<TemplateRecord>(&found.key, &found.entry.value)?.view());
    }
    let last = items.last().map(|template| template.template_id.to_string());
    Ok(Page { items, next_cursor: last.filter(|_| more) })
}

pub(crate) async fn update(
    context: &mut Context,
    principal: Principal,
    company: &str,
    template_id: &str,
    wanted: TemplateChange,
    precondition: Precondition,
) -> Result<Template, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let template_id = parse(template_id)?;
    let segment = call.company.segment();
    change(context, call.reading([record::template(&segment, &template_id)]), |scene| {
        let Stored { record, version } = found(scene, &segment, &template_id)?;
        let name = wanted.name.as_deref().unwrap_or(&record.name);
        let levels = wanted.levels.as_ref().unwrap_or(&record.levels);
        let name = check(scene, Some(&record.name), name, levels)?;
        precondition.require(record.revision)?;
        let mut changed = TemplateRecord { name, levels: levels.clone(), ..record.clone() };
        if changed == record {
            return Ok(Verdict::Nothing(record.view()));
        }
        changed.revision = changed.revision.saturating_add(1);
        let deed = deed(AuditAction::TemplateChanged, &template_id, record.told(), changed.told());
        Ok(Verdict::Change(vec![changed.put(&segment, Expect::Version(version))?], deed, changed.view()))
    })
    .await
}

/// What was assigned from it stays.
pub(crate) async fn delete(
    context: &mut Context,
    principal: Principal,
    company: &str,
    template_id: &str,
    precondition: Precondition,
) -> Result<(), Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let template_id = parse(template_id)?;
    let segment = call.company.segment();
    let key = record::template(&segment, &template_id);
    change(context, call.reading([key.clone()]), |scene| {
        let Stored { record, version } = found(scene, &segment, &template_id)?;
        precondition.require(record.revision)?;
        let gone = record::delete(key.clone(), Expect::Version(version));
        let deed = deed(AuditAction::TemplateDeleted, &template_id, record.told(), Value::Null);
        Ok(Verdict::Change(vec![gone], deed, ()))
    })
    .await
}

/// The checked name. A template is no way around the bounds of a grant: whoever assigns it may hold more than whoever wrote it.
fn check(scene: &Scene<'_>, kept: Option<&str>, name: &str, levels: &Levels) -> Result<String, Error> {
    let catalogue = &scene.settings.catalogue;
    let name = template::check(catalogue, kept, name, levels).map_err(Error::invalid)?;
    scene.held.require_to_grant(catalogue, levels).map(|()| name)
}

pub(crate) fn found(
    scene: &Scene<'_>,
    segment: &Segment,
    template_id: &TemplateId,
) -> Result<Stored<TemplateRecord>, Error> {
    scene.reading.record(&record::template(segment, template_id))?.ok_or_else(Error::not_found)
}

pub(crate) fn parse(template_id: &str) -> Result<TemplateId, Error> {
    input::parsed::<TemplateId>("/template_id", template_id)
}

fn deed(action: AuditAction, template_id: &TemplateId, from: Value, to: Value) -> Deed {
    Deed { action, target: template_id.to_string(), from, to }
}
