//! What ends something always works, whatever the account was filled with.

use super::{World, administrator, core};
use crate::core::{Core, Outcome};
use crate::model::account::new::NewAccount;
use crate::value::random::Start;
use serde_json::{Value, json};

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn run<T>(
    world: &mut World,
    begin: impl FnOnce(Start) -> Outcome<T>,
) -> Result<T, crate::value::error::Error> {
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
