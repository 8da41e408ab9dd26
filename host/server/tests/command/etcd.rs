//! The server on etcd: two processes on three nodes of which those that lead are killed, what is moved out and in, and what is said where it cannot be.

use crate::ann::{Ann, Made, token};
use crate::process::{Folder, Running, succeed, text};
use badgehouse_test_servers::Etcd;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

fn on(mut command: Command, url: &str) -> Command {
    command.env("BADGEHOUSE_STORE", url);
    command
}

/// One writer each at a time: two of one company would meet.
const COMPANIES: [&str; 3] = ["acme", "zenith", "orbit"];

#[test]
fn nothing_that_two_servers_answered_is_lost_when_the_leading_node_is_killed() {
    let ann = Ann::new();
    let mut cluster = Etcd::start(3);
    let url = cluster.url("badges");
    let before = ann.folder.refusal(ann.command(&url));
    assert!(before.contains("badgehouse migrate"), "{before}");
    let migrated = succeed(on(ann.folder.command(&["migrate"]), &url));
    assert_eq!(text(&migrated.stdout), "the store is there\n");
    // Each asks another node first.
    let servers = [0, 1].map(|node| {
        let mut server = Running::start(ann.command(&cluster.url_from(node, "badges")));
        let line = server.line_with("listening on ");
        assert!(line.ends_with("(the core, natively, on etcd)"), "{line}");
        (line.split_whitespace().nth(2).unwrap().to_owned(), server)
    });
    let (made, over) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    // By each company: a busy machine lets one go on while another waits.
    let answered = COMPANIES.map(|_| AtomicUsize::new(0));
    thread::scope(|scope| {
        for (number, company) in COMPANIES.iter().enumerate() {
            let (ann, at, made, over, answered) =
                (ann.of(company), &servers[number % 2].0, &made, &over, &answered[number]);
            scope.spawn(move || {
                let mut of_this: Vec<Made> = Vec::new();
                for number in 0.. {
                    if over.load(Ordering::SeqCst) {
                        break;
                    }
                    match ann.create(at, &format!("account {number}")) {
                        Ok(account) => {
                            of_this.push(account);
                            answered.fetch_add(1, Ordering::SeqCst);
                        }
                        // Nobody knows the outcome, and it is asked for another.
                        Err(why) => assert!(why.starts_with("503"), "{why}"),
                    }
                }
                made.lock().unwrap().push((*company, of_this));
            });
        }
        let counts = || answered.each_ref().map(|count| count.load(Ordering::SeqCst));
        let go_on = |more: usize| {
            let (before, begin) = (counts(), Instant::now());
            let is_behind = || counts().iter().zip(before).any(|(now, before)| *now < before + more);
            while is_behind() && begin.elapsed() < Duration::from_secs(90) {
                thread::sleep(Duration::from_millis(10));
            }
        };
        go_on(1);
        for _ in 0..2 {
            let leader = cluster.leader(&[0, 1, 2]);
            cluster.kill(leader);
            go_on(2);
            cluster.start_again(&[leader]);
            go_on(1);
        }
        over.store(true, Ordering::SeqCst);
    });
    let made = made.into_inner().unwrap();
    assert!(made.iter().all(|(_, accounts)| accounts.len() > 2), "{made:?}");
    for (company, accounts) in &made {
        // By the server that did not make them.
        let at = &servers[(COMPANIES.iter().position(|name| name == company).unwrap() + 1) % 2].0;
        assert!(accounts.iter().all(|account| token(at, account) == 200), "of {company}");
        ann.of(company).audit_is_in_order(at).unwrap();
    }
    let (code, said) = ann.check(&url);
    assert_eq!(code, Some(0), "{said}");
    for (_, server) in servers {
        server.signal("TERM");
        assert_eq!(server.wait().0, Some(0));
    }

    // What is in it goes into a file and comes back the same.
    let folder = &ann.folder;
    succeed(on(folder.command(&["export", "badges.jsonl"]), &url));
    succeed(folder.command(&["import", "badges.jsonl", "--store", "moved.db"]));
    assert_eq!(ann.check("moved.db").0, Some(0));
    succeed(folder.command(&["export", "again.jsonl", "--store", "moved.db"]));
    succeed(on(folder.command(&["import", "again.jsonl"]), &cluster.url("back")));
    succeed(on(folder.command(&["export", "back.jsonl"]), &cluster.url("back")));
    let lines = |name| std::fs::read_to_string(folder.path(name)).unwrap();
    assert!(lines("badges.jsonl") == lines("back.jsonl"), "what came back is not what went");
}

#[test]
fn what_etcd_does_by_itself_is_said() {
    let folder = Folder::new();
    let url = "etcd://badgehouse:se%2Fcr@127.0.0.1:1/badges";
    let backup = folder.refusal(on(folder.command(&["backup", "badges.db"]), url));
    assert!(backup.contains("etcdctl snapshot") && !backup.contains("se%2F"), "{backup}");
    for (address, says) in [
        (url, "etcd at 127.0.0.1:1/badges: "),
        ("etcd:badgehouse:se%2Fcr@127.0.0.1", "does not begin with etcd://"),
    ] {
        let said = folder.refusal(on(folder.serve(&[]), address));
        assert!(said.contains(says) && !said.contains("se%2F"), "{said}");
    }
}
