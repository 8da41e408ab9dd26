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
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

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
        account(&mut world, number);
        if (number + 1) % events == 0 {
            world.pass(DAY);
        }
    }
    world
}

fn account(world: &mut Simulation, number: u64) {
    let new = NewAccount::custom(format!("Sync {number}"));
    let made = world.run(seed(1, number), |core, start| {
        core.create_account(start, Principal::Platform, ACME.into(), new, None)
    });
    made.expect("an account");
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

/// Whether it is the company's, and not of the platform's own audit.
fn is_acmes(key: &Key) -> bool {
    key.partition() != "keys"
}

/// The company's record of that name.
fn at<'a>(world: &'a mut Simulation, name: &str) -> (Key, &'a mut Entry) {
    let (key, entry) = world
        .table
        .iter_mut()
        .find(|(key, _)| is_acmes(key) && key.as_str().ends_with(name))
        .expect("a record");
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
    world.pass(85 * DAY);
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
    let page = world.run(seed(2, 5), |core, start| {
        let page = PageInput { limit: Some(10), cursor: None };
        core.export_audit_events(start, Principal::Platform, ACME.into(), page)
    });
    let page = page.expect("lines");
    assert_eq!(page.lines.iter().filter(|byte| **byte == b'\n').count(), 10, "what went fills no page");
    assert_eq!(page.next_cursor.as_deref(), Some("40"));

    world.pass(1000 * DAY);
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
    world.pass(88 * DAY);
    cut(&mut world).expect("cut");
    let verified = verify(&mut world, Some(early.clone()));
    assert_eq!((verified.problem, verified.cut_at), (None, Some(12)));
    world.pass(100 * DAY);
    cut(&mut world).expect("cut");
    let new = NewAccount::custom("After");
    let made = world.run(seed(3, 1), |core, start| {
        core.create_account(start, Principal::Platform, ACME.into(), new, None)
    });
    made.expect("an account");
    world.pass(100 * DAY);
    assert_eq!(cut(&mut world).expect("cut").number, 24);
    assert_eq!(verify(&mut world, Some(early)).problem, None, "the cut is at the very event of the head");
}

#[test]
fn what_led_elsewhere_than_to_the_cut_is_told() {
    let mut world = world(4, 6);
    world.pass(88 * DAY);
    let hash = hash(&mut world, 12);
    cut(&mut world).expect("cut");
    let mut from = |cursor: String| {
        let input = AuditVerifyInput { head: None, cursor: Some(cursor) };
        let verified = world
            .run(seed(2, 2), |core, start| core.verify_audit(start, Principal::Platform, ACME.into(), input));
        verified.expect("an answer").problem.map(|problem| (problem.number, problem.kind))
    };
    assert_eq!(from(format!("12.{hash}")), None);
    let other = BASE64URL_NOPAD.encode(&Sha256::digest(b"another"));
    assert_eq!(from(format!("12.{other}")), Some((12, AuditProblemKind::Rewritten)));
    // One of before the cut cannot be compared any more.
    assert_eq!(from(format!("11.{other}")), None);

    // By one who had the sealing key.
    let mut rewritten = Simulation::new(1_800_000_000);
    rewritten.core = core(&[42]);
    (0..12).for_each(|number| account(&mut rewritten, 100 + number));
    let kept = head(&mut rewritten);
    assert_eq!(problem(&mut world, Some(kept)), Some((12, AuditProblemKind::Rewritten)));
}

/// The hash of an event as it lies in the store.
fn hash(world: &mut Simulation, number: u64) -> String {
    BASE64URL_NOPAD.encode(&Sha256::digest(&at(world, &event(number)).1.value))
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
        world.pass(88 * DAY);
        cut(&mut world).expect("cut");
        falsify(&mut world);
        assert_eq!(problem(&mut world, None), Some((number, kind)), "{told}");
    }
    let mut earlier = world(4, 6);
    earlier.pass(87 * DAY);
    cut(&mut earlier).expect("cut at 6");
    let (key, old) = at(&mut earlier, "/audit-cut");
    let old = old.clone();
    earlier.pass(DAY);
    cut(&mut earlier).expect("cut at 12");
    earlier.table.insert(key, old);
    assert_eq!(
        problem(&mut earlier, None),
        Some((7, AuditProblemKind::Missing)),
        "an earlier cut was put back"
    );
}

