//! Resealing a company while others, who have the earlier sealing key first, go on changing it.

use super::{World, administrator};
use crate::administration::audit::verify::AuditVerifyInput;
use crate::administration::company::reseal::ResealInput;
use crate::core::Core;
use crate::model::account::new::NewAccount;
use crate::model::settings::Settings;
use crate::port::crypto::seal::SealingKey;
use crate::port::driver::run;
use crate::port::operation::Ask;

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
