//! Erasing a company by two at the same time.

use super::{World, administrator, core};
use crate::model::account::new::NewAccount;
use crate::port::driver::run;
use crate::port::operation::Ask;

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
    assert_eq!(erase(&mut world).receipt, receipt);
}
