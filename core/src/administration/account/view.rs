//! Looking at accounts: one by its id, or a page of them, searched.
//!
//! A search looks through the accounts in their order, a bounded number for each page. An index for each filter would be further records
//! in every commit of an account, for companies that have few.

use crate::administration::look::look;
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, view};
use crate::core::Context;
use crate::model::account::attention::{Attention, Permissions, Surroundings};
use crate::model::account::state::AccountState;
use crate::model::account::view::Account;
use crate::model::account::{AccountRecord, AppType, listed, parse};
use crate::model::record::{self, Reading, Stored};
use crate::model::usage::UsageRecord;
use crate::port::store::Key;
use crate::value::error::Error;
use crate::value::identifier::{AppId, ClientId, CompanyId};
use crate::value::page::{MAX_PAGE, Page, PageInput};
use crate::value::text::{composed, sought};
use crate::value::timestamp::Timestamp;
use crate::value::tree::FromTree;
use serde::{Deserialize, Serialize};

/// How many accounts are looked at for one page.
const MAX_SCAN: usize = 1000;

/// Which accounts are wanted; each filter that is given has to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccountQuery {
    /// At most how many: 1 to 100, 50 when absent.
    #[serde(default)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before; absent for the first.
    #[serde(default)]
    pub cursor: Option<String>,
    /// What the name begins with, in any case and however it is composed: by simple case folding of its NFC, with one i, dotted or not, and without
    /// what nobody sees.
    #[serde(default)]
    pub name: Option<String>,
    /// The app that it is for.
    #[serde(default)]
    pub app: Option<AppId>,
    /// The id of the actor who answers for it.
    #[serde(default)]
    pub owner: Option<String>,
    /// Whether it works.
    #[serde(default)]
    pub state: Option<AccountState>,
    /// Whose last token was fetched at this moment or later (RFC 3339).
    #[serde(default)]
    pub used_since: Option<Timestamp>,
    /// Who has fetched no token since this moment, or never any.
    #[serde(default)]
    pub unused_since: Option<Timestamp>,
    /// Only those that somebody has to look at, each with every reason in `attention`.
    #[serde(default)]
    pub attention: bool,
}

impl From<PageInput> for AccountQuery {
    fn from(page: PageInput) -> Self {
        Self { limit: page.limit, cursor: page.cursor, ..Self::default() }
    }
}

impl AccountQuery {
    fn page(&self) -> PageInput {
        PageInput { limit: self.limit, cursor: self.cursor.clone() }
    }

    /// Whether every account of the company fits.
    fn takes_all(&self) -> bool {
        *self == Self::from(self.page())
    }

    fn asks_for_use(&self) -> bool {
        self.used_since.is_some() || self.unused_since.is_some() || self.attention
    }

    /// The query with its name and its owner as these are compared, once for all that are looked at.
    fn folded(self) -> Self {
        let (name, owner) = (self.name.as_deref().map(sought), self.owner.as_deref().map(composed));
        Self { name, owner, ..self }
    }

    /// Whether the account fits the folded query, but for its use. What was stored under older rules is compared as what is stored now.
    fn takes(&self, account: &AccountRecord, now: Timestamp) -> bool {
        let begins = |sought_prefix: &String| sought(&account.details.name).starts_with(sought_prefix);
        let answers = |owner: &String| {
            account.details.owner.as_deref().is_some_and(|stored| composed(stored) == *owner)
        };
        let is_for = |app: &AppId| account.app_type == AppType::Marketplace(app.clone());
        account.deleted_at.is_none()
            && self.name.as_ref().is_none_or(begins)
            && self.app.as_ref().is_none_or(is_for)
            && self.owner.as_ref().is_none_or(answers)
            && self.state.is_none_or(|state| account.state(now) == state)
    }

    fn takes_use(&self, last: Option<Timestamp>) -> bool {
        self.used_since.is_none_or(|since| last.is_some_and(|last| last >= since))
            && self.unused_since.is_none_or(|since| last.is_none_or(|last| last < since))
    }
}

pub(crate) async fn get(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
) -> Result<Account, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    look(context, call, &parse(client_id)?, |scene, account| Ok(account.view(scene.now))).await
}

