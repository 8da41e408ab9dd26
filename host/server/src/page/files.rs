//! The page's files, read once when the server starts: what is not among them is not there, whatever a path says.

use crate::exit::Usage;
use anyhow::{Context, Result, ensure};
use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// The file that the page begins with.
pub(super) const INDEX: &str = "index.html";
/// How deep folders lie in each other, so that a link to a folder above ends.
const DEPTH: usize = 4;

/// The files, by their path in the folder.
pub(super) struct Files(BTreeMap<String, Arc<File>>);

/// A file, as it is answered.
pub(super) struct File {
    content: Bytes,
    media_type: &'static str,
    tag: String,
}

impl Files {
    /// All files of the folder and of those in it, but for those whose names begin with a dot.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        read_into(&mut files, folder, "", DEPTH)?;
        if !files.contains_key(INDEX) {
            let how = "it is to be what `cargo xtask build page` makes";
            return Err(Usage(format!("there is no {INDEX} in `{}`; {how}", folder.display())).into());
        }
        Ok(Self(files))
    }

    pub(super) fn into_named(self) -> impl Iterator<Item = (String, Arc<File>)> {
        self.0.into_iter()
    }
}

fn read_into(
    files: &mut BTreeMap<String, Arc<File>>,
    folder: &Path,
    prefix: &str,
    deeper: usize,
) -> Result<()> {
    let shown = folder.display();
    ensure!(deeper > 0, "the page's folders lie too deep in each other: `{shown}`");
    for entry in fs::read_dir(folder).with_context(|| format!("the page's folder `{shown}`"))? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with('.') {
            continue;
        }
        let shown = path.display();
        // The path of a route: what a browser would encode, or axum take for a pattern, is no name of it.
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        ensure!(!name.is_empty() && name.chars().all(plain), "`{shown}` is no name for a file of the page");
        let named = format!("{prefix}{name}");
        if path.is_dir() {
            read_into(files, &path, &format!("{named}/"), deeper - 1)?;
        } else {
            let content = fs::read(&path).with_context(|| format!("`{shown}` cannot be read"))?;
            files.insert(named, Arc::new(File::new(name, content)));
        }
    }
    Ok(())
}

impl File {
    fn new(name: &str, content: Vec<u8>) -> Self {
        let digest = Sha256::digest(&content);
        let tag = format!("\"{}\"", BASE64URL_NOPAD.encode(&digest));
        Self { content: content.into(), media_type: media_type(name), tag }
    }

    /// The file, or that it is as the browser has it (RFC 9110 section 13.1.2).
    pub(super) fn answer(&self, headers: &HeaderMap) -> Response {
        let kept = [(ETAG, self.tag.as_str()), (CACHE_CONTROL, "no-cache")];
        if self.is_known(headers) {
            return (StatusCode::NOT_MODIFIED, kept).into_response();
        }
        (kept, [(CONTENT_TYPE, self.media_type)], self.content.clone()).into_response()
    }

    fn is_known(&self, headers: &HeaderMap) -> bool {
        let tags = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        let mut tags = tags.flat_map(|value| value.split(',')).map(str::trim);
        tags.any(|tag| tag == "*" || tag.trim_start_matches("W/") == self.tag)
    }
}

/// By the name's end. A browser runs no script and no WebAssembly under another type, and guesses none.
fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/vnd.microsoft.icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
