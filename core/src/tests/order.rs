//! The order of the wings: a file names what lies in its own wing or below it, and nothing above.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The wings, from the roof to the ground.
const WINGS: [&str; 7] = ["http", "administration", "oauth", "core", "model", "value", "port"];
/// What the nouns of the administration share; else none names another.
const SHARED: [&str; 6] = ["principal", "right", "idempotency", "edit", "look", "credential"];
/// Where an access token comes in that administers: the one way from the administration to the tokens.
const TAKES_TOKENS: [&str; 2] = ["administration.rs", "administration/principal.rs"];
/// The wings whose files ask for nothing.
const ASKS_NOTHING: [&str; 2] = ["model", "value"];

/// The text of each file, by its path below `src`.
type Files = BTreeMap<String, String>;

#[test]
fn a_file_names_what_lies_below_it_and_nothing_above() {
    let files = files();
    assert!(files.len() > 100, "the source is read");
    let faults = faults(&files);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_fault_of_each_kind_is_found() {
    let planted = [
        (
            "model/planted.rs",
            "use crate::account::Account;",
            "model/planted.rs names crate::account: the front door is for those outside",
        ),
        (
            "model/planted.rs",
            "use crate::oauth::token;",
            "model/planted.rs names oauth/token.rs, which lies above it",
        ),
        (
            "model/planted.rs",
            "use super::super::{port::store::{Key, Store}, core::Context};",
            "model/planted.rs names core.rs, which lies above it",
        ),
        (
            "value/planted.rs",
            "fn f() { crate::model::record::key_ring(); }",
            "value/planted.rs names model/record.rs, which lies above it",
        ),
        (
            "port.rs",
            "mod tests {\n    use super::super::value::page::Page;\n}",
            "port.rs names value/page.rs, which lies above it",
        ),
        (
            "administration/secret/planted.rs",
            "use crate::administration::account::create;",
            "administration/secret/planted.rs names administration/account/create.rs, which is another noun",
        ),
        (
            "administration/secret/planted.rs",
            "use crate::oauth::token::verify;",
            "administration/secret/planted.rs names oauth/token.rs, which is for administration.rs and administration/principal.rs",
        ),
        ("model/planted.rs", "async fn f() { g().await }", "model/planted.rs asks: it has an await"),
        (
            "model/levels.rs",
            "use super::account::AccountRecord;",
            "model/account and model/levels name each other, directly or through others",
        ),
    ];
    for (file, line, expected) in planted {
        let mut files = files();
        files.entry(file.into()).or_default().push_str(&format!("\n{line}\n"));
        let found = faults(&files);
        assert!(found.iter().any(|fault| fault == expected), "{line} in {file}: {found:?}");
    }
}

fn faults(files: &Files) -> Vec<String> {
    let mut faults = Vec::new();
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, text) in files {
        let wing = root(file);
        let Some(floor) = floor(wing) else { continue };
        if ASKS_NOTHING.contains(&wing) && code(text).any(|(_, line)| line.contains(".await")) {
            faults.push(format!("{file} asks: it has an await"));
        }
        for path in named(files, file, text) {
            let Some(there) = path.first().filter(|there| *there != "tests") else { continue };
            let Some(below) = self::floor(there) else {
                faults.push(format!("{file} names crate::{there}: the front door is for those outside"));
                continue;
            };
            let target = target(files, &path);
            if below < floor {
                faults.push(format!("{file} names {target}, which lies above it"));
            }
            if wing == "administration" && there == "administration" && is_foreign(files, file, &path) {
                faults.push(format!("{file} names {target}, which is another noun"));
            }
            if wing == "administration" && there == "oauth" && !TAKES_TOKENS.contains(&file.as_str()) {
                faults.push(format!("{file} names {target}, which is for {}", TAKES_TOKENS.join(" and ")));
            }
            if noun(file) != noun(&target) {
                arrows.entry(noun(file)).or_default().insert(noun(&target));
            }
        }
    }
    faults.extend(circles(&arrows));
    faults
}

/// The nouns that name each other, directly or through others. A noun's file and its folder are one.
fn circles(arrows: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        arrows.keys().map(|from| (from.as_str(), reached(arrows, from))).collect();
    let back = |from: &str, to: &str| reached.get(to).is_some_and(|there| there.contains(from));
    let named = arrows.iter().flat_map(|(from, there)| there.iter().map(move |to| (from, to)));
    let closed = named.filter(|(from, to)| back(from, to));
    let pairs: BTreeSet<_> = closed.map(|(from, to)| (from.min(to), from.max(to))).collect();
    let told = |(one, other)| format!("{one} and {other} name each other, directly or through others");
    pairs.into_iter().map(told).collect()
}

/// What is named from a noun on, directly or through others.
fn reached<'a>(arrows: &'a BTreeMap<String, BTreeSet<String>>, from: &'a str) -> BTreeSet<&'a str> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(next) = open.pop() {
        let there = arrows.get(next).into_iter().flatten().map(String::as_str);
        open.extend(there.filter(|there| seen.insert(*there)));
    }
    seen
}

