//! The key that signs the page's tokens. It lies in a file, sealed, beside the store where that is a file: neither who reads that file nor who knows the sealing key alone signs by it.
//!
//! A server makes it, and makes another where none of its sealing keys opens it any more. Then sessions end. Nothing else is lost, so that it needs no copy.

use crate::exit::Usage;
use crate::signer::Signer;
use crate::store::StoreAddress;
use anyhow::{Context, Result, anyhow};
use badgehouse::crypto::{PublicJwk, SealingKey, SigningKey};
use clap::Args;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Where the key lies.
#[derive(Args, Clone)]
pub(crate) struct PageKey {
    /// The file of the page's key, sealed; a server with the page makes it. Left out, it lies beside the store, which has to be a file then. Servers of one database share it.
    #[arg(long = "page-key", value_name = "FILE", env = "BADGEHOUSE_PAGE_KEY")]
    named: Option<PathBuf>,
}

impl PageKey {
    /// The file that is named, or `badges.db.page-key` beside `badges.db`.
    pub(crate) fn place(&self, store: &StoreAddress) -> Result<PathBuf, Usage> {
        if let Some(named) = &self.named {
            return Ok(named.clone());
        }
        let Some(store) = store.file() else {
            return Err(Usage(
                "the page's key lies in a file, and this store is none to lie beside: name the file by --page-key FILE, the same for each server of this store and for admin-link".into(),
            ));
        };
        let mut name = store.as_os_str().to_owned();
        name.push(".page-key");
        Ok(name.into())
    }
}

/// The file's content, as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    jwk: PublicJwk,
    sealed: String,
}

/// The key that a server has made.
pub(super) fn open(path: &Path, sealing_keys: Vec<SealingKey>) -> Result<Signer> {
    let shown = path.display();
    let kept = read(path)?.ok_or_else(|| {
        anyhow!("there is no `{shown}`: no server has served the page on this store; start one by `badgehouse serve --page FOLDER`")
    })?;
    Signer::of(sealing_keys, kept).with_context(|| {
        format!("`{shown}` was sealed by another sealing key; start the server again, which makes a new one")
    })
}

/// The key that was made before, or a new one.
pub(super) fn open_or_make(path: &Path, sealing_keys: Vec<SealingKey>) -> Result<Signer> {
    let before = read(path).unwrap_or_else(|error| {
        tracing::warn!("{error:#}");
        None
    });
    if let Some(kept) = before {
        match Signer::of(sealing_keys.clone(), kept) {
            Ok(signer) => return Ok(signer),
            Err(error) => {
                tracing::warn!(%error, "the page's key cannot be opened; a new one is made, and sessions end");
            }
        }
    }
    let signer = Signer::generate(sealing_keys)?;
    write(path, signer.key()).with_context(|| format!("`{}` cannot be written", path.display()))?;
    Ok(signer)
}

fn read(path: &Path) -> Result<Option<SigningKey>> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("`{}` cannot be read", path.display())),
    };
    let kept: Kept = serde_json::from_slice(&text).with_context(|| format!("`{}`", path.display()))?;
    Ok(Some(SigningKey { jwk: kept.jwk, sealed: kept.sealed }))
}

/// A file of mode 0600 that is there whole or not at all, in place of the one before.
fn write(path: &Path, key: &SigningKey) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    let kept = Kept { jwk: key.jwk.clone(), sealed: key.sealed.clone() };
    file.write_all(serde_json::to_string(&kept)?.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
