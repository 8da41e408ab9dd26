//! Programs of this workspace that are compiled when something needs them, and not with `xtask`: what they are made of takes minutes.
use std::process::Command;

use anyhow::Result;

use crate::{paths, process};

/// Makes components, and the glue of the npm package.
pub(crate) const BUILDER: &str = "xtask-builder";

/// Lists what is public of a library.
pub(crate) const PUBLIC_API: &str = "xtask-public-api";

/// Compiles the tool unless it is there, and returns the command that runs it.
pub(crate) fn ready(tool: &str) -> Result<Command> {
    // With the features that the whole workspace asks for, so that it shares what the server and the tests are made of.
    process::run(process::cargo().args(["build", "--workspace", "--bin", tool]))?;
    Ok(process::clean(paths::program(tool)))
}
