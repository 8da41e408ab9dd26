//! Where things are in the repository.
use std::path::{Path, PathBuf};

/// The root of the checkout.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The target folder of the host's builds.
pub(crate) fn target() -> PathBuf {
    root().join("target")
}

/// A program of this workspace, once it was compiled.
pub(crate) fn program(name: &str) -> PathBuf {
    target().join("debug").join(name).with_extension(std::env::consts::EXE_EXTENSION)
}

/// The target folder of the WebAssembly builds: two compilers in one folder would rebuild each other's
/// procedural macros at every turn.
pub(crate) fn wasm_target() -> PathBuf {
    target().join("wasm")
}

/// Where the finished components lie.
pub(crate) fn components() -> PathBuf {
    target().join("badgehouse")
}

/// The npm package.
pub(crate) fn npm_package() -> PathBuf {
    root().join("pkg")
}

/// `path` as it reads from the root of the checkout.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
