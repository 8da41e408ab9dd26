//! The key ring where processes come in each other's way, and where the store's time lags.

use super::{World, core};
use crate::Core;
use crate::model::record;
use crate::model::settings::Policy;
use crate::model::store_time::{Passed, StoreTime};
use crate::model::vouch;
use crate::oauth::key_ring::Jwks;
use crate::oauth::key_ring::replace::EarlierTokens;
use crate::port::driver::run;
use crate::port::operation::Ask;
use crate::port::store::{Entry, Version};
use crate::value::timestamp::Timestamp;
use serde_json::Value;

const BEGIN: u64 = 1_800_000_000;

#[test]
fn two_processes_that_begin_at_once_make_no_two_first_keys() {
    let (core, mut world) = (core(), World::default());
    let start = world.start();
    let mut others: Option<Jwks> = None;
    let own = run(core.jwks(start), |ask| {
        if matches!(ask, Ask::Generate { .. }) && others.is_none() {
            let start = world.start();
            others = Some(world.run(core.jwks(start)).unwrap());
        }
        world.answer(ask)
    });
    let own = own.unwrap();
    assert_eq!(own.keys.len(), 1);
    assert_eq!(Some(own), others);
}

#[test]
fn a_ring_without_a_key_stops_nobody() {
    let (core, mut world) = (core(), World::default());
    let key = record::key_ring();
    let value = vouch::signed(core.keys(), &key, br#"{"v":1,"keys":[]}"#.to_vec());
    world.entries.insert(key, Entry { value, version: Version("x".into()) });
    let start = world.start();
    let made = world.run(core.jwks(start)).unwrap();
    assert_eq!(made.keys.len(), 1);
    let start = world.start();
    assert_eq!(world.run(core.jwks(start)), Ok(made));
}

/// That so many seconds passed since the first key was made.
fn passed(seconds: u64) -> Passed {
    let first = StoreTime { at: Timestamp::from_seconds(BEGIN), word: 0 };
    Passed { since: Some((first, seconds)), believe_near: false }
}

/// By the time that is answered things are purged for good.
#[test]
fn a_time_that_was_not_written_is_not_answered() {
    let (core, mut world) = (core(), World::default());
    let start = world.start();
    world.run(core.jwks(start)).unwrap();
    world.passed = 1_000;
    let start = world.start();
    let maintained = run(core.maintain(start, passed(900)), |ask| {
        if matches!(ask, Ask::Commit { .. }) {
            let start = world.start();
            let first = world.run(core.maintain(start, passed(500))).unwrap();
            assert_eq!(first.store_time.seconds(), BEGIN + 500);
        }
        world.answer(ask)
    });
    assert_eq!(maintained.unwrap().store_time.seconds(), BEGIN + 500);
}

/// A verifier that fetched the keys just before keeps them for a day by its own clock, however far the store's time lags.
#[test]
fn a_key_does_not_sign_before_it_was_published_for_a_day_by_a_clock_that_is_near() {
    let day = 86_400;
    let due = Policy::default().signing_key_seconds - day;
    // A clock that is far ahead may be wrong: then the store's time alone tells.
    for (ahead, from) in [(3_600, due + 3_600), (3 * day, due)] {
        let (core, mut world) = (core(), World::default());
        let start = world.start();
        world.run(core.jwks(start)).unwrap();
        world.passed = due + ahead;
        let start = world.start();
        assert!(world.run(core.maintain(start, passed(due))).unwrap().key_published);
        let value = &world.entries[&record::key_ring()].value;
        // What follows in the value vouches for it.
        let ring: Value = serde_json::Deserializer::from_slice(value).into_iter().next().unwrap().unwrap();
        assert_eq!(ring["keys"][1]["active_at"].as_u64(), Some(BEGIN + from + day), "{ahead} s ahead");
    }
}

#[test]
fn a_clock_that_is_wrong_where_the_keys_are_replaced_does_not_become_the_stores_time() {
    for earlier in [EarlierTokens::Kept, EarlierTokens::Refused] {
        let (core, mut world) = (core(), World::default());
        let start = world.start();
        world.run(core.jwks(start)).unwrap();
        world.passed = 100_000_000;
        let start = world.start();
        world.run(core.replace_signing_key(start, earlier)).unwrap();
        let start = world.start();
        let time = world.run(core.clock(start)).unwrap().store_time;
        assert_eq!(time.map(Timestamp::seconds), Some(BEGIN), "{earlier:?}");
    }
}

/// One that is published ahead would else sign in a day, in place of the new one.
#[test]
fn a_key_that_was_to_sign_later_goes_when_the_keys_are_replaced() {
    let (core, mut world) = (core(), World::default());
    let start = world.start();
    let first = world.run(core.jwks(start)).unwrap().keys.remove(0).kid;
    let due = Policy::default().signing_key_seconds;
    world.passed = due;
    let start = world.start();
    assert!(world.run(core.maintain(start, passed(due))).unwrap().key_published);
    let start = world.start();
    let new = world.run(core.replace_signing_key(start, EarlierTokens::Kept)).unwrap();
    let start = world.start();
    let published: Vec<String> =
        world.run(core.jwks(start)).unwrap().keys.into_iter().map(|key| key.kid).collect();
    assert_eq!(published, [first, new]);
}

/// Its tokens live for a day at most, and a minute more by a clock that is behind.
#[test]
fn a_key_that_signs_no_more_is_published_until_its_tokens_have_ended_and_no_longer() {
    let (core, mut world) = (core(), World::default());
    let start = world.start();
    let first = world.run(core.jwks(start)).unwrap().keys.remove(0).kid;
    let start = world.start();
    let new = world.run(core.replace_signing_key(start, EarlierTokens::Kept)).unwrap();
    let both = vec![first, new.clone()];
    for (seconds, published) in [(1, both.clone()), (86_460, both), (86_461, vec![new])] {
        assert_eq!(world.kids_after(&core, seconds), published, "{seconds}");
    }
}

/// By the time as it stood it has signed tokens that begin days later.
#[test]
fn a_key_that_signed_while_the_stores_time_stood_is_published_until_its_tokens_have_ended() {
    let day = 86_400;
    let due = Policy::default().signing_key_seconds;
    for replaced in [false, true] {
        let (core, mut world) = (core(), World::default());
        let start = world.start();
        let first = world.run(core.jwks(start)).unwrap().keys.remove(0).kid;
        let seen = if replaced {
            world.passed = due;
            let start = world.start();
            world.run(core.replace_signing_key(start, EarlierTokens::Kept)).unwrap();
            due
        } else {
            assert_eq!(world.kids_after(&core, due).len(), 2);
            due + 10 * day
        };
        let both = world.kids_after(&core, seen);
        assert_eq!((both.len(), both.first()), (2, Some(&first)), "{replaced}");
        assert_eq!(world.kids_after(&core, seen + day), both, "{replaced}");
        assert_eq!(world.kids_after(&core, seen + day + 60), both[1..], "{replaced}");
    }
}

impl World {
    /// The keys that are published when so much has passed since the first was made.
    fn kids_after(&mut self, core: &Core, seconds: u64) -> Vec<String> {
        self.passed = seconds;
        let start = self.start();
        self.run(core.maintain(start, passed(seconds))).unwrap();
        let start = self.start();
        self.run(core.jwks(start)).unwrap().keys.into_iter().map(|key| key.kid).collect()
    }
}
