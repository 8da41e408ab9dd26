//! What disks, file systems and people do to the store's file under a real server: nothing is granted that is not, what was acknowledged is there, the error says
//! what is wrong, and all goes on once it is mended.

use crate::ann::{Ann, Made, token};
use crate::process::{Running, set_mode};
use badgehouse::crypto::SealingKey;
use badgehouse::settings::Settings;
use badgehouse_native::Engine;
use badgehouse_sqlite::SqliteStore;
use std::fs::{self, OpenOptions};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A user who may not do everything; what runs as root would be stopped by no mode.
const NOBODY: u32 = 65_534;

/// What is done to the files.
struct Fault {
    name: &'static str,
    /// Done while a server runs, which is asked then; or before one starts.
    when: When,
    harm: fn(&Scene),
    mend: fn(&Scene),
    /// Part of what is said, in the log or by the start that fails.
    said: &'static str,
    /// Whether the server that was there meanwhile goes on by itself.
    heals: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum When {
    Running,
    Starting,
}

/// A folder with a store in it, and an account that was made, lost its first secret, and has another.
struct Scene {
    ann: Ann,
    revoked: Made,
    good: Made,
    server: u32,
}

impl Scene {
    fn file(&self, name: &str) -> PathBuf {
        self.ann.folder.path("store").join(name)
    }

    /// All is in the file; what is in the log alone would not be missed there.
    fn without_log(&self) {
        let other = rusqlite::Connection::open(self.file("badges.db")).unwrap();
        other.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    }

