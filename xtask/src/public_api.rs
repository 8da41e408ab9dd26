//! The public API of the published libraries: `docs/public-api` has it as lists, so that a change of it is a change of a file that somebody
//! reads. A type of another crate in it binds both crates' versions together and is allowed by name.
//!
//! Both are read from what rustdoc knows, as JSON, in a format that goes with the compiler.
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process::Lacking;
use crate::{paths, process, published, tool};

/// The crates whose types may stand in public APIs. Those of Rust itself and of this workspace may everywhere.
const ALLOWED: [(&str, &[&str]); 3] = [
    // Records and bodies are read and written by serde, JSON of any shape is serde_json's, and the document of the admin API schemars'. Keys are
    // made with the ChaCha20 that an operation was started with, and secrets are wiped by zeroize.
    ("badgehouse", &["rand_chacha", "schemars", "serde_core", "serde_json", "zeroize"]),
    // It is there for axum, which is made of these.
    ("badgehouse-axum", &["axum", "axum_core", "http", "tower_layer", "tower_service"]),
    // `wasmtime::Error`, for a component that wasmtime does not take.
    ("badgehouse-wasmtime", &["wasmtime_internal_core"]),
];

/// The format of rustdoc's JSON that `xtask/public-api` reads: that of Rust 1.95, which CI has.
const FORMAT: u64 = 57;

/// Has cargo document the libraries. The whole workspace and the examples are in it, since the lints have compiled the dependencies with the
/// features that all of those ask for, and any other choice would compile them again.
pub(crate) const DOCUMENTED: [&str; 5] = ["doc", "--workspace", "--lib", "--examples", "--no-deps"];

/// Names rustdoc for whom cargo takes this program for it.
const RUSTDOC: &str = "BADGEHOUSE_RUSTDOC";

/// Names the crates that it shall write of.
const LIBRARIES: &str = "BADGEHOUSE_LIBRARIES";

/// Compares the lists with what is public, or writes them.
pub(crate) fn run(write: bool) -> Result<()> {
    let libraries = published::libraries()?;
    tool::ready(tool::PUBLIC_API)?;
    document(&libraries)?;
    let mut wrong = Vec::new();
    for library in &libraries {
        let json = paths::target().join("doc").join(format!("{}.json", library.replace('-', "_")));
        let text = fs::read(&json).with_context(|| paths::shown(&json))?;
        let known: Value = serde_json::from_slice(&text)?;
        if known["format_version"] != FORMAT {
            let version = &known["format_version"];
            let why = format!("rustdoc's JSON has the format {version}, {FORMAT} can be read: use Rust 1.95");
            return Err(Lacking(why).into());
        }
        wrong.extend(foreign(library, &known));
        wrong.extend(listed(library, &json, write)?);
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    println!("{} passed, 0 failed", libraries.len());
    Ok(())
}

/// Lets rustdoc write its JSON.
///
/// JSON is not stable, and a stable compiler does it when `RUSTC_BOOTSTRAP` is set. To set it for cargo would compile everything
/// again; so cargo is told that this program is rustdoc.
fn document(libraries: &[String]) -> Result<()> {
    let mut command = process::cargo();
    command.args(DOCUMENTED).arg("--quiet");
    command.env(RUSTDOC, env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into()));
    command.env("RUSTDOC", env::current_exe()?).env(LIBRARIES, libraries.join(" ").replace('-', "_"));
    command.env("RUSTDOCFLAGS", "-Z unstable-options --output-format json --cap-lints allow");
    process::run(&mut command)
}

/// Does what cargo wants of rustdoc, if it is cargo that runs this program, and nothing for a library that is not published.
pub(crate) fn as_rustdoc() -> Option<Result<ExitCode>> {
    let mut command = Command::new(env::var_os(RUSTDOC)?);
    let published = env::var(LIBRARIES).unwrap_or_default();
    let mut arguments = env::args().skip_while(|argument| argument != "--crate-name").skip(1);
    if arguments.next().is_some_and(|name| !published.split(' ').any(|one| one == name)) {
        return Some(Ok(ExitCode::SUCCESS));
    }
    command.args(env::args_os().skip(1)).env("RUSTC_BOOTSTRAP", "1").env_remove(RUSTDOC);
    Some(process::become_it(&mut command))
}

/// How the kept list of a library differs from what is public; none when the list was written.
fn listed(library: &str, json: &Path, write: bool) -> Result<Vec<String>> {
    let public = process::output(process::clean(paths::program(tool::PUBLIC_API)).arg(json))? + "\n";
    let file = list_of(library);
    if write {
        fs::create_dir_all(file.parent().unwrap_or(paths::root()))?;
        fs::write(file, public)?;
        return Ok(Vec::new());
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    let (kept, public): (BTreeSet<&str>, BTreeSet<&str>) = (kept.lines().collect(), public.lines().collect());
    let gone = kept.difference(&public).map(|line| format!("- {line}"));
    let new = public.difference(&kept).map(|line| format!("+ {line}"));
    let mut differences: Vec<String> = gone.chain(new).collect();
    if !differences.is_empty() {
        let file = paths::shown(&file);
        differences
            .insert(0, format!("{file} is another; if that is meant, `cargo xtask public-api --write`"));
    }
    Ok(differences)
}

fn list_of(library: &str) -> PathBuf {
    paths::root().join("docs/public-api").join(format!("{library}.txt"))
}

/// The crates of others in a library's API that may not be there, and those that may and are not.
fn foreign(library: &str, known: &Value) -> Vec<String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for item in known["index"].as_object().into_iter().flatten().map(|(_, item)| item) {
        let implementation = &item["inner"]["impl"];
        // Of other crates are what blanket and auto traits bring; they bind nobody.
        if item["crate_id"] != 0
            || implementation["is_synthetic"] == true
            || !implementation["blanket_impl"].is_null()
        {
            continue;
        }
        let place =
            format!("{}:{}", item["span"]["filename"].as_str().unwrap_or(""), item["span"]["begin"][0]);
        crates(&item["inner"], known, &mut |other| {
            found.entry(other.to_owned()).or_insert_with(|| place.clone());
        });
    }
    found
        .retain(|other, _| !["std", "core", "alloc"].contains(&&**other) && !other.starts_with("badgehouse"));
    let allowed = ALLOWED.iter().find(|(one, _)| *one == library).map_or(&[][..], |(_, allowed)| allowed);
    let unneeded = allowed.iter().filter(|other| !found.contains_key(**other));
    let unneeded =
        unneeded.map(|other| format!("{library}: nothing of `{other}` is public; it needs no leave"));
    let refused = found.iter().filter(|(other, _)| !allowed.contains(&&***other));
    let refused = refused.map(|(other, place)| format!("{place}: something of `{other}` is public"));
    refused.chain(unneeded).collect()
}

/// Calls `tell` with the crate of every path in what rustdoc knows of an item.
fn crates(inner: &Value, known: &Value, tell: &mut impl FnMut(&str)) {
    match inner {
        Value::Array(values) => values.iter().for_each(|value| crates(value, known, tell)),
        Value::Object(members) => {
            // A path of a type or trait, or a re-export.
            if (members.contains_key("path") || members.contains_key("source"))
                && let Some(id) = members.get("id").and_then(Value::as_u64)
                && let Some(name) = known["paths"][id.to_string()]["crate_id"]
                    .as_u64()
                    .filter(|number| *number != 0)
                    .and_then(|number| known["external_crates"][number.to_string()]["name"].as_str())
            {
                tell(name);
            }
            members.values().for_each(|value| crates(value, known, tell));
        }
        _ => {}
    }
}
