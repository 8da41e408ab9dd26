//! Components: the core module encoded, validated, and its imports held to what its world may import.
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wasmparser::{Parser, Payload, Validator};
use wit_component::ComponentEncoder;

/// Encodes `module`, checks the component, which must import `imports` and nothing else, and writes it to `component`.
pub(crate) fn encode(module: &Path, component: &Path, imports: &[&str]) -> Result<()> {
    let module = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let bytes = ComponentEncoder::default()
        .validate(true)
        .debug_names(false)
        .module(&module)
        .and_then(|encoder| encoder.encode())
        .context("the module cannot be encoded as a component")?;
    check(&bytes, imports)?;
    fs::write(component, &bytes).with_context(|| format!("cannot write {}", component.display()))
}

fn check(bytes: &[u8], needed: &[&str]) -> Result<()> {
    Validator::new().validate_all(bytes).context("the component is not valid")?;
    let found = imports(bytes)?;
    let surplus: Vec<_> = found.iter().filter(|name| !needed.contains(&name.as_str())).collect();
    if !surplus.is_empty() {
        bail!("the component imports what its world does not name: {surplus:?}");
    }
    let missing: Vec<_> = needed.iter().filter(|name| !found.contains(**name)).collect();
    if !missing.is_empty() {
        bail!("the component does not import {missing:?}");
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
