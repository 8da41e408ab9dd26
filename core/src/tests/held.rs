//! What a decision was made from is so at its commit, whatever comes between.

use super::{World, administrator, core};
use crate::core::Core;
use crate::http::HttpRequest;
use crate::model::account::new::NewAccount;
use crate::oauth::grant::TokenRequest;
use crate::oauth::revocation::RevocationRequest;
use crate::port::driver::run;
use crate::port::operation::{Answer, Ask};
use crate::port::store::{Action, Entry, Key, Version};
use crate::value::identifier::CompanyId;

struct Program {
    client_id: String,
    secret: String,
}

/// A service account that may do everything with accounts, and its token for the admin API.
fn program(core: &Core, world: &mut World) -> (Program, String) {
    let start = world.start();
    let made = world.run(core.bootstrap(start, "acme".into(), "Provisioning".into())).unwrap();
    let program = Program {
        client_id: made.account.client_id.to_string(),
        secret: made.client_secret.unwrap().reveal().to_owned(),
    };
    let start = world.start();
    let request = TokenRequest {
        client_id: program.client_id.clone(),
        client_secret: program.secret.clone().into(),
        resource: vec!["https://id.example.com/admin".into()],
        ..TokenRequest::default()
    };
    let token = world.run(core.request_token(start, request)).unwrap().access_token;
    (program, token)
}

fn creating(token: &str) -> HttpRequest {
    HttpRequest {
        method: "POST".into(),
        target: "/badgehouse/v1/companies/acme/service-accounts".into(),
        headers: vec![
            ("authorization".into(), format!("Bearer {token}")),
            ("content-type".into(), "application/json".into()),
        ],
        body: br#"{"app_type":"custom","name":"Sync"}"#.to_vec().into(),
        ..HttpRequest::default()
    }
}

fn accounts(world: &World) -> usize {
    world.entries.keys().filter(|key| key.as_str().contains("/account/")).count()
}

/// Runs the request; at its first commit `between` comes first.
fn run_with(
    core: &Core,
    world: &mut World,
    request: HttpRequest,
    between: impl Fn(&Core, &mut World),
) -> u16 {
    let start = world.start();
    let mut first = true;
    let answer = |ask: Ask| {
        if matches!(ask, Ask::Commit { .. }) && std::mem::take(&mut first) {
            between(core, world);
        }
        world.answer(ask)
    };
    run(core.handle(start, request, None), answer).status
}

#[test]
fn a_token_that_was_revoked_commits_nothing_any_more() {
    let (core, mut world) = (core(), World::default());
    let (program, token) = program(&core, &mut world);
    let status = run_with(&core, &mut world, creating(&token), |core, world| {
        let (client_id, client_secret) = (program.client_id.clone(), program.secret.clone().into());
        let start = world.start();
        let request = RevocationRequest { client_id, client_secret, token: token.clone().into() };
        world.run(core.revoke_token(start, request)).unwrap();
    });
    assert_eq!(status, 401);
    assert_eq!(accounts(&world), 1);
}

/// A store may read key by key where a get has more keys than a snapshot: the asker as it was, the audit's head as it is since.
#[test]
fn an_asker_that_was_stopped_between_two_keys_of_a_get_commits_nothing() {
    let (core, mut world) = (core(), World::default());
    let (program, token) = program(&core, &mut world);
    let start = world.start();
    let mut stopped = false;
    let answer = |ask: Ask| {
        let head = |key: &Key| key.as_str().ends_with("/audit-head") || key.as_str().ends_with("/company");
        let Ask::Get { keys } = &ask else { return world.answer(ask) };
        if stopped || !keys.iter().any(head) {
            return world.answer(ask);
        }
        stopped = true;
        let before: Vec<Option<Entry>> = keys.iter().map(|key| world.entries.get(key).cloned()).collect();
        let begin = world.start();
        let input = serde_json::from_str(r#"{"reason":"found out"}"#).unwrap();
        let (company, client_id) = ("acme".into(), program.client_id.clone());
        world.run(core.disable_account(begin, administrator(), company, client_id, input, None)).unwrap();
        let since = |(key, before): (&Key, Option<Entry>)| {
            if head(key) { world.entries.get(key).cloned() } else { before }
        };
        Answer::Get(Ok(keys.iter().zip(before).map(since).collect()))
    };
    let response = run(core.handle(start, creating(&token), None), answer);
    assert_eq!(response.status, 401);
    assert_eq!(accounts(&world), 1);
}

#[test]
fn what_counts_for_a_time_is_kept_for_two_days_longer() {
    let (core, mut world) = (core(), World::default());
    let (program, token) = program(&core, &mut world);
    let start = world.start();
    let request = RevocationRequest {
        client_id: program.client_id,
        client_secret: program.secret.into(),
        token: token.into(),
    };
    let mut kept = None;
    let answer = |ask: Ask| {
        if let Ask::Commit { changes } = &ask {
            kept = changes.iter().find_map(|change| match change.action {
                Action::Put { expires_at, .. } => expires_at,
                Action::Keep | Action::Delete => None,
            });
        }
        world.answer(ask)
    };
    run(core.revoke_token(start, request), answer).unwrap();
    // A token of an hour, the leeway, and the two days by which clocks may differ.
    assert_eq!(kept, Some(1_800_000_000 + 3600 + 60 + 2 * 86_400));
}

#[test]
fn a_lost_head_stops_nobody_and_is_not_made_good() {
    let (core, mut world) = (core(), World::default());
    let create = |world: &mut World| {
        let start = world.start();
        let new = NewAccount::custom("Sync");
        world.run(core.create_account(start, administrator(), "acme".into(), new, None))
    };
    for _ in 0..5 {
        create(&mut world).unwrap();
    }
    let verify = |world: &mut World| {
        let start = world.start();
        let input = serde_json::from_str("{}").unwrap();
        world.run(core.verify_audit(start, administrator(), "acme".into(), input)).unwrap()
    };
    world.entries.retain(|key, _| !key.as_str().ends_with("/audit-head"));
    create(&mut world).unwrap();
    let found = verify(&mut world).problem.unwrap();
    assert_eq!((found.number, format!("{:?}", found.kind).as_str()), (5, "Head"), "the last before it");
    world.entries.retain(|key, _| !key.as_str().contains("/audit"));
    create(&mut world).unwrap();
    create(&mut world).unwrap();
    assert!(verify(&mut world).problem.is_some(), "with all events");
}

/// Whoever writes to the store may put anything among the events; a change still goes through in so many questions, and does not ask for ever.
#[test]
fn what_is_no_event_ends_the_search_for_the_last() {
    let (core, mut world) = (core(), World::default());
    let (_, token) = program(&core, &mut world);
    world.entries.retain(|key, _| !key.as_str().ends_with("/audit-head"));
    let segment = "acme".parse::<CompanyId>().unwrap().segment();
    let planted = Key::from_parts(&[segment.as_str(), "audit", "z"]);
    world.entries.insert(planted, Entry { value: b"{}".to_vec(), version: Version("x".into()) });
    let start = world.start();
    let mut asks = 0;
    let answer = |ask: Ask| {
        asks += 1;
        assert!(asks < 200, "it goes on asking");
        world.answer(ask)
    };
    assert_eq!(run(core.handle(start, creating(&token), None), answer).status, 201);
    assert_eq!(accounts(&world), 2);
}
