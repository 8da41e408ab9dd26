//! Each way to falsify a stored audit is tried, and found.

use super::{World, administrator, core};
use crate::administration::audit::read::AuditQuery;
use crate::administration::audit::verify::{AuditProblemKind, AuditVerification, AuditVerifyInput};
use crate::administration::principal::Principal;
use crate::core::Core;
use crate::model::account::new::NewAccount;
use crate::model::audit::AuditActor;
use crate::model::audit::head::{self, AuditHead, AuditHeadView, hash_of};
use crate::model::audit::note::Note;
use crate::model::record;
use crate::port::store::{Entry, Version};
use crate::value::identifier::{ActorId, CompanyId, Segment};
use serde_json::Value;

fn segment() -> Segment {
    CompanyId::parse("acme").unwrap().segment()
}

fn create(core: &Core, world: &mut World) {
    let new = NewAccount::custom("Sync");
    let start = world.start();
    world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
}

fn four_events() -> (Core, World) {
    let (core, mut world) = (core(), World::default());
    (0..4).for_each(|_| create(&core, &mut world));
    (core, world)
}

fn verify(core: &Core, world: &mut World, head: Option<AuditHeadView>) -> AuditVerification {
    let start = world.start();
    let input = AuditVerifyInput { head, cursor: None };
    world.run(core.verify_audit(start, administrator(), "acme".into(), input)).unwrap()
}

fn found(core: &Core, world: &mut World, head: Option<AuditHeadView>) -> Option<(u64, AuditProblemKind)> {
    verify(core, world, head).problem.map(|problem| (problem.number, problem.kind))
}

fn exported(core: &Core, world: &mut World) -> Option<AuditHeadView> {
    let start = world.start();
    Some(world.run(core.get_audit_head(start, administrator(), "acme".into())).unwrap())
}

fn value(world: &World, number: u64) -> Vec<u8> {
    world.entries[&record::audit_event(&segment(), number)].value.clone()
}

fn put(world: &mut World, number: u64, value: Vec<u8>) {
    let entry = Entry { value, version: Version("x".into()) };
    world.entries.insert(record::audit_event(&segment(), number), entry);
}

fn renamed(value: &[u8]) -> Vec<u8> {
    String::from_utf8(value.to_vec()).unwrap().replace("ann", "eve").into_bytes()
}

/// Writes the whole chain anew, as one would who can write to the store, and hands back the last hash.
fn rewrite(world: &mut World) -> String {
    let mut previous = head::origin(&segment());
    for number in 1..=4 {
        let mut event: Value = serde_json::from_slice(&renamed(&value(world, number))).unwrap();
        event["previous"] = previous.into();
        let event = serde_json::to_vec(&event).unwrap();
        previous = hash_of(&event);
        put(world, number, event);
    }
    previous
}

fn put_head(world: &mut World, change: impl FnOnce(AuditHead) -> AuditHead) {
    let entry = world.entries.get_mut(&record::audit_head(&segment())).unwrap();
    let head = change(serde_json::from_slice(&entry.value).unwrap());
    entry.value = serde_json::to_vec(&head).unwrap();
}

#[test]
fn an_audit_as_it_was_written_is_verified_to_its_end() {
    let (core, mut world) = four_events();
    let head = exported(&core, &mut world);
    create(&core, &mut world);
    let verified = verify(&core, &mut world, head);
    assert_eq!((verified.verified_to, verified.problem), (5, None));
}

#[test]
fn an_altered_event_is_found_wherever_it_stands() {
    for number in 1..=4 {
        let (core, mut world) = four_events();
        let altered = renamed(&value(&world, number));
        put(&mut world, number, altered);
        assert_eq!(found(&core, &mut world, None), Some((number, AuditProblemKind::Altered)));
    }
}

#[test]
fn a_missing_event_a_truncation_and_a_swap_are_found() {
    for number in 1..=4 {
        let (core, mut world) = four_events();
        world.entries.remove(&record::audit_event(&segment(), number));
        assert_eq!(found(&core, &mut world, None), Some((number, AuditProblemKind::Missing)));
    }
    let (core, mut world) = four_events();
    let (second, third) = (value(&world, 2), value(&world, 3));
    put(&mut world, 2, third);
    put(&mut world, 3, second);
    assert_eq!(found(&core, &mut world, None), Some((2, AuditProblemKind::Reordered)));
    world.entries.remove(&record::audit_head(&segment()));
    assert_eq!(found(&core, &mut world, None), Some((1, AuditProblemKind::Head)));
}

#[test]
fn a_rewritten_chain_fails_by_the_mac_also_after_the_next_change() {
    let (core, mut world) = four_events();
    let hash = rewrite(&mut world);
    put_head(&mut world, |head| AuditHead { hash, ..head });
    assert_eq!(found(&core, &mut world, None), Some((4, AuditProblemKind::Head)));
    create(&core, &mut world);
    assert_eq!(found(&core, &mut world, None), Some((4, AuditProblemKind::Head)));
}

#[test]
fn a_kept_head_tells_of_a_rewrite_and_a_roll_back_even_by_one_who_has_the_key() {
    let (core, mut world) = four_events();
    let head = exported(&core, &mut world);
    let hash = rewrite(&mut world);
    put_head(&mut world, |head| AuditHead { hash, ..head }.again(&segment(), core.keys()).unwrap());
    assert_eq!(found(&core, &mut world, None), None);
    assert_eq!(found(&core, &mut world, head), Some((4, AuditProblemKind::Rewritten)));

    let (core, mut world) = four_events();
    let before = world.entries.clone();
    create(&core, &mut world);
    let head = exported(&core, &mut world);
    world.entries = before;
    assert_eq!(found(&core, &mut world, head), Some((5, AuditProblemKind::Missing)));
}

#[test]
fn whom_the_platform_acts_for_is_told_of_the_platform_alone() {
    let (core, mut world) = (core(), World::default());
    let note = Note::default().on_behalf_of(ActorId::parse("ann@ops").unwrap());
    let claiming = core.noting(note);
    for principal in [Principal::Platform, administrator()] {
        let start = world.start();
        let new = NewAccount::custom("Sync");
        world.run(claiming.create_account(start, principal, "acme".into(), new, None)).unwrap();
    }
    let start = world.start();
    let listed = core.list_audit_events(start, administrator(), "acme".into(), AuditQuery::default());
    let events = world.run(listed).unwrap().items;
    let told = events.iter().map(|event| (event.actor.clone(), event.on_behalf_of.as_deref()));
    let administrator = AuditActor::User("ann".into());
    assert_eq!(told.collect::<Vec<_>>(), [(AuditActor::Platform, Some("ann@ops")), (administrator, None)]);
    assert_eq!(found(&core, &mut world, None), None, "it is chained with the rest");
}
