//! SIGKILL under write load: what was acknowledged is there, what was under way is there whole or not at all, and the audit verifies after each restart.
//!
//! `cargo xtask long kill` does it a thousand times.

use crate::ann::{Ann, Made, token};
use serde_json::Value;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// One writer each. Two of one company would meet, and after an end that goes before others its server's death keeps these waiting for seconds.
const COMPANIES: [&str; 3] = ["acme", "zenith", "orbit"];

/// What a writer has done to an account, each acknowledged; and what it was about to do as the server was killed.
#[derive(Debug)]
struct History {
    name: String,
    first: Option<Made>,
    second: Option<Made>,
    revoked: bool,
    level: Option<&'static str>,
    under_way: Step,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Create,
    Add,
    Revoke,
    Grant,
    Over,
}

#[test]
fn what_was_acknowledged_survives_each_sigkill_and_nothing_is_torn() {
    let kills: u64 = std::env::var("BADGEHOUSE_KILLS").map_or(20, |kills| kills.parse().unwrap());
    let ann = Ann::new();
    let (begin, mut acknowledged, mut doubtful) = (Instant::now(), 0, 0);
    for kill in 0..kills {
        let written = killed_under_load(&ann, kill);
        let (mut server, at) = ann.serve("badges.db");
        for (company, histories) in COMPANIES.iter().zip(&written) {
            let ann = ann.of(company);
            for history in histories {
                holds(&ann, &at, history);
                acknowledged += steps(history);
                doubtful += usize::from(history.under_way != Step::Over);
            }
            ann.audit_is_in_order(&at).unwrap_or_else(|problem| panic!("after kill {kill}: {problem}"));
        }
        server.kill();
    }
    let (code, said) = ann.check("badges.db");
    assert_eq!(code, Some(0), "{said}");
    assert!(acknowledged as u64 >= kills * 2, "{acknowledged} changes were acknowledged: that is no load");
    println!(
        "{kills} kills in {} s: {acknowledged} changes were acknowledged and are there, {doubtful} were under way; {}",
        begin.elapsed().as_secs(),
        said.trim()
    );
}

/// Kills a server while all write.
fn killed_under_load(ann: &Ann, kill: u64) -> Vec<Vec<History>> {
    let (mut server, at) = ann.serve("badges.db");
    let answered = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (at, answered) = (at.as_str(), &answered);
        let writers: Vec<_> = COMPANIES
            .iter()
            .map(|company| scope.spawn(move || write(&ann.of(company), at, &format!("k{kill}"), answered)))
            .collect();
        let at_work = || writers.iter().any(|writer| !writer.is_finished());
        while answered.load(Ordering::Relaxed) < 1 + kill as usize % 7 && at_work() {
            thread::sleep(Duration::from_millis(1));
        }
        if !at_work() {
            server.kill();
            panic!(
                "kill {kill}: all writers have ended before the server did, after {} answers: {}",
                answered.load(Ordering::Relaxed),
                server.wait_and_read().1
            );
        }
        // At no moment in particular: a change takes some milliseconds.
        thread::sleep(Duration::from_micros(kill * 7919 % 23_000));
        server.kill();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    })
}

/// Does one thing after another until the server is gone.
fn write(ann: &Ann, at: &str, name: &str, answered: &AtomicUsize) -> Vec<History> {
    let mut histories = Vec::new();
    for number in 0.. {
        let history = life(ann, at, format!("{name}-{number}"), answered);
        let over = history.under_way == Step::Over;
        histories.push(history);
        if !over {
            break;
        }
    }
    histories
}

