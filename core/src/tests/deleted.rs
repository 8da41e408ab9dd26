//! The list of deleted accounts, page by page.

use super::{World, administrator, core};
use crate::core::Core;
use crate::model::account::new::NewAccount;
use crate::value::error::{Code, Error};
use crate::value::page::PageInput;

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
