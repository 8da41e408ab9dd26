//! Files as people write them: with a byte order mark, CRLF and a line break at the end, as editors and PowerShell leave them.

use crate::jwt::Signer;
use crate::process::{Folder, Running, succeed, text};
use std::fs;
use std::process::Command;

const CATALOGUE: &str = r#"{
  "tools": [
    { "id": "admin", "name": "Administration", "scope": "company" },
    { "id": "directory", "name": "Directory", "scope": "company" }
  ]
}"#;
const POLICY: &str = "{\n  \"token_seconds\": 900\n}";

/// Each file that an option names, as an editor on Linux leaves it.
fn files(folder: &Folder) -> Vec<(&'static str, String)> {
    let key = Signer::new(1).jwk();
    vec![
        ("sealing.key", fs::read_to_string(folder.path("sealing.key")).unwrap()),
        ("catalogue.json", CATALOGUE.into()),
        ("policy.json", POLICY.into()),
        ("product.jwk", key.to_string()),
        ("jwks.json", format!("{{\n  \"keys\": [{key}]\n}}")),
    ]
}

/// The program as it reads that file and the others.
fn reading(folder: &Folder, file: &str) -> Command {
    if file == "jwks.json" {
        return folder.platform("trust-issuer", &["https://ci.example.com", "--jwks", "jwks.json"]);
    }
    folder.serve(&[
        "--catalogue=catalogue.json",
        "--policy=policy.json",
        "--actor-key=product.jwk",
        "--actor-issuer=https://app.example.com",
    ])
}

#[test]
fn no_byte_order_mark_and_no_line_break_keeps_a_file_from_being_read() {
    let folder = Folder::new();
    let files = files(&folder);
    let forms: [fn(&str) -> String; 4] = [
        |text| format!("\u{feff}{text}"),
        |text| format!("\u{feff}{}\r\n", text.trim_end().replace('\n', "\r\n")),
        |text| format!("{}\r\n\r\n", text.trim_end().replace('\n', "\r\n")),
        |text| format!("{}\n\n", text.trim_end()),
    ];
    for form in forms {
        for (name, text) in &files {
            fs::write(folder.path(name), form(text)).unwrap();
        }
        Running::start(reading(&folder, "policy.json")).address();
        let known = text(&succeed(reading(&folder, "jwks.json")).stdout);
        assert!(known.contains("is known by 1 key"), "{known}");
    }
}

#[test]
fn a_file_in_utf_16_is_refused_by_its_name_and_told_how_to_write_it() {
    let folder = Folder::new();
    let files = files(&folder);
    let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    for (name, text) in &files {
        for (name, text) in &files {
            fs::write(folder.path(name), text).unwrap();
        }
        let marked = format!("\u{feff}{text}");
        for bytes in [little(&marked), big(&marked), little(text), big(text)] {
            fs::write(folder.path(name), bytes).unwrap();
            let refused = folder.refusal(reading(&folder, name));
            assert!(
                refused.contains(&format!("`{name}` is UTF-16")) && refused.contains("UTF-8"),
                "{refused}"
            );
        }
        fs::write(folder.path(name), b"\xE9").unwrap();
        let refused = folder.refusal(reading(&folder, name));
        assert!(refused.contains(&format!("`{name}` is not UTF-8")), "{refused}");
    }
}

#[test]
fn a_sealing_key_in_the_environment_may_begin_with_the_mark_of_the_file_it_was_in() {
    let folder = Folder::new();
    let key = fs::read_to_string(folder.path("sealing.key")).unwrap();
    let mut serve =
        folder.command(&["serve", "--native", "--listen=127.0.0.1:0", "--contact-domain=svc.example.com"]);
    serve.env("BADGEHOUSE_SEALING_KEY", format!("\u{feff}{key}\r\n"));
    Running::start(serve).address();
}
