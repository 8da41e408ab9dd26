//! `--help` of every command, and what shells complete.

use crate::process::{Folder, succeed, text};
use std::process::{Command, Stdio};

/// Every command that does something, as its words, found by walking `--help`.
fn leaves(folder: &Folder, words: &[String]) -> Vec<(Vec<String>, String)> {
    let arguments: Vec<&str> = words.iter().map(String::as_str).chain(["--help"]).collect();
    let help = text(&succeed(folder.command(&arguments)).stdout);
    let Some((_, commands)) = help.split_once("\nCommands:\n") else { return vec![(words.to_vec(), help)] };
    // A description that is wrapped is set in further.
    let named = commands.lines().take_while(|line| !line.is_empty());
    let names = named.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    let mut found = Vec::new();
    for name in names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help") {
        found.extend(leaves(folder, &[words, &[name.to_owned()]].concat()));
    }
    found
}

#[test]
fn every_command_has_an_example_that_it_takes() {
    let folder = Folder::new();
    let bin = std::path::Path::new(env!("CARGO_BIN_EXE_badgehouse")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let leaves = leaves(&folder, &[]);
    assert!(leaves.len() > 60, "{}", leaves.len());
    for (words, help) in leaves {
        let (_, example) =
            help.split_once("Example:\n").unwrap_or_else(|| panic!("{words:?} has no example"));
        let called = format!("badgehouse {}", words.join(" "));
        assert!(example.contains(&called), "{example}");
        // A terminal of 80 columns breaks none of its lines.
        assert!(example.lines().all(|line| line.chars().count() < 80), "{example}");
        // What serves would go on, and what works without a store would write about.
        if ["serve", "demo", "sealing-key", "completions"].contains(&words[0].as_str()) {
            continue;
        }
        // There is no store, so that it fails; but not for being misunderstood. What another example would have written is not there.
        let example = example.trim_start().replace("badgehouse ", "badgehouse_ ");
        let script = format!(
            "badgehouse_() {{ badgehouse \"$@\"; code=$?; [ $code = 1 ] || [ $code = 0 ] || echo \"$*: $code\"; }}
            git() {{ :; }}; jq() {{ cat; }}; find . -type f -empty -delete; touch found.txt; {example}"
        );
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]).current_dir(folder.path("")).stdin(Stdio::null());
        shell.env("PATH", &path).env("BADGEHOUSE_CONTACT_DOMAIN", "svc.example.com");
        shell.env("BADGEHOUSE_SEALING_KEY_FILE", "sealing.key").env("BADGEHOUSE_STORE", "none.db");
        let output = shell.output().unwrap();
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(!said.contains("Usage") && !said.contains(": 2"), "{words:?}: {said}");
        // What `bootstrap` has made.
        let _ = std::fs::remove_file(folder.path("none.db"));
    }
}

#[test]
fn each_shell_gets_completions_and_bash_understands_them() {
    let folder = Folder::new();
    for (shell, checker) in [("bash", Some("bash")), ("zsh", None), ("fish", None), ("powershell", None)] {
        let script = text(&succeed(folder.command(&["completions", shell])).stdout);
        assert!(script.contains("revoke-tokens") && script.contains("overlap-seconds"), "{shell}");
        std::fs::write(folder.path(shell), script).unwrap();
        let Some(checker) = checker else { continue };
        let checked = Command::new(checker).arg("-n").arg(folder.path(shell)).output().unwrap();
        assert!(checked.status.success() && checked.stderr.is_empty(), "{checked:?}");
    }
}
