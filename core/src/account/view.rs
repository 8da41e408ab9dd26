//! Looking at accounts: one by its id, or a page of them.

use super::{Account, AccountRecord, present};
use crate::administration::{Call, view};
use crate::context::Context;
use crate::error::Error;
use crate::identifier::ClientId;
use crate::page::{Page, PageInput};
use crate::principal::Principal;
use crate::record::{self, Stored};
use crate::right::Right;

pub(crate) async fn get(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
) -> Result<Account, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let key = record::account(&parse(client_id)?);
    let company = call.company.clone();
    view(context, call.reading([key.clone()]), |scene| {
        let stored: Option<Stored<AccountRecord>> = scene.reading.record(&key)?;
        Ok(present(stored.map(|stored| stored.record), &company)?.view(scene.now))
    })
    .await
}

/// A page of the company's accounts, by `client_id`. A page may hold fewer than asked for and still not be the last.
pub(crate) async fn list(
    context: &mut Context,
    principal: Principal,
    company: &str,
    page: PageInput,
) -> Result<Page<Account>, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let segment = call.company.segment();
    let page = page.check(|cursor| ClientId::parse(cursor).filter(|id| id.segment() == segment))?;
    view(context, call, |_| Ok(())).await?;
    let after = page.after.as_ref().map(record::account);
    let listed = context.port.list(record::accounts(&segment), after, page.limit).await?;
    let more = page.is_full(listed.len());
    let mut items = Vec::new();
    let mut last = None;
    for found in listed {
        let account: AccountRecord = record::decode(&found.key, &found.entry.value)?;
        last = Some(account.client_id.to_string());
        if account.deleted_at.is_none() {
            items.push(account.view(context.now));
        }
    }
    Ok(Page { items, next_cursor: last.filter(|_| more) })
}

/// The `client_id` of a path or an argument.
pub(crate) fn parse(client_id: &str) -> Result<ClientId, Error> {
    ClientId::parse(client_id).ok_or_else(|| Error::invalid_at("/client_id", ClientId::RULE))
}
