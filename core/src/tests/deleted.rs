//! Deleted accounts: their list, page by page, and what a purge takes of them.

use super::{World, administrator, core};
use crate::administration::principal::Principal;
use crate::core::Core;
use crate::model::account::new::NewAccount;
use crate::model::record;
use crate::model::settings::Policy;
use crate::model::store_time::{Passed, StoreTime};
use crate::port::driver::run;
use crate::port::operation::Ask;
use crate::port::store::{Entry, Key};
use crate::value::error::{Code, Error};
use crate::value::page::PageInput;
use crate::value::timestamp::Timestamp;
use serde_json::json;

/// The names on a page that begins at the cursor, and the next cursor.
fn page(
    core: &Core,
    world: &mut World,
    cursor: Option<String>,
) -> Result<(Vec<String>, Option<String>), Error> {
    let start = world.start();
    let page = PageInput { limit: Some(1), cursor };
    let page = world.run(core.list_deleted_accounts(start, administrator(), "acme".into(), page))?;
    Ok((page.items.into_iter().map(|deleted| deleted.name).collect(), page.next_cursor))
}

#[test]
fn deleted_accounts_are_listed_to_the_last_by_pages() {
    let (core, mut world) = (core(), World::default());
    for name in ["First", "Second", "Third"] {
        let start = world.start();
        let new = NewAccount::custom(name);
        let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
        world.passed += 60;
        let (start, id) = (world.start(), made.account.client_id.to_string());
        world.run(core.delete_account(start, administrator(), "acme".into(), id)).unwrap();
    }
    let (mut found, mut cursor) = page(&core, &mut world, None).unwrap();
    let mut cursors = Vec::new();
    while let Some(next) = cursor {
        cursors.push(next.clone());
        let (more, after) = page(&core, &mut world, Some(next)).unwrap();
        found.extend(more);
        cursor = after;
    }
    assert_eq!(found, ["First", "Second", "Third"]);

    let foreign = cursors.first().unwrap().replace(".sa_", ".sa_a");
    for wrong in ["", "x", "1800000000", foreign.as_str()] {
        let refused = page(&core, &mut world, Some(wrong.into())).unwrap_err();
        assert_eq!(refused.code, Code::InvalidInput, "{wrong}");
    }
}

/// How many accounts one purge takes.
const AT_ONCE: u32 = 20;

/// An account that was made and deleted at the beginning.
fn deleted(core: &Core, world: &mut World) -> (Key, Entry) {
    let start = world.start();
    let new = NewAccount::custom("Sync");
    let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    let key = record::account(&made.account.client_id);
    let before = world.entries[&key].clone();
    let (start, id) = (world.start(), made.account.client_id.to_string());
    world.run(core.delete_account(start, administrator(), "acme".into(), id)).unwrap();
    (key, before)
}

/// A world in which no account of the beginning can be brought back any more.
fn long_after(core: &Core, world: &mut World) {
    let start = world.start();
    world.run(core.jwks(start)).unwrap();
    let seconds = Policy::default().undelete_seconds + 1;
    world.passed = seconds;
    let first = StoreTime { at: Timestamp::from_seconds(1_800_000_000), word: 0 };
    let start = world.start();
    world.run(core.maintain(start, Passed { since: Some((first, seconds)), believe_near: false })).unwrap();
}

#[test]
fn an_account_that_was_brought_back_meanwhile_is_not_purged() {
    let (core, mut world) = (core(), World::default());
    let (key, before) = deleted(&core, &mut world);
    long_after(&core, &mut world);
    let start = world.start();
    let mut back = false;
    let purged = run(core.purge_accounts(start, "acme".into()), |ask| {
        if matches!(&ask, Ask::Get { keys } if keys.contains(&key)) && !std::mem::replace(&mut back, true) {
            world.entries.insert(key.clone(), before.clone());
        }
        world.answer(ask)
    });
    assert_eq!((purged.unwrap().accounts, back), (0, true));
    assert_eq!(world.entries.get(&key), Some(&before));
}

#[test]
fn a_purge_says_that_there_is_more_where_it_has_met_as_many_as_it_takes_at_once() {
    for (accounts, more) in [(AT_ONCE - 1, false), (AT_ONCE, true)] {
        let (core, mut world) = (core(), World::default());
        for _ in 0..accounts {
            deleted(&core, &mut world);
        }
        long_after(&core, &mut world);
        let start = world.start();
        let purged = world.run(core.purge_accounts(start, "acme".into())).unwrap();
        assert_eq!((purged.accounts, purged.more), (accounts, more));
        let start = world.start();
        let again = world.run(core.purge_accounts(start, "acme".into())).unwrap();
        assert_eq!((again.accounts, again.more), (0, false));
    }
}

/// 25 of them go in one commit, and 40 commits in one call.
#[test]
fn a_purge_says_that_there_is_more_where_an_account_held_levels_in_many_projects() {
    let (core, mut world) = (core(), World::default());
    let start = world.start();
    let new = NewAccount::custom("Sync");
    let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    let id = made.account.client_id.to_string();
    let projects: Vec<_> = (0..1_001)
        .map(|number| json!({ "project": format!("p{number}"), "levels": { "rfis": "read_only" } }))
        .collect();
    for projects in projects.chunks(20) {
        let change = serde_json::from_value(json!({ "projects": projects })).unwrap();
        let start = world.start();
        let setting =
            core.set_permissions(start, Principal::Platform, "acme".into(), id.clone(), change, None);
        world.run(setting).unwrap();
    }
    let start = world.start();
    world.run(core.delete_account(start, administrator(), "acme".into(), id)).unwrap();
    long_after(&core, &mut world);
    for expected in [(0, true), (1, false)] {
        let start = world.start();
        let purged = world.run(core.purge_accounts(start, "acme".into())).unwrap();
        assert_eq!((purged.accounts, purged.more), expected);
    }
}
