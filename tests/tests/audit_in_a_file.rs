//! Somebody writes to the database file past the core, with the tools of the database: each alteration of the audit is found.

use badgehouse::account::NewAccount;
use badgehouse::audit::{AuditHeadView, AuditProblemKind, AuditVerifyInput};
use badgehouse::principal::Principal;
use badgehouse_native::Engine;
use badgehouse_simulation::settings;
use badgehouse_sqlite::SqliteStore;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const ACME: &str = "acme";
/// Which rows are the audit events of the one company that is there, by number.
const EVENT: &str = "key LIKE '%/audit/%' AND CAST(substr(key, -20) AS INTEGER)";

/// What is done to the file, and what is found: the number of the event, 0 where it is the head, and what is wrong with it.
const FALSIFIED: [(&str, u64, AuditProblemKind); 6] = [
    (
        "UPDATE badgehouse_entries SET value = CAST(replace(CAST(value AS TEXT), 'Sync', 'Sink') AS BLOB) WHERE {event} = 3",
        3,
        AuditProblemKind::Altered,
    ),
    ("DELETE FROM badgehouse_entries WHERE {event} = 2", 2, AuditProblemKind::Missing),
    ("DELETE FROM badgehouse_entries WHERE {event} = 5", 5, AuditProblemKind::Missing),
    (
        "UPDATE badgehouse_entries SET value = (SELECT value FROM badgehouse_entries WHERE {event} = 4) WHERE {event} = 2",
        2,
        AuditProblemKind::Reordered,
    ),
    (
        "UPDATE badgehouse_entries SET value = CAST(replace(CAST(value AS TEXT), '6', '5') AS BLOB) WHERE key LIKE '%/audit-head'",
        0,
        AuditProblemKind::Head,
    ),
    ("DELETE FROM badgehouse_entries WHERE key LIKE '%/audit-head'", 0, AuditProblemKind::Head),
];

struct World {
    folder: TempDir,
}

impl World {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("badges.db")
    }
}

async fn open(file: &Path) -> Engine {
    Engine::open(settings(), SqliteStore::open(file).await.expect("a database")).expect("the settings")
}

async fn create(engine: &Engine, accounts: u64) {
    for number in 0..accounts {
        let new = NewAccount::custom(format!("Sync {number}"));
        engine.create_account(Principal::Platform, ACME.into(), new, None).await.expect("an account");
    }
}

async fn found(file: &Path, head: Option<AuditHeadView>) -> Option<(u64, AuditProblemKind)> {
    let input = AuditVerifyInput { head, cursor: None };
    let verified = open(file).await.verify_audit(Principal::Platform, ACME.into(), input).await;
    verified.expect("an answer").problem.map(|problem| (problem.number, problem.kind))
}

#[tokio::test]
async fn each_alteration_of_a_row_is_found() {
    for (sql, number, kind) in FALSIFIED {
        let world = World::new();
        create(&open(&world.file()).await, 5).await;
        assert_eq!(found(&world.file(), None).await, None);
        let past_the_core = Connection::open(world.file()).expect("a second connection");
        let changed = past_the_core.execute(&sql.replace("{event}", EVENT), []).expect("SQL");
        assert_eq!(changed, 1, "{sql}");
        drop(past_the_core);
        let told = found(&world.file(), None).await;
        assert_eq!(told.as_ref().map(|(_, kind)| *kind), Some(kind), "{sql}");
        if number > 0 {
            assert_eq!(told.map(|(number, _)| number), Some(number), "{sql}");
        }
    }
}

#[tokio::test]
async fn a_backup_put_in_place_of_the_file_is_found_by_a_head_that_was_exported() {
    let world = World::new();
    create(&open(&world.file()).await, 2).await;
    let backup = world.folder.path().join("backup.db");
    let quoted = backup.display().to_string();
    Connection::open(world.file())
        .expect("a connection")
        .execute("VACUUM INTO ?1", [quoted])
        .expect("a backup");
    let engine = open(&world.file()).await;
    create(&engine, 3).await;
    let head = engine.get_audit_head(Principal::Platform, ACME.into()).await.expect("the head");
    assert_eq!(found(&world.file(), Some(head.clone())).await, None);
    assert_eq!(found(&backup, None).await, None, "by itself it is a good audit");
    assert_eq!(
        found(&backup, Some(head.clone())).await.map(|(_, kind)| kind),
        Some(AuditProblemKind::Missing)
    );
    create(&open(&backup).await, 4).await;
    let rewritten = found(&backup, Some(head)).await;
    assert_eq!(
        rewritten.map(|(_, kind)| kind),
        Some(AuditProblemKind::Rewritten),
        "another history goes on from it"
    );
}
