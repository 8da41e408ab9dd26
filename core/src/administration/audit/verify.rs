//! Verifying the audit: that every event is there, in its order, as it was written.

use super::stand::{Stand, Whose, stand};
use crate::core::Context;
use crate::core::events::{BATCH, MAX_SCAN, events};
use crate::model::audit::AuditEvent;
use crate::model::audit::head::{AuditHead, AuditHeadView, hash_of};
use crate::model::audit::link::{Fault, Link};
use crate::value::error::Error;
use crate::value::identifier::Segment;
use crate::value::input;
use crate::value::tree::Tree;
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Serialize};

/// What is verified.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditVerifyInput {
    /// A head that was exported before: the chain has to lead through it.
    #[serde(default, deserialize_with = "input::optional_object")]
    pub head: Option<AuditHeadView>,
    /// `next_cursor` of the answer before; absent for the beginning.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// How far the audit is as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditVerification {
    /// The number of the last event that was found in order.
    pub verified_to: u64,
    /// Its hash.
    pub hash: String,
    /// Where to go on; absent at the end and after a problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// The last event that was cut off by policy; what came before it is vouched for by the signed cut alone, and a head that was exported before it
    /// cannot be compared any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut_at: Option<u64>,
    /// What is not in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<AuditProblem>,
}

/// What is not in order, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditProblem {
    /// At which event.
    pub number: u64,
    /// What.
    pub kind: AuditProblemKind,
}

/// What may be wrong with an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum AuditProblemKind {
    /// The event is not as it was written.
    Altered,
    /// The event is gone.
    Missing,
    /// Another event stands in its place.
    Reordered,
    /// The event is another than the one the exported head was made after.
    Rewritten,
    /// The head is gone, or not as the service had signed it.
    Head,
    /// The cut is not as the service had signed it.
    Cut,
}

/// Walks at most a thousand events. The cursor holds the hash it goes on from, so that nothing is trusted anew.
pub(crate) async fn verify(
    context: &mut Context,
    whose: Whose<'_>,
    input: AuditVerifyInput,
) -> Result<AuditVerification, Error> {
    let Stand { segment, company, exists, head, cut } = stand(context, whose).await?;
    let exported = input.head.as_ref();
    if exported.is_some_and(|head| head.company != company) {
        return Err(Error::invalid_at("/head/company", "this head is another's"));
    }
    if exported.is_some_and(|head| is_forged(head, &segment, context)) {
        return Err(Error::invalid_at("/head/mac", "this head was not exported by this service"));
    }
    let unknown = || Error::invalid_at("/cursor", "a cursor is the `next_cursor` of the answer before");
    let mut walk = match input.cursor {
        None => Walk { at: Link::origin(&segment), cut: None },
        Some(cursor) => Walk::parse(&cursor).ok_or_else(unknown)?,
    };
    if let Some(cut) = cut {
        if !cut.is_signed(&segment, &context.keys) {
            return Ok(walk.stopped(Some((cut.last.number, AuditProblemKind::Cut))));
        }
        if let Some(problem) = walk.begin_at(cut.last, exported) {
            return Ok(walk.stopped(Some(problem)));
        }
    }
    let Some(head) = head else {
        // The company's record and its first event are written in one commit, as are the key ring and that of the platform.
        let problem = if exists { Some((1, AuditProblemKind::Head)) } else { walk.meets(exported, 0) };
        return Ok(walk.stopped(problem));
    };
    if !head.is_signed(&segment, &context.keys) {
        return Ok(walk.stopped(Some((head.number(), AuditProblemKind::Head))));
    }
    if let Some(number) = head.unproven {
        return Ok(walk.stopped(Some((number, AuditProblemKind::Head))));
    }
    if walk.at.number > head.number() {
        return Ok(walk.stopped(Some((head.next, AuditProblemKind::Missing))));
    }
    let end = head.number().min(walk.at.number.saturating_add(MAX_SCAN));
    while walk.at.number < end {
        let batch = end.min(walk.at.number.saturating_add(BATCH));
        for (_, value) in events(context, &segment, walk.at.number, batch).await? {
            if let Some(problem) = walk.step(context, &segment, &head, exported, value).await? {
                return Ok(walk.stopped(Some(problem)));
            }
        }
    }
    if walk.at.number < head.number() {
        return Ok(AuditVerification { next_cursor: Some(walk.to_text()), ..walk.stopped(None) });
    }
    let problem = if walk.at.hash == head.hash {
        walk.meets(exported, head.number())
    } else {
        Some((walk.at.number, AuditProblemKind::Altered))
    };
    Ok(walk.stopped(problem))
}

