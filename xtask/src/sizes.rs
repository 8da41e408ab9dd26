//! The sizes of what is shipped.
use std::fs;
use std::io::Write;

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

use crate::paths;

/// Prints the sizes of the built WebAssembly in bytes, raw and by gzip at its highest level.
pub(crate) fn print() -> Result<()> {
    let files = [
        paths::components().join("component.wasm"),
        paths::components().join("rules.wasm"),
        paths::npm_package().join("dist/badgehouse.wasm"),
    ];
    println!("{:<36} {:>10} {:>10}", "file", "raw", "gzip");
    for path in files {
        let name = paths::shown(&path);
        let bytes =
            fs::read(&path).with_context(|| format!("cannot read {name}: run `cargo xtask build`"))?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&bytes)?;
        println!("{name:<36} {:>10} {:>10}", bytes.len(), gzip.finish()?.len());
    }
    Ok(())
}
