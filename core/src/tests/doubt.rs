//! A store that answers amiss for once: what a record says that cannot be read, and what came of a commit that was not answered.

use super::{World, administrator, core};
use crate::administration::audit::verify::AuditVerifyInput;
use crate::core::Core;
use crate::model::account::new::NewAccount;
use crate::model::record;
use crate::port::driver::run;
use crate::port::operation::{Answer, Ask};
use crate::port::store::{Key, StoreError};
use crate::value::error::Error;
use crate::value::identifier::{CompanyId, Segment};

fn segment() -> Segment {
    CompanyId::parse("acme").unwrap().segment()
}

/// Creates an account; `amiss` may answer in the world's place.
fn create(
    core: &Core,
    world: &mut World,
    name: &str,
    mut amiss: impl FnMut(&mut World, &Ask) -> Option<Answer>,
) -> Result<String, Error> {
    let start = world.start();
    let creating = core.create_account(start, administrator(), "acme".into(), NewAccount::custom(name), None);
    let made = run(creating, |ask| amiss(world, &ask).unwrap_or_else(|| world.answer(ask)))?;
    Ok(made.account.client_id.to_string())
}

fn as_asked(_: &mut World, _: &Ask) -> Option<Answer> {
    None
}

/// Whether all events are there in their order, and how many.
fn verified(core: &Core, world: &mut World) -> (u64, bool) {
    let start = world.start();
    let input = AuditVerifyInput::default();
    let verified = world.run(core.verify_audit(start, administrator(), "acme".into(), input)).unwrap();
    (verified.verified_to, verified.problem.is_none())
}

fn accounts(world: &World) -> Vec<&str> {
    world.entries.keys().map(Key::as_str).filter(|key| key.contains("/account/")).collect()
}

/// What the company's record says, and what of it was vouched for.
fn company(world: &World) -> Vec<u8> {
    world.entries[&record::company(&segment())].value.clone()
}

#[test]
fn a_record_that_was_garbled_for_once_is_not_made_anew() {
    for garbled in [record::audit_head(&segment()), record::company(&segment())] {
        let (core, mut world) = (core(), World::default());
        for number in 0..3 {
            create(&core, &mut world, &format!("Sync {number}"), as_asked).unwrap();
        }
        let mut times = 0;
        create(&core, &mut world, "The fourth", |world, ask| {
            let mut answer = world.answer(ask.clone());
            let (Ask::Get { keys }, Answer::Get(Ok(entries))) = (ask, &mut answer) else {
                return Some(answer);
            };
            if times == 0 && keys.contains(&garbled) {
                times += 1;
                let read = keys.iter().zip(entries).filter(|(key, _)| **key == garbled);
                read.filter_map(|(_, entry)| entry.as_mut()).for_each(|entry| entry.value = b"{".to_vec());
            }
            Some(answer)
        })
        .unwrap();
        assert_eq!(times, 1, "{garbled:?}");
        assert_eq!(verified(&core, &mut world), (4, true), "{garbled:?}");
        let told = String::from_utf8(company(&world)).unwrap();
        assert!(told.contains("\"accounts\":4"), "{garbled:?}: {told}");
    }
}

fn unanswered() -> Option<Answer> {
    Some(Answer::Commit(Err(StoreError::Unavailable("no answer came".into()))))
}

#[test]
fn a_commit_that_went_through_unanswered_is_not_made_twice() {
    let (core, mut world) = (core(), World::default());
    create(&core, &mut world, "The first", as_asked).unwrap();
    let mut commits = 0;
    let id = create(&core, &mut world, "The second", |world, ask| {
        let Ask::Commit { .. } = ask else { return None };
        commits += 1;
        let answer = world.answer(ask.clone());
        if commits == 1 { unanswered() } else { Some(answer) }
    });
    let id = id.unwrap();
    assert_eq!(commits, 2);
    assert_eq!(accounts(&world).len(), 2);
    assert!(accounts(&world).iter().any(|key| key.ends_with(&id)), "what was answered is what there is");
    assert_eq!(verified(&core, &mut world), (2, true));
}

/// Another's event lies then where that of the commit would.
#[test]
fn a_commit_that_was_lost_and_came_second_is_not_taken_for_made() {
    let (core, mut world) = (core(), World::default());
    create(&core, &mut world, "The first", as_asked).unwrap();
    let mut commits = 0;
    let id = create(&core, &mut world, "The third", |world, ask| {
        let Ask::Commit { .. } = ask else { return None };
        commits += 1;
        if commits > 1 {
            return None;
        }
        create(&core, world, "The second", as_asked).unwrap();
        unanswered()
    });
    let id = id.unwrap();
    assert_eq!(accounts(&world).len(), 3);
    assert!(accounts(&world).iter().any(|key| key.ends_with(&id)), "what was answered is there");
    assert_eq!(verified(&core, &mut world), (3, true));
}
