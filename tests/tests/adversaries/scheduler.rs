//! One who schedules: every read and commit of several operations at once comes when he likes, a get of many keys is read key by key, a list lags. Whoever
//! has been stopped commits nothing from that moment on, and what was answered as done stays done.

use super::Chance;
use badgehouse::Start;
use badgehouse::driver::run;
use badgehouse::grant::TokenRequest;
use badgehouse::http::{HttpRequest, HttpResponse};
use badgehouse::operation::{Answer, Ask, Operation, Step};
use badgehouse::store::{Action, Commit, Key, Listed, SNAPSHOT_KEYS};
use badgehouse_simulation::companies::administrator;
use badgehouse_simulation::small_world::Made;
use badgehouse_simulation::{ISSUER, Simulation, Table, seed};
use std::sync::OnceLock;

const ACME: &str = "acme";
const SEEDS: u64 = 10_000;
const NOW: u64 = 1_800_000_000;

/// A company with a program that administers, what it acts by, and an account that it would raise.
struct Stage {
    world: Simulation,
    program: Made,
    secret_id: String,
    token: String,
    other: String,
}

fn stage() -> &'static Stage {
    static STAGE: OnceLock<Stage> = OnceLock::new();
    STAGE.get_or_init(|| {
        let mut world = Simulation::new(NOW);
        let made = world.run(seed(8, 1), |core, start| core.bootstrap(start, ACME.into(), "Root".into()));
        let made = made.expect("the first account");
        let secret = made.client_secret.expect("a secret").reveal().to_owned();
        let client_id = made.account.client_id.to_string();
        let request = TokenRequest {
            client_id: client_id.clone(),
            client_secret: secret.clone().into(),
            resource: vec![format!("{ISSUER}/admin")],
            ..TokenRequest::default()
        };
        let token = world.run(seed(8, 2), |core, start| core.request_token(start, request)).expect("a token");
        let new = badgehouse::account::NewAccount::custom("Other");
        let by = badgehouse::principal::Principal::Platform;
        let other =
            world.run(seed(8, 3), |core, start| core.create_account(start, by, ACME.into(), new, None));
        Stage {
            program: Made { company: ACME.into(), client_id, secret },
            secret_id: made.secret_id.to_string(),
            token: token.access_token,
            other: other.expect("an account").account.client_id.to_string(),
            world,
        }
    })
}

fn request(method: &str, rest: &str, body: &str, token: Option<&str>) -> HttpRequest {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut headers = vec![header("content-type", "application/json"), header("if-match", "*")];
    headers.extend(token.map(|token| header("authorization", &format!("Bearer {token}"))));
    HttpRequest {
        method: method.into(),
        target: format!("/badgehouse/v1/companies/acme/{rest}"),
        headers,
        body: body.as_bytes().to_vec().into(),
        ..HttpRequest::default()
    }
}

/// An operation under way.
struct Running {
    at: Option<(Ask, Table, Operation<HttpResponse>)>,
    by_program: bool,
    ends: bool,
    status: Option<u16>,
}

impl Running {
    fn new(world: &Simulation, begin: Operation<HttpResponse>, by_program: bool, ends: bool) -> Self {
        let mut running = Self { at: None, by_program, ends, status: None };
        running.went(begin.step(None), world);
        running
    }

    fn went(&mut self, step: Step<HttpResponse>, world: &Simulation) {
        match step {
            Step::Done(response) => self.status = Some(response.status),
            Step::Ask(ask, operation) => self.at = Some((ask, world.table.clone(), operation)),
        }
    }
}

