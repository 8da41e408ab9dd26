//! What a check found: which laws are kept, and of each broken one what was expected and what was seen.

use crate::law::Law;
use badgehouse::store::StoreError;
use std::fmt;

/// The outcome of a check. Printed, it has a block of lines for each law that is broken.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The laws that were tested and found kept.
    pub kept: Vec<Law>,
    /// The laws that were found broken.
    pub broken: Vec<Breach>,
}

impl Report {
    /// For the end of a test.
    ///
    /// # Panics
    /// With the whole report, unless every law that was tested is kept.
    pub fn assert_kept(&self) {
        assert!(self.broken.is_empty(), "{self}");
    }

    pub(crate) fn of(law: Law, verdict: Verdict) -> Self {
        match verdict {
            Ok(()) => Self { kept: vec![law], broken: Vec::new() },
            Err(Finding { expected, seen }) => {
                Self { kept: Vec::new(), broken: vec![Breach { law, expected, seen }] }
            }
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.kept.extend(other.kept);
        self.broken.extend(other.broken);
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{} laws kept, {} broken", self.kept.len(), self.broken.len())?;
        self.broken.iter().try_for_each(|breach| writeln!(formatter, "{breach}"))
    }
}

/// A broken law.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which one.
    pub law: Law,
    /// What a store that keeps it does.
    pub expected: String,
    /// What this one did, or the error that it answered.
    pub seen: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "broken law: {}", self.law)?;
        writeln!(formatter, "  expected: {}", self.expected)?;
        write!(formatter, "  seen:     {}", self.seen)
    }
}

/// Whether a law was seen to be broken.
pub(crate) type Verdict = Result<(), Finding>;

/// A breach, before it is said of which law.
#[derive(Debug)]
pub(crate) struct Finding {
    expected: String,
    seen: String,
}

impl Finding {
    pub(crate) fn new(expected: impl Into<String>, seen: impl Into<String>) -> Self {
        Self { expected: expected.into(), seen: seen.into() }
    }

    /// The same, with more of what was looked at.
    pub(crate) fn about(self, what: &str) -> Self {
        Self { expected: format!("{what}: {}", self.expected), ..self }
    }
}

impl From<StoreError> for Finding {
    fn from(error: StoreError) -> Self {
        Self::new("an answer", error.to_string())
    }
}

/// A finding unless `seen` is `expected`; `what` says what was looked at.
pub(crate) fn same<T: PartialEq + fmt::Debug>(what: &str, seen: &T, expected: &T) -> Verdict {
    if seen == expected {
        return Ok(());
    }
    Err(Finding::new(format!("{what}: {}", shown(expected)), shown(seen)))
}

/// A finding unless `holds`.
pub(crate) fn ensure(holds: bool, expected: impl Into<String>, seen: impl Into<String>) -> Verdict {
    if holds { Ok(()) } else { Err(Finding::new(expected, seen)) }
}

/// At most a screenful of `value`.
pub(crate) fn shown(value: &impl fmt::Debug) -> String {
    const MOST: usize = 600;
    let text = format!("{value:?}");
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}... ({} bytes)", &text[..end], text.len()),
        None => text,
    }
}
