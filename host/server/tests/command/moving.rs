//! `export` and `import`: a store that is moved, by lines.

use crate::ann::{Ann, Made, token};
use crate::process::{mode, succeed, text};
use badgehouse_test_servers::Postgres;
use serde_json::Value;
use std::fs::{self, File};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A store with some accounts in it, of which one has lost its first secret, and no server.
fn filled() -> (Ann, Made, Made) {
    let ann = Ann::new();
    let (server, at) = ann.serve("badges.db");
    let revoked = ann.create(&at, "Moved").unwrap();
    let good = ann.add_secret(&at, &revoked.id).unwrap();
    ann.revoke(&at, &revoked).unwrap();
    ann.grant(&at, &revoked.id, "standard").unwrap();
    for number in 0..100 {
        ann.create(&at, &format!("Account {number}")).unwrap();
    }
    server.signal("TERM");
    server.wait();
    (ann, revoked, good)
}

fn read(ann: &Ann, name: &str) -> Vec<u8> {
    fs::read(ann.folder.path(name)).unwrap()
}

fn run(ann: &Ann, arguments: &[&str]) -> String {
    text(&succeed(ann.folder.command(arguments)).stdout)
}

#[test]
fn a_store_that_was_moved_holds_the_same_to_the_byte_and_serves() {
    let (ann, revoked, good) = filled();
    let said = run(&ann, &["export", "all.jsonl"]);
    assert!(said.contains("rows into all.jsonl"), "{said}");
    assert_eq!(mode(&ann.folder.path("all.jsonl")), 0o600);
    run(&ann, &["import", "all.jsonl", "--store", "moved.db"]);
    run(&ann, &["export", "again.jsonl", "--store", "moved.db"]);
    assert_eq!(read(&ann, "all.jsonl"), read(&ann, "again.jsonl"));
    let mut lines = text(&read(&ann, "all.jsonl"));
    assert!(lines.starts_with("{\"format\":\"badgehouse-export\",\"version\":1}\n"), "{lines}");
    let last: Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
    assert_eq!(last["rows"].as_u64().unwrap() as usize, lines.lines().count() - 2);
    lines.clear();

    let mut piped = ann.folder.command(&["export", "-"]).stdout(Stdio::piped()).spawn().unwrap();
    let import = ann
        .folder
        .command(&["import", "-", "--store", "piped.db"])
        .stdin(piped.stdout.take().unwrap())
        .output()
        .unwrap();
    assert!(import.status.success(), "{import:?}");
    assert!(piped.wait().unwrap().success());
    for store in ["moved.db", "piped.db"] {
        let (code, said) = ann.check(store);
        assert_eq!(code, Some(0), "{said}");
        let (_server, at) = ann.serve(store);
        assert_eq!((token(&at, &revoked), token(&at, &good)), (401, 200));
        ann.create(&at, "Afterwards").unwrap();
        ann.audit_is_in_order(&at).unwrap();
    }
}

#[test]
fn an_export_that_was_altered_or_cut_anywhere_is_refused_and_nothing_is_written() {
    let (ann, ..) = filled();
    run(&ann, &["export", "all.jsonl"]);
    let whole = text(&read(&ann, "all.jsonl"));
    let lines: Vec<&str> = whole.lines().collect();
    let end = lines.len();
    let joined = |lines: &[&str]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let without = |number: usize| joined(&[&lines[..number], &lines[number + 1..]].concat());
    let mut swapped = lines.clone();
    swapped.swap(3, 4);
    let altered = |from: &str, to: &str| whole.replacen(from, to, 1);
    let cases = [
        (String::new(), "cut off"),
        ("hello\n".into(), "no export of a store"),
        (altered("\"version\":1", "\"version\":2"), "an export of version 2"),
        (altered("badgehouse-export", "other"), "no export of a store"),
        (whole[..whole.len() - 1].into(), "cut off"),
        (whole[..whole.len() / 2].into(), "cut off"),
        (joined(&lines[..end - 1]), "cut off"),
        (joined(&lines[..1]), "cut off"),
        (without(5), "not as it was written"),
        (joined(&swapped), "out of order"),
        (joined(&[&lines[..3], &lines[2..]].concat()), "out of order, or a second of its key"),
        (altered("\"value\":\"", "\"value\":\"*"), "no base64url"),
        (altered("\"value\":\"ey", "\"value\":\"eY"), "not as it was written"),
        (altered("\"key\":\"", "\"key\":\" "), "a key that is none"),
        (altered("\"key\":", "\"kay\":"), "is no row"),
        (format!("{whole}more\n"), "is to be the last"),
        (altered("\"value\":\"", &format!("\"value\":\"{}", "A".repeat(100_000))), "too long"),
        (altered("\"value\":\"", &format!("\"value\":\"{}", "A".repeat(60_000))), "too large"),
    ];
    for (text, part) in cases {
        fs::write(ann.folder.path("bad.jsonl"), &text).unwrap();
        let refused = ann.folder.command(&["import", "bad.jsonl", "--store", "new.db"]).output().unwrap();
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{part}: {said}");
        assert!(said.contains(part) && said.contains("nothing was imported"), "{part}: {said}");
        assert!(!ann.folder.path("new.db").exists(), "{part}");
        // By a pipe it is known only at the end: then no server opens what was imported, and a whole export goes on with it.
        let pipe = File::open(ann.folder.path("bad.jsonl")).unwrap();
        let piped = ann.folder.command(&["import", "-", "--store", "half.db"]).stdin(pipe).output().unwrap();
        assert!(!piped.status.success(), "{part}");
        let said = ann.folder.refusal(ann.command("half.db"));
        assert!(said.contains("an import into it was begun and is not finished"), "{part}: {said}");
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(ann.folder.path(&format!("half.db{end}")));
        }
    }
}