/// A page of the company's accounts, by `client_id`. A page may hold fewer than asked for and still not be the last.
pub(crate) async fn list(
    context: &mut Context,
    principal: Principal,
    company: &str,
    query: AccountQuery,
) -> Result<Page<Account>, Error> {
    let call = Call::new(principal, company, Right::Accounts)?.without_the_record();
    let company = call.company.clone();
    let segment = company.segment();
    let page =
        query.page().check(|cursor| ClientId::parse(cursor).ok().filter(|id| id.segment() == segment))?;
    // What is told of permissions is for who may look at them.
    let permissions = view(context, call, |scene| Ok(scene.held.require(Right::Directory).is_ok())).await?;
    let query = query.folded();
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    // Without a filter one list is the page.
    let (batch, most) = if query.takes_all() { (page.limit, limit) } else { (MAX_PAGE, MAX_SCAN) };
    let (mut items, mut last, mut scanned) = (Vec::new(), page.after, 0_usize);
    while scanned < most {
        let accounts = batch_after(context, &company, last.as_ref(), batch).await?;
        let found = accounts.len();
        scanned = scanned.saturating_add(found);
        let fitting = fitting(context, &query, permissions, &accounts).await?;
        for (account, fits) in accounts.into_iter().zip(fitting) {
            last = Some(account.client_id.clone());
            items.extend(fits.map(|attention| Account { attention, ..account.view(context.now) }));
            if items.len() >= limit {
                return Ok(Page { items, next_cursor: last.map(|last| last.to_string()) });
            }
        }
        if u32::try_from(found).is_ok_and(|found| found < batch) {
            return Ok(Page { items, next_cursor: None });
        }
    }
    Ok(Page { items, next_cursor: last.map(|last| last.to_string()) })
}

async fn batch_after(
    context: &Context,
    company: &CompanyId,
    last: Option<&ClientId>,
    batch: u32,
) -> Result<Vec<AccountRecord>, Error> {
    let prefix = record::accounts(&company.segment());
    let found = context.list(prefix, last.map(record::account), batch).await?;
    found.iter().map(|found| listed(found, company)).collect()
}

/// For each account, if it fits, why somebody has to look at it: what its record tells, and the rest for who asks for it. Only of those that may fit, and only
/// when it is asked for, their use is read, and their templates if they work: of one that does not, nothing else is told.
async fn fitting(
    context: &Context,
    query: &AccountQuery,
    permissions: bool,
    accounts: &[AccountRecord],
) -> Result<Vec<Option<Vec<Attention>>>, Error> {
    let now = context.now;
    let fits: Vec<bool> = accounts.iter().map(|account| query.takes(account, now)).collect();
    let (by_use, by_template) = (query.asks_for_use(), query.attention && permissions);
    let candidates = || accounts.iter().zip(&fits).filter(|(_, fits)| **fits).map(|(account, _)| account);
    let used = candidates().filter(|_| by_use).filter_map(usage).collect();
    let used = context.read(used).await?;
    let is_judged = |account: &AccountRecord| by_template && account.is_functional(now);
    let templates = candidates().filter(|account| is_judged(account)).filter_map(template).collect();
    let templates = context.read(templates).await?;
    let mut fitting = Vec::new();
    for (account, fits) in accounts.iter().zip(&fits) {
        if !fits || !by_use {
            fitting.push(fits.then(|| account.attention_by_itself(now)));
            continue;
        }
        let last_used_at = found(&used, usage(account))?.and_then(|usage: UsageRecord| usage.last_used_at());
        let assigned = if is_judged(account) { found(&templates, template(account))? } else { None };
        let catalogue = &context.settings.catalogue;
        let permissions = permissions.then_some(Permissions { catalogue, template: assigned.as_ref() });
        let attention = if query.attention {
            account.attention(&Surroundings { now, last_used_at, permissions })
        } else {
            account.attention_by_itself(now)
        };
        let fits = query.takes_use(last_used_at) && (!query.attention || !attention.is_empty());
        fitting.push(fits.then_some(attention));
    }
    Ok(fitting)
}

fn usage(account: &AccountRecord) -> Option<Key> {
    Some(record::usage(&account.client_id))
}

fn template(account: &AccountRecord) -> Option<Key> {
    let assigned = account.template.as_ref()?;
    Some(record::template(&account.client_id.segment(), &assigned.template_id))
}

fn found<T: FromTree>(reading: &Reading, key: Option<Key>) -> Result<Option<T>, Error> {
    let Some(key) = key else { return Ok(None) };
    let stored: Option<Stored<T>> = reading.record(&key)?;
    Ok(stored.map(|stored| stored.record))
}
