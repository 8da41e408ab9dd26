//! The README's way to a server of its own, as it is written there.

use crate::process::Folder;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

const README: &str = include_str!("../../../../README.md");
const DOCUMENTED: &str = include_str!("../../../../docs/server.md");

/// The blocks of code of the section.
fn blocks(language: &str) -> Vec<&'static str> {
    let (_, section) = README.split_once("\n## A server of its own\n").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let fence = format!("```{language}\n");
    section.split(fence.as_str()).skip(1).map(|block| block.split_once("```").unwrap().0).collect()
}

#[test]
fn the_steps_of_the_readme_end_at_a_call_that_passes() {
    let folder = Folder::new();
    std::fs::remove_file(folder.path("sealing.key")).unwrap();
    // A port that is free just now, since the text names one.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let steps = blocks("sh")[1];
    assert!(steps.contains("badgehouse serve --sample &"), "{steps}");
    let steps = steps
        .replace("127.0.0.1:8080", &format!("127.0.0.1:{port}"))
        .replace("serve --sample", &format!("serve --sample --native --listen 127.0.0.1:{port}"));
    let bin = Path::new(env!("CARGO_BIN_EXE_badgehouse")).parent().unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-euc", &format!("trap 'kill $!' EXIT\n{steps}")]).current_dir(folder.path(""));
    shell.env("PATH", format!("{}:{}", bin.display(), std::env::var("PATH").unwrap()));
    let output = shell.stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert!(said.contains("HTTP/1.1 200 OK") && said.contains("read_only"), "{said}");
    assert!(said.lines().any(|line| line.contains("permissions.changed") && line.contains("ann")), "{said}");
}

#[test]
fn the_readme_signs_actor_tokens_as_the_files_that_are_tested_do() {
    for (language, file) in [
        ("js", include_str!("../../../../docs/actor-tokens/actor_token.mjs")),
        ("python", include_str!("../../../../docs/actor-tokens/actor_token.py")),
        ("rust", include_str!("../../../../docs/actor-tokens/actor_token.rs")),
    ] {
        assert_eq!(blocks(language), [file]);
    }
}

#[test]
fn the_documents_name_every_verb() {
    let folder = Folder::new();
    for noun in ["account", "secret", "key", "trust", "permission", "template", "contact", "audit", "company"]
    {
        let help = crate::process::text(&folder.command(&[noun, "--help"]).output().unwrap().stdout);
        let (_, commands) = help.split_once("\nCommands:\n").unwrap();
        let row = DOCUMENTED.lines().find(|line| line.starts_with(&format!("| `{noun}` |"))).unwrap();
        let listed = commands.lines().take_while(|line| !line.is_empty());
        let names = listed.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
        for verb in names.filter_map(|line| line.split_whitespace().next()).filter(|verb| *verb != "help") {
            assert!(row.contains(&format!("`{verb}`")), "{noun} {verb}");
        }
    }
}
