//! Machine contacts: those of service accounts, which a host leaves out where it lists people.

use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, view};
use crate::core::Context;
use crate::model::account;
use crate::model::record;
use crate::value::error::{Error, InputProblem};
use crate::value::identifier::ClientId;
use crate::value::page::{Page, PageInput};
use serde::{Deserialize, Serialize};

/// A contact of a service account, as a directory shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MachineContact {
    /// The account whose contact it is.
    pub client_id: ClientId,
    /// The account's name.
    pub name: String,
    /// The contact's e-mail now.
    pub email: String,
}

/// Which contacts are wanted, as an address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct MachineContactQuery {
    /// `true`: the contacts of people are the host's own.
    pub(crate) machine: String,
    /// At most how many: 1 to 100, 50 when absent.
    #[serde(default)]
    pub(crate) limit: Option<u32>,
    /// `next_cursor` of the page before; absent for the first.
    #[serde(default)]
    pub(crate) cursor: Option<String>,
}

impl From<PageInput> for MachineContactQuery {
    fn from(page: PageInput) -> Self {
        Self { machine: "true".into(), limit: page.limit, cursor: page.cursor }
    }
}

/// By `client_id`. A page may hold fewer than asked for and still not be the last.
pub(crate) async fn list(
    context: &mut Context,
    principal: Principal,
    company: &str,
    query: MachineContactQuery,
) -> Result<Page<MachineContact>, Error> {
    let call = Call::new(principal, company, Right::Directory)?.without_the_record();
    let company = call.company.clone();
    let segment = company.segment();
    view(context, call, |_| Ok(())).await?;
    if query.machine != "true" {
        let rule = "`true` is what is known here: the contacts of people are the host's own";
        return Err(Error::invalid(vec![InputProblem::new("/machine", rule)]));
    }
    let page = PageInput { limit: query.limit, cursor: query.cursor };
    let page = page.check(|cursor| ClientId::parse(cursor).ok().filter(|id| id.segment() == segment))?;
    let after = page.after.as_ref().map(record::account);
    let listed = context.list(record::accounts(&segment), after, page.limit).await?;
    let more = page.is_full(listed.len());
    let (mut items, mut last) = (Vec::new(), None);
    for found in listed {
        let account = account::listed(&found, &company)?;
        last = Some(account.client_id.to_string());
        if account.deleted_at.is_none() {
            let (client_id, email) = (account.client_id, account.contact.email);
            items.push(MachineContact { client_id, name: account.details.name, email });
        }
    }
    Ok(Page { items, next_cursor: last.filter(|_| more) })
}
