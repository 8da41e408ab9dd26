//! What was compiled is kept beside the component.
#![cfg(unix)]

mod common;

use badgehouse_native::MemoryStore;
use badgehouse_wasmtime::{Limits, Program};
use common::{component, create, settings};
use std::fs;
use std::os::unix::fs::MetadataExt;

#[tokio::test]
async fn a_component_is_compiled_once_and_anew_where_that_is_not_to_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let [path, kept] = ["component.wasm", "component.compiled"].map(|name| folder.path().join(name));
    fs::write(&path, component()).unwrap();
    let load = || Program::load(&path, Limits::default()).unwrap();
    load();
    let made = fs::metadata(&kept).unwrap();
    let badges = load().open(settings(), MemoryStore::new()).unwrap();
    assert!(create(&badges).await.account.functional);
    // It would have been put there anew.
    assert_eq!(fs::metadata(&kept).unwrap().ino(), made.ino());

    let mut broken = fs::read(&kept).unwrap();
    broken.truncate(broken.len() / 2);
    fs::write(&kept, broken).unwrap();
    let badges = load().open(settings(), MemoryStore::new()).unwrap();
    assert!(create(&badges).await.account.functional);
    assert_eq!(fs::metadata(&kept).unwrap().len(), made.len());
}

#[test]
fn a_component_that_is_not_there_is_an_error() {
    let missing = Program::load("/proc/self/component.wasm", Limits::default()).unwrap_err();
    assert!(missing.to_string().contains("cannot be loaded"), "{missing}");
}