/// Writes the events up to that number anew, by another actor and chained, as one would who can write to the store; the hash of the last.
fn rewrite(world: &mut Simulation, last: u64) -> String {
    let mut previous = None;
    for number in 1..=last {
        let (_, entry) = at(world, &event(number));
        altered(entry, |event| {
            event["actor"] = json!({ "kind": "user", "id": "eve" });
            if let Some(previous) = previous.take() {
                event["previous"] = json!(previous);
            }
        });
        previous = Some(BASE64URL_NOPAD.encode(&Sha256::digest(&entry.value)));
    }
    previous.expect("an event")
}

/// Everything that may be wrong with the audit of [`world`] when 12 of its 24 events are old.
fn falsified() -> Vec<(String, Simulation)> {
    let mut sound = world(4, 6);
    sound.pass(88 * DAY);
    let mut worlds = Vec::new();
    let mut with = |told: String, falsify: &dyn Fn(&mut Simulation)| {
        let mut world = sound.clone();
        falsify(&mut world);
        worlds.push((told, world));
    };
    for number in 1..=24 {
        with(format!("{number} altered"), &|world| {
            altered(at(world, &event(number)).1, |event| event["target"] = json!("sa_x"));
        });
        with(format!("{number} gone"), &|world| {
            let (key, _) = at(world, &event(number));
            world.table.remove(&key);
        });
        with(format!("{number} under another number"), &|world| {
            altered(at(world, &event(number)).1, |event| event["number"] = json!(99));
        });
        with(format!("all up to {number} written anew"), &|world| {
            rewrite(world, number);
        });
    }
    for number in 1..24 {
        with(format!("{number} and the next the other way round"), &|world| {
            let (first, second) =
                (at(world, &event(number)).1.clone(), at(world, &event(number + 1)).1.clone());
            *at(world, &event(number)).1 = second;
            *at(world, &event(number + 1)).1 = first;
        });
    }
    with("all written anew under a head with its hash".into(), &|world| {
        let hash = rewrite(world, 24);
        altered(at(world, "/audit-head").1, |head| head["hash"] = json!(hash));
    });
    with("a head of fewer events".into(), &|world| {
        altered(at(world, "/audit-head").1, |head| head["next"] = json!(13));
    });
    with("no head".into(), &|world| {
        let (key, _) = at(world, "/audit-head");
        world.table.remove(&key);
    });
    with("written anew, and gone on with".into(), &|world| {
        let hash = rewrite(world, 24);
        altered(at(world, "/audit-head").1, |head| head["hash"] = json!(hash));
        account(world, 99);
    });
    with("a cut that is none".into(), &|world| {
        let (key, head) = at(world, "/audit-head");
        let mut cut = head.clone();
        altered(&mut cut, |cut| {
            cut["number"] = json!(3);
            cut["gone"] = json!(0);
            cut["at"] = json!(1);
        });
        let key = key.as_str().replace("audit-head", "audit-cut");
        world.table.insert(Key::parse(key).expect("a key"), cut);
    });
    worlds
}

#[test]
fn forged_events_are_not_cut_away() {
    for (told, mut world) in falsified() {
        let before = world.table.clone();
        let refused = cut(&mut world).map(drop).expect_err(&told);
        assert_eq!(refused.code, Code::Broken, "{told}");
        assert_eq!(world.table, before, "{told}");
    }
}

