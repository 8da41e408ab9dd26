//! What an administrator does, by the command line: as the platform's principal, in the store itself, beside a running server.
//!
//! A file for each noun. None of it decides a rule: what is given goes to the core as the admin API's bodies go there, and what the core answers is shown.

pub(crate) mod account;
pub(crate) mod audit;
pub(crate) mod company;
pub(crate) mod contact;
mod credential;
pub(crate) mod key;
pub(crate) mod link;
pub(crate) mod permission;
pub(crate) mod secret;
pub(crate) mod shown;
pub(crate) mod template;
pub(crate) mod trust;
pub(crate) mod usage;

use crate::exit::Usage;
use crate::output::{Columns, Output};
use crate::platform::Platform;
use anyhow::Result;
use badgehouse::error::Error;
use badgehouse::input;
use badgehouse::page::{MAX_PAGE, Page, PageInput};
use badgehouse_native::Engine;
use clap::Args;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::io::{self, IsTerminal};

/// Where, and in which form the answer is wanted.
#[derive(Args)]
pub(crate) struct At {
    /// The company's id, as the product names it.
    #[arg(long, value_name = "ID", env = "BADGEHOUSE_COMPANY")]
    company: String,
    #[command(flatten)]
    form: Form,
    #[command(flatten, next_help_heading = "Store and product")]
    platform: Platform,
}

impl At {
    pub(crate) async fn desk(self) -> Result<Desk> {
        let engine = self.platform.engine().await?;
        Ok(Desk { engine, company: self.company, out: self.form.output() })
    }
}

/// The form of the answer.
#[derive(Args)]
pub(crate) struct Form {
    /// Answer the JSON of the admin API, one document a line; of a list, one item a line. A failure is a JSON document on standard error.
    #[arg(long)]
    json: bool,
}

impl Form {
    pub(crate) fn output(&self) -> Output {
        Output { json: self.json }
    }
}

/// One account.
#[derive(Args)]
pub(crate) struct Of {
    /// The account's client_id.
    #[arg(value_name = "CLIENT_ID")]
    pub(crate) client_id: String,
    #[command(flatten)]
    pub(crate) at: At,
}

/// Only as long as nobody has changed it.
#[derive(Args)]
pub(crate) struct Unchanged {
    /// Do it only if the revision still is this one, as `show` tells it.
    #[arg(long, value_name = "N")]
    pub(crate) revision: Option<u64>,
}

/// How much of a list.
#[derive(Args)]
pub(crate) struct Limit {
    /// At most how many; left out, all.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// A question before what cannot be taken back.
#[derive(Args)]
pub(crate) struct Sure {
    /// Do it without asking.
    #[arg(long)]
    yes: bool,
}

impl Sure {
    /// Lets through who says `--yes` or types the id.
    pub(crate) fn ask(&self, what: &str, id: &str) -> Result<()> {
        if self.yes {
            return Ok(());
        }
        if !io::stdin().is_terminal() {
            return Err(Usage(format!("{what} cannot be taken back; say --yes")).into());
        }
        eprint!("{what} cannot be taken back. Type {} to do it: ", crate::output::lines(id));
        let mut typed = String::new();
        io::stdin().read_line(&mut typed)?;
        if typed.trim() == id {
            Ok(())
        } else {
            Err(Usage("that is another id; nothing was done".into()).into())
        }
    }
}

/// An engine on the store, and where answers go.
pub(crate) struct Desk {
    pub(crate) engine: Engine,
    company: String,
    pub(crate) out: Output,
}

impl Desk {
    pub(crate) fn company(&self) -> String {
        self.company.clone()
    }

    /// A list, page by page to its end or to the limit. For programs each page is there as soon as it was read.
    pub(crate) async fn pages<T: Serialize>(
        &self,
        limit: &Limit,
        columns: Columns,
        mut ask: impl AsyncFnMut(PageInput) -> Result<Page<T>, Error>,
    ) -> Result<()> {
        let mut left = limit.limit.unwrap_or(usize::MAX);
        let (mut cursor, mut kept) = (None, Vec::new());
        while left > 0 {
            let size = u32::try_from(left).unwrap_or(MAX_PAGE).min(MAX_PAGE);
            let page = ask(PageInput { limit: Some(size), cursor }).await?;
            left = left.saturating_sub(page.items.len());
            if self.out.json {
                self.out.many(&page.items, columns)?;
            } else {
                kept.extend(page.items);
            }
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        if self.out.json { Ok(()) } else { self.out.many(&kept, columns) }
    }
}

/// The input that the core reads, of the options that were given; `cleared` are members that are to be no more.
pub(crate) fn given<T: DeserializeOwned>(members: Value, cleared: &[String]) -> Result<T> {
    let mut given = Map::new();
    if let Value::Object(members) = members {
        given.extend(members.into_iter().filter(|(_, value)| !value.is_null()));
    }
    refuse_twice(given.keys().chain(cleared))?;
    given.extend(cleared.iter().map(|name| (name.clone(), Value::Null)));
    Ok(input::object(Value::Object(given).to_string().as_bytes())?)
}

/// Refuses a name that stands twice on the command line: one of its values would be lost.
pub(crate) fn refuse_twice<'a>(names: impl IntoIterator<Item = &'a String>) -> Result<(), Usage> {
    let mut seen = BTreeSet::new();
    match names.into_iter().find(|name| !seen.insert(*name)) {
        Some(name) => Err(Usage(format!("`{name}` is given twice; say it once"))),
        None => Ok(()),
    }
}

/// `NAME=VALUE`.
pub(crate) fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}