/// What an end does to the program.
fn end(stage: &Stage, which: usize) -> HttpRequest {
    let path = format!("service-accounts/{}", stage.program.client_id);
    match which {
        0 => request("POST", &format!("{path}/disable"), r#"{"reason":"found out"}"#, None),
        1 => request("DELETE", &format!("{path}/secrets/{}", stage.secret_id), "", None),
        2 => request("POST", &format!("{path}/revoke-tokens"), "", None),
        3 => request(
            "PATCH",
            &format!("contacts/{}", stage.program.client_id),
            r#"{"email":"x@elsewhere.example","insist":1}"#,
            None,
        ),
        4 => request("PUT", &format!("{path}/permissions"), r#"{"company":{}}"#, None),
        _ => request("DELETE", &path, "", None),
    }
}

/// What the program tries.
fn attempt(stage: &Stage, chance: &mut Chance) -> HttpRequest {
    let path = format!("service-accounts/{}", stage.other);
    let token = Some(stage.token.as_str());
    let number = chance.below(1000);
    match chance.below(5) {
        0 => {
            let projects: Vec<String> =
                (0..8).map(|number| format!(r#"{{"project":"p-{number}","levels":{{}}}}"#)).collect();
            let body = format!(r#"{{"company":{{"admin":"standard"}},"projects":[{}]}}"#, projects.join(","));
            request("PUT", &format!("{path}/permissions"), &body, token)
        }
        1 => request(
            "POST",
            "templates",
            &format!(r#"{{"name":"T{number}","levels":{{"admin":"standard"}}}}"#),
            token,
        ),
        2 => request("PATCH", &path, &format!(r#"{{"description":"{number}"}}"#), token),
        3 => request("POST", &format!("{path}/disable"), r#"{"reason":"mine"}"#, token),
        _ => request("POST", &format!("{path}/revoke-tokens"), "", token),
    }
}

/// The answer to an ask that was made when `then` lay in the store.
fn answer(world: &mut Simulation, ask: Ask, then: &Table, chance: &mut Chance) -> Answer {
    match ask {
        Ask::Get { keys } if keys.len() > SNAPSHOT_KEYS => {
            let mut read = |key: &Key| {
                let from = if chance.below(2) == 0 { then } else { &world.table };
                from.get(key).cloned()
            };
            Answer::Get(Ok(keys.iter().map(&mut read).collect()))
        }
        Ask::List { prefix, after, limit } => {
            let from = if chance.below(2) == 0 { then } else { &world.table };
            let found = from.iter().filter(|(key, _)| key.as_str().starts_with(&prefix));
            let found = found.filter(|(key, _)| after.as_ref().is_none_or(|after| *key > after));
            let listed = found.map(|(key, entry)| Listed { key: key.clone(), entry: entry.clone() });
            Answer::List(Ok(listed.take(limit as usize).collect()))
        }
        // The one token of the run is good, as the beginning shows; what is scheduled is the store.
        Ask::Verify { .. } => Answer::Verify(Ok(true)),
        ask => world.answer(ask),
    }
}

/// Whether the program may administer at this moment.
fn may(world: &Simulation, stage: &Stage) -> bool {
    let mut now = world.clone();
    let list = request("GET", "service-accounts", "", Some(&stage.token));
    let operation = now.core.handle(Start { now: NOW, seed: seed(8, 9) }, list, None);
    let (then, mut chance) = (now.table.clone(), Chance::of(0));
    run(operation, |ask| answer(&mut now, ask, &then, &mut chance)).status == 200
}

fn check(number: u64) {
    let stage = stage();
    let mut chance = Chance::of(number);
    let mut world = stage.world.clone();
    let told = format!("seed {number}");
    let mut running = Vec::new();
    let mut stopped = false;
    let begun = 2 + chance.below(4);
    let ending = chance.below(6);
    for index in 0..begun {
        let start = Start { now: NOW, seed: seed(number + 100, index as u64) };
        let (request, actor, by_program) = if index == 0 {
            (end(stage, ending), Some(administrator(ACME)), false)
        } else {
            (attempt(stage, &mut chance), None, true)
        };
        let operation = world.core.handle(start, request, actor);
        running.push(Running::new(&world, operation, by_program, index == 0));
    }
    while running.iter().any(|one| one.at.is_some()) {
        let waiting: Vec<usize> = (0..running.len()).filter(|index| running[*index].at.is_some()).collect();
        let index = *chance.one_of(&waiting);
        let (ask, then, operation) = running[index].at.take().expect("one that waits");
        let changes = matches!(&ask, Ask::Commit { changes } if changes.iter().any(|change| !matches!(change.action, Action::Keep)));
        let before = (changes && running[index].by_program).then(|| world.clone());
        let answered = answer(&mut world, ask, &then, &mut chance);
        if let (Some(before), Answer::Commit(Ok(Commit::Committed))) = (before, &answered) {
            assert!(may(&before, stage), "{told}: the program committed after it was stopped");
        }
        running[index].went(operation.step(Some(answered)), &world);
        let one = &running[index];
        if one.ends && one.status.is_some() {
            assert!(
                one.status.is_some_and(|status| status < 300),
                "{told}: the end answered {:?}",
                one.status
            );
            stopped = true;
        }
    }
    assert!(stopped && !may(&world, stage), "{told}: the program administers after its end");
}

#[test]
fn who_schedules_at_will_lets_nobody_commit_who_was_stopped() {
    let each = |from: u64| (from..SEEDS).step_by(2).for_each(check);
    let stage = stage();
    let list = request("GET", "service-accounts", "", Some(&stage.token));
    assert_eq!(stage.world.clone().handle(seed(8, 10), list, None).status, 200, "at the beginning");
    std::thread::scope(|scope| {
        scope.spawn(|| each(0));
        each(1);
    });
}
