//! What counts once: the `jti` of a client assertion (RFC 7523 section 3) and of a DPoP proof (RFC 9449 section 11.1). Also across processes, since
//! the commit that remembers it fails the second time.

use crate::core::Context;
use crate::model::record::{self, VERSION};
use crate::port::store::{Commit, Expect, Key, Version};
use crate::value::error::Error;
use crate::value::identifier::ClientId;
use serde_json::json;

/// The longest `jti`, in bytes.
const MAX_JTI_BYTES: usize = 255;

pub(crate) fn is_jti(text: &str) -> bool {
    (1..=MAX_JTI_BYTES).contains(&text.len())
}

/// Remembers `key` until `end`, in Unix seconds, beside an account that is as it was read. Whether it was new.
pub(crate) async fn use_up(
    context: &Context,
    (client_id, version): (&ClientId, &Version),
    key: Key,
    end: u64,
) -> Result<bool, Error> {
    let account = record::keep(record::account(client_id), Expect::Version(version.clone()));
    let used = json!({ "v": VERSION, "exp": end });
    let used = record::put_until(key.clone(), Expect::Absent, &used, end)?;
    if context.commit(vec![account, used]).await? == Commit::Committed {
        return Ok(true);
    }
    if context.read(vec![key.clone()]).await?.version(&key)?.is_some() {
        return Ok(false);
    }
    Err(Error::unavailable("the account changed meanwhile; send another one"))
}
