//! A change of more projects than one commit takes: stored as a job, and done by twenty at a time. How far it came lies in the same commit, so that
//! after a crash the next call goes on where it stopped.

use super::set::Plan;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, Scene, Verdict, change, view};
use crate::core::Context;
use crate::model::account::{self, AccountRecord, present};
use crate::model::audit::{AuditAction, Deed};
use crate::model::levels::{Levels, ProjectLevels};
use crate::model::permission_change::PermissionChange;
use crate::model::permission_change::{MAX_JOB_PROJECTS, MAX_PROJECTS};
use crate::model::record::{self, Stored, VERSION};
use crate::port::store::{Change, Expect};
use crate::value::error::{Code, Error};
use crate::value::identifier::{ClientId, JobId, Segment};
use crate::value::input;
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::Serialize;
use serde_json::{Value, json};

/// How many projects are tried at once: fewer where what they replace does not fit one audit event.
const STEPS: [usize; 3] = [MAX_PROJECTS, 5, 1];

/// How far a job has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JobProgress {
    /// Its id.
    pub job_id: JobId,
    /// How many projects are as the job wants them.
    pub done: usize,
    /// How many there are.
    pub total: usize,
    /// Whether there is more to do.
    pub state: JobState,
}

/// Whether there is more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum JobState {
    /// Continue it.
    Open,
    /// Nothing is left to do.
    Done,
}

/// A job as it lies in the store.
#[derive(Clone, Serialize)]
struct JobRecord {
    v: u8,
    job_id: JobId,
    client_id: ClientId,
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<Levels>,
    projects: Vec<ProjectLevels>,
    done: usize,
}

impl FromTree for JobRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            v: record.needed("v")?,
            job_id: record.needed("job_id")?,
            client_id: record.needed("client_id")?,
            company: record.optional("company")?,
            projects: record.needed("projects")?,
            done: record.needed("done")?,
        })
    }
}

impl JobRecord {
    fn progress(&self) -> JobProgress {
        let (done, total) = (self.done, self.projects.len());
        let state = if done < total { JobState::Open } else { JobState::Done };
        JobProgress { job_id: self.job_id.clone(), done, total, state }
    }

    /// The next projects; the company's levels go with the first.
    fn next(&self, most: usize) -> PermissionChange {
        let projects = self.projects.iter().skip(self.done).take(most).cloned().collect();
        PermissionChange { company: self.company.clone().filter(|_| self.done == 0), projects }
    }

    fn put(&self, scene: &Scene<'_>, expect: Expect) -> Result<Change, Error> {
        let key = record::job(&self.client_id.segment(), &self.job_id);
        record::put_until(key, expect, self, scene.now.after(record::JOB_SECONDS).seconds())
    }
}

/// Stores a job; it changes no level yet.
pub(crate) async fn create(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    wanted: PermissionChange,
) -> Result<JobProgress, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let client_id = account::parse(client_id)?;
    let key = record::account(&client_id);
    let company = call.company.clone();
    change(context, call.reading([key.clone()]), |scene| {
        scene.held.require_other(&client_id, Right::Directory)?;
        let stored: Option<Stored<AccountRecord>> = scene.reading.record(&key)?;
        present(stored.map(|stored| stored.record), &company)?;
        wanted.check(&scene.settings.catalogue, MAX_JOB_PROJECTS)?;
        if wanted.projects.is_empty() {
            return Err(Error::invalid_at("/projects", "a job names at least one project"));
        }
        // Whoever continues the job may hold more than whoever wrote it.
        scene.held.require_to_grant(&scene.settings.catalogue, &wanted.highest())?;
        let job = JobRecord {
            v: VERSION,
            job_id: JobId::generate(scene.random),
            client_id: client_id.clone(),
            company: wanted.company.clone(),
            projects: wanted.projects.clone(),
            done: 0,
        };
        if json!(job).to_string().len() > record::MAX_RECORD_BYTES {
            return Err(Error::invalid_at(
                "/projects",
                "the job is larger than a record; name fewer projects",
            ));
        }
        let deed = Deed {
            action: AuditAction::PermissionsJobCreated,
            target: client_id.to_string(),
            from: Value::Null,
            to: json!({ "job_id": job.job_id, "total": job.projects.len() }),
        };
        Ok(Verdict::Change(vec![job.put(scene, Expect::Absent)?], deed, job.progress()))
    })
    .await
}

pub(crate) async fn get(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    job_id: &str,
) -> Result<JobProgress, Error> {
    Ok(read(context, principal, company, client_id, job_id).await?.progress())
}

/// Does the next projects, up to twenty. A job that is done stays as it is.
pub(crate) async fn proceed(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    job_id: &str,
) -> Result<JobProgress, Error> {
    // Only the job tells which projects are to be read with the account.
    let job = read(context, principal.clone(), company, client_id, job_id).await?;
    let client_id = job.client_id.clone();
    let segment = client_id.segment();
    let next = job.next(MAX_PROJECTS).projects;
    let mut keys: Vec<_> =
        next.iter().map(|project| record::account_project(&client_id, &project.project)).collect();
    keys.push(record::job(&segment, &job.job_id));
    let call = Call::new(principal, company, Right::Directory)?.reading(keys);
    edit(context, call, &client_id, |scene, account| {
        scene.held.require_other(&client_id, Right::Directory)?;
        let Stored { record: mut present, version } = found(scene, &segment, &client_id, &job.job_id)?;
        // Somebody else went on in between, or nothing is left.
        if present.done != job.done || present.progress().state == JobState::Done {
            return Ok(Edit::Nothing(present.progress()));
        }
        let (mut plan, count) = plan(scene, &account, &present)?;
        present.done = present.done.saturating_add(count);
        let mut deed = plan.deed();
        if let Some(to) = deed.to.as_object_mut() {
            to.insert("job_id".into(), json!(present.job_id));
        }
        plan.changes.push(present.put(scene, Expect::Version(version))?);
        Ok(Edit::changed(plan.account, plan.changes, deed, present.progress()))
    })
    .await
}

/// The largest step whose event fits, and how many projects it is.
fn plan(scene: &Scene<'_>, account: &AccountRecord, job: &JobRecord) -> Result<(Plan, usize), Error> {
    let mut refused = Error::not_found();
    for most in STEPS {
        let wanted = job.next(most);
        match Plan::make(scene, account.clone(), &job.client_id, &wanted) {
            Ok(plan) => return Ok((plan, wanted.projects.len())),
            Err(error) if error.code == Code::InvalidInput => refused = error,
            Err(error) => return Err(error),
        }
    }
    Err(refused)
}

async fn read(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    job_id: &str,
) -> Result<JobRecord, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let client_id = account::parse(client_id)?;
    let job_id = input::parsed::<JobId>("/job_id", job_id)?;
    let segment = call.company.segment();
    let call = call.reading([record::job(&segment, &job_id)]);
    view(context, call, |scene| Ok(found(scene, &segment, &client_id, &job_id)?.record)).await
}

/// The job, if it is there and of this account.
fn found(
    scene: &Scene<'_>,
    segment: &Segment,
    client_id: &ClientId,
    job_id: &JobId,
) -> Result<Stored<JobRecord>, Error> {
    let stored: Option<Stored<JobRecord>> = scene.reading.record(&record::job(segment, job_id))?;
    stored.filter(|stored| stored.record.client_id == *client_id).ok_or_else(Error::not_found)
}