#[test]
fn an_import_is_made_into_nothing_but_an_empty_store_and_the_one_it_has_begun() {
    let (ann, ..) = filled();
    run(&ann, &["export", "all.jsonl"]);
    let refused = |arguments: &[&str], part: &str| {
        let said = ann.folder.refusal(ann.folder.command(arguments));
        assert!(said.contains(part), "{arguments:?}: {said}");
    };
    refused(&["import", "all.jsonl"], "it is not empty");
    refused(&["import", "none.jsonl", "--store", "new.db"], "`none.jsonl`");
    refused(&["import", "all.jsonl", "--store", "nowhere/new.db"], "nowhere/new.db");
    refused(&["export", "all.jsonl"], "`all.jsonl` is there already");
    refused(&["export", "new.jsonl", "--store", "none.db"], "there is no store `none.db`");
    assert!(!ann.folder.path("new.db").exists() && !ann.folder.path("new.jsonl").exists());

    // A half import, by a pipe that ends.
    let whole = text(&read(&ann, "all.jsonl"));
    fs::write(
        ann.folder.path("half.jsonl"),
        whole.lines().take(250).fold(String::new(), |text, line| text + line + "\n"),
    )
    .unwrap();
    let half = File::open(ann.folder.path("half.jsonl")).unwrap();
    let cut = ann.folder.command(&["import", "-", "--store", "new.db"]).stdin(half).output().unwrap();
    let said = String::from_utf8_lossy(&cut.stderr).into_owned();
    assert!(!cut.status.success() && said.contains("no server opens `new.db`"), "{said}");
    for command in ["backup", "export"] {
        refused(&[command, "copy", "--store", "new.db"], "is not finished");
    }
    assert_eq!(ann.check("new.db").0, Some(1));
    // Another store's export does not go on with it.
    let (other, ..) = filled();
    run(&other, &["export", "other.jsonl"]);
    fs::copy(other.folder.path("other.jsonl"), ann.folder.path("other.jsonl")).unwrap();
    refused(&["import", "other.jsonl", "--store", "new.db"], "was another export");
    run(&ann, &["import", "all.jsonl", "--store", "new.db"]);
    refused(&["import", "all.jsonl", "--store", "new.db"], "it is not empty");
    assert_eq!(ann.check("new.db").0, Some(0));
}

#[test]
fn exports_and_imports_that_are_killed_go_on_where_they_stopped() {
    let (ann, ..) = filled();
    run(&ann, &["export", "whole.jsonl"]);
    let mut kills = 0;
    while !ann.folder.path("killed.jsonl").exists() && kills < 60 {
        killed_after(&ann, &["export", "killed.jsonl"], kills);
        kills += 1;
    }
    run_if_missing(&ann, "killed.jsonl", &["export", "killed.jsonl"]);
    assert_eq!(read(&ann, "killed.jsonl"), read(&ann, "whole.jsonl"));
    assert!(!ann.folder.path("killed.jsonl.part").exists());

    for kill in 0..25 {
        killed_after(&ann, &["import", "whole.jsonl", "--store", "killed.db"], kill * 3);
    }
    let output = ann.folder.command(&["import", "whole.jsonl", "--store", "killed.db"]).output().unwrap();
    // One of them may have come to its end before it was killed.
    assert!(output.status.success() || text(&output.stderr).contains("not empty"), "{output:?}");
    run(&ann, &["export", "after.jsonl", "--store", "killed.db"]);
    assert_eq!(read(&ann, "after.jsonl"), read(&ann, "whole.jsonl"));
}

