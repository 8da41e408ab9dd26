//! Whether the command line has every operation of the engine.

use std::fs;
use std::path::{Path, PathBuf};

/// What has no command, and why.
const WITHOUT: [(&str, &str); 13] = [
    ("request_token", "for programs, by HTTP"),
    ("revoke_token", "for programs, by HTTP"),
    ("introspect", "for programs, by HTTP"),
    ("authorize", "for APIs"),
    ("verify", "for APIs"),
    ("verify_actor_token", "for servers"),
    ("jwks", "published by HTTP"),
    ("signing_keys", "told by `/readyz` and the metrics of `serve`"),
    ("maintain", "done by `serve`"),
    ("record_usage", "done by `serve`"),
    ("list_platform_audit_events", "its lines are those of `platform-audit`"),
    ("get_me", "a command acts as the platform, which may do everything"),
    ("noting", "the options --as and --why"),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(sources(&path)) } else { found.push(path) }
    }
    found
}

fn text(folder: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    sources(&folder).iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn every_operation_of_the_engine_has_a_command_or_a_reason_for_none() {
    let (engine, command) = (text("../native/src/engine"), text("src/administrator") + &top_level());
    let method = |line: &str| {
        let line = line.trim().strip_prefix("pub ")?;
        let name = line.strip_prefix("async fn ").or_else(|| line.strip_prefix("fn "))?;
        Some(name.split(['(', '<']).next().unwrap_or_default().to_owned())
    };
    let methods: Vec<String> = engine.lines().filter_map(method).collect();
    assert!(methods.len() > 60, "{methods:?}");
    for method in methods {
        let called = command.contains(&format!(".{method}("));
        let reason = WITHOUT.iter().find(|(name, _)| *name == method);
        assert!(called || reason.is_some(), "{method} has no command");
    }
}

/// The commands of the platform's, without what serves.
fn top_level() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    [
        "bootstrap",
        "clock",
        "moving/check",
        "platform_audit",
        "resource_server",
        "signing_key",
        "trusted_issuer",
    ]
    .iter()
    .map(|name| fs::read_to_string(folder.join(name).with_extension("rs")).unwrap())
    .collect()
}
