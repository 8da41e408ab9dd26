//! Files: JSON that the operator writes, and secrets, which are readable by their owner alone or not at all. Both are text as editors and
//! shells leave it.

use crate::exit::Usage;
use anyhow::{Context, Result, bail};
use serde::de::DeserializeOwned;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// What a JSON file says, which is to be a `what`. One that says something else is the fault of who gave it: [`Usage`].
pub(crate) fn read_json<T: DeserializeOwned>(path: &Path, what: &str) -> Result<T> {
    let shown = shown(path);
    let json = fs::read(path).with_context(|| format!("{shown} cannot be read"))?;
    let read = serde_json::from_str(text_of(&json, &shown)?);
    read.map_err(|error| Usage(format!("{shown} is no {what}: {error}")).into())
}

/// A secret's text, from a file that nobody but its owner can read.
pub(crate) fn read_secret(path: &Path) -> Result<Zeroizing<String>> {
    let shown = shown(path);
    let mut file = File::open(path).with_context(|| format!("{shown} cannot be opened"))?;
    refuse_readable_by_others(&file, path)?;
    read_text(&mut file, &shown)
}

/// The text on standard input, which may be a secret.
pub(crate) fn read_standard_input() -> Result<Zeroizing<String>> {
    read_text(&mut io::stdin(), "standard input")
}

fn read_text(from: &mut impl Read, shown: &str) -> Result<Zeroizing<String>> {
    let mut bytes = Zeroizing::new(Vec::new());
    from.read_to_end(&mut bytes).with_context(|| format!("{shown} cannot be read"))?;
    Ok(Zeroizing::new(text_of(&bytes, shown)?.to_owned()))
}

fn shown(path: &Path) -> String {
    format!("`{}`", path.display())
}

/// The text without the byte order mark that some editors put in front (RFC 8259 section 8.1 lets a reader pass over it).
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The text in the bytes of what is shown by that name. UTF-16 is what PowerShell 5.1 writes by `>`; each of its ASCII characters has an octet that is zero.
fn text_of<'a>(bytes: &'a [u8], shown: &str) -> Result<&'a str, Usage> {
    let marked = [[0xFF, 0xFE], [0xFE, 0xFF]].iter().any(|mark| bytes.starts_with(mark));
    if marked || bytes.iter().take(2).any(|byte| *byte == 0) {
        let how = "write it as UTF-8, in PowerShell by `| Set-Content -Encoding utf8 FILE`";
        return Err(Usage(format!("{shown} is UTF-16; {how}")));
    }
    let text = std::str::from_utf8(bytes);
    text.map(without_mark).map_err(|_| Usage(format!("{shown} is not UTF-8; write it as UTF-8")))
}

/// Writes a secret into a new file of mode 0600. A file that is there already stays as it is.
pub(crate) fn write_secret(path: &Path, text: &str) -> Result<()> {
    NewSecret::create(path)?.write(text)
}

/// A new file of mode 0600, for a secret that is still to come: what cannot be kept is not made.
pub(crate) struct NewSecret {
    file: File,
    path: PathBuf,
}

impl NewSecret {
    pub(crate) fn create(path: &Path) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let file = options.open(path).with_context(|| format!("`{}` cannot be made", path.display()))?;
        Ok(Self { file, path: path.to_owned() })
    }

    pub(crate) fn write(mut self, text: &str) -> Result<()> {
        let written = self.file.write_all(text.as_bytes()).and_then(|()| self.file.sync_all());
        written.with_context(|| format!("`{}` cannot be written", self.path.display()))
    }

    /// Takes the file away again, since there is no secret.
    pub(crate) fn discard(self) -> Result<()> {
        fs::remove_file(&self.path).with_context(|| format!("`{}` cannot be removed", self.path.display()))
    }
}

/// Looks at the open file, not at its name, which may be another's by now.
#[cfg(unix)]
pub(crate) fn refuse_readable_by_others(file: &File, path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata()?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let shown = path.display();
        bail!("others may read or change `{shown}`, whose mode is {mode:04o}; run: chmod 600 {shown}");
    }
    Ok(())
}

#[cfg(not(unix))]
pub(crate) fn refuse_readable_by_others(_: &File, _: &Path) -> Result<()> {
    Ok(())
}
