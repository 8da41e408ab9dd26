//! How long what takes minutes took the last time, so that who waits knows for how long.
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use crate::paths;

/// Says what is done and how long that took last time, does it, and keeps how long it took.
pub(crate) fn told(what: &str, act: impl FnOnce() -> Result<()>) -> Result<()> {
    match kept().get(what) {
        Some(seconds) => println!("{what}: last time {seconds} s"),
        None => println!("{what}: for the first time here, which takes minutes"),
    }
    let begin = Instant::now();
    act()?;
    let mut all = kept();
    all.insert(what.to_owned(), begin.elapsed().as_secs());
    // Nothing depends on it.
    let _ = serde_json::to_string_pretty(&all).map(|text| fs::write(file(), text));
    Ok(())
}

/// Seconds, by what was done; none when there is no such file.
fn kept() -> BTreeMap<String, u64> {
    fs::read(file()).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

fn file() -> PathBuf {
    paths::target().join("durations.json")
}
