//! What counts once: the `jti` of a client assertion (RFC 7523 section 3), of a DPoP proof (RFC 9449 section 11.1), and of an outside issuer's JWT where a trust says so.
//! Also across processes, since the commit that remembers it fails the second time.

use crate::core::Context;
use crate::model::record::{self, Found, VERSION};
use crate::port::store::{Change, Commit, Expect, Key};
use crate::value::error::Error;
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::Serialize;

/// The longest `jti`, in bytes.
const MAX_JTI_BYTES: usize = 255;

pub(crate) fn is_jti(text: &str) -> bool {
    (1..=MAX_JTI_BYTES).contains(&text.len())
}

/// Something that counts once.
pub(crate) struct Once {
    /// Where it lies that it was used.
    pub(crate) key: Key,
    /// Until when that is remembered, in Unix seconds.
    pub(crate) end: u64,
}

/// That something was used.
#[derive(Serialize)]
struct UsedRecord {
    v: u8,
    exp: u64,
    /// Of the request that has used it, so that one whose commit had no answer knows its own.
    by: String,
}

impl FromTree for UsedRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self { v: record.needed("v")?, exp: record.needed("exp")?, by: record.or_default("by")? })
    }
}

/// What came of using something up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Used {
    /// It was new, and is used up now.
    Now,
    /// It was used before.
    Before,
    /// It is as new as it was: what was to be held has changed meanwhile.
    NotYet,
}

impl Once {
    /// Remembers it beside what is `held`. When the outcome is unknown, the identical commit is submitted once more; on conflict, whose record lies there tells
    /// what came of it. Whatever lies there counts, also what this service has not written.
    pub(crate) async fn use_up(&self, context: &mut Context, held: Change) -> Result<Used, Error> {
        let used = UsedRecord { v: VERSION, exp: self.end, by: context.random.base32(26) };
        let put = record::put_until(self.key.clone(), Expect::Absent, &used, self.end)?;
        let changes = vec![held, put];
        let outcome = match context.commit(changes.clone()).await {
            Err(_) => context.commit(changes).await?,
            Ok(outcome) => outcome,
        };
        if outcome == Commit::Committed {
            return Ok(Used::Now);
        }
        let reading = context.read(vec![self.key.clone()]).await?;
        Ok(match reading.found::<UsedRecord>(&self.key)? {
            Found::Nothing => Used::NotYet,
            Found::Record(found) if found.record.by == used.by => Used::Now,
            Found::Record(_) | Found::Doubtful(_) => Used::Before,
        })
    }
}