fn run_if_missing(ann: &Ann, name: &str, arguments: &[&str]) {
    if !ann.folder.path(name).exists() {
        run(ann, arguments);
    }
}

fn killed_after(ann: &Ann, arguments: &[&str], milliseconds: u64) {
    let mut child =
        ann.folder.command(arguments).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(milliseconds));
    child.kill().unwrap();
    child.wait().unwrap();
}

/// What an export has left that was interrupted.
fn part_of(ann: &Ann, name: &str, bytes: &[u8]) {
    let part = ann.folder.path(&format!("{name}.part"));
    fs::write(&part, bytes).unwrap();
    #[cfg(unix)]
    fs::set_permissions(part, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
}

#[test]
fn a_part_goes_on_only_as_far_as_the_store_still_holds_it() {
    let (ann, ..) = filled();
    run(&ann, &["export", "before.jsonl"]);
    let part = text(&read(&ann, "before.jsonl"));
    let cut = &part[..part.len() * 2 / 3];
    part_of(&ann, "all.jsonl", cut.as_bytes());
    let (server, at) = ann.serve("badges.db");
    ann.create(&at, "Since").unwrap();
    server.signal("TERM");
    server.wait();
    run(&ann, &["export", "all.jsonl"]);
    run(&ann, &["export", "new.jsonl"]);
    assert_eq!(read(&ann, "all.jsonl"), read(&ann, "new.jsonl"));
    assert_ne!(read(&ann, "all.jsonl"), read(&ann, "before.jsonl"));
    // Longer than the new one.
    part_of(&ann, "long.jsonl", &[read(&ann, "new.jsonl"), b"more\n".to_vec()].concat());
    run(&ann, &["export", "long.jsonl"]);
    assert_eq!(read(&ann, "long.jsonl"), read(&ann, "new.jsonl"));
    // A file of somebody else's.
    fs::write(ann.folder.path("mine.jsonl.part"), "my notes").unwrap();
    let said = ann.folder.refusal(ann.folder.command(&["export", "mine.jsonl"]));
    assert!(said.contains("is no part of an export"), "{said}");
    assert_eq!(read(&ann, "mine.jsonl.part"), b"my notes");
}

#[test]
#[cfg(unix)]
fn an_export_goes_on_in_no_part_that_others_may_read() {
    use std::os::unix::fs::PermissionsExt;
    let (ann, ..) = filled();
    let part = ann.folder.path("all.jsonl.part");
    fs::write(&part, "").unwrap();
    fs::set_permissions(&part, fs::Permissions::from_mode(0o644)).unwrap();
    let said = ann.folder.refusal(ann.folder.command(&["export", "all.jsonl"]));
    assert!(said.contains("chmod 600"), "{said}");
    assert_eq!(fs::read(&part).unwrap(), b"");
}

#[test]
fn an_export_under_load_is_of_one_moment() {
    let (ann, ..) = filled();
    let (_server, at) = ann.serve("badges.db");
    while_writing(&ann, &at, || {
        for number in 0..3 {
            let (lines, store) = (format!("online{number}.jsonl"), format!("online{number}.db"));
            run(&ann, &["export", &lines]);
            run(&ann, &["import", &lines, "--store", &store]);
            let (code, said) = ann.check(&store);
            assert_eq!(code, Some(0), "an export under load is torn: {said}");
        }
    });
}

/// Makes accounts for as long as `meanwhile` takes; all that were acknowledged.
fn while_writing(ann: &Ann, at: &str, meanwhile: impl FnOnce()) -> Vec<Made> {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut made = Vec::new();
            while !over.load(Ordering::Relaxed) {
                made.push(ann.create(at, &format!("Under load {}", made.len())).unwrap());
                assert_eq!(token(at, made.last().unwrap()), 200);
            }
            made
        });
        meanwhile();
        over.store(true, Ordering::Relaxed);
        writer.join().unwrap()
    })
}

