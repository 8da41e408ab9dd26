//! Something changes before each commit of an operation, again and again: what may answer that it did not get through, which is the table of `ARCHITECTURE.md`.

use crate::world::{World, run};
use badgehouse_simulation::calls::Call;
use std::collections::BTreeSet;

/// What adds to something or alters it. It is decided again, eight times.
const CHANGES: [&str; 15] = [
    "add_secret",
    "bootstrap",
    "change_key",
    "change_secret",
    "change_template",
    "continue_permissions_job",
    "create_account",
    "create_contact",
    "create_permissions_job",
    "create_template",
    "delete_template",
    "purge_accounts",
    "repair_contact",
    "set_permissions",
    "update_account",
];
/// What ends something. After two conflicts it goes before every change, and meets ends alone.
const ENDS: [&str; 10] = [
    "change_contact",
    "delete_account",
    "disable_account",
    "look_up_leak",
    "look_up_leak_anywhere",
    "report_contact",
    "revoke_key",
    "revoke_secret",
    "revoke_tokens",
    "revoke_trust",
];
/// What holds the company's record, which moves when an account is made, deleted, brought back or purged.
const BESIDE_THE_COMPANY: [&str; 4] =
    ["erase_company", "record_usage", "revocation", "revocation by an assertion"];
/// What is done to keys and issuers.
const PLATFORM: [&str; 3] = ["put_trusted_issuer", "replace_signing_key", "reseal"];

/// The operations that say that they did not get through when this comes before each of their commits, by its number.
fn refused(mover: impl Fn(&World, usize) -> Call) -> BTreeSet<String> {
    let world = World::new();
    let mut refused = BTreeSet::new();
    for (call, _) in world.calls() {
        let outcome = run(&call, &mut world.simulation.clone(), 1, |simulation, number| {
            run(&mover(&world, number), simulation, 100 + number as u64, |_, _| {});
        });
        if outcome.unavailable {
            refused.insert(call.name);
        }
    }
    refused
}

fn set(names: &[&[&str]]) -> BTreeSet<String> {
    names.iter().flat_map(|names| names.iter()).map(|name| (*name).to_owned()).collect()
}

#[test]
fn no_edit_of_an_account_keeps_anything_away_but_other_changes() {
    assert_eq!(refused(World::describe), set(&[&CHANGES]));
}

#[test]
fn no_account_that_comes_and_goes_keeps_a_token_or_an_end_away() {
    assert_eq!(refused(World::come_and_go), set(&[&CHANGES, &BESIDE_THE_COMPANY]));
}

#[test]
fn no_usage_that_is_recorded_keeps_anything_away_but_usage() {
    assert_eq!(refused(World::use_once), set(&[&["record_usage"]]));
}

#[test]
fn no_token_that_is_fetched_keeps_anything_away() {
    let token = |world: &World, number| world.tokens(&format!("mover {number}")).swap_remove(0);
    assert_eq!(refused(token), set(&[]));
}

#[test]
fn no_end_keeps_anything_away_but_changes_and_ends() {
    assert_eq!(refused(|world, _| world.revoke_tokens()), set(&[&CHANGES, &ENDS]));
}

#[test]
fn no_issuer_that_is_entered_keeps_anything_away_but_the_platforms_own() {
    assert_eq!(refused(World::put_issuer), set(&[&PLATFORM]));
}

/// A report ends something only where the contact breaks by it, and then goes before the changes.
#[test]
fn no_report_keeps_a_token_away() {
    let refused = refused(World::report);
    assert!(refused.is_subset(&set(&[&CHANGES, &ENDS])), "{refused:?}");
}
