//! Editing an account: what every change of one account shares.

use super::{Call, Scene, Verdict, change};
use crate::core::Context;
use crate::model::account::{AccountRecord, present};
use crate::model::audit::Deed;
use crate::model::record::{self, Stored};
use crate::port::store::{Change, Expect, Key, Version};
use crate::value::error::Error;
use crate::value::identifier::{ClientId, CompanyId};

/// What of a record is left to what ends something: the reason of a disabling, the moments at which every credential was revoked, and a contact that left for as
/// many companies as are recorded. What adds is refused before, so that an account cannot be filled until nothing stops it.
const ROOM_TO_END_BYTES: usize = 6 * 1024;
/// The most bytes of a record to which something is added.
const MOST_BYTES: usize = record::MAX_RECORD_BYTES - ROOM_TO_END_BYTES;

/// What an edit comes to.
pub(crate) enum Edit<T> {
    /// Nothing changes.
    Nothing(T),
    /// What changes.
    Changed(Box<Edited>, T),
}

/// The account as it becomes, changes beside it, and the event that tells of them.
pub(crate) struct Edited {
    account: AccountRecord,
    changes: Vec<Change>,
    deed: Deed,
    ends: bool,
}

impl<T> Edit<T> {
    pub(crate) fn changed(account: AccountRecord, changes: Vec<Change>, deed: Deed, answer: T) -> Self {
        Self::Changed(Box::new(Edited { account, changes, deed, ends: false }), answer)
    }

    /// The same of an edit that ends something, which always fits and goes before others.
    pub(crate) fn ended(account: AccountRecord, changes: Vec<Change>, deed: Deed, answer: T) -> Self {
        Self::Changed(Box::new(Edited { account, changes, deed, ends: true }), answer)
    }
}

/// Reads the account, lets `edit` decide, and commits what became of it under a new revision.
pub(crate) async fn edit<T: Send>(
    context: &mut Context,
    call: Call,
    client_id: &ClientId,
    mut edit: impl FnMut(&mut Scene<'_>, AccountRecord) -> Result<Edit<T>, Error> + Send,
) -> Result<T, Error> {
    let key = record::account(client_id);
    let company = call.company.clone();
    change(context, call.reading([key.clone()]), |scene| {
        let (account, version) = read(scene, &key, &company)?;
        match edit(scene, account)? {
            Edit::Nothing(answer) => Ok(Verdict::Nothing(answer)),
            Edit::Changed(edited, answer) => {
                let ends = edited.ends;
                let (changes, deed) = written(scene, &key, version, *edited)?;
                let verdict = if ends { Verdict::End } else { Verdict::Change };
                Ok(verdict(changes, deed, answer))
            }
        }
    })
    .await
}

/// The account, of this company and not deleted.
fn read(scene: &Scene<'_>, key: &Key, company: &CompanyId) -> Result<(AccountRecord, Version), Error> {
    let Some(Stored { record, version }) = scene.reading.record(key)? else {
        return Err(Error::not_found());
    };
    Ok((present(Some(record), company)?, version))
}

/// The changes that an edit makes, with the account's own, and the event that tells of them.
fn written(
    scene: &Scene<'_>,
    key: &Key,
    version: Version,
    edited: Edited,
) -> Result<(Vec<Change>, Deed), Error> {
    let Edited { account, mut changes, deed, ends } = edited;
    let mut account = account.touched();
    account.note_contact(scene.now);
    let value = record::encode_or(&account, too_large)?;
    let before = scene.reading.size(key).unwrap_or_default();
    if !ends && value.len() > before.max(MOST_BYTES) {
        return Err(too_large());
    }
    changes.push(record::written(key.clone(), Expect::Version(version), value, None));
    Ok((changes, deed))
}

/// Whether nothing can be added to the account as it is.
pub(super) fn is_full(account: &AccountRecord) -> bool {
    record::encode(account).map_or(true, |value| value.len() > MOST_BYTES)
}

fn too_large() -> Error {
    let rule = "the account would be larger than a record; grant fewer actions, ask less of its trusts or say less of it";
    Error::invalid_at("", rule)
}
