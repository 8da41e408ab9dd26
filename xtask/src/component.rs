//! Components: which there are, and what each may import of its host.
use std::fs;

use anyhow::Result;

use crate::profile::{Profile, QUICK, SMALL};
use crate::toolchain::Compiler;
use crate::{paths, process, small, tool};

/// A component to build.
pub(crate) struct Component {
    package: &'static str,
    profile: Profile,
    file: &'static str,
    /// The interfaces it must import, without versions.
    imports: &'static [&'static str],
}

/// The engine: everything but storage, keys, time and randomness is inside.
pub(crate) const ENGINE: Component =
    Component { package: "badgehouse-component", profile: QUICK, file: "component.wasm", imports: &PORTS };

/// The engine without resources, for hosts whose bindings have none.
pub(crate) const PLAIN: Component =
    Component { package: "badgehouse-plain", profile: QUICK, file: "plain.wasm", imports: &PORTS };

/// What a host brings.
const PORTS: [&str; 4] = [
    "badgehouse:service-accounts/crypto",
    "badgehouse:service-accounts/store",
    "wasi:clocks/wall-clock",
    "wasi:random/random",
];

/// The rules alone: pure functions.
pub(crate) const RULES: Component =
    Component { package: "badgehouse-rules", profile: SMALL, file: "rules.wasm", imports: &[] };

/// Compiles, shrinks, encodes and checks a component, and writes it to `target/badgehouse`.
pub(crate) fn build(compiler: &Compiler, component: &Component) -> Result<()> {
    let module = compiler.compile(component.package, &component.profile, &["-C", "strip=symbols"])?;
    let path = paths::components().join(component.file);
    fs::create_dir_all(paths::components())?;
    let mut builder = tool::ready(tool::BUILDER)?;
    if !small::is_fresh(&module, &path)? {
        let core = paths::wasm_target().join(component.file);
        small::make(&module, &core, &component.profile)?;
        process::run(builder.arg("component").arg(&core).arg(&path).args(component.imports))?;
    }
    println!("built {}", paths::shown(&path));
    Ok(())
}
