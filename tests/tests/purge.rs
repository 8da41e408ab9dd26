//! Purging deleted accounts: nothing of them is left but what the audit tells, whenever the process ends, and none that can be brought back is touched.

use badgehouse::account::Purged;
use badgehouse::error::Error;
use badgehouse::identifier::ClientId;
use badgehouse::principal::Principal;
use badgehouse::timestamp::Timestamp;
use badgehouse::usage::Usage;
use badgehouse_simulation::crash::crashed_everywhere;
use badgehouse_simulation::small_world::user;
use badgehouse_simulation::{Simulation, seed};
use serde_json::json;

const ACME: &str = "acme";
const WINDOW: u64 = 30 * 86_400;
/// More than one commit takes.
const PROJECTS: usize = 60;

fn by() -> Principal {
    user(ACME, json!({ "admin": "admin", "directory": "admin" }))
}

/// An account with levels in many projects and usage.
fn account(world: &mut Simulation, number: u64) -> String {
    let new = serde_json::from_value(json!({ "app_type": "custom", "name": "Sync" })).expect("a wish");
    let made =
        world.run(seed(number, 1), |core, start| core.create_account(start, by(), ACME.into(), new, None));
    let id = made.expect("an account").account.client_id.to_string();
    for (step, projects) in (0..PROJECTS).collect::<Vec<_>>().chunks(20).enumerate() {
        let levels =
            |project: &usize| json!({ "project": format!("p-{project}"), "levels": { "rfis": "admin" } });
        let change = json!({ "projects": projects.iter().map(levels).collect::<Vec<_>>() });
        let change = serde_json::from_value(change).expect("a change");
        world
            .run(seed(number, 10 + step as u64), |core, start| {
                core.set_permissions(start, by(), ACME.into(), id.clone(), change, None)
            })
            .expect("levels");
    }
    let usage = Usage {
        client_id: ClientId::parse(id.clone()).expect("an id"),
        credential: None,
        at: Timestamp::from_seconds(world.now),
        tokens: 0,
        refusals: 1,
        revocations: 0,
    };
    world.run(seed(number, 2), |core, start| core.record_usage(start, vec![usage])).expect("recorded");
    id
}

fn delete(world: &mut Simulation, id: &str) {
    world
        .run(seed(7, 7), |core, start| core.delete_account(start, by(), ACME.into(), id.into()))
        .expect("deleted");
}

/// The keys that name the account, but for the audit's, which name none.
fn left(world: &Simulation, id: &str) -> Vec<String> {
    world.table.keys().map(ToString::to_string).filter(|key| key.contains(id)).collect()
}

fn done(purged: Result<Purged, Error>) -> bool {
    !purged.expect("purged").more
}

#[test]
fn what_is_deleted_is_purged_after_its_window_whenever_the_process_ends() {
    let mut world = Simulation::new(1_800_000_000);
    let (gone, kept, late) = (account(&mut world, 1), account(&mut world, 2), account(&mut world, 3));
    delete(&mut world, &gone);
    world.pass(1);
    delete(&mut world, &late);
    assert!(left(&world, &gone).len() > 2 * PROJECTS);
    world.pass(WINDOW - 1);
    let before = world.table.clone();
    for (told, after) in
        crashed_everywhere(&world, |core, start| core.purge_accounts(start, ACME.into()), done)
    {
        assert_eq!(left(&after, &gone), Vec::<String>::new(), "{told}");
        for id in [&kept, &late] {
            let rows = |table: &badgehouse_simulation::Table| {
                table
                    .clone()
                    .into_iter()
                    .filter(|(key, _)| key.as_str().contains(id.as_str()))
                    .collect::<Vec<_>>()
            };
            assert_eq!(rows(&after.table), rows(&before), "{told}: {id}");
        }
        let mut after = after;
        let events = after.run(seed(8, 8), |core, start| {
            let query = serde_json::from_value(json!({ "action": "account.purged" })).expect("a query");
            core.list_audit_events(start, by(), ACME.into(), query)
        });
        let events = events.expect("events").items;
        assert_eq!(events.len(), 1, "{told}: one event an account");
        assert_eq!(events[0].target, gone);
    }
}

#[test]
fn an_account_that_was_brought_back_is_not_purged() {
    let mut world = Simulation::new(1_800_000_000);
    let id = account(&mut world, 1);
    delete(&mut world, &id);
    world
        .run(seed(7, 8), |core, start| core.undelete_account(start, by(), ACME.into(), id.clone()))
        .expect("it is back");
    world.pass(2 * WINDOW);
    let before = world.table.clone();
    let purged = world.run(seed(7, 9), |core, start| core.purge_accounts(start, ACME.into()));
    assert_eq!(purged.expect("purged"), Purged::default());
    assert_eq!(world.table, before);
}
