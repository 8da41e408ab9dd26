//! Looking at an account: what every view of one account shares.

use super::{Call, Scene, view};
use crate::core::Context;
use crate::model::account::{AccountRecord, present};
use crate::model::record::{self, Stored};
use crate::value::error::Error;
use crate::value::identifier::ClientId;

/// Reads the account with what the call reads besides, and answers from it. For another company's, and for one that is deleted, it is
/// "not found".
pub(crate) async fn look<T>(
    context: &mut Context,
    call: Call,
    client_id: &ClientId,
    answer: impl FnOnce(&mut Scene<'_>, AccountRecord) -> Result<T, Error>,
) -> Result<T, Error> {
    let key = record::account(client_id);
    let company = call.company.clone();
    view(context, call.reading([key.clone()]), |scene| {
        let stored: Option<Stored<AccountRecord>> = scene.reading.record(&key)?;
        let account = present(stored.map(|stored| stored.record), &company)?;
        answer(scene, account)
    })
    .await
}
