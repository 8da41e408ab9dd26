//! The first signing key: there is one, however many processes begin at once.

use super::{World, core};
use crate::model::record;
use crate::model::vouch;
use crate::oauth::key_ring::Jwks;
use crate::port::driver::run;
use crate::port::operation::Ask;
use crate::port::store::{Entry, Version};

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
