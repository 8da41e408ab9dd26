//! Input in any encoding that serde reads, JSON above all: a value of ours, or the place at which it is none.

use super::error::{Error, InputProblem};
use super::rule::RuleError;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_path_to_error::{Path, Segment};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

/// The longest word of the input that an error quotes, in bytes.
const LONGEST_QUOTED: usize = 40;

/// Reads a text that stands at `pointer` of the input. `invalid_input` says the rule that it breaks.
pub(crate) fn parsed<T: FromStr<Err = RuleError>>(pointer: &str, text: &str) -> Result<T, Error> {
    text.parse().map_err(|error: RuleError| Error::invalid_at(pointer, error.rule()))
}

/// Reads a value. `invalid_input` names the place of the first member that is missing, unknown or of a wrong type.
pub fn read<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, Error> {
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let pointer = pointer(error.path());
        Error::invalid(vec![InputProblem { pointer, detail: abridged(&error.inner().to_string()) }])
    })
}

/// Reads a value in JSON text, which may be nested 127 deep. `invalid_input` names the place as [`read`] does; a member that is repeated is wrong as well.
pub fn value<T: DeserializeOwned>(json: &[u8]) -> Result<T, Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let value = read(&mut deserializer)?;
    deserializer.end().map_err(|error| Error::invalid_at("", error.to_string()))?;
    Ok(value)
}

/// Reads a value in JSON text that has to be an object there: a struct would also be read from an array of its members' values, by their order.
pub fn object<T: DeserializeOwned>(json: &[u8]) -> Result<T, Error> {
    value(json).map(|Object(value)| value)
}

/// The JSON Pointer (RFC 6901 section 3) of a place in the input; a name that none of ours is so long as is left out, like in `abridged`.
fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path.iter() {
        let step = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => token(key),
            Segment::Enum { variant } => token(variant),
            Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&step);
    }
    pointer
}

/// A member's name as a step of a JSON Pointer; one that none of ours is so long as is left out.
pub(crate) fn token(name: &str) -> String {
    match name.len() > LONGEST_QUOTED {
        true => "…".into(),
        false => name.replace('~', "~0").replace('/', "~1"),
    }
}

/// What is wrong, without the long words of the input that it quotes: a secret or a token may have got into the wrong place, and errors
/// get into logs.
fn abridged(detail: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.~+/=".contains(c);
    let words = detail.split_inclusive(|c| !plain(c));
    words
        .map(|word| match word.len() > LONGEST_QUOTED {
            true => format!("…{}", word.trim_start_matches(plain)),
            false => word.to_owned(),
        })
        .collect()
}

/// A value that stands there as an object. A struct alone is also read from an array of its members' values, by their order.
pub(crate) struct Object<T>(pub(crate) T);

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
    Ok(Vec::<Object<T>>::deserialize(deserializer)?.into_iter().map(|Object(item)| item).collect())
}

/// Reads a list of texts, or one text without a list, for `deserialize_with`.
pub(crate) fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a text or a list of texts")]
    enum OneOrMany {
        None(()),
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::None(()) => Vec::new(),
        OneOrMany::One(one) => vec![one],
        OneOrMany::Many(many) => many,
    })
}

/// Reads an object whose members can have any name, for `deserialize_with`; one that stands there twice is an error, since the two may disagree.
pub(crate) fn unrepeated<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, T>, D::Error> {
    struct Members<T>(PhantomData<T>);
    impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
        type Value = BTreeMap<String, T>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
            let mut read = BTreeMap::new();
            while let Some((name, member)) = members.next_entry::<String, T>()? {
                if read.insert(name, member).is_some() {
                    return Err(A::Error::custom("a member stands there twice"));
                }
            }
            Ok(read)
        }
    }
    deserializer.deserialize_map(Members(PhantomData))
}

/// Reads an object, for `deserialize_with`.
pub(crate) fn as_object<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Object::deserialize(deserializer).map(|Object(value)| value)
}

/// Reads an object or null, for `deserialize_with`.
pub(crate) fn optional_object<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Ok(Option::<Object<T>>::deserialize(deserializer)?.map(|Object(value)| value))
}

/// Tells a member that is null from one that is absent, for `deserialize_with`.
pub(crate) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
