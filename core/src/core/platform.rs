//! What the platform does to the signing keys and the outside issuers: one get, and one commit with the event that tells of it, in a chain of the platform's own
//! beside them.

use super::events;
use super::{ATTEMPTS, Context, undecided};
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
pub(crate) async fn change<T: Send>(
    context: &mut Context,
    key: Key,
    mut decide: impl FnMut(&mut Context, &Reading) -> Result<Verdict<T>, Error> + Send,
) -> Result<T, Error> {
    let mut answer = None;
    let mut decide = |context: &mut Context, reading: &Reading| {
        Ok(match decide(context, reading)? {
            Verdict::Nothing(told) => {
                answer = Some(told);
                None
            }
            Verdict::Change(change, deed, told) => {
                answer = Some(told);
                Some((change, deed))
            }
        })
    };
    settle(context, key, &mut decide).await?;
    answer.ok_or_else(undecided)
}

/// A decision without its answer: what is shared is compiled once for it, and not once for each kind of answer.
type Decide<'a> = &'a mut (dyn FnMut(&mut Context, &Reading) -> Result<Option<(Change, Deed)>, Error> + Send);

async fn settle(context: &mut Context, key: Key, decide: Decide<'_>) -> Result<(), Error> {
    let segment = Segment::platform();
    let head_key = record::audit_head(&segment);
    for _ in 0..ATTEMPTS {
        let reading = context.read(vec![key.clone(), head_key.clone()]).await?;
        let Some((change, deed)) = decide(context, &reading)? else { return Ok(()) };
        let head: Found<AuditHead> = reading.found(&head_key)?;
        let place = events::place(context, &segment, &head).await?;
        let written = (context.random.base32(26), context.now);
        let event = AuditEvent::new(deed, &place, AuditActor::Platform, written, &context.note);
        let mut changes = vec![change];
        changes.extend(event.changes(&segment, &head, place, &context.keys)?);
        if context.commit(changes).await? == Commit::Committed {
            return Ok(());
        }
    }
    Err(Error::unavailable("the keys changed under every attempt"))
}
