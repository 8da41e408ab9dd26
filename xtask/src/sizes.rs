//! The sizes of what is shipped, and their records: a module that has grown by more than a little fails, so that nobody ships a larger one unawares.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use flate2::{Compression, write::GzEncoder};
use serde::{Deserialize, Serialize};

use crate::paths;

/// By how many percent a size may pass the recorded one.
const TOLERANCE: u64 = 5;

/// What the package has beside a module, as browsers load it: the file that is imported, by the module's name.
const ENTRIES: [(&str, &str); 3] = [
    ("badgehouse", "index.fetch.js"),
    ("badgehouse-authorize", "authorize.fetch.js"),
    ("badgehouse-rules", "rules.fetch.js"),
];

/// Bytes, as they are and by gzip at its highest level; of several files the sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Size {
    raw: u64,
    gzip: u64,
}

/// Sizes by what is measured.
type Sizes = BTreeMap<String, Size>;

/// Prints the sizes of what was built, and compares them with `docs/sizes.json` or writes it.
///
/// # Errors
/// Names each that is larger than its record allows, and by how much.
pub(crate) fn run(write: bool) -> Result<()> {
    let sizes = measured()?;
    println!("{:<40} {:>10} {:>10}", "what", "raw", "gzip");
    for (what, size) in &sizes {
        println!("{what:<40} {:>10} {:>10}", size.raw, size.gzip);
    }
    let file = paths::root().join("docs/sizes.json");
    if write {
        return Ok(fs::write(file, serde_json::to_string_pretty(&sizes)? + "\n")?);
    }
    let recorded = fs::read_to_string(&file).with_context(|| paths::shown(&file))?;
    compare(&sizes, &serde_json::from_str(&recorded).with_context(|| paths::shown(&file))?)
}

fn measured() -> Result<Sizes> {
    let mut sizes = Sizes::new();
    for name in ["component", "rules"] {
        let file = format!("{name}.wasm");
        sizes.insert(format!("{name} (component)"), size(&[paths::components().join(file)])?);
    }
    let dist = paths::npm_package().join("dist");
    for (name, entry) in ENTRIES {
        let module = dist.join(format!("{name}.wasm"));
        sizes.insert(format!("{name} (npm)"), size(std::slice::from_ref(&module))?);
        let mut files = imported(&dist.join(entry))?;
        files.insert(module);
        sizes.insert(
            format!("{name} with its JavaScript (npm)"),
            size(&files.into_iter().collect::<Vec<_>>())?,
        );
    }
    Ok(sizes)
}

/// A file of JavaScript and all that it imports.
fn imported(entry: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut left = vec![entry.to_path_buf()];
    while let Some(file) = left.pop() {
        if !found.insert(file.clone()) {
            continue;
        }
        let text = fs::read_to_string(&file).with_context(|| paths::shown(&file))?;
        let names = text.split([';', '\n']).filter_map(imported_by);
        left.extend(names.map(|name| file.with_file_name(name)));
    }
    Ok(found)
}

/// The file beside it that a statement of JavaScript imports, or the last line of one does.
fn imported_by(statement: &str) -> Option<&str> {
    ["import", "export", "} from"].iter().find(|start| statement.starts_with(**start))?;
    let quoted = statement.strip_suffix(['\'', '"'])?;
    quoted.rsplit(['\'', '"']).next()?.strip_prefix("./")
}

fn size(files: &[PathBuf]) -> Result<Size> {
    let mut sum = Size::default();
    for path in files {
        let name = paths::shown(path);
        let bytes = fs::read(path).with_context(|| format!("cannot read {name}: run `cargo xtask build`"))?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&bytes)?;
        sum.raw += u64::try_from(bytes.len())?;
        sum.gzip += u64::try_from(gzip.finish()?.len())?;
    }
    Ok(sum)
}

fn compare(sizes: &Sizes, recorded: &Sizes) -> Result<()> {
    let mut larger = Vec::new();
    for (what, size) in sizes {
        let kept = recorded.get(what).with_context(|| format!("no size is recorded for {what}"))?;
        for (form, size, kept) in [("raw", size.raw, kept.raw), ("gzip", size.gzip, kept.gzip)] {
            if size > kept + kept * TOLERANCE / 100 {
                let percent = (size - kept) * 100 / kept;
                larger.push(format!(
                    "{what} is {size} bytes {form}, {percent} % above the {kept} of its record"
                ));
            }
        }
    }
    if larger.is_empty() {
        return Ok(());
    }
    bail!("{}; mend it, or record it with `cargo xtask sizes --write` and say why", larger.join("; "))
}

#[cfg(test)]
mod tests {
    use super::{Size, Sizes, compare, imported_by};

    fn of(raw: u64, gzip: u64) -> Sizes {
        [("rules".to_owned(), Size { raw, gzip })].into()
    }

    #[test]
    fn what_a_file_imports_is_counted_however_it_is_written() {
        for statement in [
            "import base64 from './a.js'",
            "import \"./a.js\"",
            "import{open}from\"./a.js\"",
            "} from \"./a.js\"",
            "export * from './a.js'",
        ] {
            assert_eq!(imported_by(statement), Some("a.js"), "{statement}");
        }
        for statement in [
            "import { open } from 'elsewhere'",
            "export default \"AGFz\"",
            "let a = './a.js'",
            "import(\"./a.js\")",
        ] {
            assert_eq!(imported_by(statement), None, "{statement}");
        }
    }

    #[test]
    fn a_module_that_has_grown_by_more_than_a_twentieth_is_refused() {
        let recorded = of(1000, 400);
        for size in [of(1050, 420), of(10, 4)] {
            assert!(compare(&size, &recorded).is_ok());
        }
        let refused = compare(&of(1051, 440), &recorded).unwrap_err().to_string();
        assert!(refused.contains("rules is 1051 bytes raw, 5 % above the 1000 of its record"), "{refused}");
        assert!(refused.contains("rules is 440 bytes gzip, 10 % above the 400 of its record"), "{refused}");
        assert!(compare(&of(1, 1), &Sizes::new()).is_err());
    }
}