#[test]
fn an_audit_that_is_longer_than_one_call_reads_is_not_cut_before_its_head_was_read() {
    let mut world = world(1, 1);
    let (key, _) =
        world.table.iter().find(|(key, _)| key.as_str().contains("/account/")).expect("an account");
    let client_id = key.as_str().rsplit('/').next().expect("an id").to_owned();
    let mut beginning = world.clone();
    account(&mut beginning, 1);
    beginning.pass(100 * DAY);
    for number in 2..=5_100 {
        let (id, change) =
            (client_id.clone(), serde_json::from_value(json!({ "name": format!("Sync {number}") })));
        let renamed = world.run(seed(5, number), |core, start| {
            let change = change.expect("a change");
            core.update_account(start, Principal::Platform, ACME.into(), id, change, None)
        });
        renamed.expect("renamed");
    }
    world.pass(100 * DAY);
    let events = |world: &Simulation| {
        world.table.keys().filter(|key| is_acmes(key) && key.as_str().contains("/audit/")).count()
    };
    let unread = AuditCut { number: 0, removed: 0, more: true };

    let mut forged = world.clone();
    altered(at(&mut forged, &event(5_090)).1, |event| event["target"] = json!("sa_x"));
    assert_eq!(cut(&mut forged).expect("it reads"), unread);
    assert_eq!(cut(&mut forged).expect_err("it has found it").code, Code::Broken);
    assert_eq!(events(&forged), 5_100, "nothing went");
    assert_eq!(cut(&mut forged).expect("it reads anew"), unread);

    let mut made_up = world.clone();
    cut(&mut made_up).expect("it reads");
    let (_, walk) = at(&mut made_up, "/audit-walk");
    walk.value = String::from_utf8_lossy(&walk.value).replace(":5000", ":5001").into_bytes();
    assert_eq!(cut(&mut made_up).expect("what it had read is not believed"), unread);

    assert_eq!(cut(&mut world).expect("it reads"), unread);
    assert_eq!(events(&world), 5_100);
    let (walk_key, walk) = at(&mut world, "/audit-walk");
    let walk = walk.clone();
    let mut removed = 0;
    for number in [1_000, 2_000, 3_000, 4_000, 5_000, 5_099] {
        let step = cut(&mut world).expect("cut");
        assert_eq!((step.number, step.more), (number, true));
        removed += step.removed;
        assert_eq!(problem(&mut world, None), None, "in order at every step");
    }
    assert_eq!((removed, events(&world)), (5_099, 1));
    assert_eq!(cut(&mut world).expect("nothing more"), AuditCut { number: 5_099, removed: 0, more: false });
    assert!(!world.table.keys().any(|key| key.as_str().ends_with("/audit-walk")));
    // How far an earlier cut had read is not gone by when it comes back, nor where the audit is shorter.
    world.table.insert(walk_key.clone(), walk.clone());
    assert_eq!(cut(&mut world).expect("nothing more"), AuditCut { number: 5_099, removed: 0, more: false });
    beginning.table.insert(walk_key, walk);
    assert_eq!(cut(&mut beginning).expect("cut"), AuditCut { number: 1, removed: 1, more: false });
}

/// More of them than are read at once, before the first that is old.
#[test]
fn events_that_a_clock_dated_ahead_keep_no_audit_whole() {
    let mut world = world(0, 0);
    let right = world.now;
    world.now += 1_000 * DAY;
    (0..101).for_each(|number| account(&mut world, number));
    world.now = right;
    (101..103).for_each(|number| account(&mut world, number));
    world.pass(100 * DAY);
    assert_eq!(cut(&mut world).expect("cut"), AuditCut { number: 102, removed: 102, more: false });
    assert_eq!(problem(&mut world, None), None);
}

#[test]
fn a_cut_that_is_stopped_at_any_ask_ends_as_one_that_is_not() {
    let mut world = world(4, 30);
    world.pass(88 * DAY);
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
    world.pass(88 * DAY);
    cut(&mut world).expect("cut");
    world.core = core(&[7, 42]);
    assert_eq!(problem(&mut world, None), None, "both keys verify");
    let input = ResealInput::default();
    let resealed = world.run(seed(4, 1), |core, start| core.reseal_company(start, ACME.into(), input));
    assert!(resealed.expect("resealed").resealed > 2, "head, cut and records");
    let input = ResealInput::default();
    let again = world.run(seed(4, 2), |core, start| core.reseal_company(start, ACME.into(), input));
    assert_eq!(again.expect("resealed").resealed, 0, "all of it is under the first key already");
    world.core = core(&[7]);
    assert_eq!(problem(&mut world, None), None, "head and cut are under the new key");
}
