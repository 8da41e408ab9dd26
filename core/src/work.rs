//! The work of a token request, counted in tests alone: whatever the reason of a refusal is, it is the same.

use crate::account::{DisableInput, NewAccount};
use crate::contact::ContactChangeInput;
use crate::core::Core;
use crate::driver::run;
use crate::grant::{TokenErrorCode, TokenRequest};
use crate::operation::Ask;
use crate::secret::{CredentialChange, NewSecretInput};
use crate::tests::{World, administrator, core};
use crate::timestamp::Timestamp;
use std::cell::Cell;

thread_local! {
    static COUNTED: Cell<Work> = const { Cell::new(Work::NONE) };
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Work {
    hashes: usize,
    records: usize,
    bytes: usize,
    gets: usize,
    keys: usize,
    commits: usize,
}

impl Work {
    const NONE: Self = Self { hashes: 0, records: 0, bytes: 0, gets: 0, keys: 0, commits: 0 };
}

fn count(add: impl FnOnce(&mut Work)) {
    let mut work = COUNTED.get();
    add(&mut work);
    COUNTED.set(work);
}

/// One Argon2 hash was computed.
pub(crate) fn hashed() {
    count(|work| work.hashes += 1);
}

/// One record of so many bytes was decoded.
pub(crate) fn decoded(bytes: usize) {
    count(|work| {
        work.records += 1;
        work.bytes += bytes;
    });
}

/// What a token request costs that is refused as `invalid_client`.
fn refused(core: &Core, world: &mut World, client_id: &str, secret: &str) -> Work {
    let request = TokenRequest {
        client_id: client_id.into(),
        client_secret: secret.to_owned().into(),
        ..TokenRequest::default()
    };
    let start = world.start();
    COUNTED.set(Work::NONE);
    let outcome = run(core.request_token(start, request), |ask| {
        match &ask {
            Ask::Get { keys } => count(|work| {
                work.gets += 1;
                work.keys += keys.len();
            }),
            Ask::Commit { .. } => count(|work| work.commits += 1),
            _ => {}
        }
        world.answer(ask)
    });
    assert_eq!(outcome.unwrap_err().error, TokenErrorCode::InvalidClient);
    COUNTED.get()
}

struct Made {
    client_id: String,
    secret: String,
    secret_id: String,
}

fn made(core: &Core, world: &mut World) -> Made {
    let start = world.start();
    let new = NewAccount::custom("Sync");
    let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    Made {
        client_id: made.account.client_id.to_string(),
        secret: made.client_secret.unwrap().reveal().to_owned(),
        secret_id: made.secret_id.to_string(),
    }
}

#[test]
fn every_refusal_costs_the_same() {
    let (core, mut world) = (core(), World::default());
    let other = made(&core, &mut world).secret;
    // Else the first request would make the first key.
    let start = world.start();
    world.run(core.jwks(start)).unwrap();

    let (wrong, disabled, broken) =
        (made(&core, &mut world), made(&core, &mut world), made(&core, &mut world));
    let (expired, revoked, deleted) =
        (made(&core, &mut world), made(&core, &mut world), made(&core, &mut world));
    let company = || "acme".to_owned();
    let start = world.start();
    let input = DisableInput { reason: "on leave".into() };
    world
        .run(core.disable_account(start, administrator(), company(), disabled.client_id.clone(), input, None))
        .unwrap();
    let start = world.start();
    let change = ContactChangeInput { companies: Some(Vec::new()), insist: Some(1), email: None };
    world
        .run(core.change_contact(start, administrator(), company(), broken.client_id.clone(), change))
        .unwrap();
    let start = world.start();
    let end = CredentialChange {
        expires_at: Some(Some(Timestamp::from_seconds(1))),
        ..CredentialChange::default()
    };
    let (id, secret_id) = (expired.client_id.clone(), expired.secret_id.clone());
    world.run(core.change_secret(start, administrator(), company(), id, secret_id, end, None)).unwrap();
    let start = world.start();
    let (id, secret_id) = (revoked.client_id.clone(), revoked.secret_id.clone());
    world.run(core.revoke_secret(start, administrator(), company(), id, secret_id)).unwrap();
    let start = world.start();
    world.run(core.delete_account(start, administrator(), company(), deleted.client_id.clone())).unwrap();

    let unknown = format!("{}{}", wrong.client_id.get(..23).unwrap(), "a".repeat(20));
    let classes = [
        ("unknown", unknown.as_str(), other.as_str()),
        ("wrong", &wrong.client_id, &other),
        ("disabled", &disabled.client_id, &other),
        ("broken", &broken.client_id, &other),
        ("expired", &expired.client_id, &expired.secret),
        ("revoked", &revoked.client_id, &revoked.secret),
        ("deleted", &deleted.client_id, &deleted.secret),
    ];
    let expected = Work { hashes: 1, records: 1, bytes: 0, gets: 1, keys: 2, commits: 0 };
    for (class, client_id, secret) in classes {
        let work = refused(&core, &mut world, client_id, secret);
        assert_eq!(Work { bytes: 0, ..work }, expected, "{class}");
        assert!((350..=800).contains(&work.bytes), "{class} decodes {} bytes", work.bytes);
    }
    for (what, client_id, secret) in [
        ("another form", wrong.client_id.as_str(), "not a secret"),
        ("another id", "not an id", other.as_str()),
    ] {
        let work = refused(&core, &mut world, client_id, secret);
        assert_eq!(work, Work::NONE, "{what} costs nothing, whatever is stored");
    }
    let new = NewSecretInput::default();
    let start = world.start();
    world
        .run(core.add_secret(start, administrator(), company(), wrong.client_id.clone(), new, None))
        .unwrap();
    let two = refused(&core, &mut world, &wrong.client_id, &other);
    assert_eq!(Work { bytes: 0, ..two }, expected, "one hash, however many secrets there are");
}
