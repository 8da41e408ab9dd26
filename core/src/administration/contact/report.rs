//! Reports: a host with a directory of its own tells what a contact has become there. It tells at least once and in any order; the newest counts.
//!
//! The revision that counted last lies in a record of its own, so that a report which changes nothing touches no account, and no entity tag.

use super::view::ContactView;
use crate::administration::Call;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::{ATTEMPTS_TO_END, Context};
use crate::model::account::{self, AccountRecord, present};
use crate::model::audit::{AuditAction, Deed};
use crate::model::company;
use crate::model::contact::{ContactChange, ContactChangeInput};
use crate::model::record::{self, Reading, Stored, VERSION};
use crate::port::store::{Change, Commit, Expect};
use crate::value::error::{Error, InputProblem};
use crate::value::identifier::ClientId;
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The state of a contact in the host's directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactReport {
    /// Its e-mail address.
    pub email: String,
    /// All companies in whose directories it is, at most 16.
    pub companies: Vec<String>,
    /// Greater with every state that the host has seen: one that is not greater than the last is ignored.
    pub revision: u64,
}

/// What came of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportedContact {
    /// Whether it was newer than every report before.
    pub applied: bool,
    /// The contact since.
    #[serde(flatten)]
    pub contact: ContactView,
}

/// The revision that counted last.
#[derive(Serialize)]
struct ReportRecord {
    v: u8,
    revision: u64,
}

impl FromTree for ReportRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self { v: record.needed("v")?, revision: record.needed("revision")? })
    }
}

impl ContactReport {
    fn check(&self) -> Result<ContactChange, Error> {
        let (email, companies) = (Some(self.email.clone()), Some(self.companies.clone()));
        let mut problems: Vec<InputProblem> = Vec::new();
        if i64::try_from(self.revision).is_err() {
            problems.push(InputProblem::new("/revision", "a revision is at most 9223372036854775807"));
        }
        match (ContactChangeInput { email, companies, insist: None }).state() {
            Ok(state) if problems.is_empty() => Ok(state),
            Ok(_) => Err(Error::invalid(problems)),
            Err(more) => Err(Error::invalid(problems.into_iter().chain(more).collect())),
        }
    }

    fn is_newer(&self, client_id: &ClientId, reading: &Reading) -> Result<Option<Change>, Error> {
        let key = record::report(client_id);
        let stored: Option<Stored<ReportRecord>> = reading.record(&key)?;
        if stored.as_ref().is_some_and(|stored| self.revision <= stored.record.revision) {
            return Ok(None);
        }
        let counted = ReportRecord { v: VERSION, revision: self.revision };
        let expect = record::unchanged(stored.as_ref());
        record::put(key, expect, &counted).map(Some)
    }
}

/// What an attempt came to.
enum Attempt {
    Done(ReportedContact),
    /// The report is newer and says what is so already.
    Same,
}

pub(crate) async fn report(
    context: &mut Context,
    company: &str,
    client_id: &str,
    report: ContactReport,
) -> Result<ReportedContact, Error> {
    let client_id = account::parse(client_id)?;
    let state = report.check()?;
    for _ in 0..ATTEMPTS_TO_END {
        let call = Call::new(Principal::Platform, company, Right::Directory)?;
        let call = call.reading([record::report(&client_id)]);
        let attempt = edit(context, call, &client_id, |scene, mut account| {
            let Some(newer) = report.is_newer(&client_id, scene.reading)? else {
                let contact = account.contact_view();
                return Ok(Edit::Nothing(Attempt::Done(ReportedContact { applied: false, contact })));
            };
            let before = account.contact.clone();
            account.contact = before.changed(&state);
            if account.contact == before {
                return Ok(Edit::Nothing(Attempt::Same));
            }
            let contact = account.contact_view();
            let deed = Deed {
                action: AuditAction::ContactReported,
                target: client_id.to_string(),
                from: json!({ "email": before.email, "companies": before.companies }),
                to: json!({ "email": contact.email, "companies": contact.companies, "revision": report.revision }),
            };
            let done = Attempt::Done(ReportedContact { applied: true, contact });
            Ok(Edit::ended(account, vec![newer], deed, done))
        });
        if let Attempt::Done(reported) = attempt.await? {
            return Ok(reported);
        }
        if let Some(reported) = remember(context, company, &client_id, &report, &state).await? {
            return Ok(reported);
        }
    }
    Err(Error::unavailable("the contact changed under every attempt"))
}

/// Remembers the revision of a report that changes nothing; nothing when the contact is another by now.
async fn remember(
    context: &Context,
    company: &str,
    client_id: &ClientId,
    report: &ContactReport,
    state: &ContactChange,
) -> Result<Option<ReportedContact>, Error> {
    let home = Call::new(Principal::Platform, company, Right::Directory)?.company;
    let key = record::account(client_id);
    let keys = vec![record::company(&home.segment()), key.clone(), record::report(client_id)];
    let reading = context.read(keys).await?;
    if !company::stands(&reading, &home)? {
        return Err(Error::not_found());
    }
    let Some(Stored { record: account, version }) = reading.record::<AccountRecord>(&key)? else {
        return Err(Error::not_found());
    };
    let account = present(Some(account), &home)?;
    let Some(newer) = report.is_newer(client_id, &reading)? else {
        return Ok(Some(ReportedContact { applied: false, contact: account.contact_view() }));
    };
    if account.contact.changed(state) != account.contact {
        return Ok(None);
    }
    let keep = record::keep(key, Expect::Version(version));
    let committed = context.commit(vec![keep, newer]).await? == Commit::Committed;
    Ok(committed.then(|| ReportedContact { applied: true, contact: account.contact_view() }))
}
