//! Erasing a company: by two at the same time, and what stays of it.

use super::{World, administrator, core};
use crate::model::account::new::NewAccount;
use crate::model::record;
use crate::model::settings::Policy;
use crate::model::store_time::{Passed, StoreTime};
use crate::port::driver::run;
use crate::port::operation::Ask;
use crate::value::identifier::CompanyId;
use crate::value::timestamp::Timestamp;
use serde_json::{Value, json};

/// It is to come back, and gets the receipt that the other has written.
#[test]
fn whose_receipt_came_second_is_not_told_that_there_is_none() {
    let (core, mut world) = (core(), World::default());
    let start = world.start();
    let new = NewAccount::custom("Sync");
    world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    let erase = |world: &mut World| {
        let start = world.start();
        world.run(core.erase_company(start, "acme".into(), "acme".into())).unwrap()
    };
    let first = erase(&mut world);
    let from = first.receipt_from.unwrap();
    world.passed = from.seconds() - 1_800_000_000;
    let start = world.start();
    let mut receipt = None;
    let second = run(core.erase_company(start, "acme".into(), "acme".into()), |ask| {
        if matches!(ask, Ask::Commit { .. }) && receipt.is_none() {
            receipt = erase(&mut world).receipt;
        }
        world.answer(ask)
    });
    let second = second.unwrap();
    assert_eq!((second.receipt, second.receipt_from), (None, Some(from)));
    assert!(receipt.is_some());
    world.passed += 1_000;
    assert_eq!(erase(&mut world).receipt, receipt, "there is one, of the moment at which it was written");
}

#[test]
fn of_an_erased_company_no_name_and_no_count_stays() {
    let (core, mut world) = (core(), World::default());
    for _ in 0..2 {
        let start = world.start();
        let new = NewAccount::custom("Sync");
        let creating = core.create_account(start, administrator(), "acme".into(), new, None);
        let id = world.run(creating).unwrap().account.client_id.to_string();
        let start = world.start();
        world.run(core.delete_account(start, administrator(), "acme".into(), id)).unwrap();
        let start = world.start();
        let new = NewAccount::custom("Sync");
        world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    }
    for passed in [0, 60] {
        world.passed = passed;
        let start = world.start();
        let erased = world.run(core.erase_company(start, "acme".into(), "acme".into())).unwrap();
        assert_eq!(erased.receipt.is_some(), passed > 0);
    }
    let key = record::company(&CompanyId::parse("acme").unwrap().segment());
    // What follows in the value vouches for it.
    let mut lines = serde_json::Deserializer::from_slice(&world.entries[&key].value).into_iter::<Value>();
    let kept = lines.next().unwrap().unwrap();
    assert_eq!((&kept["id"], &kept["accounts"]), (&Value::Null, &json!(0)), "{kept}");
    assert!(kept["deleted"].is_null() || kept["deleted"] == 0, "{kept}");
}

/// What was purged is not looked for.
#[test]
fn an_account_that_was_purged_keeps_no_receipt_away() {
    let (core, mut world) = (core(), World::default());
    let start = world.start();
    world.run(core.jwks(start)).unwrap();
    let start = world.start();
    let new = NewAccount::custom("Sync");
    let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    let start = world.start();
    let id = made.account.client_id.to_string();
    world.run(core.delete_account(start, administrator(), "acme".into(), id)).unwrap();
    let later = Policy::default().undelete_seconds + 86_400;
    world.passed = later;
    let start = world.start();
    let first = StoreTime { at: Timestamp::from_seconds(1_800_000_000), word: 0 };
    let passed = Passed { since: Some((first, later)), believe_near: false };
    world.run(core.maintain(start, passed)).unwrap();
    let start = world.start();
    assert_eq!(world.run(core.purge_accounts(start, "acme".into())).unwrap().accounts, 1);
    for seconds in [0, 60] {
        world.passed = later + seconds;
        let start = world.start();
        let erased = world.run(core.erase_company(start, "acme".into(), "acme".into())).unwrap();
        assert_eq!((erased.accounts_left, erased.receipt.is_some()), (0, seconds > 0));
    }
}
