//! Entries of a company's directory that belong to no account of it.
//!
//! Whatever address such an entry holds, it is the company's own: entering another company's contact here touches nothing there.

use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, Verdict, change};
use crate::core::Context;
use crate::model::audit::{AuditAction, Deed};
use crate::model::contact::NewContact;
use crate::model::record::{self, VERSION};
use crate::port::store::Expect;
use crate::value::error::Error;
use crate::value::identifier::{CompanyId, ContactId};
use crate::value::timestamp::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

/// An entry of a company's directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DirectoryEntry {
    /// Its id.
    pub contact_id: ContactId,
    /// Whose directory it is in.
    pub company: CompanyId,
    /// Its e-mail, in lower case.
    pub email: String,
    /// When it was made.
    pub created_at: Timestamp,
}

pub(crate) async fn create(
    context: &mut Context,
    principal: Principal,
    company: &str,
    new: NewContact,
) -> Result<DirectoryEntry, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let company = call.company.clone();
    let segment = company.segment();
    change(context, call, |scene| {
        if let Some(problem) = new.problem() {
            return Err(Error::invalid(vec![problem]));
        }
        let entry = DirectoryEntry {
            contact_id: ContactId::generate(scene.random),
            company: company.clone(),
            email: new.email.to_ascii_lowercase(),
            created_at: scene.now,
        };
        let kept = json!({
            "v": VERSION,
            "contact_id": entry.contact_id,
            "company": entry.company,
            "email": entry.email,
            "created_at": entry.created_at.seconds(),
        });
        let put = record::put(record::contact(&segment, &entry.contact_id), Expect::Absent, &kept)?;
        let deed = Deed {
            action: AuditAction::ContactCreated,
            target: entry.contact_id.to_string(),
            from: Value::Null,
            to: json!({ "email": entry.email }),
        };
        Ok(Verdict::Change(vec![put], deed, entry))
    })
    .await
}
