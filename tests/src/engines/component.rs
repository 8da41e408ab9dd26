//! The component in wasmtime as a face. A feature, since compiling wasmtime takes minutes.

use super::*;
use badgehouse_wasmtime::{Badgehouse, Program};
use std::path::{Path, PathBuf};

impl InProcess<Badgehouse> {
    /// The component in wasmtime, on a new store in memory.
    pub fn component(program: &Program, settings: Settings) -> Self {
        let (clock, counts) = (Clock::default(), Arc::new(Counts::default()));
        let store = Watched::new(clock.store(), Arc::clone(&counts));
        let moving = clock.clone();
        let engine = program.open(settings, store).expect("the settings").with_clock(move || moving.now());
        Self { engine, clock, counts }
    }
}

/// The component that `cargo xtask build component` has built, compiled once.
pub fn program() -> Program {
    let file = std::env::var_os("BADGEHOUSE_COMPONENT").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/badgehouse/component.wasm"),
        PathBuf::from,
    );
    let bytes = std::fs::read(&file).unwrap_or_else(|error| {
        panic!("{}: {error}; build it with `cargo xtask build component`", file.display())
    });
    Program::compile(bytes).expect("the component")
}

face!(Badgehouse);
