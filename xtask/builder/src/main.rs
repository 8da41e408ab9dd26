//! Turns compiled modules into what is shipped of them. A program of its own, since what it is made of takes minutes to compile: `xtask` compiles
//! and runs it when WebAssembly is built, and for nothing else.
//!
//!     xtask-builder component <module> <component to write> <interface to import, without version>...
//!     xtask-builder glue <module> <name of the files> <folder to write>
//!     xtask-builder arrange <module> <module to write>
mod arrange;
mod component;
mod glue;
mod order;

use std::env;
use std::path::Path;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["component", module, component, imports @ ..] => {
            component::encode(Path::new(module), Path::new(component), imports)
        }
        ["glue", module, name, folder] => glue::make(Path::new(module), name, Path::new(folder)),
        ["arrange", module, arranged] => arrange::write(Path::new(module), Path::new(arranged)),
        _ => bail!("what is to be made? `component`, `glue` and `arrange` are known"),
    }
}
