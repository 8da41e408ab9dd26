//! An emergency rotation by a process whose clock is years ahead: no other secret lives on once the clock is right, though its end seemed to have passed.

use badgehouse::account::NewAccount;
use badgehouse::grant::TokenRequest;
use badgehouse::principal::Principal;
use badgehouse::secret::NewSecretInput;
use badgehouse::timestamp::Timestamp;
use badgehouse::usage::Usage;
use badgehouse_simulation::{Simulation, seed};
use serde_json::json;

const NOW: u64 = 1_800_000_000;
const DAY: u64 = 86_400;
const YEAR: u64 = 365 * DAY;

/// An account with two secrets that end in a year, by which a token was fetched each: its id, and the secrets with their ids.
fn account(world: &mut Simulation) -> (String, [(String, String); 2]) {
    let by = || Principal::Platform;
    let new = NewAccount::custom("Sync");
    let made =
        world.run(seed(1, 1), |core, start| core.create_account(start, by(), "acme".into(), new, None));
    let made = made.expect("an account");
    let id = made.account.client_id.to_string();
    let mut secrets = Vec::new();
    for number in 0..2 {
        // The first one of these ends the secret that the account was made with.
        let overlap = if number == 0 { json!(0) } else { json!(null) };
        let end = Timestamp::from_seconds(NOW + YEAR).to_string();
        let new: NewSecretInput =
            serde_json::from_value(json!({ "overlap_seconds": overlap, "expires_at": end })).expect("a wish");
        let added = world.run(seed(2, number), |core, start| {
            core.add_secret(start, by(), "acme".into(), id.clone(), new, None)
        });
        let added = added.expect("a secret");
        secrets.push((
            added.secret.secret_id.to_string(),
            added.client_secret.expect("shown").reveal().to_owned(),
        ));
    }
    (id, secrets.try_into().expect("two"))
}

fn fetches(world: &mut Simulation, id: &str, secret: &str) -> Option<Usage> {
    let request = TokenRequest {
        client_id: id.into(),
        client_secret: secret.to_owned().into(),
        ..TokenRequest::default()
    };
    world
        .run(seed(3, world.now), |core, start| core.request_token(start, request))
        .ok()
        .and_then(|token| token.usage)
}

#[test]
fn a_rotation_without_overlap_leaves_no_other_secret_live_whatever_the_clock() {
    let mut world = Simulation::new(NOW);
    let (id, secrets) = account(&mut world);
    for (_, secret) in &secrets {
        assert!(fetches(&mut world, &id, secret).is_some());
    }
    world.now = NOW + 2 * YEAR;
    let new: NewSecretInput = serde_json::from_value(json!({ "overlap_seconds": 0 })).expect("a wish");
    let by = Principal::Platform;
    world
        .run(seed(4, 1), |core, start| core.add_secret(start, by, "acme".into(), id.clone(), new, None))
        .expect("rotated");
    world.now = NOW + 60;
    for (_, secret) in &secrets {
        assert!(fetches(&mut world, &id, secret).is_none(), "it is live again");
    }
}

#[test]
fn a_rotation_that_is_finished_leaves_no_other_secret_live_whatever_the_clock() {
    finish_by_a_clock_ahead(0, 2 * YEAR);
    // A clock that counts as right, on the last day of the other secrets.
    finish_by_a_clock_ahead(YEAR - DAY, DAY + DAY / 2);
}

/// After `passed` seconds, and by a clock so far `ahead`.
fn finish_by_a_clock_ahead(passed: u64, ahead: u64) {
    let mut world = Simulation::new(NOW);
    let (id, [(_, old), _]) = account(&mut world);
    world.pass(passed);
    assert!(fetches(&mut world, &id, &old).is_some());
    let right = world.now + 60;
    world.now += ahead;
    let by = || Principal::Platform;
    // Made and used by the clock that is ahead; the others seem to have ended.
    let added = world.run(seed(5, 1), |core, start| {
        core.add_secret(start, by(), "acme".into(), id.clone(), NewSecretInput::default(), None)
    });
    let added = added.expect("a secret");
    let new = added.client_secret.expect("shown").reveal().to_owned();
    let used = fetches(&mut world, &id, &new).expect("a token");
    world.run(seed(5, 2), |core, start| core.record_usage(start, vec![used])).expect("recorded");
    let secret_id = added.secret.secret_id.to_string();
    world
        .run(seed(5, 3), |core, start| {
            core.finish_rotation(start, by(), "acme".into(), id.clone(), secret_id, None)
        })
        .expect("finished");
    world.now = right;
    assert!(fetches(&mut world, &id, &old).is_none(), "it is live again");
}
