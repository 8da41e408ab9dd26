//! Sealing keys: made well, read only from a file that is one's own, and missed with words that help.

use crate::http::{get, request_token};
use crate::process::{Folder, Running, mode, set_mode, succeed, text};
use std::fs;

#[test]
fn a_new_key_file_is_for_its_owner_alone_and_is_never_overwritten() {
    let folder = Folder::new();
    let path = folder.path("sealing.key");
    assert_eq!(mode(&path), 0o600);
    let before = fs::read(&path).unwrap();
    assert_eq!(before.len(), 44);
    let refused = folder.refusal(folder.command(&["sealing-key", "--out", "sealing.key"]));
    assert!(refused.contains("cannot be made"), "{refused}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn every_new_key_is_another() {
    let folder = Folder::new();
    let new = || text(&succeed(folder.command(&["sealing-key"])).stdout);
    let (one, other) = (new(), new());
    assert_eq!(one.trim().len(), 43);
    assert_ne!(one, other);
}

#[test]
fn a_key_file_that_others_may_read_is_refused_with_the_command_that_mends_it() {
    let folder = Folder::new();
    for open in [0o644, 0o640, 0o604, 0o660, 0o606, 0o777] {
        set_mode(&folder.path("sealing.key"), open);
        let refused = folder.refusal(folder.serve(&[]));
        assert!(refused.contains("chmod 600 sealing.key"), "{open:o}: {refused}");
        assert!(refused.contains(&format!("{open:04o}")), "{refused}");
    }
    assert!(!folder.path("badges.db").exists(), "it started nothing");
}

#[test]
fn without_a_key_it_says_how_to_make_one_and_what_losing_it_means() {
    let folder = Folder::new();
    let refused =
        folder.refusal(folder.command(&["serve", "--native", "--contact-domain", "svc.example.com"]));
    for part in [
        "badgehouse sealing-key --out",
        "503",
        "badgehouse replace-signing-key --earlier kept",
        "badgehouse reseal --keep-lost --company",
    ] {
        assert!(refused.contains(part), "{refused}");
    }
    let mut empty = folder.command(&["serve", "--native", "--contact-domain", "svc.example.com"]);
    empty.env("BADGEHOUSE_SEALING_KEY", " , ");
    assert!(folder.refusal(empty).contains("badgehouse sealing-key --out"));
}

#[test]
fn a_text_that_is_no_key_is_refused_and_not_repeated() {
    let folder = Folder::new();
    let mut command = folder.command(&["serve", "--native", "--contact-domain", "svc.example.com"]);
    command.env("BADGEHOUSE_SEALING_KEY", "hunter2hunter2");
    let refused = folder.refusal(command);
    assert!(refused.contains("43 characters") && !refused.contains("hunter2"), "{refused}");
}

#[test]
fn while_the_key_is_lost_nothing_is_granted() {
    let folder = Folder::new();
    let (id, secret) = folder.bootstrap("acme");
    let issuer = ["--issuer", "https://id.example.com"];
    let admin = Some("https://id.example.com/admin");

    let mut server = Running::start(folder.serve(&issuer));
    let (status, body) = request_token(&server.address(), &id, &secret, admin);
    assert_eq!(status, 200, "{body}");
    let bearer = format!("Bearer {}", body["access_token"].as_str().unwrap());
    drop(server);

    let old = fs::read_to_string(folder.path("sealing.key")).unwrap();
    let new = text(&succeed(folder.command(&["sealing-key"])).stdout);
    fs::write(folder.path("sealing.key"), &new).unwrap();
    let mut server = Running::start(folder.serve(&issuer));
    let address = server.address();
    let (status, body) = request_token(&address, &id, &secret, None);
    assert_eq!((status, body["error"].as_str()), (503, Some("temporarily_unavailable")), "{body}");
    let accounts = format!("{address}/badgehouse/v1/companies/acme/service-accounts");
    assert_eq!(get(&accounts, &[("authorization", &bearer)]).0, 500, "no account is believed");
    drop(server);

    fs::write(folder.path("sealing.key"), format!("{new}\n{old}")).unwrap();
    let mut server = Running::start(folder.serve(&issuer));
    let (status, body) = request_token(&server.address(), &id, &secret, None);
    assert_eq!(status, 200, "the first key seals, all open: {body}");
}
