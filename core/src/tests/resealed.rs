//! Resealing while others, who have the earlier sealing key first, go on changing what is resealed.

use super::{World, administrator};
use crate::administration::audit::verify::AuditVerifyInput;
use crate::administration::company::reseal::ResealInput;
use crate::core::Core;
use crate::model::account::new::NewAccount;
use crate::model::record;
use crate::model::settings::Settings;
use crate::model::store_time::Passed;
use crate::port::crypto::seal::SealingKey;
use crate::port::driver::run;
use crate::port::operation::Ask;
use crate::value::error::Code;
use crate::value::identifier::CompanyId;

fn core(keys: &[u8]) -> Core {
    let sealing_keys = keys.iter().map(|key| SealingKey::from_bytes([*key; 32])).collect();
    Core::open(Settings::new("https://id.example.com", "svc.example.com", sealing_keys)).unwrap()
}

fn create(core: &Core, world: &mut World) {
    let start = world.start();
    let new = NewAccount::custom("Sync");
    world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
}

#[test]
fn a_head_that_moved_while_it_was_resealed_is_not_left_under_the_earlier_key() {
    let (earlier, both, later) = (core(&[1]), core(&[2, 1]), core(&[2]));
    let mut world = World::default();
    create(&earlier, &mut world);
    let start = world.start();
    let mut first = true;
    let resealed = run(both.reseal_company(start, "acme".into(), ResealInput::default()), |ask| {
        if matches!(ask, Ask::Commit { .. }) && std::mem::take(&mut first) {
            create(&earlier, &mut world);
        }
        world.answer(ask)
    });
    let resealed = resealed.unwrap();
    assert_eq!((resealed.lost, resealed.forged, resealed.next_cursor), (0, 0, None));
    let start = world.start();
    let verifying = later.verify_audit(start, administrator(), "acme".into(), AuditVerifyInput::default());
    let verified = world.run(verifying).unwrap();
    assert_eq!((verified.verified_to, verified.problem), (2, None));
}

#[test]
fn a_cursor_of_another_company_reseals_nothing() {
    let both = core(&[2, 1]);
    let mut world = World::default();
    create(&both, &mut world);
    let mut from = |company: &str| {
        let cursor = record::company(&CompanyId::parse(company).unwrap().segment()).to_string();
        let start = world.start();
        let input = ResealInput { cursor: Some(cursor), ..ResealInput::default() };
        world.run(both.reseal_company(start, "acme".into(), input)).map(|resealed| resealed.forged)
    };
    assert_eq!(from("acme"), Ok(0));
    let refused = from("zenith").unwrap_err();
    assert_eq!(refused.errors.first().map(|problem| problem.pointer.as_str()), Some("/cursor"));
}

/// A process that has the earlier key first may have written the ring last.
#[test]
fn a_ring_is_not_left_under_the_earlier_key_when_its_keys_are_under_the_first() {
    let (earlier, both, later) = (core(&[1, 2]), core(&[2, 1]), core(&[2]));
    let mut world = World::default();
    let start = world.start();
    let made = world.run(both.jwks(start)).unwrap();
    world.passed = 1_000;
    let start = world.start();
    let near = Passed { since: None, believe_near: true };
    world.run(earlier.maintain(start, near)).unwrap();
    let start = world.start();
    let refused = world.run(later.jwks(start)).unwrap_err();
    assert_eq!(refused.code, Code::Broken);
    let start = world.start();
    let resealed = world.run(both.reseal(start)).unwrap();
    assert_eq!((resealed.resealed, resealed.lost), (0, vec![]));
    let start = world.start();
    assert_eq!(world.run(later.jwks(start)), Ok(made));
}