/// Whether a file of a noun of the administration names another noun.
fn is_foreign(files: &Files, file: &str, path: &[String]) -> bool {
    let of_a_noun =
        file.strip_prefix("administration/").map(|rest| rest.split(['/', '.']).next().unwrap_or_default());
    let there = path.get(1).map(String::as_str).unwrap_or_default();
    let is_noun = files.contains_key(&format!("administration/{there}.rs"));
    is_noun && !SHARED.contains(&there) && of_a_noun.is_some_and(|own| own != there)
}

fn floor(wing: &str) -> Option<usize> {
    WINGS.iter().position(|known| *known == wing)
}

/// The first name of a path: `model/record.rs` is of `model`.
fn root(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or_default()
}

/// Wing and noun of a file: `model/account/details.rs` is of `model/account`.
fn noun(file: &str) -> String {
    file.trim_end_matches(".rs").split('/').take(2).collect::<Vec<_>>().join("/")
}

/// The file that a path leads into.
fn target(files: &Files, path: &[String]) -> String {
    let file = |length: usize| format!("{}.rs", path.get(..length).unwrap_or_default().join("/"));
    (1..=path.len()).rev().map(file).find(|file| files.contains_key(file)).unwrap_or_else(|| file(path.len()))
}

/// The lines of code, each with how many modules it stands in within its file.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut inner = false;
    text.lines().filter_map(move |line| {
        let inline = line.ends_with('{') && (line.starts_with("mod ") || line.starts_with("pub(crate) mod "));
        inner = inline || (inner && line != "}");
        (!line.trim_start().starts_with("//")).then_some((usize::from(inner), line))
    })
}

/// Each path that a file names, from the root of the crate on: after `crate::` and `super::`, and what it uses of its children.
fn named(files: &Files, file: &str, text: &str) -> Vec<Vec<String>> {
    let own: Vec<String> = file.trim_end_matches(".rs").split('/').map(ToOwned::to_owned).collect();
    let lines: Vec<(usize, &str)> = code(text).collect();
    let mut named = Vec::new();
    for (index, (depth, line)) in lines.iter().enumerate() {
        // A list may go on over lines.
        let from = |at: usize| {
            let rest = lines.iter().skip(index + 1).take(40).map(|(_, line)| *line);
            std::iter::once(line.get(at..).unwrap_or_default()).chain(rest).collect::<String>()
        };
        for at in line.match_indices("crate::").chain(line.match_indices("super::")).map(|(at, _)| at) {
            let before = line.get(..at).unwrap_or_default();
            if before.ends_with(|last: char| last.is_alphanumeric() || "_:".contains(last)) {
                continue;
            }
            let rest = from(at);
            if let Some(rest) = rest.strip_prefix("crate::") {
                spread(&mut Vec::new(), rest, &mut named);
                continue;
            }
            let (mut base, mut rest) = (own.clone(), rest.as_str());
            base.extend(std::iter::repeat_n(String::new(), *depth));
            while let Some(more) = rest.strip_prefix("super::") {
                base.pop();
                rest = more;
            }
            spread(&mut base, rest, &mut named);
        }
        let used = line.strip_prefix("use ").or_else(|| line.strip_prefix("pub use "));
        let child = used
            .and_then(|used| used.split("::").next())
            .map(|child| [own.join("/"), child.into()].join("/"));
        if child.is_some_and(|child| files.contains_key(&format!("{child}.rs"))) {
            let rest = from(line.len() - used.map_or(0, str::len));
            spread(&mut own.clone(), &rest, &mut named);
        }
    }
    named.retain(|path| !path.iter().any(String::is_empty));
    named
}

/// Adds what a path comes to, a braced list spread out; gives what stands after it.
fn spread<'a>(base: &mut Vec<String>, text: &'a str, named: &mut Vec<Vec<String>>) -> &'a str {
    let depth = base.len();
    let mut rest = text.trim_start();
    loop {
        if let Some(list) = rest.strip_prefix('{') {
            rest = list;
            loop {
                rest = spread(base, rest, named).trim_start();
                match rest.strip_prefix(',') {
                    Some(more) if !more.trim_start().starts_with('}') => rest = more,
                    Some(more) => rest = more.trim_start(),
                    None => break,
                }
                if rest.starts_with('}') {
                    break;
                }
            }
            rest = rest.strip_prefix('}').unwrap_or(rest);
            base.truncate(depth);
            return rest;
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if word != "self" && !word.is_empty() {
            base.push(word.into());
        }
        match after.strip_prefix("::") {
            Some(more) if !more.starts_with('<') => rest = more,
            _ => {
                named.push(base.clone());
                base.truncate(depth);
                let renamed = after.trim_start().strip_prefix("as ").map(|name| {
                    name.find(|c: char| !c.is_alphanumeric() && c != '_')
                        .and_then(|end| name.get(end..))
                        .unwrap_or_default()
                });
                return renamed.unwrap_or(after);
            }
        }
    }
}

fn files() -> Files {
    let mut files = Files::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&source).unwrap().components();
                let name = name.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
                files.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}
