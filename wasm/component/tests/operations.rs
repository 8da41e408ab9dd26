//! Every operation has one name on every face, and every face has every operation: the native engine's methods, the contract's functions, what the component's host in
//! wasmtime calls, the operations of the admin API, and the methods of the npm package. What one lacks stands here with the reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use wit_parser::{FunctionKind, Resolve};

/// What a Rust engine has besides its operations: how it is opened.
const OPENING: [&str; 8] =
    ["living_briefly", "load", "load_with", "open", "open_with", "settings", "with_clock", "with_monotonic"];

/// What the native engine alone has, and why.
const IN_NATIVE_ALONE: [(&str, &str); 3] = [
    ("company_at", "it looks through a store from outside, for the command line, which is native"),
    ("inspect", "it looks through a store from outside, for the command line, which is native"),
    ("signing_keys", "it tells an operator how they stand, on the command line"),
];

/// What the npm package has not as a method, and why.
const NOT_IN_NPM: [(&str, &str); 8] = [
    ("export_platform_audit_events", "the command line has it, for operators"),
    ("get_platform_audit_head", "the command line has it, for operators"),
    ("introspect", "a resource server's request, which goes by `handle`"),
    ("list_platform_audit_events", "the command line has it, for operators"),
    ("noting", "an option of each call, `note`"),
    ("revoke_token", "a client's request, which goes by `handle`"),
    ("verify_actor_token", "a server takes them, and the package is none"),
    ("verify_platform_audit", "the command line has it, for operators"),
];

/// What the npm package calls otherwise: without a company, it is the platform's.
const CALLED_OTHERWISE_IN_NPM: [(&str, &str); 1] = [("look_up_leak", "look_up_leak_anywhere")];

/// What the npm package alone has, and why.
const IN_NPM_ALONE: [(&str, &str); 2] = [
    ("accounts", "it gives the administrative operations, as methods for one who asks in one company"),
    ("require", "it answers a request of `fetch`; in Rust `badgehouse-axum` has the same"),
];

#[test]
fn every_face_has_every_operation() {
    let contract = contract();
    let opening: BTreeSet<String> = OPENING.map(Into::into).into();
    let mut native = difference(&engine("host/native"), &opening);
    for (name, _) in IN_NATIVE_ALONE {
        assert!(native.remove(name), "the native engine has no {name}");
    }
    assert_eq!(native, contract, "native, and the contract");
    assert_eq!(difference(&engine("host/wasmtime"), &opening), contract, "in wasmtime, and the contract");

    let npm = npm();
    let mut expected = contract.clone();
    for (name, _) in NOT_IN_NPM {
        assert!(expected.remove(name), "{name} is no operation");
        assert!(!npm.contains(name), "npm has {name}: it is no exception any more");
    }
    for (here, name) in CALLED_OTHERWISE_IN_NPM {
        assert!(npm.contains(here) && expected.remove(name), "{name} is called {here}");
    }
    for (name, _) in IN_NPM_ALONE {
        assert!(expected.insert(name.into()), "{name} is everywhere");
    }
    assert_eq!(npm, expected, "npm, and the contract");
}

#[test]
fn what_the_admin_api_has_every_face_has() {
    let api = of_the_admin_api();
    assert!(api.len() > 50, "{api:?}");
    assert_eq!(difference(&api, &contract()), BTreeSet::new(), "not in the contract");
    assert_eq!(administrative_in_npm(), api, "npm, and the admin API");
}

fn difference(these: &BTreeSet<String>, those: &BTreeSet<String>) -> BTreeSet<String> {
    these.difference(those).cloned().collect()
}

fn text(path: &str) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The functions of the contract's engine.
fn contract() -> BTreeSet<String> {
    let mut resolve = Resolve::default();
    let (ours, _) = resolve.push_dir(root().join("wit")).unwrap();
    let operations = resolve.packages[ours].interfaces["service-accounts"];
    let methods = resolve.interfaces[operations].functions.values();
    let methods = methods.filter(|function| matches!(function.kind, FunctionKind::Method(_)));
    methods.map(|function| function.item_name().replace('-', "_")).collect()
}

/// The public methods of an engine in Rust, of the sources of its crate.
fn engine(of: &str) -> BTreeSet<String> {
    let mut sources = vec![text(&format!("{of}/src/engine.rs"))];
    let folder = fs::read_dir(root().join(of).join("src/engine")).unwrap();
    sources.extend(folder.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()));
    let method = |line: &str| {
        let line = line.strip_prefix("    pub ")?;
        let line = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ")?;
        line.split(['(', '<']).next().map(ToOwned::to_owned)
    };
    sources.iter().flat_map(|source| source.lines()).filter_map(method).collect()
}

/// The operations of the admin API, of its document.
fn of_the_admin_api() -> BTreeSet<String> {
    let document: serde_json::Value = serde_json::from_str(&text("docs/openapi.json")).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.values().flat_map(|path| path.as_object().unwrap().values());
    operations.filter_map(|operation| operation["operationId"].as_str()).map(ToOwned::to_owned).collect()
}

/// The administrative operations of npm.
fn administrative_in_npm() -> BTreeSet<String> {
    let operation = |line: &str| {
        let (name, rest) = line.strip_prefix("  ")?.split_once(": { method: '")?;
        rest.contains("path: ").then(|| snake(name))
    };
    text("pkg/src/accounts/operations.ts").lines().filter_map(operation).collect()
}

/// The methods of npm: of the engine, of what is asked for one who asks, and of what authorizes.
fn npm() -> BTreeSet<String> {
    let mut methods = administrative_in_npm();
    methods.extend(interface(&text("pkg/src/open.ts"), "Badgehouse"));
    methods.extend(interface(&text("pkg/src/authorizing.ts"), "Authorizing"));
    methods
}

/// The methods of an interface of TypeScript.
fn interface(source: &str, name: &str) -> Vec<String> {
    let (_, rest) = source.split_once(&format!("export interface {name} ")).expect("the interface");
    let (body, _) = rest.split_once("\n}").expect("its end");
    let method = |line: &str| {
        let line = line.strip_prefix("  ")?;
        let end = line.find(['(', '<'])?;
        let name = &line[..end];
        (!name.is_empty() && name.chars().all(char::is_alphanumeric)).then(|| snake(name))
    };
    body.lines().filter_map(method).collect()
}

/// `lookUpLeak` is `look_up_leak`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}