/// Whether the head's key is known and it is not signed with it. With a key that is not configured any more its hash still tells.
fn is_forged(head: &AuditHeadView, segment: &Segment, context: &Context) -> bool {
    let known = context.keys.by_id(&head.key_id).is_some();
    known && !head.record().is_signed(segment, &context.keys)
}

type Problem = (u64, AuditProblemKind);

/// How far the walk has come.
struct Walk {
    at: Link,
    cut: Option<u64>,
}

impl Walk {
    fn parse(cursor: &str) -> Option<Self> {
        let (number, hash) = cursor.split_once('.')?;
        let bytes = Base64UrlUnpadded::decode_vec(hash).ok()?;
        let number = number.parse().ok()?;
        (bytes.len() == 32).then(|| Self { at: Link { number, hash: hash.into() }, cut: None })
    }

    fn to_text(&self) -> String {
        format!("{}.{}", self.at.number, self.at.hash)
    }

    /// What was cut off is not walked; where the cut or an exported head says what the last of it was, they agree.
    fn begin_at(&mut self, cut: Link, exported: Option<&AuditHeadView>) -> Option<Problem> {
        self.cut = Some(cut.number);
        let rewritten = exported.is_some_and(|kept| kept.number == cut.number && kept.hash != cut.hash)
            || (self.at.number == cut.number && self.at.hash != cut.hash);
        if rewritten {
            return Some((cut.number, AuditProblemKind::Rewritten));
        }
        if self.at.number < cut.number {
            self.at = cut;
        }
        None
    }

    /// One event further, or what is wrong.
    async fn step(
        &mut self,
        context: &Context,
        segment: &Segment,
        head: &AuditHead,
        exported: Option<&AuditHeadView>,
        value: Option<Vec<u8>>,
    ) -> Result<Option<Problem>, Error> {
        let number = self.at.number.saturating_add(1);
        let Some(value) = value else { return Ok(Some((number, AuditProblemKind::Missing))) };
        match self.at.next(&value) {
            Ok((_, link)) => self.at = link,
            Err(Fault::Unreadable) => return Ok(Some((number, AuditProblemKind::Altered))),
            Err(Fault::OtherNumber) => return Ok(Some((number, AuditProblemKind::Reordered))),
            Err(Fault::OtherPrevious) => {
                // Whichever of the two the next link does not vouch for.
                let follower = follower(context, segment, head, number).await?;
                let vouched = number > 1 && follower == Some(hash_of(&value));
                let altered = if vouched { self.at.number } else { number };
                return Ok(Some((altered, AuditProblemKind::Altered)));
            }
        }
        let rewritten = exported.is_some_and(|kept| kept.number == number && kept.hash != self.at.hash);
        Ok(rewritten.then_some((number, AuditProblemKind::Rewritten)))
    }

    /// Whether the exported head lies on a chain that ends with the event `last`.
    fn meets(&self, exported: Option<&AuditHeadView>, last: u64) -> Option<Problem> {
        let exported = exported?;
        if exported.number > last {
            return Some((last.saturating_add(1), AuditProblemKind::Missing));
        }
        let rewritten = exported.number == self.at.number && exported.hash != self.at.hash;
        rewritten.then_some((exported.number, AuditProblemKind::Rewritten))
    }

    fn stopped(&self, problem: Option<Problem>) -> AuditVerification {
        let problem = problem.map(|(number, kind)| AuditProblem { number, kind });
        let (verified_to, hash, cut_at) = (self.at.number, self.at.hash.clone(), self.cut);
        AuditVerification { verified_to, hash, next_cursor: None, cut_at, problem }
    }
}

/// The hash that what comes after an event says it has.
async fn follower(
    context: &Context,
    segment: &Segment,
    head: &AuditHead,
    number: u64,
) -> Result<Option<String>, Error> {
    if number == head.number() {
        return Ok(Some(head.hash.clone()));
    }
    let found = events(context, segment, number, number.saturating_add(1)).await?;
    let next = found.into_iter().next().and_then(|(_, value)| value);
    let next = next.and_then(|value| Tree::of_record::<AuditEvent>(&value).ok());
    Ok(next.map(|event| event.previous))
}
