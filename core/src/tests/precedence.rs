//! What ends something gets through, however many others change things at the same time.

use super::{World, core};
use crate::core::Core;
use crate::http::{HttpRequest, HttpResponse};
use crate::model::account::new::NewAccount;
use crate::model::actor::{Actor, ActorKind};
use crate::port::driver::run;
use crate::port::operation::{Answer, Ask, Operation, Step};
use crate::port::store::{Commit, Key};
use crate::value::identifier::{ActorId, ClientId, CompanyId, ToolId};
use crate::value::level::Level;
use crate::value::random::Random;
use serde_json::Value;

const CHANGERS: usize = 64;
/// How many ways there are to end something.
const ENDS: usize = 7;

/// Two conflicts, the one that takes precedence, and the one that gets through.
const MOST_COMMITS: usize = 4;

/// An account and its first secret.
#[derive(Clone)]
struct Made {
    client_id: String,
    secret_id: String,
    secret: String,
}

fn actor(kind: ActorKind) -> Actor {
    let (company, id) = (CompanyId::parse("acme").unwrap(), ActorId::parse("ann").unwrap());
    Actor { company, id, kind }
}

fn person() -> Actor {
    let admin = |id: &str| (ToolId::parse(id).unwrap(), Level::Admin);
    actor(ActorKind::User { levels: [admin("admin"), admin("directory")].into_iter().collect() })
}

fn program(made: &Made) -> Actor {
    actor(ActorKind::ServiceAccount(ClientId::parse(&made.client_id).unwrap()))
}

fn request(method: &str, rest: &str, body: &str) -> HttpRequest {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    HttpRequest {
        method: method.into(),
        target: format!("/badgehouse/v1/companies/acme/{rest}"),
        headers: vec![header("content-type", "application/json"), header("if-match", "*")],
        body: body.as_bytes().to_vec().into(),
        ..HttpRequest::default()
    }
}

fn begin(core: &Core, world: &mut World, actor: Actor, request: HttpRequest) -> Operation<HttpResponse> {
    core.handle(world.start(), request, Some(actor))
}

/// The company's first account, which is Admin on both tools.
fn first(core: &Core, world: &mut World) -> Made {
    let start = world.start();
    let made = world.run(core.bootstrap(start, "acme".into(), "Provisioning".into())).unwrap();
    Made {
        client_id: made.account.client_id.to_string(),
        secret_id: made.secret_id.to_string(),
        secret: made.client_secret.unwrap().reveal().to_owned(),
    }
}

fn account(core: &Core, world: &mut World) -> Made {
    let start = world.start();
    let new = NewAccount::custom("Sync");
    let made =
        world.run(core.create_account(start, super::administrator(), "acme".into(), new, None)).unwrap();
    Made {
        client_id: made.account.client_id.to_string(),
        secret_id: made.secret_id.to_string(),
        secret: made.client_secret.unwrap().reveal().to_owned(),
    }
}

