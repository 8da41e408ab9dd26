//! What ends something always works, whatever the account was filled with.

use super::{World, administrator, core};
use crate::administration::secret::leak::LeakInput;
use crate::core::{Core, Outcome};
use crate::model::account::new::NewAccount;
use crate::model::record;
use crate::port::driver;
use crate::port::operation::{Answer, Ask};
use crate::port::store::StoreError;
use crate::value::error::{Code, Error};
use crate::value::identifier::ClientId;
use crate::value::random::Start;
use serde_json::{Value, json};

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn run<T>(world: &mut World, begin: impl FnOnce(Start) -> Outcome<T>) -> Result<T, Error> {
    let start = world.start();
    world.run(begin(start))
}

fn acme() -> String {
    "acme".into()
}

/// Ends something of an account, by its id, its secret's and those of its trusts.
type End = fn(&Core, &mut World, &str, &str, &[String]);

/// An account that was filled until nothing more is taken, its secret's id, and the ids of its trusts.
fn filled(core: &Core, world: &mut World) -> (String, String, Vec<String>) {
    let emoji = |count: usize| "\u{1F4A3}".repeat(count);
    let made = run(world, |start| {
        core.create_account(start, administrator(), acme(), NewAccount::custom(emoji(200)), None)
    })
    .unwrap();
    let (client_id, secret_id) = (made.account.client_id.to_string(), made.secret_id.to_string());
    let change = json!({ "description": emoji(1000), "owner": "o".repeat(128) });
    run(world, |start| {
        core.update_account(start, administrator(), acme(), client_id.clone(), read(change), None)
    })
    .unwrap();
    let trust = |number: usize, length: usize| {
        let issuer = format!("{number}{}", "i".repeat(length));
        let claims = json!({ "sub": "s".repeat(4 * length), "environment": "e".repeat(length) });
        json!({ "issuer": issuer, "audience": "a".repeat(length), "claims": claims, "name": emoji(200) })
    };
    let mut trusts = Vec::new();
    for number in 0..8 {
        let new = read(trust(number, 250));
        let added =
            run(world, |start| core.add_trust(start, administrator(), acme(), client_id.clone(), new));
        trusts.extend(added.ok().map(|added| added.trust_id.to_string()));
    }
    // Each member as long as it is taken.
    for member in 0..16 {
        for length in [200, 100, 50, 20, 8, 3, 1, 0] {
            let change = json!({ "metadata": { format!("m{member}"): emoji(length) } });
            let taken = run(world, |start| {
                core.update_account(start, administrator(), acme(), client_id.clone(), read(change), None)
            });
            if taken.is_ok() {
                break;
            }
        }
    }
    (client_id, secret_id, trusts)
}

#[test]
fn an_account_that_was_filled_is_ended_in_every_way() {
    let core = core();
    let ends: [End; 5] = [
        |core, world, id, _, _| {
            let reason = read(json!({ "reason": "\u{1F4A3}".repeat(200) }));
            run(world, |start| core.disable_account(start, administrator(), acme(), id.into(), reason, None))
                .unwrap();
        },
        |core, world, id, secret_id, trusts| {
            for trust in trusts {
                run(world, |start| {
                    core.revoke_trust(start, administrator(), acme(), id.into(), trust.clone())
                })
                .unwrap();
            }
            run(world, |start| {
                core.revoke_secret(start, administrator(), acme(), id.into(), secret_id.into())
            })
            .unwrap();
        },
        |core, world, id, _, _| {
            let companies: Vec<String> =
                (10..26).map(|number| format!("{number}{}", "\\".repeat(62))).collect();
            let email = format!("{}@x", "e".repeat(252));
            let change = read(json!({ "email": email, "companies": companies, "insist": 1 }));
            run(world, |start| core.change_contact(start, administrator(), acme(), id.into(), change))
                .unwrap();
        },
        |core, world, id, _, _| {
            run(world, |start| core.revoke_tokens(start, administrator(), acme(), id.into(), None)).unwrap();
        },
        |core, world, id, _, _| {
            run(world, |start| core.delete_account(start, administrator(), acme(), id.into())).unwrap();
        },
    ];
    // Each alone, and all in a row.
    for end in ends {
        let mut world = World::default();
        let (id, secret_id, trusts) = filled(&core, &mut world);
        end(&core, &mut world, &id, &secret_id, &trusts);
    }
    let mut world = World::default();
    let (id, secret_id, trusts) = filled(&core, &mut world);
    ends.iter().for_each(|end| end(&core, &mut world, &id, &secret_id, &trusts));
}

#[test]
fn a_change_of_more_than_an_event_tells_is_the_callers_to_mend() {
    let (core, mut world) = (core(), World::default());
    let made = run(&mut world, |start| {
        core.create_account(start, administrator(), acme(), NewAccount::custom("Sync"), None)
    })
    .unwrap();
    let details = |symbol: &str| {
        let members: serde_json::Map<String, Value> =
            (0..16).map(|number| (format!("m{number}"), json!(symbol.repeat(200)))).collect();
        json!({ "description": symbol.repeat(1000), "metadata": members })
    };
    let mut update = |details: Value| {
        let client_id = made.account.client_id.to_string();
        run(&mut world, |start| {
            core.update_account(start, administrator(), acme(), client_id, read(details), None)
        })
    };
    update(details("\u{1F4A3}")).unwrap();
    let refused = update(details("\u{1F9E8}")).unwrap_err();
    assert_eq!(refused.code.as_str(), "invalid_input");
    update(json!({ "description": "other" })).unwrap();
}

