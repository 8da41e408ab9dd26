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
fn no_name_is_given_twice() {
    let folder = folder();
    let id = "sa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let trust = ["trust", "add", id, "--aud", "https://id.example.com", "--iss", "https://ci.example.com"];
    for (arguments, twice) in [
        (&["permission", "set", id, "rfis:read_only", "drawings:admin", "rfis:admin"][..], "rfis"),
        (&["template", "create", "--name", "Reader", "rfis:admin", "rfis:admin"], "rfis"),
        (&[&trust[..], &["--claim", "sub=one", "--claim", "sub=two"]].concat(), "sub"),
        (&[&trust[..], &["--claim", "sub=one", "--claim-prefix", "sub=o"]].concat(), "sub"),
        (&[&trust[..], &["--claim-prefix", "n=1", "--claim-json", "n=1"]].concat(), "n"),
        (&["account", "create", "--name", "Sync", "--metadata", "a=1", "--metadata", "a=2"], "a"),
        (&["account", "update", id, "--metadata", "a=1", "--remove-metadata", "a"], "a"),
        (&["account", "update", id, "--owner", "ann", "--clear", "owner"], "owner"),
    ] {
        let output = folder.administer(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {output:?}");
        assert!(text(&output.stderr).contains(&format!("`{twice}` is given twice")), "{output:?}");
    }
    assert_eq!(
        folder.code(&["account", "create", "--name", "Sync", "--metadata", "a=1", "--metadata", "b=1"]),
        Some(0)
    );
}

#[test]
fn a_claim_that_is_no_json_is_taken_for_no_text() {
    let folder = folder();
    let id = "sa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let trust = ["trust", "add", id, "--aud", "https://id.example.com", "--iss", "https://ci.example.com"];
    let output = folder.administer(&[&trust[..], &["--claim-json", "admin=ture"]].concat()).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(text(&output.stderr).contains("the claim `admin` is no JSON"), "{output:?}");
}

#[test]
fn a_malformed_file_is_the_fault_of_who_gave_it() {
    let folder = folder();
    std::fs::write(folder.path("bad.json"), "{").unwrap();
    std::fs::write(folder.path("latin.json"), b"\xE9").unwrap();
    std::fs::write(folder.path("bad.key"), "no key").unwrap();
    #[cfg(unix)]
    crate::process::set_mode(&folder.path("bad.key"), 0o600);
    for arguments in [
        ["account", "list", "--policy", "bad.json"],
        ["account", "list", "--policy", "latin.json"],
        ["account", "list", "--catalogue", "bad.json"],
        ["account", "list", "--sealing-key-file", "bad.key"],
        ["company", "verify-receipt", "bad.json", "--json"],
    ] {
        assert_eq!(folder.code(&arguments), Some(2), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_failure_whose_cause_is_known_is_still_one_document() {
    let folder = folder();
    let made = folder.json(&["account", "create", "--name", "Sync"]).remove(0);
    let other = text(&crate::process::succeed(folder.command(&["sealing-key"])).stdout);
    std::fs::write(folder.path("other.key"), other).unwrap();
    crate::process::set_mode(&folder.path("other.key"), 0o600);
    let id = made["client_id"].as_str().unwrap();
    let mut command = folder.administer(&["account", "show", id, "--json"]);
    let output = command.env("BADGEHOUSE_SEALING_KEY_FILE", "other.key").output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let problem: Value = serde_json::from_str(&text(&output.stderr)).unwrap();
    assert_eq!(problem["code"], "broken", "{problem}");
    assert!(problem["diagnostic"].is_string(), "{problem}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_that_has_gone_is_no_panic() {
    let folder = folder();
    for arguments in [&["clock"][..], &["sealing-key"], &["reseal", "--company", "acme"]] {
        let mut command = folder.administer(arguments);
        // Of which every write fails.
        command.stdout(std::fs::File::options().write(true).open("/dev/full").unwrap());
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?} {output:?}");
        assert!(!text(&output.stderr).contains("panicked"), "{output:?}");
    }
}

#[test]
fn the_first_account_of_a_company_is_said_to_be() {
    let folder = folder();
    let said = |company: &str| {
        let create = ["account", "create", "--name", "Sync", "--company", company];
        text(&crate::process::succeed(folder.administer(&create)).stderr)
    };
    assert_eq!(said("acme"), "");
    assert!(said("amce").contains("first account of the company amce"));
    assert_eq!(said("amce"), "");
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
    folder.table(&["account", "create", "--name", "x\u{301}t\u{e9} \\u{1b}", "--owner", "ann"]);
    // What a name may not hold, a description may: line breaks. A company's id may be any text.
    let description = "one\ntwo\u{200b}\u{feff}\u{e0041}\u{3164}\u{115f}\u{ffa0}\u{2800}\u{34f}\u{fe0f}";
    folder.table(&["account", "update", id, "--description", description]);
    let shown = folder.table(&["account", "show", id]);
    let written = r"one\ntwo\u{200b}\u{feff}\u{e0041}\u{3164}\u{115f}\u{ffa0}\u{2800}\u{34f}\u{fe0f}";
    assert!(shown.contains(written), "{shown}");
    let listed = folder.table(&["account", "list"]);
    for printed in [&shown, &listed] {
        let steers = |character: char| {
            (character.is_control() && character != '\n')
                || "\u{200b}\u{feff}\u{e0041}\u{202a}".contains(character)
        };
        assert!(!printed.chars().any(steers), "{printed:?}");
    }
    assert!(
        listed.contains("x\u{301}t\u{e9} \\\\u{1b}"),
        "an accent stands, a backslash is doubled: {listed}"
    );
    // Four characters of the name are two columns wide.
    let place =
        |line: &str, word: &str| line.chars().count() - line[line.find(word).unwrap()..].chars().count();
    let (head, wide) =
        (listed.lines().next().unwrap(), listed.lines().find(|line| line.contains("工事 日報 ｶﾒﾗ")));
    assert_eq!(place(wide.unwrap(), "functional") + 4, place(head, "STATE"), "{listed}");
}
