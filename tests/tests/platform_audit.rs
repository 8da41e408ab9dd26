//! The platform's own audit: everything that is done to the signing keys and the outside issuers is told, in the commit that does it, and each way to falsify it is found.

use badgehouse::audit::{AuditHeadView, AuditProblemKind, AuditQuery, AuditVerification, AuditVerifyInput};
use badgehouse::crypto::SealingKey;
use badgehouse::key_ring::EarlierTokens;
use badgehouse::operation::{Ask, Operation, Step};
use badgehouse::page::PageInput;
use badgehouse::settings::Settings;
use badgehouse::store::{Change, Entry, Key};
use badgehouse::workload::TrustedIssuer;
use badgehouse::{Core, Start};
use badgehouse_simulation::{Simulation, Table, as_the_clock_says, seed, settings};
use badgehouse_tests::jwt;
use serde_json::{Value, json};

const NOW: u64 = 1_800_000_000;
const DAY: u64 = 86_400;

fn core(keys: &[u8]) -> Core {
    let sealing_keys = keys.iter().map(|key| SealingKey::from_bytes([*key; 32])).collect();
    Core::open(Settings { sealing_keys, ..settings() }).expect("the settings")
}

/// A store with nothing in it.
fn empty() -> Simulation {
    let mut world = Simulation::new(NOW);
    world.core = core(&[1]);
    world.table = Table::new();
    world
}

fn issuer(name: &str, keys: &[&str]) -> TrustedIssuer {
    let keys: Vec<Value> = keys.iter().map(|key| jwt::public(key)).collect();
    serde_json::from_value(json!({ "issuer": name, "jwks": { "keys": keys } })).expect("an issuer")
}

/// Runs it and hands back what it committed.
fn commits<T>(
    world: &mut Simulation,
    number: u64,
    begin: impl FnOnce(&Core, Start) -> Operation<T>,
) -> Vec<Vec<Change>> {
    let operation = begin(&world.core, Start { now: world.now, seed: seed(1, number) });
    let (mut step, mut commits) = (operation.step(None), Vec::new());
    while let Step::Ask(ask, operation) = step {
        if let Ask::Commit { changes } = &ask {
            commits.push(changes.clone());
        }
        step = operation.step(Some(world.answer(ask)));
    }
    commits
}

fn told(world: &mut Simulation) -> Vec<(String, String)> {
    let query = AuditQuery { limit: Some(100), ..AuditQuery::default() };
    let page = world.run(seed(2, 1), |core, start| core.list_platform_audit_events(start, query));
    page.expect("a page").items.into_iter().map(|event| (event.action, event.target)).collect()
}

fn verify(world: &mut Simulation, head: Option<AuditHeadView>) -> AuditVerification {
    let input = AuditVerifyInput { head, cursor: None };
    world.run(seed(2, 2), |core, start| core.verify_platform_audit(start, input)).expect("an answer")
}

fn problem(world: &mut Simulation, head: Option<AuditHeadView>) -> Option<(u64, AuditProblemKind)> {
    verify(world, head).problem.map(|problem| (problem.number, problem.kind))
}

fn head(world: &mut Simulation) -> AuditHeadView {
    world.run(seed(2, 3), |core, start| core.get_platform_audit_head(start)).expect("a head")
}

/// Everything that the platform does to keys and issuers, each with a change.
fn everything(world: &mut Simulation) -> Vec<Vec<Vec<Change>>> {
    let mut done = vec![commits(world, 1, |core, start| core.jwks(start))];
    world.now += 89 * DAY;
    done.push(commits(world, 2, |core, start| core.maintain(start, as_the_clock_says())));
    // What only moves the store's time is told by no event: there is a turn of it every ten minutes.
    world.pass(2 * DAY);
    done.push(commits(world, 3, |core, start| {
        core.put_trusted_issuer(start, issuer("https://ci", &["ec", "okp"]))
    }));
    done.push(commits(world, 4, |core, start| {
        core.put_trusted_issuer(start, issuer("https://ci", &["okp"]))
    }));
    done.push(commits(world, 5, |core, start| core.put_trusted_issuer(start, issuer("https://ci", &[]))));
    done.push(commits(world, 6, |core, start| core.replace_signing_key(start, EarlierTokens::Refused)));
    world.core = core(&[2, 1]);
    done.push(commits(world, 7, |core, start| core.reseal(start)));
    done
}

