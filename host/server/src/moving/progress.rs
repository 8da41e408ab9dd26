//! How far something has come: a bar on a terminal, and nothing elsewhere.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};

const ROWS: &str = "{msg} [{bar:30}] {human_pos}/{human_len} {eta}";
const BYTES: &str = "{msg} [{bar:30}] {bytes}/{total_bytes} {eta}";
const UNKNOWN: &str = "{msg} {spinner} {human_pos}";

/// So many rows or pages of a whole.
pub(crate) fn of_rows(what: &'static str, whole: u64) -> ProgressBar {
    bar(what, Some(whole), ROWS)
}

/// So many bytes of a file, or rows where its length is not known.
pub(crate) fn of_bytes(what: &'static str, whole: Option<u64>) -> ProgressBar {
    bar(what, whole, if whole.is_some() { BYTES } else { UNKNOWN })
}

fn bar(what: &'static str, whole: Option<u64>, template: &str) -> ProgressBar {
    // Standard output may be the export itself.
    let target =
        if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(whole, target).with_message(what);
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
