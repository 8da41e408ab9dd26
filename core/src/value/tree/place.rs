//! What is wrong with a tree, and where.

use crate::value::text::{is_control, is_hidden};
use serde::de::{Error, Expected, Unexpected};
use std::fmt::{self, Write};

/// The longest name that a place is told with, in bytes.
const LONGEST_NAME: usize = 40;

/// A tree is none of what was to be read. One pointer wide, so that reading without it costs little.
#[derive(Debug)]
pub(crate) struct Misfit(Box<Told>);

#[derive(Debug)]
struct Told {
    pointer: String,
    detail: String,
}

impl Misfit {
    #[cold]
    pub(super) fn new(pointer: String, detail: String) -> Self {
        Self(Box::new(Told { pointer, detail }))
    }

    /// The same, a step deeper than it was known before.
    #[cold]
    pub(super) fn within(mut self, name: &str) -> Self {
        step(&mut self.0.pointer, name);
        self
    }

    /// The same, in a list.
    #[cold]
    pub(super) fn at(self, index: usize) -> Self {
        self.within(&index.to_string())
    }

    #[cold]
    pub(super) fn of_another_length(found: usize, expected: usize) -> Self {
        Self::custom(format_args!("invalid length {found}, expected {expected}"))
    }

    #[cold]
    fn too_short() -> Self {
        Self::custom("an element is missing")
    }

    #[cold]
    fn unknown(what: &str, name: &str, known: &[&str]) -> Self {
        Self::custom(format_args!("unknown {what} `{name}`, expected one of `{}`", known.join("`, `")))
    }

    /// Where, as a JSON Pointer (RFC 6901 section 3), and what.
    pub(crate) fn told(self) -> (String, String) {
        (self.0.pointer, self.0.detail)
    }
}

/// Puts a step before what is known of a place.
#[cold]
pub(super) fn step(pointer: &mut String, name: &str) {
    pointer.insert_str(0, &token(name));
    pointer.insert(0, '/');
}

/// A member's name as a step of a JSON Pointer; one that none of ours is so long as is left out.
pub(crate) fn token(name: &str) -> String {
    match name.len() > LONGEST_NAME {
        true => "…".into(),
        false => name.replace('~', "~0").replace('/', "~1"),
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.detail)
    }
}

impl std::error::Error for Misfit {}

impl Error for Misfit {
    #[cold]
    fn custom<T: fmt::Display>(what: T) -> Self {
        Self::new(String::new(), what.to_string())
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("invalid type: {}, expected {expected}", Found(found)))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("invalid value: {}, expected {expected}", Found(found)))
    }

    /// Said where a field is absent, which is told as that; what it was to be part of would be some twenty bytes of code and a text for each field.
    #[inline(always)]
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::too_short()
    }

    #[cold]
    fn unknown_variant(name: &str, known: &'static [&'static str]) -> Self {
        Self::unknown("variant", name, known)
    }

    #[cold]
    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        Self::unknown("field", name, known)
    }
}

/// In the words of JSON: what a tree can be. A number is not written out that is no integer, which would take a tenth of what a form loads.
struct Found<'a>(Unexpected<'a>);

impl fmt::Display for Found<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Unexpected::Unit => formatter.write_str("null"),
            Unexpected::Bool(flag) => write!(formatter, "boolean `{flag}`"),
            Unexpected::Unsigned(number) => write!(formatter, "integer `{number}`"),
            Unexpected::Signed(number) => write!(formatter, "integer `{number}`"),
            Unexpected::Float(_) => formatter.write_str("number that is no 64-bit integer"),
            Unexpected::Str(text) => quote(text, formatter),
            Unexpected::Seq => formatter.write_str("list"),
            Unexpected::Map => formatter.write_str("object"),
            Unexpected::UnitVariant => formatter.write_str("unit variant"),
            Unexpected::Other(what) => formatter.write_str(what),
            _ => formatter.write_str("something else"),
        }
    }
}

/// A text with what nobody would see spelled out, as far as that takes no tables.
fn quote(text: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    formatter.write_str("string \"")?;
    for character in text.chars() {
        if is_control(character) || is_hidden(character) || ['"', '\\'].contains(&character) {
            write!(formatter, "{}", character.escape_default())?;
        } else {
            formatter.write_char(character)?;
        }
    }
    formatter.write_char('"')
}
