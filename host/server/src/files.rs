//! Files: JSON that the operator writes, and secrets, which are readable by their owner alone or not at all.

use anyhow::{Context, Result, anyhow, bail};
use serde::de::DeserializeOwned;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use zeroize::Zeroizing;

/// What a JSON file says, which is to be a `what`.
pub(crate) fn read_json<T: DeserializeOwned>(path: &Path, what: &str) -> Result<T> {
    let shown = path.display();
    let json = fs::read(path).with_context(|| format!("`{shown}` cannot be read"))?;
    serde_json::from_slice(&json).map_err(|error| anyhow!("`{shown}` is no {what}: {error}"))
}

/// A secret's text, from a file that nobody but its owner can read.
pub(crate) fn read_secret(path: &Path) -> Result<Zeroizing<String>> {
    let shown = path.display();
    let mut file = File::open(path).with_context(|| format!("`{shown}` cannot be opened"))?;
    refuse_readable_by_others(&file, path)?;
    let mut text = Zeroizing::new(String::new());
    file.read_to_string(&mut text).with_context(|| format!("`{shown}` cannot be read as text"))?;
    Ok(text)
}

/// Writes a secret into a new file of mode 0600. A file that is there already stays as it is.
pub(crate) fn write_secret(path: &Path, text: &str) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let shown = path.display();
    let mut file = options.open(path).with_context(|| format!("`{shown}` cannot be made"))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .with_context(|| format!("`{shown}` cannot be written"))
}

/// Looks at the open file, not at its name, which may be another's by now.
#[cfg(unix)]
fn refuse_readable_by_others(file: &File, path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata()?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let shown = path.display();
        bail!("others may read or change `{shown}`, whose mode is {mode:04o}; run: chmod 600 {shown}");
    }
    Ok(())
}

#[cfg(not(unix))]
fn refuse_readable_by_others(_: &File, _: &Path) -> Result<()> {
    Ok(())
}
