//! Turns compiled modules into what is shipped of them. A program of its own, since what it is made of takes minutes to compile: `xtask` compiles
//! and runs it when WebAssembly is built, and for nothing else.
mod component;
mod glue;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;

/// What to make.
#[derive(Parser)]
enum Make {
    /// A component of a core module
    Component {
        module: PathBuf,
        /// The file to write
        component: PathBuf,
        /// The interfaces it must import, without versions; it may import no others
        imports: Vec<String>,
    },
    /// The JavaScript around a module, and the module for it
    Glue {
        module: PathBuf,
        /// What the files are called
        name: String,
        /// The folder to write
        folder: PathBuf,
    },
}

fn main() -> Result<()> {
    match Make::parse() {
        Make::Component { module, component, imports } => component::encode(&module, &component, &imports),
        Make::Glue { module, name, folder } => glue::make(&module, &name, &folder),
    }
}
