//! `trust-issuer` with JWKS as issuers publish them: what is known is printed, and what was left out and why.

use crate::process::{Folder, succeed, text};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const ISSUER: &str = "https://ci.example.org";

fn corpus() -> Vec<Value> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/jwks.json");
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

#[test]
fn no_entry_vanishes_in_silence() {
    let folder = Folder::new();
    folder.bootstrap("acme");
    for case in corpus() {
        let count = |member: &str| case[member].as_array().unwrap().len();
        let name = &case["name"];
        fs::write(folder.path("jwks.json"), json!({ "keys": case["keys"] }).to_string()).unwrap();
        let command = folder.platform("trust-issuer", &[ISSUER, "--jwks", "jwks.json"]);
        let (known, ignored) = (count("known"), count("ignored"));
        if known == 0 && ignored > 0 {
            let refused = folder.refusal(command);
            (0..ignored)
                .for_each(|entry| assert!(refused.contains(&format!("/jwks/keys/{entry}")), "{refused}"));
            continue;
        }
        let printed = text(&succeed(command).stdout);
        let left_out = printed.lines().filter(|line| line.starts_with("  left out: ")).count();
        assert_eq!((printed.lines().count(), left_out), (1 + known + ignored, ignored), "{name}: {printed}");
        assert!(!printed.contains('\u{1b}'), "a kid writes to the terminal: {printed:?}");
    }
}