/// The steps of `docs/stores.md`, "From SQLite to PostgreSQL", and the same way back.
#[test]
fn a_move_to_postgresql_and_back_while_tokens_are_issued_loses_nothing_that_was_acknowledged() {
    let (ann, revoked, good) = filled();
    let postgres = Postgres::shared();
    let url = postgres.url(&postgres.make_database());
    let (server, at) = ann.serve("badges.db");
    // 1. While all goes on, an export is begun, so that the disk has most of it; here its part, as one that was interrupted leaves it.
    let made = while_writing(&ann, &at, || {
        run(&ann, &["export", "before.jsonl"]);
        fs::rename(ann.folder.path("before.jsonl"), ann.folder.path("badges.jsonl.part")).unwrap();
    });
    assert!(!made.is_empty());
    // 2. The moment without writes begins: the server is stopped.
    server.signal("TERM");
    assert_eq!(server.wait().0, Some(0));
    // 3. to 5. The export, the import and the check.
    run(&ann, &["export", "badges.jsonl"]);
    let imported = run(&ann, &["import", "badges.jsonl", "--store", &url]);
    assert!(!imported.contains("se%2Fcr"), "a password is printed: {imported}");
    let (code, said) = ann.check(&url);
    assert_eq!(code, Some(0), "{said}");
    // 6. The server on the new store: the moment is over.
    let (server, at) = ann.serve(&url);
    holds(&at, &revoked, &good, &made);
    ann.create(&at, "On PostgreSQL").unwrap();
    ann.audit_is_in_order(&at).unwrap();
    let refused = ann.folder.refusal(ann.folder.command(&["import", "badges.jsonl", "--store", &url]));
    assert!(refused.contains("not empty") && !refused.contains("se%2Fcr"), "{refused}");

    // Online, and of one moment there too.
    let more = while_writing(&ann, &at, || {
        run(&ann, &["export", "online.jsonl", "--store", &url]);
        run(&ann, &["import", "online.jsonl", "--store", "online.db"]);
        assert_eq!(ann.check("online.db").0, Some(0));
    });
    server.signal("TERM");
    assert_eq!(server.wait().0, Some(0));
    run(&ann, &["export", "back.jsonl", "--store", &url]);
    run(&ann, &["import", "back.jsonl", "--store", "back.db"]);
    run(&ann, &["export", "again.jsonl", "--store", "back.db"]);
    assert_eq!(read(&ann, "back.jsonl"), read(&ann, "again.jsonl"));
    assert_eq!(ann.check("back.db").0, Some(0));
    let (_server, at) = ann.serve("back.db");
    holds(&at, &revoked, &good, &[made, more].concat());
}

fn holds(at: &str, revoked: &Made, good: &Made, made: &[Made]) {
    assert_eq!((token(at, revoked), token(at, good)), (401, 200));
    for made in made {
        assert_eq!(token(at, made), 200);
    }
}

#[test]
fn an_import_into_postgresql_that_was_killed_goes_on_and_is_no_store_until_then() {
    let (ann, ..) = filled();
    let postgres = Postgres::shared();
    let url = postgres.url(&postgres.make_database());
    run(&ann, &["export", "whole.jsonl"]);
    let whole = text(&read(&ann, "whole.jsonl"));
    let part: String = whole.lines().take(250).flat_map(|line| [line, "\n"]).collect();
    fs::write(ann.folder.path("part.jsonl"), part).unwrap();
    let pipe = File::open(ann.folder.path("part.jsonl")).unwrap();
    let cut = ann.folder.command(&["import", "-", "--store", &url]).stdin(pipe).output().unwrap();
    assert!(!cut.status.success(), "{cut:?}");
    let refused = ann.folder.refusal(ann.command(&url));
    assert!(refused.contains("import"), "{refused}");
    for kill in 0..5 {
        killed_after(&ann, &["import", "whole.jsonl", "--store", &url], kill * 20);
    }
    let output = ann.folder.command(&["import", "whole.jsonl", "--store", &url]).output().unwrap();
    assert!(output.status.success() || text(&output.stderr).contains("not empty"), "{output:?}");
    run(&ann, &["export", "after.jsonl", "--store", &url]);
    assert_eq!(read(&ann, "after.jsonl"), read(&ann, "whole.jsonl"));
    let refused = ann.folder.refusal(ann.folder.command(&["backup", "copy.db", "--store", &url]));
    assert!(refused.contains("pg_dump") && !refused.contains("se%2Fcr"), "{refused}");
}
