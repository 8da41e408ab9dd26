//! How commands end and what they print: codes for scripts, pages to the end, nothing that steers a terminal.

use crate::process::{Folder, text};
use serde_json::Value;

fn folder() -> Folder {
    let folder = Folder::new();
    folder.bootstrap("acme");
    folder
}

#[test]
fn a_script_tells_what_happened_by_the_exit_code() {
    let folder = folder();
    let made = folder.json(&["account", "create", "--name", "Sync"]).remove(0);
    let id = made["client_id"].as_str().unwrap();
    let nobody = "sa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    for (arguments, code) in [
        (&["account", "show", id][..], 0),
        (&["account", "show", id, "--store", "none.db"], 1),
        (&["account", "create", "--name", "Sync", "--policy", "none.json"], 1),
        (&["account"], 2),
        (&["account", "show"], 2),
        (&["account", "create", "--name", " "], 2),
        (&["account", "create", "--name", "Sync", "--expires-at", "tomorrow"], 2),
        (&["account", "delete", id], 2),
        (&["permission", "set", id], 2),
        (&["permission", "set", id, "rfis:owner"], 2),
        (&["permission", "set", id, "rfis"], 2),
        (&["account", "show", nobody], 3),
        (&["account", "show", id, "--company", "other"], 3),
        (&["account", "update", id, "--owner", "ann", "--revision", "7"], 4),
        (&["bootstrap", "--name", "Root"], 4),
        (&["contact", "change", id, "--email", "ann@example.com"], 4),
        (&["permission", "check", id, "--tool", "rfis", "--level", "admin"], 5),
    ] {
        let output = folder.administer(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?} {output:?}");
    }
}

#[test]
fn a_failure_is_a_document_for_who_asked_for_json() {
    let folder = folder();
    let failure = |arguments: &[&str]| {
        let output = folder.administer(&[arguments, &["--json"]].concat()).output().unwrap();
        assert!(output.stdout.is_empty(), "{output:?}");
        serde_json::from_str::<Value>(&text(&output.stderr)).unwrap()
    };
    let problem = failure(&["account", "create", "--name", "Sync", "--expires-at", "tomorrow"]);
    assert_eq!(
        (&problem["code"], &problem["errors"][0]["pointer"]),
        (&"invalid_input".into(), &"/expires_at".into())
    );
    let missing = failure(&["account", "list", "--store", "none.db"]);
    assert!(missing["detail"].as_str().unwrap().contains("none.db"), "{missing}");
}

#[test]
fn a_list_is_followed_to_its_end_or_to_the_limit() {
    let folder = folder();
    for n in 0..104 {
        let name = format!("n{n}");
        folder.table(&["account", "create", "--name", &name, "--secret-out", &name]);
    }
    // With the first one.
    assert_eq!(folder.json(&["account", "list"]).len(), 105);
    assert_eq!(folder.table(&["account", "list"]).lines().count(), 106);
    for limit in ["0", "1", "101"] {
        assert_eq!(folder.json(&["account", "list", "--limit", limit]).len().to_string(), limit);
    }
}

#[test]
fn a_table_steers_no_terminal_and_keeps_its_columns() {
    let folder = folder();
    let made = folder.json(&["account", "create", "--name", "工事 日報 ｶﾒﾗ", "--owner", "ann"]).remove(0);
    let id = made["client_id"].as_str().unwrap();
    folder.table(&["account", "create", "--name", "e\u{301}t\u{e9} \\u{1b}", "--owner", "ann"]);
    // What a name may not hold, a description may: line breaks. A company's id may be any text.
    let description = "one\ntwo\u{200b}\u{feff}\u{e0041}";
    folder.table(&["account", "update", id, "--description", description]);
    let shown = folder.table(&["account", "show", id]);
    assert!(shown.contains(r"one\ntwo\u{200b}\u{feff}\u{e0041}"), "{shown}");
    let listed = folder.table(&["account", "list"]);
    for printed in [&shown, &listed] {
        let steers = |character: char| {
            (character.is_control() && character != '\n')
                || "\u{200b}\u{feff}\u{e0041}\u{202a}".contains(character)
        };
        assert!(!printed.chars().any(steers), "{printed:?}");
    }
    assert!(
        listed.contains("e\u{301}t\u{e9} \\\\u{1b}"),
        "an accent stands, a backslash is doubled: {listed}"
    );
    // Four characters of the name are two columns wide.
    let place =
        |line: &str, word: &str| line.chars().count() - line[line.find(word).unwrap()..].chars().count();
    let (head, wide) =
        (listed.lines().next().unwrap(), listed.lines().find(|line| line.contains("工事 日報 ｶﾒﾗ")));
    assert_eq!(place(wide.unwrap(), "functional") + 4, place(head, "STATE"), "{listed}");
}
