//! Retention: events older than policy keeps them go under a signed cut, and what is left is verified from there; each way to falsify a cut is found.

use badgehouse::Core;
use badgehouse::account::NewAccount;
use badgehouse::audit::{
    AuditCut, AuditHeadView, AuditProblemKind, AuditQuery, AuditVerification, AuditVerifyInput,
};
use badgehouse::company::ResealInput;
use badgehouse::crypto::SealingKey;
use badgehouse::error::{Code, Error};
use badgehouse::page::PageInput;
use badgehouse::principal::Principal;
use badgehouse::settings::{Policy, Settings};
use badgehouse::store::{Entry, Key};
use badgehouse_simulation::crash::crashed_everywhere;
use badgehouse_simulation::settings;
use badgehouse_simulation::{Simulation, seed};
use serde_json::{Value, json};

const ACME: &str = "acme";
const DAY: u64 = 86_400;

/// Writes to the store past the core.
type Falsify = fn(&mut Simulation);

fn core(keys: &[u8]) -> Core {
    let policy = Policy { audit_retention_seconds: Some(90 * DAY), ..Policy::default() };
    let sealing_keys = keys.iter().map(|key| SealingKey::from_bytes([*key; 32])).collect();
    Core::open(Settings { policy, sealing_keys, ..settings() }).expect("the settings")
}

/// A company with so many events a day, one day after the other.
fn world(days: u64, events: u64) -> Simulation {
    let mut world = Simulation::new(1_800_000_000);
    world.core = core(&[42]);
    for number in 0..days * events {
        let new = NewAccount::custom(format!("Sync {number}"));
        let made = world.run(seed(1, number), |core, start| {
            core.create_account(start, Principal::Platform, ACME.into(), new, None)
        });
        made.expect("an account");
        if (number + 1) % events == 0 {
            world.now += DAY;
        }
    }
    world
}

fn cut(world: &mut Simulation) -> Result<AuditCut, Error> {
    world.run(seed(2, 1), |core, start| core.cut_audit(start, ACME.into()))
}

fn verify(world: &mut Simulation, head: Option<AuditHeadView>) -> AuditVerification {
    let mut input = AuditVerifyInput { head, cursor: None };
    for _ in 0..100 {
        let page = input.clone();
        let verified = world
            .run(seed(2, 2), |core, start| core.verify_audit(start, Principal::Platform, ACME.into(), page))
            .expect("an answer");
        let Some(cursor) = verified.next_cursor.clone() else { return verified };
        input.cursor = Some(cursor);
    }
    panic!("it does not end");
}

fn problem(world: &mut Simulation, head: Option<AuditHeadView>) -> Option<(u64, AuditProblemKind)> {
    verify(world, head).problem.map(|problem| (problem.number, problem.kind))
}

fn head(world: &mut Simulation) -> AuditHeadView {
    world
        .run(seed(2, 3), |core, start| core.get_audit_head(start, Principal::Platform, ACME.into()))
        .expect("a head")
}

fn numbers(world: &mut Simulation) -> Vec<u64> {
    let query = AuditQuery { limit: Some(100), ..AuditQuery::default() };
    let page = world
        .run(seed(2, 4), |core, start| core.list_audit_events(start, Principal::Platform, ACME.into(), query))
        .expect("a page");
    page.items.into_iter().map(|event| event.number).collect()
}

/// The company's record of that name.
fn at<'a>(world: &'a mut Simulation, name: &str) -> (Key, &'a mut Entry) {
    let (key, entry) =
        world.table.iter_mut().find(|(key, _)| key.as_str().ends_with(name)).expect("a record");
    (key.clone(), entry)
}

fn altered(entry: &mut Entry, change: impl FnOnce(&mut Value)) {
    let mut record: Value = serde_json::from_slice(&entry.value).expect("a record");
    change(&mut record);
    entry.value = serde_json::to_vec(&record).expect("a record");
}

fn event(number: u64) -> String {
    format!("/audit/{number:020}")
}

#[test]
fn what_is_older_than_policy_goes_and_the_rest_is_verified_from_the_cut() {
    let mut world = world(10, 6);
    assert_eq!(cut(&mut world).expect("nothing is old"), AuditCut { number: 0, removed: 0, more: false });
    let kept = head(&mut world);
    world.now += 85 * DAY;
    let count = world.table.len();
    assert_eq!(cut(&mut world).expect("cut"), AuditCut { number: 30, removed: 30, more: false });
    assert_eq!(world.table.len(), count - 30 + 1, "thirty went, and the cut came");
    assert_eq!(cut(&mut world).expect("once more"), AuditCut { number: 30, removed: 0, more: false });
    let verified = verify(&mut world, Some(kept));
    assert_eq!((verified.verified_to, verified.cut_at, verified.problem), (60, Some(30), None));
    assert_eq!(numbers(&mut world), (31..=60).collect::<Vec<_>>());
    let export = world.run(seed(2, 5), |core, start| {
        core.export_audit_events(
            start,
            Principal::Platform,
            ACME.into(),
            PageInput { limit: Some(100), cursor: None },
        )
    });
    assert_eq!(export.expect("lines").lines.iter().filter(|byte| **byte == b'\n').count(), 30);

    world.now += 1000 * DAY;
    let all = cut(&mut world).expect("cut");
    assert_eq!((all.number, all.removed), (59, 29), "the last event stays");
    assert_eq!(problem(&mut world, None), None);
    let new = NewAccount::custom("After");
    let made = world.run(seed(3, 1), |core, start| {
        core.create_account(start, Principal::Platform, ACME.into(), new, None)
    });
    made.expect("the chain goes on");
    assert_eq!(verify(&mut world, None).verified_to, 61);
}

