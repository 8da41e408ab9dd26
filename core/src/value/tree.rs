//! A small tree of JSON, of which every value of ours is read: so that each type's reading is compiled for one source, and an error knows its place.

mod grow;
mod place;
mod read;
mod record;

pub(crate) use place::{Misfit, token};
pub(crate) use record::{FromTree, as_serde_reads};

use serde::de::{DeserializeOwned, Error, Unexpected};
use serde_json::Value;
use std::borrow::Cow;
use zeroize::Zeroizing;

/// What JSON says (RFC 8259 section 3). Texts and names without escapes are not copied; numbers are as `serde_json` has them.
#[derive(Debug, PartialEq)]
pub(crate) enum Tree<'a> {
    Null,
    Flag(bool),
    Whole(u64),
    Negative(i64),
    Fraction(f64),
    Text(&'a str),
    /// A text that had escapes, which stands apart from the JSON text and may be a secret.
    Unescaped(Zeroizing<String>),
    List(Vec<Self>),
    /// In their order; one that is repeated is here as often.
    Object(Vec<Member<'a>>),
}

/// A member of an object: its name and what it is.
pub(crate) type Member<'a> = (Cow<'a, str>, Tree<'a>);

impl<'a> Tree<'a> {
    /// The tree of a JSON text, which may be nested 127 deep.
    pub(crate) fn parse(json: &'a [u8]) -> Result<Self, Misfit> {
        grow::parse(json)
    }

    /// The tree of a value that was read before.
    pub(crate) fn of(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Flag(*flag),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(whole), _) => Self::Whole(whole),
                (None, Some(negative)) => Self::Negative(negative),
                (None, None) => Self::Fraction(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => Self::Text(text),
            Value::Array(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Object(members) => Self::of_members(members),
        }
    }

    /// The tree of an object that was read before.
    pub(crate) fn of_members(members: &'a serde_json::Map<String, Value>) -> Self {
        Self::Object(members.iter().map(|(name, value)| (name.as_str().into(), Self::of(value))).collect())
    }

    /// The tree of a JSON text that is an object.
    pub(crate) fn parse_object(json: &'a [u8]) -> Result<Self, Misfit> {
        let tree = Self::parse(json)?;
        match tree {
            Self::Object(_) => Ok(tree),
            other => Err(Misfit::invalid_type(other.kind(), &"an object")),
        }
    }

    /// A value of ours.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, Misfit> {
        T::deserialize(self)
    }

    /// A value of ours in JSON text.
    pub(crate) fn value<T: DeserializeOwned>(json: &[u8]) -> Result<T, Misfit> {
        Tree::parse(json)?.read()
    }

    /// A record of ours in JSON text.
    pub(crate) fn of_record<T: FromTree>(json: &[u8]) -> Result<T, Misfit> {
        T::from_tree(&Tree::parse(json)?)
    }

    fn kind(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Unit,
            Self::Flag(flag) => Unexpected::Bool(*flag),
            Self::Whole(number) => Unexpected::Unsigned(*number),
            Self::Negative(number) => Unexpected::Signed(*number),
            Self::Fraction(number) => Unexpected::Float(*number),
            Self::Text(text) => Unexpected::Str(text),
            Self::Unescaped(text) => Unexpected::Str(text),
            Self::List(_) => Unexpected::Seq,
            Self::Object(_) => Unexpected::Map,
        }
    }
}
