//! Components: the core module encoded, validated, and its imports held to what its world may import.
use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, bail};
use wasmparser::{Parser, Payload, Validator};
use wit_component::ComponentEncoder;

use crate::paths;
use crate::toolchain::Compiler;

/// A component to build.
pub(crate) struct Component {
    package: &'static str,
    file: &'static str,
    /// The interfaces it must import, without versions.
    imports: &'static [&'static str],
}

/// The engine: everything but storage, keys, time and randomness is inside.
pub(crate) const ENGINE: Component = Component {
    package: "badgehouse-component",
    file: "component.wasm",
    imports: &[
        "badgehouse:service-accounts/crypto",
        "badgehouse:service-accounts/store",
        "wasi:clocks/wall-clock",
        "wasi:random/random",
    ],
};

/// The rules alone: pure functions.
pub(crate) const RULES: Component =
    Component { package: "badgehouse-rules", file: "rules.wasm", imports: &[] };

/// Compiles, encodes and checks a component, and writes it to `target/badgehouse`.
pub(crate) fn build(compiler: &Compiler, component: &Component) -> Result<()> {
    let module = fs::read(compiler.compile(component.package, &["-C", "strip=symbols"])?)?;
    let bytes = ComponentEncoder::default()
        .validate(true)
        .debug_names(false)
        .module(&module)
        .and_then(|encoder| encoder.encode())
        .with_context(|| format!("cannot encode {}", component.package))?;
    check(component, &bytes)?;
    let path = paths::components().join(component.file);
    fs::create_dir_all(paths::components())?;
    fs::write(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
    println!("built {}", paths::shown(&path));
    Ok(())
}

fn check(component: &Component, bytes: &[u8]) -> Result<()> {
    Validator::new().validate_all(bytes).context("the component is not valid")?;
    let found = imports(bytes)?;
    let needed: BTreeSet<&str> = component.imports.iter().copied().collect();
    let surplus: Vec<_> = found.iter().filter(|name| !needed.contains(name.as_str())).collect();
    if !surplus.is_empty() {
        bail!("{} imports what its world does not name: {surplus:?}", component.file);
    }
    let missing: Vec<_> = needed.iter().filter(|name| !found.contains(**name)).collect();
    if !missing.is_empty() {
        bail!("{} does not import {missing:?}", component.file);
    }
    Ok(())
}

/// What a component imports, without versions.
fn imports(bytes: &[u8]) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if depth == 0 => {
                for import in section {
                    let name = import?.name.name;
                    names.insert(name.split('@').next().unwrap_or(name).to_owned());
                }
            }
            _ => {}
        }
    }
    Ok(names)
}