/// An account is made, gets a second secret, loses the first, and is granted something. A refusal would be a fault; no answer is the end.
fn life(ann: &Ann, at: &str, name: String, answered: &AtomicUsize) -> History {
    let mut history =
        History { name, first: None, second: None, revoked: false, level: None, under_way: Step::Create };
    let count = |_: &()| {
        answered.fetch_add(1, Ordering::Relaxed);
    };
    let gone = |error: &String| assert!(!error.starts_with(['4', '5']), "{error}");
    let Ok(first) = ann.create(at, &history.name).inspect(|_| count(&())).inspect_err(gone) else {
        return history;
    };
    history.first = Some(first.clone());
    history.under_way = Step::Add;
    let Ok(second) = ann.add_secret(at, &first.id).inspect(|_| count(&())).inspect_err(gone) else {
        return history;
    };
    history.second = Some(second);
    history.under_way = Step::Revoke;
    if ann.revoke(at, &first).inspect(count).inspect_err(gone).is_err() {
        return history;
    }
    history.revoked = true;
    history.under_way = Step::Grant;
    if ann.grant(at, &first.id, "standard").inspect(count).inspect_err(gone).is_err() {
        return history;
    }
    history.level = Some("standard");
    history.under_way = Step::Over;
    history
}

fn steps(history: &History) -> usize {
    usize::from(history.first.is_some())
        + usize::from(history.second.is_some())
        + usize::from(history.revoked)
        + usize::from(history.level.is_some())
}

fn holds(ann: &Ann, at: &str, history: &History) {
    let Some(first) = &history.first else { return made_whole_or_not(ann, at, history) };
    let account = ann.ask(at, "GET", &format!("/service-accounts/{}", first.id), &Value::Null).unwrap();
    assert_eq!((account.0, &account.1["functional"]), (200, &Value::Bool(true)), "{history:?} {}", account.1);
    match (history.revoked, history.under_way) {
        (true, _) => assert_eq!(token(at, first), 401, "what was revoked works again: {history:?}"),
        (false, Step::Revoke) => assert!([200, 401].contains(&token(at, first)), "{history:?}"),
        (false, _) => assert_eq!(token(at, first), 200, "{history:?}"),
    }
    if let Some(second) = &history.second {
        assert_eq!(token(at, second), 200, "a secret that was given is lost: {history:?}");
    }
    let path = format!("/service-accounts/{}/secrets", first.id);
    let (_, secrets) = ann.ask(at, "GET", &path, &Value::Null).unwrap();
    let count = secrets["items"].as_array().map_or(0, Vec::len);
    let known = 1 + usize::from(history.second.is_some());
    assert!(count == known || history.under_way == Step::Add && count == 2, "{history:?} {secrets}");
    // Both in one commit, the one in the account's record and the other beside it: both or neither.
    let path = format!("/service-accounts/{}/permissions", first.id);
    let (_, held) = ann.ask(at, "GET", &path, &Value::Null).unwrap();
    let (company, projects) =
        (&held["company"]["rfis"], held["projects"]["items"].as_array().map_or(0, Vec::len));
    let granted = company == "standard" && projects == 1;
    let nothing = company.is_null() && projects == 0;
    match (history.level, history.under_way) {
        (Some(_), _) => assert!(granted, "{history:?} {held}"),
        (None, Step::Grant) => assert!(granted || nothing, "{history:?} {held}"),
        (None, _) => assert!(nothing, "{history:?} {held}"),
    }
}

/// An account whose making had no answer.
fn made_whole_or_not(ann: &Ann, at: &str, history: &History) {
    let path = format!("/service-accounts?name={}", history.name);
    let (status, found) = ann.ask(at, "GET", &path, &Value::Null).unwrap();
    assert_eq!(status, 200, "{found}");
    let items = found["items"].as_array().unwrap();
    assert!(items.len() <= 1, "{found}");
    for account in items {
        assert_eq!(account["functional"], true, "{account}");
        let path = format!("/service-accounts/{}/secrets", account["client_id"].as_str().unwrap());
        let (_, secrets) = ann.ask(at, "GET", &path, &Value::Null).unwrap();
        assert_eq!(secrets["items"].as_array().map(Vec::len), Some(1), "{secrets}");
    }
}