/// As many bytes as a record has to which something is added, of which the rest is for what ends.
const MOST_BYTES: usize = record::MAX_RECORD_BYTES - 6 * 1024;

/// An account that was filled and whose description was taken back, so that as many bytes are left as one has.
fn nearly_filled(core: &Core, world: &mut World) -> String {
    let (client_id, ..) = filled(core, world);
    describe(core, world, &client_id, 1).unwrap();
    let change = read(json!({ "metadata": { "m15": "x".repeat(100) } }));
    run(world, |start| core.update_account(start, administrator(), acme(), client_id.clone(), change, None))
        .unwrap();
    client_id
}

/// Gives the account a description of so many bytes; how many its record has then.
fn describe(core: &Core, world: &mut World, client_id: &str, bytes: usize) -> Result<usize, Error> {
    let text = format!("{}{}", "\u{1F4A3}".repeat(bytes / 4), "x".repeat(bytes % 4));
    let change = read(json!({ "description": text }));
    run(world, |start| core.update_account(start, administrator(), acme(), client_id.into(), change, None))?;
    Ok(size(core, world, client_id))
}

fn size(core: &Core, world: &World, client_id: &str) -> usize {
    let key = record::account(&ClientId::parse(client_id).unwrap());
    record::opened(core.keys(), &key, &world.entries[&key].value).unwrap().len()
}

#[test]
fn an_account_is_filled_to_the_last_byte_and_no_further() {
    let (core, mut world) = (core(), World::default());
    let client_id = nearly_filled(&core, &mut world);
    let left = MOST_BYTES - size(&core, &world, &client_id);
    assert_eq!(describe(&core, &mut world, &client_id, 1 + left), Ok(MOST_BYTES));
    let refused = describe(&core, &mut world, &client_id, 2 + left).unwrap_err();
    assert_eq!(refused.code.as_str(), "invalid_input");
}

#[test]
fn what_has_ended_goes_for_no_new_secret_that_fits_beside_it() {
    let (core, mut world) = (core(), World::default());
    let client_id = nearly_filled(&core, &mut world);
    let add = |world: &mut World| {
        let (id, new) = (client_id.clone(), read(json!({})));
        let added = run(world, |start| core.add_secret(start, administrator(), acme(), id, new, None));
        added.unwrap().secret.secret_id.to_string()
    };
    let ended = add(&mut world);
    let (id, secret_id) = (client_id.clone(), ended.clone());
    run(&mut world, |start| core.revoke_secret(start, administrator(), acme(), id, secret_id)).unwrap();
    let before = world.entries.clone();
    add(&mut world);
    let left = MOST_BYTES - size(&core, &world, &client_id);
    let kept = |world: &mut World| {
        let id = client_id.clone();
        let listed = run(world, |start| core.list_secrets(start, administrator(), acme(), id)).unwrap();
        listed.items.iter().any(|secret| secret.secret_id.as_str() == ended)
    };
    for (bytes, stays) in [(left, true), (left + 1, false)] {
        world.entries.clone_from(&before);
        describe(&core, &mut world, &client_id, 1 + bytes).unwrap();
        add(&mut world);
        assert_eq!(kept(&mut world), stays, "{bytes} more");
        assert_eq!(size(&core, &world, &client_id) == MOST_BYTES, stays, "{bytes} more");
    }
}

/// An account, and its secret as it was found somewhere and is to be revoked.
fn leaked(core: &Core, world: &mut World) -> (String, LeakInput) {
    let made = run(world, |start| {
        core.create_account(start, administrator(), acme(), NewAccount::custom("Sync"), None)
    })
    .unwrap();
    let secret = made.client_secret.unwrap().reveal().to_owned().into();
    (made.account.client_id.to_string(), LeakInput { secret, revoke: true })
}

/// What is looked up may be gone by the time that it is revoked, and then it is nobody's.
#[test]
fn a_leak_of_an_account_that_is_deleted_meanwhile_is_no_error() {
    let (core, mut world) = (core(), World::default());
    let (id, input) = leaked(&core, &mut world);
    let start = world.start();
    let mut deleted = false;
    let found = driver::run(core.look_up_leak(start, administrator(), acme(), input), |ask| {
        if matches!(ask, Ask::Commit { .. }) && !std::mem::replace(&mut deleted, true) {
            let id = id.clone();
            run(&mut world, |start| core.delete_account(start, administrator(), acme(), id)).unwrap();
        }
        world.answer(ask)
    });
    assert_eq!((found.unwrap().found, deleted), (None, true));
}

/// Whoever found it would go on as if it were nobody's.
#[test]
fn a_leak_that_could_not_be_revoked_is_not_told_to_be_none() {
    let (core, mut world) = (core(), World::default());
    let (_, input) = leaked(&core, &mut world);
    let start = world.start();
    let found = driver::run(core.look_up_leak(start, administrator(), acme(), input), |ask| match ask {
        Ask::Commit { .. } => Answer::Commit(Err(StoreError::Unavailable("it is away".into()))),
        ask => world.answer(ask),
    });
    assert_eq!(found.unwrap_err().code, Code::Unavailable);
}
