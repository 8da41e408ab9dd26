//! Each way to falsify a stored audit is tried, and found.

use super::{World, administrator, core};
use crate::administration::audit::read::{AuditExport, AuditQuery};
use crate::administration::audit::verify::{AuditProblemKind, AuditVerification, AuditVerifyInput};
use crate::administration::principal::Principal;
use crate::core::Core;
use crate::model::account::new::NewAccount;
use crate::model::audit::AuditActor;
use crate::model::audit::head::{self, AuditHead, AuditHeadView, hash_of};
use crate::model::audit::note::Note;
use crate::model::record;
use crate::port::store::{Entry, Version};
use crate::value::error::Error;
use crate::value::identifier::{ActorId, CompanyId, Segment};
use crate::value::page::PageInput;
use crate::value::tree::Tree;
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
    rewrite_after(world, head::origin(&segment()))
}

fn rewrite_after(world: &mut World, mut previous: String) -> String {
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
    let head = change(Tree::of_record(&entry.value).unwrap());
    entry.value = serde_json::to_vec(&head).unwrap();
}

/// The numbers of a page of events, and where the next begins.
fn listed(core: &Core, world: &mut World, query: AuditQuery) -> Result<(Vec<u64>, Option<String>), Error> {
    let start = world.start();
    let page = world.run(core.list_audit_events(start, administrator(), "acme".into(), query))?;
    Ok((page.items.iter().map(|event| event.number).collect(), page.next_cursor))
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
        // Also where it is what the event says of the one before it.
        let (core, mut world) = four_events();
        let mut event: Value = serde_json::from_slice(&value(&world, number)).unwrap();
        event["previous"] = "x".into();
        put(&mut world, number, serde_json::to_vec(&event).unwrap());
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
fn a_chain_that_begins_elsewhere_is_altered_from_its_first_event_on() {
    let (core, mut world) = four_events();
    let another = CompanyId::parse("zenith").unwrap().segment();
    let hash = rewrite_after(&mut world, head::origin(&another));
    put_head(&mut world, |head| AuditHead { hash, ..head }.again(&segment(), core.keys()).unwrap());
    assert_eq!(found(&core, &mut world, None), Some((1, AuditProblemKind::Altered)));
}

#[test]
fn a_head_that_this_service_did_not_export_is_refused() {
    let (core, mut world) = four_events();
    let head = exported(&core, &mut world).unwrap();
    for forged in [
        AuditHeadView { number: 3, ..head.clone() },
        AuditHeadView { hash: head::origin(&segment()), ..head.clone() },
        AuditHeadView { mac: head.hash.clone(), ..head.clone() },
    ] {
        let start = world.start();
        let input = AuditVerifyInput { head: Some(forged), cursor: None };
        let refused = world.run(core.verify_audit(start, administrator(), "acme".into(), input)).unwrap_err();
        let pointers: Vec<&str> = refused.errors.iter().map(|problem| problem.pointer.as_str()).collect();
        assert_eq!(pointers, ["/head/mac"]);
    }
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

#[test]
fn no_event_is_left_out_or_told_twice_between_two_pages() {
    let (core, mut world) = four_events();
    let mut pages = |cursor: Option<&str>| {
        let (limit, cursor) = (Some(2), cursor.map(str::to_owned));
        let query = AuditQuery { limit, cursor: cursor.clone(), ..AuditQuery::default() };
        let listed = listed(&core, &mut world, query)?;
        let start = world.start();
        let page = PageInput { limit, cursor };
        let exported = core.export_audit_events(start, administrator(), "acme".into(), page);
        let AuditExport { lines, next_cursor } = world.run(exported)?;
        let lines = serde_json::Deserializer::from_slice(&lines).into_iter::<Value>();
        let numbers = lines.map(|line| line.unwrap()["number"].as_u64().unwrap()).collect();
        assert_eq!((numbers, next_cursor), listed, "as lines and as a list");
        Ok::<_, Error>(listed)
    };
    assert_eq!(pages(None), Ok((vec![1, 2], Some("2".into()))));
    assert_eq!(pages(Some("2")), Ok((vec![3, 4], None)));
    assert_eq!(pages(Some("4")), Ok((vec![], None)));
    for cursor in ["02", "x", ""] {
        assert_eq!(pages(Some(cursor)).unwrap_err().code.as_str(), "invalid_input", "{cursor:?}");
    }
}

#[test]
fn a_time_that_is_asked_for_includes_its_first_second_and_not_its_last() {
    let (core, mut world) = (core(), World::default());
    for ten in 0..4 {
        world.passed = 10 * ten;
        create(&core, &mut world);
    }
    let moment =
        |second: Option<u8>| second.map(|second| format!("2027-01-15T08:00:{second:02}Z").parse().unwrap());
    let cases: [(_, _, &[u64]); 6] = [
        (Some(10), None, &[2, 3, 4]),
        (Some(11), None, &[3, 4]),
        (None, Some(20), &[1, 2]),
        (None, Some(21), &[1, 2, 3]),
        (Some(10), Some(30), &[2, 3]),
        (Some(20), Some(20), &[]),
    ];
    for (from, to, numbers) in cases {
        let query = AuditQuery { from: moment(from), to: moment(to), ..AuditQuery::default() };
        assert_eq!(listed(&core, &mut world, query).unwrap().0, numbers, "{from:?} to {to:?}");
    }
}

#[test]
fn what_was_rolled_back_between_two_pages_of_verifying_is_missing() {
    let (core, mut world) = four_events();
    let before = world.entries.clone();
    create(&core, &mut world);
    let head = exported(&core, &mut world).unwrap();
    let from = |world: &mut World| {
        let start = world.start();
        let cursor = Some(format!("{}.{}", head.number, head.hash));
        let input = AuditVerifyInput { head: None, cursor };
        world.run(core.verify_audit(start, administrator(), "acme".into(), input)).unwrap()
    };
    let at_the_end = from(&mut world);
    assert_eq!((at_the_end.verified_to, at_the_end.next_cursor, at_the_end.problem), (5, None, None));
    world.entries = before;
    let problem = from(&mut world).problem.unwrap();
    assert_eq!((problem.number, problem.kind), (5, AuditProblemKind::Missing));
}

#[test]
fn a_note_tells_what_it_was_made_of() {
    let note = Note::new(Some("asked for".into()), Some("r-1".into())).unwrap();
    assert_eq!((note.reason(), note.request_id()), (Some("asked for"), Some("r-1")));
    assert_eq!((Note::default().reason(), Note::default().request_id()), (None, None));
}
