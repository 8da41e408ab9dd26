//! `backup`, `restore` and `check`.

use crate::ann::{Ann, token};
use crate::process::{mode, succeed, text};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn a_backup_of_a_server_at_work_is_whole_and_restored_it_serves_again() {
    let ann = Ann::new();
    let (server, at) = ann.serve("badges.db");
    let first = ann.create(&at, "First").unwrap();
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0.. {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                ann.create(&at, &format!("Meanwhile {number}")).unwrap();
            }
        });
        for number in 0..3 {
            let to = format!("backup{number}.db");
            let said = text(&succeed(ann.folder.command(&["backup", &to])).stdout);
            assert!(said.contains(&to), "{said}");
        }
        over.store(true, Ordering::Relaxed);
    });
    drop(server);
    for number in 0..3 {
        let (from, to) = (format!("backup{number}.db"), format!("restored{number}.db"));
        assert_eq!(mode(&ann.folder.path(&from)), 0o600);
        succeed(ann.folder.command(&["restore", &from, "--store", &to]));
        assert_eq!(mode(&ann.folder.path(&to)), 0o600);
        let (code, said) = ann.check(&to);
        assert_eq!(code, Some(0), "{said}");
        let (_server, at) = ann.serve(&to);
        assert_eq!(token(&at, &first), 200);
        ann.create(&at, "Afterwards").unwrap();
    }
    let left: Vec<String> = fs::read_dir(ann.folder.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.') || name.starts_with("backup") && !name.ends_with(".db"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn no_file_is_written_over_and_no_half_one_is_left() {
    let ann = Ann::new();
    ann.folder.bootstrap("acme");
    let refused = |arguments: &[&str], part: &str| {
        let before = listing(&ann);
        let said = ann.folder.refusal(ann.folder.command(arguments));
        assert!(said.contains(part), "{arguments:?}: {said}");
        assert_eq!(listing(&ann), before, "{arguments:?}");
    };
    fs::write(ann.folder.path("there.db"), "mine").unwrap();
    refused(&["backup", "there.db"], "`there.db` is there already");
    refused(&["backup", "badges.db"], "`badges.db` is there already");
    refused(&["backup", "nowhere/backup.db"], "`nowhere`");
    refused(&["backup", "b.db", "--store", "none.db"], "there is no store `none.db`");
    refused(&["restore", "badges.db", "--store", "there.db"], "`there.db` is there already");
    refused(&["restore", "none.db", "--store", "new.db"], "`none.db`");
    fs::write(ann.folder.path("text.db"), "no database at all, whatever its name says, and a bit longer")
        .unwrap();
    refused(&["restore", "text.db", "--store", "new.db"], "not a database");
    fs::write(ann.folder.path("empty.db"), "").unwrap();
    refused(&["restore", "empty.db", "--store", "new.db"], "there are no tables of Badgehouse in it");
    // The log of a store that was: it would be taken for the new one's.
    fs::write(ann.folder.path("new.db-wal"), "").unwrap();
    refused(&["restore", "badges.db", "--store", "new.db"], "`new.db-wal` is there already");
    succeed(ann.folder.command(&["backup", "whole.db"]));
    let mut bytes = fs::read(ann.folder.path("whole.db")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 512].fill(0xff);
    fs::write(ann.folder.path("damaged.db"), bytes).unwrap();
    refused(&["restore", "damaged.db", "--store", "other.db"], "damaged");
    assert_eq!(ann.check("badges.db").0, Some(0));
}

fn listing(ann: &Ann) -> Vec<(String, u64)> {
    let mut files: Vec<_> = fs::read_dir(ann.folder.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        // The store's own: whoever opens it may bring its log into its file.
        .filter(|path| !path.to_string_lossy().contains("badges.db"))
        .map(|path| (path.display().to_string(), digest(&fs::read(&path).unwrap())))
        .collect();
    files.sort();
    files
}

/// What a file holds, in a number that a failure can show.
fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn a_backup_that_is_killed_leaves_no_file_of_its_name() {
    let ann = Ann::new();
    ann.folder.bootstrap("acme");
    for number in 0..10_u64 {
        let to = format!("backup{number}.db");
        let mut child = ann.folder.command(&["backup", &to]).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(number * 5));
        child.kill().unwrap();
        child.wait().unwrap();
        if ann.folder.path(&to).exists() {
            assert_eq!(ann.check(&to).0, Some(0));
        }
    }
}

#[test]
fn check_finds_a_record_that_was_altered_an_audit_that_was_and_a_file_that_is_damaged() {
    let ann = Ann::new();
    let (server, at) = ann.serve("badges.db");
    for number in 0..40 {
        ann.create(&at, &format!("Account {number}")).unwrap();
    }
    drop(server);
    let (code, said) = ann.check("badges.db");
    assert!(code == Some(0) && said.contains("companies: 1; all is in order"), "{said}");
    let harmed = |name: &str, sql: &str, part: &str| {
        succeed(ann.folder.command(&["backup", name]));
        assert!(rusqlite::Connection::open(ann.folder.path(name)).unwrap().execute(sql, []).unwrap() > 0);
        let (code, said) = ann.check(name);
        assert!(code == Some(5) && said.contains(part), "{name}: {said}");
    };
    let replace = |place: &str, from: &str, to: &str| {
        format!(
            "UPDATE badgehouse_entries SET value = CAST(replace(CAST(value AS TEXT), '{from}', '{to}') AS BLOB) WHERE key LIKE '%/{place}/%'"
        )
    };
    harmed("record.db", &replace("account", "Account 7", "Account 8"), "is not as the service wrote it");
    harmed(
        "audit.db",
        &replace("audit", "account.created", "account.deleted"),
        "the audit of acme is not in order",
    );
    harmed(
        "cut.db",
        "UPDATE badgehouse_entries SET value = substr(value, 2) WHERE key LIKE '%/audit/%1'",
        "cannot be read",
    );
    harmed(
        "gone.db",
        "DELETE FROM badgehouse_entries WHERE key LIKE '%/audit/%1'",
        "the audit of acme is not in order",
    );

    succeed(ann.folder.command(&["backup", "damaged.db"]));
    let mut bytes = fs::read(ann.folder.path("damaged.db")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0xff);
    fs::write(ann.folder.path("damaged.db"), bytes).unwrap();
    let (code, said) = ann.check("damaged.db");
    assert!(
        matches!(code, Some(1 | 5)) && (said.contains("damaged") || said.contains("malformed")),
        "{said}"
    );

    let mut other = ann.folder.command(&["sealing-key", "--out", "other.key"]);
    assert!(other.status().unwrap().success());
    let mut check: Command = ann.folder.command(&["check", "--sealing-key-file", "other.key"]);
    check.args(["--contact-domain", "svc.example.com"]);
    let output = check.output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    assert!(text(&output.stdout).contains("a sealing key that is not given"), "{output:?}");
}
