//! Lists what is public of a library, from the JSON that rustdoc wrote of it, an item a line. A program of its own, so that `xtask` compiles what
//! reads that JSON only when it is asked for the lists.
use std::env;

use anyhow::{Context, Result};
use public_api::Builder;

fn main() -> Result<()> {
    let json = env::args_os().nth(1).context("which file is rustdoc's JSON?")?;
    let api = Builder::from_rustdoc_json(&json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()?;
    print!("{api}");
    Ok(())
}
