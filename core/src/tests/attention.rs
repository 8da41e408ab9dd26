//! What a page of accounts that somebody has to look at reads: no more than it tells of them.

use super::{World, administrator, core};
use crate::model::account::attention::Attention;
use crate::model::account::new::NewAccount;
use crate::port::driver::run;
use crate::port::operation::Ask;
use serde_json::{Value, json};

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// Of an account that does not work nothing else is told, so that nothing else is read of it.
#[test]
fn the_template_of_an_account_that_does_not_work_is_not_read() {
    let (core, mut world) = (core(), World::default());
    let start = world.start();
    let new = read(json!({ "name": "Readers", "levels": { "rfis": "read_only" } }));
    let template = world.run(core.create_template(start, administrator(), "acme".into(), new)).unwrap();
    let mut ids = Vec::new();
    for name in ["Works", "Stopped"] {
        let start = world.start();
        let new = NewAccount::custom(name);
        let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
        let id = made.account.client_id.to_string();
        let start = world.start();
        let input = read(json!({ "template_id": template.template_id }));
        world.run(core.assign_template(start, administrator(), "acme".into(), id.clone(), input)).unwrap();
        ids.push(id);
    }
    let look = |world: &mut World| {
        let start = world.start();
        let query = read(json!({ "attention": true }));
        let mut templates = 0;
        let page = run(core.list_accounts(start, administrator(), "acme".into(), query), |ask| {
            if let Ask::Get { keys } = &ask {
                templates += keys.iter().filter(|key| key.as_str().contains("/template/")).count();
            }
            world.answer(ask)
        });
        let told: Vec<_> = page.unwrap().items.into_iter().map(|account| account.attention).collect();
        (templates, told)
    };
    assert_eq!(look(&mut world).0, 1, "both have the one");
    for (stopped, templates) in [(&ids[1], 1), (&ids[0], 0)] {
        let start = world.start();
        let reason = read(json!({ "reason": "looked at" }));
        let stopping =
            core.disable_account(start, administrator(), "acme".into(), stopped.clone(), reason, None);
        world.run(stopping).unwrap();
        let (read, told) = look(&mut world);
        assert_eq!(read, templates);
        assert!(told.iter().all(|told| *told == [Attention::NotWorking]), "{told:?}");
    }
}
