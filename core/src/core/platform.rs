//! What the platform does to the signing keys and the outside issuers: one get, and one commit with the event that tells of it, in a chain of the platform's own
//! beside them.

use super::events;
use super::{ATTEMPTS, Context};
use crate::model::audit::head::AuditHead;
use crate::model::audit::{AuditActor, AuditEvent, Deed};
use crate::model::record::{self, Found, Reading};
use crate::port::store::{Change, Commit, Key};
use crate::value::error::Error;
use crate::value::identifier::Segment;

/// What a decision comes to.
pub(crate) enum Verdict<T> {
    /// Nothing changes.
    Nothing(T),
    /// This change, with the event that tells of it.
    Change(Change, Deed, T),
}

/// Reads the key, decides and commits; decides again when another commit came first, also one of another key.
pub(crate) async fn change<T>(
    context: &mut Context,
    key: Key,
    mut decide: impl FnMut(&mut Context, &Reading) -> Result<Verdict<T>, Error>,
) -> Result<T, Error> {
    let segment = Segment::platform();
    let head_key = record::audit_head(&segment);
    for _ in 0..ATTEMPTS {
        let reading = context.read(vec![key.clone(), head_key.clone()]).await?;
        let (change, deed, answer) = match decide(context, &reading)? {
            Verdict::Nothing(answer) => return Ok(answer),
            Verdict::Change(change, deed, answer) => (change, deed, answer),
        };
        let head: Found<AuditHead> = reading.found(&head_key)?;
        let place = events::place(context, &segment, &head).await?;
        let written = (context.random.base32(26), context.now);
        let event = AuditEvent::new(deed, &place, AuditActor::Platform, written, &context.note);
        let mut changes = vec![change];
        changes.extend(event.changes(&segment, &head, place, &context.keys)?);
        if context.commit(changes).await? == Commit::Committed {
            return Ok(answer);
        }
    }
    Err(Error::unavailable("the keys changed under every attempt"))
}
