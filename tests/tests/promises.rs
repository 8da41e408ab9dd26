//! What is promised in SECURITY.md and each threat in ARCHITECTURE.md names what holds it, and that is there: a test, a scenario or a file.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the root").to_owned()
}

/// The part of a document below a heading.
fn section(file: &str, heading: &str) -> String {
    let text = fs::read_to_string(root().join(file)).expect(file);
    let (_, rest) = text.split_once(&format!("\n## {heading}\n")).expect("the heading");
    rest.split("\n## ").next().unwrap_or_default().to_owned()
}

/// What stands between backticks.
fn names(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn sources(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !["target", "node_modules"].iter().any(|name| path.ends_with(name)) {
            sources(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push_str(&fs::read_to_string(&path).expect("a source"));
        }
    }
}

#[test]
fn no_promise_and_no_threat_is_without_what_holds_it() {
    let mut code = String::new();
    for folder in ["core/src", "host", "tests"] {
        sources(&root().join(folder), &mut code);
    }
    let is_there = |name: &str| {
        let scenario = root().join(format!("tests/scenarios/{name}.json"));
        let test = code.contains(&format!("fn {name}("));
        if name.contains('/') { root().join(name).exists() } else { test || scenario.exists() }
    };
    let promised = section("SECURITY.md", "What is promised");
    let promises =
        promised.split("\n- ").skip(1).map(|promise| promise.split_once("Held by ").map(|(_, held)| held));
    let threats = section("ARCHITECTURE.md", "Threats");
    let rows = threats.lines().filter(|line| line.starts_with("| ")).skip(2);
    let threats = rows.map(|row| row.split(" | ").nth(2));
    let held: Vec<_> = promises.chain(threats).collect();
    assert!(held.len() > 25, "{} promises and threats are read", held.len());
    for held in held {
        let held = names(held.expect("what holds it"));
        assert!(!held.is_empty(), "a promise or a threat names nothing");
        for name in held {
            assert!(is_there(name), "{name} is not there");
        }
    }
}