#[test]
fn nothing_is_done_to_keys_or_issuers_without_its_event_in_the_same_commit() {
    let mut world = empty();
    for (number, commits) in everything(&mut world).into_iter().enumerate() {
        assert_eq!(commits.len(), 1, "{number} is one commit");
        let keys: Vec<&str> = commits[0].iter().map(|change| change.key.as_str()).collect();
        assert!(keys.contains(&format!("keys/audit/{:020}", number + 1).as_str()), "{keys:?}");
        assert!(keys.contains(&"keys/audit-head") && keys.len() == 3, "{keys:?}");
    }
    let actions: Vec<String> = told(&mut world).into_iter().map(|(action, _)| action).collect();
    let expected = [
        "signing_key.created",
        "signing_key.created",
        "issuer.changed",
        "issuer.changed",
        "issuer.removed",
        "signing_key.replaced",
        "signing_keys.resealed",
    ];
    assert_eq!(actions, expected);
    assert_eq!(told(&mut world)[2].1, "https://ci");
    // The earlier sealing key has signed none of it any more.
    world.core = core(&[2]);
    let verified = verify(&mut world, None);
    assert_eq!((verified.verified_to, verified.problem), (7, None));
    let idle = [
        commits(&mut world, 8, |core, start| core.maintain(start, as_the_clock_says())),
        commits(&mut world, 9, |core, start| core.reseal(start)),
        commits(&mut world, 10, |core, start| core.jwks(start)),
        commits(&mut world, 11, |core, start| core.put_trusted_issuer(start, issuer("https://nobody", &[]))),
    ];
    assert!(idle.iter().all(Vec::is_empty), "what changes nothing tells of nothing");
    let export = world.run(seed(2, 4), |core, start| {
        core.export_platform_audit_events(start, PageInput { limit: Some(100), cursor: None })
    });
    let text = String::from_utf8(export.expect("lines").lines).expect("text");
    assert_eq!(text.lines().count(), 7);
    assert!(!text.contains("\"sealed\""), "no key is in it, sealed or not");
}

#[test]
fn each_way_to_falsify_the_platforms_audit_is_found() {
    let mut sound = empty();
    everything(&mut sound);
    let kept = head(&mut sound);
    assert_eq!(kept.company, None);
    let key = |number: u64| Key::parse(format!("keys/audit/{number:020}")).expect("a key");
    let head_key = Key::parse("keys/audit-head").expect("a key");
    for number in 1..=7 {
        let mut world = sound.clone();
        let entry: &mut Entry = world.table.get_mut(&key(number)).expect("an event");
        entry.value =
            String::from_utf8_lossy(&entry.value).replace("\"platform\"", "\"platforn\"").into_bytes();
        assert_eq!(problem(&mut world, None), Some((number, AuditProblemKind::Altered)));
        let mut world = sound.clone();
        world.table.remove(&key(number));
        assert_eq!(problem(&mut world, None), Some((number, AuditProblemKind::Missing)));
    }
    let mut world = sound.clone();
    world.table.remove(&head_key);
    assert_eq!(problem(&mut world, None), Some((1, AuditProblemKind::Head)));
    world
        .run(seed(3, 1), |core, start| core.put_trusted_issuer(start, issuer("https://ci", &["ec"])))
        .expect("goes on");
    assert_eq!(problem(&mut world, None), Some((7, AuditProblemKind::Head)), "and is not signed as good");
    // Who adds a key to an issuer for a minute and puts everything back is found by a head that was kept.
    let mut world = sound.clone();
    world
        .run(seed(3, 2), |core, start| core.put_trusted_issuer(start, issuer("https://ci", &["ec"])))
        .expect("entered");
    let later = head(&mut world);
    let mut rolled_back = sound.clone();
    assert_eq!(problem(&mut rolled_back, Some(later)), Some((8, AuditProblemKind::Missing)));
    assert_eq!(problem(&mut world, Some(kept)), None);
}

#[test]
fn a_head_of_the_platforms_is_none_of_a_companys() {
    let mut world = empty();
    everything(&mut world);
    let head = head(&mut world);
    let input = AuditVerifyInput { head: Some(head), cursor: None };
    let refused = world.run(seed(2, 5), |core, start| {
        core.verify_audit(start, badgehouse::principal::Principal::Platform, "acme".into(), input)
    });
    assert_eq!(refused.map(drop).expect_err("refused").errors[0].pointer, "/head/company");
}

#[test]
fn what_is_entered_at_the_same_time_is_neither_lost_nor_refused() {
    let mut world = empty();
    commits(&mut world, 1, |core, start| core.jwks(start));
    let operation = world
        .core
        .put_trusted_issuer(Start { now: world.now, seed: seed(4, 1) }, issuer("https://a", &["ec"]));
    let mut step = operation.step(None);
    let mut interrupted = false;
    let count = loop {
        match step {
            Step::Done(count) => break count.expect("entered"),
            Step::Ask(ask, operation) => {
                if matches!(ask, Ask::Commit { .. }) && !interrupted {
                    interrupted = true;
                    let other = issuer("https://b", &["okp"]);
                    world
                        .run(seed(4, 2), |core, start| core.put_trusted_issuer(start, other))
                        .expect("entered");
                }
                step = operation.step(Some(world.answer(ask)));
            }
        }
    };
    assert_eq!(count.known.len(), 1);
    let targets: Vec<String> = told(&mut world).into_iter().skip(1).map(|(_, target)| target).collect();
    assert_eq!(targets, ["https://b", "https://a"]);
    assert_eq!(verify(&mut world, None).problem, None);
}
