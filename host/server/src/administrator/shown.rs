//! A new secret, shown this once: on standard output, or in a file of its owner's.

use crate::files::NewSecret;
use crate::output::{self, Output};
use anyhow::{Context, Result};
use badgehouse::error::Error;
use clap::Args;
use serde::Serialize;
use serde_json::Value;
use std::path::PathBuf;
use zeroize::Zeroizing;

const SECRET: &str = "client_secret";
const LOST: &str = "it was made, but its secret could not be kept; make another by `secret rotate`";

/// Where a new secret goes.
#[derive(Args)]
pub(crate) struct Shown {
    /// Put the secret into a new file of mode 0600, and not on standard output.
    #[arg(long, value_name = "FILE")]
    secret_out: Option<PathBuf>,
}

impl Shown {
    /// Makes the thing with its secret, once there is a place for it, and shows both. To people its `id` is told, by a line as a shell reads it.
    pub(crate) async fn show<T: Serialize>(
        &self,
        out: Output,
        id: &str,
        make: impl Future<Output = Result<T, Error>>,
    ) -> Result<()> {
        let file = self.secret_out.as_deref().map(NewSecret::create).transpose()?;
        let mut made = match make.await {
            Ok(made) => serde_json::to_value(made)?,
            Err(error) => {
                file.map(NewSecret::discard).transpose()?;
                return Err(error.into());
            }
        };
        if let Some(file) = file {
            keep(file, &mut made)?;
        }
        if out.json {
            return output::line(&made.to_string());
        }
        for name in [id, SECRET] {
            if let Some(value) = made.get(name).and_then(Value::as_str) {
                output::line(&format!("{name}={value}"))?;
            }
        }
        if let Some(notice) = made.get("notice").and_then(Value::as_str) {
            eprintln!("{notice}");
        }
        Ok(())
    }
}

/// Moves the secret into the file; of a repeated call there is none.
fn keep(file: NewSecret, made: &mut Value) -> Result<()> {
    match made.as_object_mut().and_then(|members| members.remove(SECRET)) {
        Some(Value::String(secret)) => file.write(&Zeroizing::new(secret + "\n")).context(LOST),
        _ => file.discard(),
    }
}