#[test]
fn a_head_that_was_exported_after_the_cut_still_tells_and_one_from_before_says_that_it_cannot() {
    let mut world = world(4, 6);
    let early = head(&mut world);
    world.now += 88 * DAY;
    cut(&mut world).expect("cut");
    let verified = verify(&mut world, Some(early.clone()));
    assert_eq!((verified.problem, verified.cut_at), (None, Some(12)));
    world.now += 100 * DAY;
    cut(&mut world).expect("cut");
    let new = NewAccount::custom("After");
    let made = world.run(seed(3, 1), |core, start| {
        core.create_account(start, Principal::Platform, ACME.into(), new, None)
    });
    made.expect("an account");
    world.now += 100 * DAY;
    assert_eq!(cut(&mut world).expect("cut").number, 24);
    assert_eq!(verify(&mut world, Some(early)).problem, None, "the cut is at the very event of the head");
}

#[test]
fn each_way_to_falsify_a_cut_is_found() {
    let cases: [(&str, Falsify, u64, AuditProblemKind); 5] = [
        (
            "moved forward",
            |world| altered(at(world, "/audit-cut").1, |cut| cut["number"] = json!(18)),
            18,
            AuditProblemKind::Cut,
        ),
        (
            "another hash",
            |world| altered(at(world, "/audit-cut").1, |cut| cut["hash"] = json!("x")),
            12,
            AuditProblemKind::Cut,
        ),
        (
            "removed",
            |world| {
                let (key, _) = at(world, "/audit-cut");
                world.table.remove(&key);
            },
            1,
            AuditProblemKind::Missing,
        ),
        (
            "the first event after it altered",
            |world| {
                altered(at(world, &event(13)).1, |event| event["target"] = json!("sa_x"));
            },
            13,
            AuditProblemKind::Altered,
        ),
        (
            "the first event after it gone",
            |world| {
                let (key, _) = at(world, &event(13));
                world.table.remove(&key);
            },
            13,
            AuditProblemKind::Missing,
        ),
    ];
    for (told, falsify, number, kind) in cases {
        let mut world = world(4, 6);
        world.now += 88 * DAY;
        cut(&mut world).expect("cut");
        falsify(&mut world);
        assert_eq!(problem(&mut world, None), Some((number, kind)), "{told}");
    }
    let mut earlier = world(4, 6);
    earlier.now += 87 * DAY;
    cut(&mut earlier).expect("cut at 6");
    let (key, old) = at(&mut earlier, "/audit-cut");
    let old = old.clone();
    earlier.now += DAY;
    cut(&mut earlier).expect("cut at 12");
    earlier.table.insert(key, old);
    assert_eq!(
        problem(&mut earlier, None),
        Some((7, AuditProblemKind::Missing)),
        "an earlier cut was put back"
    );
}

#[test]
fn an_audit_that_is_not_in_order_is_not_cut() {
    let falsify: [Falsify; 4] = [
        |world| altered(at(world, &event(3)).1, |event| event["target"] = json!("sa_x")),
        |world| {
            let (key, _) = at(world, &event(5));
            world.table.remove(&key);
        },
        |world| altered(at(world, "/audit-head").1, |head| head["hash"] = json!("x")),
        |world| altered(at(world, &event(2)).1, |event| event["number"] = json!(9)),
    ];
    for falsify in falsify {
        let mut world = world(4, 6);
        world.now += 88 * DAY;
        falsify(&mut world);
        let before = world.table.clone();
        assert_eq!(cut(&mut world).expect_err("refused").code, Code::Broken);
        assert_eq!(world.table, before);
    }
}

#[test]
fn a_cut_that_is_stopped_at_any_ask_ends_as_one_that_is_not() {
    let mut world = world(4, 30);
    world.now += 88 * DAY;
    let begin = |core: &Core, start| core.cut_audit(start, ACME.into());
    let done = |cut: Result<AuditCut, Error>| !cut.expect("cut").more;
    let mut expected = None;
    for (told, mut after) in crashed_everywhere(&world, begin, done) {
        assert_eq!(problem(&mut after, None), None, "{told}");
        let values: Vec<_> =
            after.table.iter().map(|(key, entry)| (key.clone(), entry.value.clone())).collect();
        assert_eq!(&values, expected.get_or_insert_with(|| values.clone()), "{told}");
    }
}

#[test]
fn a_chain_longer_than_a_page_and_one_with_a_second_sealing_key_are_verified() {
    let mut world = world(1, 2300);
    assert_eq!(verify(&mut world, None).verified_to, 2300);
    let (_, entry) = at(&mut world, &event(2001));
    altered(entry, |event| event["target"] = json!("sa_x"));
    assert_eq!(problem(&mut world, None), Some((2001, AuditProblemKind::Altered)));

    let mut world = self::world(4, 6);
    world.now += 88 * DAY;
    cut(&mut world).expect("cut");
    world.core = core(&[7, 42]);
    assert_eq!(problem(&mut world, None), None, "both keys verify");
    let input = ResealInput::default();
    let resealed = world.run(seed(4, 1), |core, start| core.reseal_company(start, ACME.into(), input));
    assert!(resealed.expect("resealed").resealed > 2, "head, cut and records");
    world.core = core(&[7]);
    assert_eq!(problem(&mut world, None), None, "head and cut are under the new key");
}