    fn limit(&self, bytes: &str) {
        let mut prlimit = Command::new("prlimit");
        prlimit.args(["--pid", &self.server.to_string(), &format!("--fsize={bytes}:unlimited")]);
        as_nobody(&mut prlimit);
        assert!(prlimit.status().unwrap().success());
    }
}

fn faults() -> Vec<Fault> {
    vec![
        Fault {
            name: "the disk is full",
            when: When::Running,
            harm: |scene| scene.limit("4096"),
            mend: |scene| scene.limit("unlimited"),
            said: "disk",
            heals: true,
        },
        Fault {
            name: "another file is put in its place",
            when: When::Running,
            harm: |scene| {
                fs::rename(scene.file("badges.db"), scene.file("away.db")).unwrap();
                fs::copy(scene.file("away.db"), scene.file("badges.db")).unwrap();
            },
            mend: |scene| fs::rename(scene.file("away.db"), scene.file("badges.db")).unwrap(),
            said: "moved, replaced or removed",
            heals: true,
        },
        Fault {
            name: "the file is removed, and was linked elsewhere",
            when: When::Running,
            harm: |scene| {
                fs::hard_link(scene.file("badges.db"), scene.file("link.db")).unwrap();
                fs::remove_file(scene.file("badges.db")).unwrap();
            },
            mend: |scene| fs::rename(scene.file("link.db"), scene.file("badges.db")).unwrap(),
            said: "moved, replaced or removed",
            heals: true,
        },
        Fault {
            name: "the log is removed",
            when: When::Running,
            harm: |scene| fs::remove_file(scene.file("badges.db-wal")).unwrap(),
            // A server that is stopped brings what is in the log, which it still has, into the file.
            mend: |_| (),
            said: "moved, replaced or removed",
            heals: false,
        },
        Fault {
            name: "the index of the log is removed",
            when: When::Running,
            harm: |scene| fs::remove_file(scene.file("badges.db-shm")).unwrap(),
            mend: |_| (),
            said: "moved, replaced or removed",
            heals: false,
        },
        Fault {
            name: "the file is truncated while it is used",
            when: When::Running,
            harm: |scene| {
                scene.without_log();
                fs::copy(scene.file("badges.db"), scene.file("copy.db")).unwrap();
                OpenOptions::new().write(true).open(scene.file("badges.db")).unwrap().set_len(4096).unwrap();
            },
            mend: |scene| {
                let bytes = fs::read(scene.file("copy.db")).unwrap();
                // Into the same file, as from a backup of the block device.
                let mut file = OpenOptions::new().write(true).open(scene.file("badges.db")).unwrap();
                std::io::Write::write_all(&mut file, &bytes).unwrap();
            },
            said: "malformed",
            heals: false,
        },
        Fault {
            name: "the file is truncated before the start",
            when: When::Starting,
            harm: |scene| {
                scene.without_log();
                fs::copy(scene.file("badges.db"), scene.file("copy.db")).unwrap();
                OpenOptions::new().write(true).open(scene.file("badges.db")).unwrap().set_len(4096).unwrap();
            },
            mend: |scene| fs::rename(scene.file("copy.db"), scene.file("badges.db")).unwrap(),
            said: "malformed",
            heals: false,
        },
        Fault {
            name: "the file may only be read",
            when: When::Starting,
            harm: |scene| set_mode(&scene.file("badges.db"), 0o400),
            mend: |scene| set_mode(&scene.file("badges.db"), 0o600),
            said: "readonly",
            heals: false,
        },
        Fault {
            name: "the folder may only be read",
            when: When::Starting,
            harm: |scene| {
                scene.without_log();
                set_mode(&scene.file(""), 0o500);
            },
            mend: |scene| set_mode(&scene.file(""), 0o700),
            said: "badges.db",
            heals: false,
        },
        Fault {
            name: "the permissions of the file are taken away",
            when: When::Starting,
            harm: |scene| set_mode(&scene.file("badges.db"), 0o000),
            mend: |scene| set_mode(&scene.file("badges.db"), 0o600),
            said: "unable to open",
            heals: false,
        },
        Fault {
            name: "the permissions of the folder are taken away",
            when: When::Starting,
            harm: |scene| set_mode(&scene.file(""), 0o000),
            mend: |scene| set_mode(&scene.file(""), 0o700),
            said: "badges.db",
            heals: false,
        },
    ]
}

/// `serve`, as a user whom modes stop, in a shell in which a file that may not grow is an error and no end.
fn command(ann: &Ann) -> Command {
    let serve = ann.command("store/badges.db");
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"]).arg(serve.get_program()).args(serve.get_args());
    shell.current_dir(ann.folder.path("")).stdin(Stdio::null());
    as_nobody(&mut shell);
    shell
}

fn as_nobody(command: &mut Command) {
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

fn start(ann: &Ann) -> (Running, String) {
    let mut server = Running::start(command(ann));
    let at = server.address();
    (server, at)
}

/// Who runs the server owns the folder and its files.
fn owned(ann: &Ann) {
    if is_root() {
        let inside = fs::read_dir(ann.folder.path("store")).unwrap().map(|entry| entry.unwrap().path());
        let named = ["", "store", "sealing.key", "product.jwk"].map(|name| ann.folder.path(name));
        for path in named.into_iter().chain(inside) {
            std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
    }
}

#[test]
fn whatever_happens_to_the_file_nothing_is_granted_or_lost_and_it_goes_on_when_mended() {
    for fault in faults() {
        println!("{}", fault.name);
        let ann = Ann::new();
        fs::create_dir(ann.folder.path("store")).unwrap();
        owned(&ann);
        let (server, at) = start(&ann);
        let revoked = ann.create(&at, "Before").unwrap();
        let good = ann.add_secret(&at, &revoked.id).unwrap();
        ann.revoke(&at, &revoked).unwrap();
        let mut scene = Scene { ann, revoked, good, server: server.id() };
        match fault.when {
            When::Running => while_running(&mut scene, &fault, server, &at),
            When::Starting => while_starting(&scene, &fault, server),
        }
        let (code, said) = scene.ann.check("store/badges.db");
        assert_eq!(code, Some(0), "{}: {said}", fault.name);
    }
}

fn while_running(scene: &mut Scene, fault: &Fault, server: Running, at: &str) {
    let name = fault.name;
    (fault.harm)(scene);
    let changed: Vec<Result<Made, String>> =
        (0..3).map(|number| scene.ann.create(at, &format!("Meanwhile {number}"))).collect();
    grants_nothing_wrong(scene, at, name);
    let refused: Vec<&String> = changed.iter().filter_map(|made| made.as_ref().err()).collect();
    assert!(!refused.is_empty(), "{name}: every change was acknowledged");
    assert!(refused.iter().all(|said| said.starts_with("50")), "{name}: {refused:?}");
    (fault.mend)(scene);
    owned(&scene.ann);
    let acknowledged: Vec<Made> = changed.into_iter().filter_map(Result::ok).collect();
    let (server, at) = if fault.heals {
        (server, at.to_owned())
    } else {
        stop(server, fault);
        start(&scene.ann)
    };
    goes_on(scene, &at, &acknowledged, name);
    if fault.heals {
        stop(server, fault);
        let (_server, at) = start(&scene.ann);
        goes_on(scene, &at, &acknowledged, name);
    }
}

/// Ends it, and looks at what it said.
fn stop(server: Running, fault: &Fault) {
    server.signal("TERM");
    let (_, said) = server.wait_and_read();
    assert!(said.contains(fault.said), "{}: {said}", fault.name);
}

fn while_starting(scene: &Scene, fault: &Fault, server: Running) {
    let name = fault.name;
    server.signal("TERM");
    assert_eq!(server.wait().0, Some(0));
    (fault.harm)(scene);
    let mut server = Running::start(command(&scene.ann));
    if let Some(at) = server.address_if_it_starts() {
        grants_nothing_wrong(scene, &at, name);
        let made = scene.ann.create(&at, "Meanwhile");
        assert!(made.as_ref().is_err_and(|said| said.starts_with("50")), "{name}: {made:?}");
        server.signal("TERM");
    }
    let said = server.wait_and_read().1;
    assert!(said.contains(fault.said), "{name}: {said}");
    (fault.mend)(scene);
    owned(&scene.ann);
    let (_server, at) = start(&scene.ann);
    goes_on(scene, &at, &[], name);
}

/// A token for the good secret, or none for now; never one for the other.
fn grants_nothing_wrong(scene: &Scene, at: &str, name: &str) {
    let status = token(at, &scene.revoked);
    assert!([401, 500, 503].contains(&status), "{name}: a revoked secret is answered {status}");
    let status = token(at, &scene.good);
    assert!([200, 500, 503].contains(&status), "{name}: a good secret is answered {status}");
}

fn goes_on(scene: &Scene, at: &str, acknowledged: &[Made], name: &str) {
    assert_eq!(token(at, &scene.revoked), 401, "{name}: what was revoked works");
    assert_eq!(token(at, &scene.good), 200, "{name}: what was given is lost");
    for made in acknowledged {
        assert_eq!(token(at, made), 200, "{name}: what was acknowledged meanwhile is lost");
    }
    scene.ann.create(at, "Afterwards").unwrap_or_else(|said| panic!("{name}: it does not go on: {said}"));
    scene.ann.audit_is_in_order(at).unwrap_or_else(|problem| panic!("{name}: {problem}"));
}

#[test]
fn a_clock_that_was_set_back_is_told_and_brings_nothing_back() {
    const DAYS: u64 = 10 * 86_400;
    let ann = Ann::new();
    let (server, at) = ann.serve("badges.db");
    let revoked = ann.create(&at, "Before").unwrap();
    let good = ann.add_secret(&at, &revoked.id).unwrap();
    ann.revoke(&at, &revoked).unwrap();
    server.signal("TERM");
    server.wait();
    // The store has seen ten days more than this machine's clock shows: that is what a clock does that was set back.
    let key = fs::read_to_string(ann.folder.path("sealing.key")).unwrap();
    let settings = Settings::new(
        "https://id.example.com",
        "svc.example.com",
        vec![SealingKey::parse(key.trim()).unwrap()],
    );
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = SqliteStore::open(ann.folder.path("badges.db")).await.unwrap();
        let engine = Engine::open(settings, store).unwrap();
        engine.with_clock(|| crate::jwt::now() + DAYS).believe_clock().await.unwrap();
    });
    let (server, at) = ann.serve("badges.db");
    assert_eq!(token(&at, &revoked), 401, "what was revoked works");
    assert!([200, 503].contains(&token(&at, &good)));
    assert_eq!(ann.check("badges.db").0, Some(0));
    let believed = ann.folder.platform("clock", &["--believe"]).output().unwrap();
    assert!(believed.status.success(), "{believed:?}");
    assert_eq!((token(&at, &revoked), token(&at, &good)), (401, 200));
    server.signal("TERM");
    let said = server.wait_and_read().1;
    assert!(
        said.contains("the clock is more than two days behind") && said.contains("clock --believe"),
        "{said}"
    );
}
