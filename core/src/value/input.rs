//! Input, as JSON text or as a value of it: a value of ours, or the place at which it is none.

#[cfg(test)]
mod tests;

use super::error::{Error, InputProblem};
use super::rule::RuleError;
use super::tree::{Misfit, Tree};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeOwned, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

/// The longest word of the input that an error quotes, in bytes.
const LONGEST_QUOTED: usize = 40;

/// Reads a text that stands at `pointer` of the input. `invalid_input` says the rule that it breaks.
pub(crate) fn parsed<T: FromStr<Err = RuleError>>(pointer: &str, text: &str) -> Result<T, Error> {
    text.parse().map_err(|error: RuleError| Error::invalid_at(pointer, error.rule()))
}

/// Reads a value of JSON that was read before. `invalid_input` names the place of the first member that is missing, unknown, repeated or of a wrong type.
///
/// A struct refuses members that it does not have, unless it is named to serde with a `…` at the end; a field may be left out if it has `#[serde(default)]`, an `Option` too.
/// What types have for formats that people read (`is_human_readable`) and for others is read as for others: an address of the standard library has to be a text first.
pub fn read<T: DeserializeOwned>(json: Value) -> Result<T, Error> {
    Tree::of(&json).read().map_err(misfit)
}

/// Reads a value in JSON text, which may be nested 127 deep. `invalid_input` names the place as [`read`] does.
pub fn value<T: DeserializeOwned>(json: &[u8]) -> Result<T, Error> {
    Tree::value(json).map_err(misfit)
}

/// Reads a value in JSON text that has to be an object there.
pub fn object<T: DeserializeOwned>(json: &[u8]) -> Result<T, Error> {
    Tree::parse_object(json).and_then(|tree| tree.read()).map_err(misfit)
}

#[cold]
fn misfit(misfit: Misfit) -> Error {
    Error::invalid(vec![problem(misfit)])
}

/// What is told of input that is not what was to be read.
#[cold]
pub(crate) fn problem(misfit: Misfit) -> InputProblem {
    let (pointer, detail) = misfit.told();
    InputProblem { pointer, detail: abridged(&detail) }
}

/// What is wrong, without the long words of the input that it quotes: a secret or a token may have got into the wrong place, and errors
/// get into logs.
fn abridged(detail: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || ['_', '-', '.', '~', '+', '/', '='].contains(&c);
    let words = detail.split_inclusive(|c| !plain(c));
    words
        .map(|word| match word.len() > LONGEST_QUOTED {
            true => format!("…{}", word.trim_start_matches(plain)),
            false => word.to_owned(),
        })
        .collect()
}

/// A value that stands there as an object. A struct alone is also read from an array of its members' values, by their order; not from a tree, nor do formats that have nothing but
/// arrays need it.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData)).map(Self)
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members))
    }
}

/// Reads a list of objects, for `deserialize_with`.
pub(crate) fn objects<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    if !deserializer.is_human_readable() {
        return Vec::deserialize(deserializer);
    }
    Ok(Vec::<Object<T>>::deserialize(deserializer)?.into_iter().map(|Object(item)| item).collect())
}

/// One text, or a list of texts.
pub(crate) enum Texts {
    One(String),
    Several(Vec<String>),
}

/// Not derived as an untagged enum, which would have everything kept and looked at twice.
impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrSeveral;
        impl<'de> Visitor<'de> for OneOrSeveral {
            type Value = Texts;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text or a list of texts")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Texts, E> {
                Ok(Texts::One(text.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Texts, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(Texts::Several)
            }
        }
        deserializer.deserialize_any(OneOrSeveral)
    }
}

/// Reads a list of texts, or one text without a list, for `deserialize_with`.
pub(crate) fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(match Option::deserialize(deserializer)? {
        None => Vec::new(),
        Some(Texts::One(one)) => vec![one],
        Some(Texts::Several(several)) => several,
    })
}

/// Reads an object, for `deserialize_with`.
pub(crate) fn as_object<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    if !deserializer.is_human_readable() {
        return T::deserialize(deserializer);
    }
    Object::deserialize(deserializer).map(|Object(value)| value)
}

/// Reads an object or null, for `deserialize_with`.
pub(crate) fn optional_object<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    if !deserializer.is_human_readable() {
        return Option::deserialize(deserializer);
    }
    Ok(Option::<Object<T>>::deserialize(deserializer)?.map(|Object(value)| value))
}

/// Tells a member that is null from one that is absent, for `deserialize_with`.
pub(crate) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