/// Gives the account something that can be taken.
fn hold(core: &Core, world: &mut World, of: &Made) {
    let place = format!("service-accounts/{}/permissions", of.client_id);
    let given = begin(core, world, person(), request("PUT", &place, r#"{"company":{"rfis":"standard"}}"#));
    assert_eq!(world.run(given).status, 204);
}

/// Every way to end something of an account.
fn ends(of: &Made) -> Vec<HttpRequest> {
    let Made { client_id, secret_id, secret } = of;
    let path = |rest: &str| format!("service-accounts/{client_id}{rest}");
    vec![
        request("POST", &path("/disable"), r#"{"reason":"found out"}"#),
        request("DELETE", &path(&format!("/secrets/{secret_id}")), ""),
        request("POST", &path("/revoke-tokens"), ""),
        request("POST", "leaks", &format!(r#"{{"secret":"{secret}","revoke":true}}"#)),
        request(
            "PATCH",
            &format!("contacts/{client_id}"),
            r#"{"email":"gone@elsewhere.example","insist":1}"#,
        ),
        request("PUT", &path("/permissions"), r#"{"company":{}}"#),
        request("DELETE", &path(""), ""),
    ]
}

fn renaming(of: &Made, number: usize) -> HttpRequest {
    let body = format!(r#"{{"description":"number {number}"}}"#);
    request("PATCH", &format!("service-accounts/{}", of.client_id), &body)
}

/// What somebody changes before a commit of the end, again and again: the very account, or another.
#[test]
fn no_end_is_kept_away_by_a_change_before_each_of_its_commits() {
    for of_the_same in [false, true] {
        for end in 0..ENDS {
            let (core, mut world) = (core(), World::default());
            let (target, other) = (account(&core, &mut world), account(&core, &mut world));
            hold(&core, &mut world, &target);
            let changed = if of_the_same { &target } else { &other };
            let end = ends(&target).swap_remove(end);
            let what = format!("{} {}, the same account: {of_the_same}", end.method, end.target);
            let operation = begin(&core, &mut world, person(), end);
            let mut commits = 0;
            let response = run(operation, |ask| {
                if matches!(ask, Ask::Commit { .. }) {
                    commits += 1;
                    let change = renaming(changed, commits);
                    let operation = begin(&core, &mut world, person(), change);
                    world.run(operation);
                }
                world.answer(ask)
            });
            assert!(response.status < 300, "{what}: {} {}", response.status, text(&response));
            assert!(commits <= MOST_COMMITS, "{what}: {commits} commits");
            let free = begin(&core, &mut world, person(), renaming(&other, 0));
            assert_eq!(world.run(free).status, 200, "{what}: what was taken is given back");
        }
    }
}

/// What a worker does next.
type Next<'a> = dyn FnMut(&Core, &mut World) -> Operation<HttpResponse> + 'a;

/// One that does one thing after another.
struct Worker<'a> {
    next: Box<Next<'a>>,
    at: Option<(Ask, Operation<HttpResponse>)>,
}

impl Worker<'_> {
    /// One turn: whether its commit went through, and its answer if that was its last turn.
    fn turn(&mut self, core: &Core, world: &mut World) -> (bool, Option<HttpResponse>) {
        let (answer, operation) = match self.at.take() {
            None => (None, (self.next)(core, world)),
            Some((ask, operation)) => (Some(world.answer(ask)), operation),
        };
        let committed = matches!(answer, Some(Answer::Commit(Ok(Commit::Committed))));
        match operation.step(answer) {
            Step::Done(response) => (committed, Some(response)),
            Step::Ask(ask, operation) => {
                self.at = Some((ask, operation));
                (committed, None)
            }
        }
    }
}

/// Runs the last of the workers to its end, the others by chance; how many turns it had.
fn schedule(core: &Core, world: &mut World, workers: &mut [Worker<'_>], seed: u64) -> (usize, HttpResponse) {
    let mut chance = Random::new({
        let mut bytes = [3; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes
    });
    let (last, mut turns) = (workers.len() - 1, 0);
    for _ in 0..1_000_000 {
        let chosen = u32::from_le_bytes(chance.bytes()) as usize % workers.len();
        let (_, response) = workers[chosen].turn(core, world);
        turns += usize::from(chosen == last);
        if let (true, Some(response)) = (chosen == last, response) {
            return (turns, response);
        }
    }
    panic!("it goes on for ever");
}

/// Three turns are an attempt that conflicts and takes precedence: a get, a commit, and the taking.
#[test]
fn no_end_is_starved_by_sixty_four_others_in_any_order() {
    for seed in 0..8 {
        let (core, mut world) = (core(), World::default());
        let target = account(&core, &mut world);
        let others = [target.clone(), account(&core, &mut world), account(&core, &mut world)];
        let mut workers = Vec::new();
        for number in 0..CHANGERS {
            let (of, mut count) = (others[number % others.len()].clone(), number);
            workers.push(Worker {
                next: Box::new(move |core, world| {
                    count += CHANGERS;
                    begin(core, world, person(), renaming(&of, count))
                }),
                at: None,
            });
        }
        let disable = ends(&target).swap_remove(0);
        let next =
            Box::new(move |core: &Core, world: &mut World| begin(core, world, person(), disable.clone()));
        workers.push(Worker { next, at: None });
        let (turns, response) = schedule(&core, &mut world, &mut workers, seed);
        assert_eq!(response.status, 200, "{}", text(&response));
        assert!(turns <= 3 * MOST_COMMITS, "{turns} turns");
    }
}

/// A program that is found out may end things as well, and does so as often as it can.
#[test]
fn a_program_keeps_its_own_end_away_by_no_ends_of_others() {
    for seed in 0..4 {
        let (core, mut world) = (core(), World::default());
        let found_out = first(&core, &mut world);
        let others: Vec<Made> = (0..8).map(|_| account(&core, &mut world)).collect();
        let mut workers = Vec::new();
        for number in 0..CHANGERS {
            let (of, by, mut revoke) = (others[number % others.len()].clone(), program(&found_out), false);
            workers.push(Worker {
                next: Box::new(move |core, world| {
                    revoke = !revoke;
                    let end = if revoke { ends(&of).swap_remove(2) } else { renaming(&of, number) };
                    begin(core, world, by.clone(), end)
                }),
                at: None,
            });
        }
        let disable = ends(&found_out).swap_remove(0);
        let next =
            Box::new(move |core: &Core, world: &mut World| begin(core, world, person(), disable.clone()));
        workers.push(Worker { next, at: None });
        let (turns, response) = schedule(&core, &mut world, &mut workers, seed);
        assert_eq!(response.status, 200, "{}", text(&response));
        // Each that was under way when precedence was taken may come first once.
        assert!(turns <= 3 * (CHANGERS + MOST_COMMITS), "{turns} turns");
    }
}

/// Ends something as that actor, whose clock is so far ahead: it conflicts twice, takes precedence, and is never heard of again.
fn take(core: &Core, world: &mut World, (actor, ahead): (Actor, u64), (target, other): (&Made, &Made)) {
    let mut start = world.start();
    start.now += ahead;
    let operation = core.handle(start, ends(target).swap_remove(0), Some(actor));
    let mut commits = 0;
    let mut step = operation.step(None);
    while let Step::Ask(ask, operation) = step {
        if matches!(ask, Ask::Commit { .. }) {
            commits += 1;
            if commits == MOST_COMMITS {
                break;
            }
            if commits < MOST_COMMITS - 1 {
                let change = begin(core, world, person(), renaming(other, commits));
                world.run(change);
            }
        }
        step = operation.step(Some(world.answer(ask)));
    }
    assert!(rank(world).is_some());
}

/// What the record of who has it says.
fn rank(world: &World) -> Option<String> {
    let key = world.entries.keys().find(|key: &&Key| key.as_str().ends_with("/precedence"))?;
    // What follows in the value vouches for it.
    let mut lines = serde_json::Deserializer::from_slice(&world.entries[key].value).into_iter::<Value>();
    lines.next()?.ok()?["rank"].as_str().map(str::to_owned)
}

/// Who takes precedence and is never heard of again stops nobody for longer than some seconds, nor does one whose clock is years ahead.
#[test]
fn precedence_that_nobody_gives_back_stops_nobody_for_long() {
    for ahead in [0, 11, 100_000_000] {
        let (core, mut world) = (core(), World::default());
        let (target, other) = (account(&core, &mut world), account(&core, &mut world));
        take(&core, &mut world, (person(), ahead), (&target, &other));
        let change = begin(&core, &mut world, person(), renaming(&other, 9));
        let status = world.run(change).status;
        assert_eq!(status, if ahead == 0 { 503 } else { 200 }, "{ahead} s ahead");
        let mut start = world.start();
        start.now += 10;
        let later = core.handle(start, renaming(&other, 10), Some(person()));
        assert_eq!(world.run(later).status, 200, "{ahead} s ahead, later");
    }
}

#[test]
fn an_end_gives_back_no_precedence_that_another_took() {
    let (core, mut world) = (core(), World::default());
    let (target, other) = (account(&core, &mut world), account(&core, &mut world));
    take(&core, &mut world, (person(), 0), (&target, &other));
    let end = begin(&core, &mut world, person(), ends(&other).swap_remove(2));
    assert!(world.run(end).status < 300, "it waits for nobody");
    assert_eq!(rank(&world).as_deref(), Some("ends"));
}

/// While something is ended, what lets a credential end sooner goes through, and what lets it end later or names it waits.
#[test]
fn what_lengthens_or_names_a_credential_goes_before_nothing() {
    let (core, mut world) = (core(), World::default());
    let (target, other) = (account(&core, &mut world), account(&core, &mut world));
    let place = format!("service-accounts/{}/secrets/{}", other.client_id, other.secret_id);
    let change = |world: &mut World, body: &str| {
        let change = begin(&core, world, person(), request("PATCH", &place, body));
        world.run(change).status
    };
    let end = |hour: u8| format!(r#""expires_at":"2027-01-20T{hour:02}:00:00Z""#);
    assert_eq!(change(&mut world, &format!("{{{}}}", end(12))), 200);
    take(&core, &mut world, (person(), 0), (&target, &other));
    for body in [
        r#"{"name":"Other"}"#.to_owned(),
        format!("{{{}}}", end(13)),
        format!(r#"{{"name":"Other",{}}}"#, end(11)),
        format!(r#"{{"name":"Other",{}}}"#, end(13)),
    ] {
        assert_eq!(change(&mut world, &body), 503, "{body}");
    }
    assert_eq!(change(&mut world, &format!("{{{}}}", end(11))), 200);
}

/// Between what it read and its taking, a person takes precedence.
#[test]
fn a_program_takes_no_precedence_from_a_person() {
    let (core, mut world) = (core(), World::default());
    let by = program(&first(&core, &mut world));
    let (target, other) = (account(&core, &mut world), account(&core, &mut world));
    let operation = begin(&core, &mut world, by, ends(&target).swap_remove(2));
    let mut commits = 0;
    let response = run(operation, |ask| {
        if matches!(ask, Ask::Commit { .. }) {
            commits += 1;
            if commits < MOST_COMMITS - 1 {
                let change = begin(&core, &mut world, person(), renaming(&other, commits));
                world.run(change);
            } else if rank(&world).is_none() {
                take(&core, &mut world, (person(), 0), (&other, &target));
            }
        }
        world.answer(ask)
    });
    assert_eq!(response.status, 503, "{}", text(&response));
    assert_eq!(rank(&world).as_deref(), Some("ends"));
}

/// Between what it read and its taking, a program takes precedence, which does not keep the person off.
#[test]
fn a_person_takes_precedence_from_a_program_at_once() {
    let (core, mut world) = (core(), World::default());
    let by = program(&first(&core, &mut world));
    let (target, other) = (account(&core, &mut world), account(&core, &mut world));
    let operation = begin(&core, &mut world, person(), ends(&target).swap_remove(2));
    let (mut commits, mut taken) = (0, None);
    let response = run(operation, |ask| {
        let is_commit = matches!(ask, Ask::Commit { .. });
        commits += usize::from(is_commit);
        if is_commit && commits < MOST_COMMITS - 1 {
            let change = begin(&core, &mut world, person(), renaming(&other, commits));
            world.run(change);
        }
        let is_taking = is_commit && commits == MOST_COMMITS - 1;
        if is_taking {
            take(&core, &mut world, (by.clone(), 0), (&other, &target));
            assert_eq!(rank(&world).as_deref(), Some("program_ends"));
        }
        let answer = world.answer(ask);
        if is_taking {
            taken = rank(&world);
        }
        answer
    });
    assert!(response.status < 300, "{}", text(&response));
    assert_eq!(taken.as_deref(), Some("ends"));
    assert_eq!(commits, MOST_COMMITS);
    assert_eq!(rank(&world), None, "and gives it back");
}

fn text(response: &HttpResponse) -> String {
    String::from_utf8_lossy(&response.body).into_owned()
}
