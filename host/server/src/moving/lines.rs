//! The form of an export: a line that says what it is, a line for each row in the order of the keys, and a line with how many there were and the digest of all before it.
//!
//! ```text
//! {"format":"badgehouse-export","version":1}
//! {"key":"keys/ring","value":"eyJ2Ijox..."}
//! {"key":"...","value":"...","expires_at":1800000000}
//! {"rows":2,"sha256":"..."}
//! ```
//!
//! `value` is base64url without padding. Versions are not in it, since each store makes its own; so two stores that hold the same have the same export, to the byte.

use crate::exit::Usage;
use anyhow::{Context, Result};
use badgehouse::store::{Key, MAX_VALUE_BYTES, Row};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{BufRead, Read};

const FORMAT: &str = "badgehouse-export";
const VERSION: u32 = 1;
/// More than the longest key and the largest value take.
const MAX_LINE: u64 = 64 * 1024;

#[derive(Serialize, Deserialize)]
struct Header {
    format: String,
    version: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    key: String,
    value: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<u64>,
}

/// The last line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trailer {
    pub(crate) rows: u64,
    pub(crate) sha256: String,
}

/// Makes the lines, each with its line feed, and adds them up.
pub(crate) struct Writer {
    rows: u64,
    digest: Sha256,
}

impl Writer {
    /// With the first line.
    pub(crate) fn begin() -> Result<(Self, String)> {
        let mut new = Self { rows: 0, digest: Sha256::new() };
        let line = new.line(&Header { format: FORMAT.into(), version: VERSION })?;
        Ok((new, line))
    }

    pub(crate) fn row(&mut self, row: &Row) -> Result<String> {
        self.rows += 1;
        let value = BASE64URL_NOPAD.encode(&row.value);
        self.line(&Line { key: row.key.as_str().into(), value, expires_at: row.expires_at })
    }

    pub(crate) fn end(self) -> Trailer {
        Trailer { rows: self.rows, sha256: HEXLOWER.encode(&self.digest.finalize()) }
    }

    fn line<T: Serialize>(&mut self, thing: &T) -> Result<String> {
        let line = format!("{}\n", serde_json::to_string(thing)?);
        self.digest.update(&line);
        Ok(line)
    }
}

impl Trailer {
    pub(crate) fn line(&self) -> Result<String> {
        Ok(format!("{}\n", serde_json::to_string(self)?))
    }
}

/// Reads an export, and holds it to its form as it goes.
pub(crate) struct Reader<R> {
    lines: R,
    number: u64,
    rows: u64,
    last: Option<Key>,
    digest: Sha256,
}

/// What a line is.
pub(crate) enum Next {
    Row(Row),
    /// The end, which is as it was said to be.
    End(Trailer),
}

impl<R: BufRead> Reader<R> {
    /// Reads the first line.
    pub(crate) fn begin(lines: R) -> Result<Self> {
        let mut new = Self { lines, number: 0, rows: 0, last: None, digest: Sha256::new() };
        let line = new.line()?;
        let none = || Usage("it is no export of a store: its first line does not say so".into());
        let header: Header = serde_json::from_slice(&line).map_err(|_| none())?;
        if header.format != FORMAT {
            return Err(none().into());
        }
        if header.version != VERSION {
            let found = header.version;
            let said = format!(
                "it is an export of version {found}, and this program reads version {VERSION}: import it by the program that reads that one"
            );
            return Err(Usage(said).into());
        }
        new.digest.update(&line);
        Ok(new)
    }

    /// The next row, or the end.
    pub(crate) fn next(&mut self) -> Result<Next> {
        let line = self.line()?;
        if let Ok(trailer) = serde_json::from_slice::<Trailer>(&line) {
            return self.end(trailer);
        }
        let row = self.row(&line)?;
        self.digest.update(&line);
        self.rows += 1;
        self.last = Some(row.key.clone());
        Ok(Next::Row(row))
    }

    fn row(&self, line: &[u8]) -> Result<Row> {
        // Without what the line says: errors are printed.
        let line: Line = serde_json::from_slice(line).map_err(|_| self.wrong("is no row"))?;
        let key = Key::parse(line.key).map_err(|_| self.wrong("has a key that is none"))?;
        if self.last.as_ref().is_some_and(|last| *last >= key) {
            return Err(self.wrong("is out of order, or a second of its key").into());
        }
        let value = BASE64URL_NOPAD.decode(line.value.as_bytes());
        let value = value.map_err(|_| self.wrong("has a value that is no base64url"))?;
        if value.len() > MAX_VALUE_BYTES {
            return Err(self.wrong("has a value that is too large").into());
        }
        Ok(Row { key, value, expires_at: line.expires_at })
    }

    fn end(&mut self, trailer: Trailer) -> Result<Next> {
        if self.lines.read(&mut [0]).context("it cannot be read")? > 0 {
            return Err(self.wrong("is to be the last, and is not").into());
        }
        let read = Trailer { rows: self.rows, sha256: HEXLOWER.encode(&self.digest.clone().finalize()) };
        if read != trailer {
            let said = format!(
                "it is not as it was written: its last line tells of {} rows, and {} came before it; or one of them was altered. Take another copy of it",
                trailer.rows, read.rows
            );
            return Err(Usage(said).into());
        }
        Ok(Next::End(trailer))
    }

    fn line(&mut self) -> Result<Vec<u8>> {
        let mut line = Vec::new();
        let mut bounded = self.lines.by_ref().take(MAX_LINE);
        bounded.read_until(b'\n', &mut line).context("it cannot be read")?;
        self.number += 1;
        if line.last() != Some(&b'\n') {
            return Err(match line.len() as u64 {
                MAX_LINE => self.wrong("is too long"),
                _ => Usage(format!(
                    "it was cut off: it ends in line {}, without the last line, which says how many rows there are. Take a whole copy of it",
                    self.number
                )),
            }
            .into());
        }
        Ok(line)
    }

    fn wrong(&self, what: &str) -> Usage {
        Usage(format!("its line {} {what}", self.number))
    }
}
