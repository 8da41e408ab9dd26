//! Sealing keys: where they come from, and a new one.

use crate::exit::Usage;
use crate::{files, output};
use anyhow::{Context, Result, anyhow, bail};
use badgehouse::crypto::SealingKey;
use clap::Args;
use std::path::PathBuf;
use zeroize::Zeroizing;

const VARIABLE: &str = "BADGEHOUSE_SEALING_KEY";

const MISSING: &str = "there is no sealing key, which protects the signing keys in the store and signs what lies there

Make one, once, and keep a copy where you keep secrets:
    badgehouse sealing-key --out sealing.key
Then name it by --sealing-key-file sealing.key, or put its text into BADGEHOUSE_SEALING_KEY.

If there was one and it is lost: the signing keys in the store cannot be opened, and nothing tells that what lies there is as the
service wrote it. Token requests answer 503, and nothing is granted, until the key is back; or until you say that the store is to
be believed, by a new sealing key:
    badgehouse replace-signing-key --earlier kept
    badgehouse reseal --keep-lost --company ID
Accounts and their secrets are then as they were.";

/// Where the sealing keys are.
#[derive(Args)]
pub(crate) struct SealingKeys {
    /// The file with the sealing key, readable by its owner alone; with several, a line each: the first seals, all open.
    /// Without it they are taken from BADGEHOUSE_SEALING_KEY, separated by commas.
    #[arg(long, value_name = "FILE", env = "BADGEHOUSE_SEALING_KEY_FILE")]
    sealing_key_file: Option<PathBuf>,
}

impl SealingKeys {
    pub(crate) fn read(&self) -> Result<Vec<SealingKey>> {
        match &self.sealing_key_file {
            Some(path) => {
                let text = files::read_secret(path)?;
                parse(&text).with_context(|| format!("in `{}`", path.display()))
            }
            None => {
                let text = std::env::var(VARIABLE).map(Zeroizing::new).map_err(|_| anyhow!(MISSING))?;
                parse(&text).context(VARIABLE)
            }
        }
    }
}

fn parse(text: &str) -> Result<Vec<SealingKey>> {
    let mut keys = Vec::new();
    // A variable may hold a file's text as it is.
    let text = files::without_mark(text);
    for (index, key) in text.split([',', '\n']).map(str::trim).filter(|key| !key.is_empty()).enumerate() {
        let key = SealingKey::parse(key).map_err(|error| Usage(format!("key {}: {error}", index + 1)))?;
        keys.push(key);
    }
    if keys.is_empty() {
        bail!(MISSING);
    }
    Ok(keys)
}

/// Make a new sealing key: print it, or write it into a file of mode 0600.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse sealing-key --out sealing.key")]
pub(crate) struct NewSealingKey {
    /// The file to make; one that is there already is not touched.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl NewSealingKey {
    pub(crate) fn run(self) -> Result<()> {
        let text = generate()?.to_text();
        match &self.out {
            None => output::line(&text),
            Some(path) => {
                files::write_secret(path, &Zeroizing::new(format!("{}\n", *text)))?;
                output::line(&format!(
                    "wrote {}; keep a copy: without it the signing keys in the store cannot be opened",
                    path.display()
                ))
            }
        }
    }
}

/// A new key of the system's randomness.
pub(crate) fn generate() -> Result<SealingKey> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *bytes).map_err(|error| anyhow!("the system gave no randomness: {error}"))?;
    Ok(SealingKey::from_bytes(*bytes))
}
