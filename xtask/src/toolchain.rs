//! Which compiler builds WebAssembly: the installed Rust target if there is one, else Debian's rustc with
//! std built from its sources. No toolchain is downloaded.
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{self, Lacking};
use crate::profile::Profile;
use crate::{packages, paths};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_STD: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// A compiler that can build for WebAssembly.
pub(crate) enum Compiler {
    /// The Rust that runs `xtask`, with its target installed.
    Installed,
    /// Debian's rustc and cargo, and a linker, which Debian's package has not.
    Debian {
        /// An `lld` that links WebAssembly.
        linker: PathBuf,
    },
}

/// Finds the compiler, installing Debian's where that is needed and possible.
///
/// # Errors
/// [`Lacking`], saying what to install.
pub(crate) fn find() -> Result<Compiler> {
    let sysroot = PathBuf::from(process::output(Command::new("rustc").args(["--print", "sysroot"]))?);
    if sysroot.join("lib/rustlib").join(TARGET).exists() {
        return Ok(Compiler::Installed);
    }
    if ![DEBIAN_CARGO, DEBIAN_RUSTC, DEBIAN_STD].iter().all(|path| Path::new(path).exists()) {
        packages::install(
            &DEBIAN_PACKAGES,
            &format!("building WebAssembly without the Rust target {TARGET}"),
        )?;
    }
    let host = process::output(Command::new("rustc").arg("--print").arg("host-tuple"))?;
    let linker = sysroot.join("lib/rustlib").join(host).join("bin/rust-lld");
    if !linker.exists() {
        return Err(Lacking(format!("no linker for WebAssembly: install the Rust target {TARGET}")).into());
    }
    Ok(Compiler::Debian { linker })
}

impl Compiler {
    /// Compiles one crate by a profile and returns the path of its core module; `options` are for
    /// the crate itself, so that its dependencies are compiled once for all faces of that profile.
    ///
    /// One crate at a time: a feature that one face asks for (JavaScript's randomness) must not reach another.
    pub(crate) fn compile(&self, package: &str, profile: &Profile, options: &[&str]) -> Result<PathBuf> {
        println!("compiling {package}");
        let mut command = match self {
            Self::Installed => process::cargo(),
            Self::Debian { linker } => debian(linker),
        };
        command.args(["rustc", "--package", package, "--lib", "--profile", profile.name, "--target", TARGET]);
        command.arg("--target-dir").arg(paths::wasm_target()).arg("--").args(options);
        command.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", self.flags(profile)?);
        process::run(&mut command).with_context(|| format!("cannot compile {package}"))?;
        let module = format!("{}.wasm", package.replace('-', "_"));
        Ok(paths::wasm_target().join(TARGET).join(profile.name).join(module))
    }

    /// Panic messages name source files: without this they would name the builder's folders. Where std is built as well, a panic is a trap without any message, which
    /// nobody would be shown.
    fn flags(&self, profile: &Profile) -> Result<String> {
        let home =
            std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| home + "/.cargo"));
        let home = home.context("neither CARGO_HOME nor HOME is set")?;
        let root = paths::root().display();
        let mut flags = vec![
            format!("--remap-path-prefix={home}=/cargo"),
            format!("--remap-path-prefix={root}=/badgehouse"),
            profile.flag.to_owned(),
        ];
        if matches!(self, Self::Debian { .. }) {
            flags.extend(["-Zunstable-options".to_owned(), "-Cpanic=immediate-abort".to_owned()]);
        }
        Ok(flags.join("\u{1f}"))
    }
}

fn debian(linker: &Path) -> Command {
    let mut command = process::clean(DEBIAN_CARGO);
    // `build-std` is not stable; Debian's rustc has no std for WebAssembly, only std's sources. Sorting and printing for size make everything a twentieth smaller.
    command.args(["-Z", "build-std=std,panic_abort", "-Z", "build-std-features=optimize_for_size"]);
    command.env("RUSTC_BOOTSTRAP", "1");
    // rustup's proxies may come first in PATH.
    command.env("RUSTC", DEBIAN_RUSTC).env_remove("RUSTUP_TOOLCHAIN");
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    command
}
