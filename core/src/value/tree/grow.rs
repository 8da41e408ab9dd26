//! A tree from JSON text, by `serde_json`.

use super::place::step;
use super::{Misfit, Tree};
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserializer, de};
use serde_json::error::Category;
use std::borrow::Cow;
use std::fmt;
use zeroize::Zeroizing;

pub(super) fn parse(json: &[u8]) -> Result<Tree<'_>, Misfit> {
    let mut place = String::new();
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let tree = Growing(&mut place).deserialize(&mut deserializer);
    tree.and_then(|tree| deserializer.end().map(|()| tree)).map_err(|error| {
        let detail = told(&error, &place);
        Misfit::new(place, detail)
    })
}

/// How deep `serde_json` reads.
const DEEPEST: usize = 127;

/// In our words: those of `serde_json` bring with them what it has for files, 2 kB by gzip in WebAssembly.
#[cold]
fn told(error: &serde_json::Error, place: &str) -> String {
    let what = match error.classify() {
        Category::Eof => "the JSON ends too early",
        _ if place.matches('/').count() >= DEEPEST => "the JSON is nested too deep",
        _ => "this is no JSON",
    };
    format!("{what}, line {} column {}", error.line(), error.column())
}

/// What grows; the place at which the text is no JSON is kept beside, since `serde_json` does not know it.
struct Growing<'p>(&'p mut String);

impl<'de> DeserializeSeed<'de> for Growing<'_> {
    type Value = Tree<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// The same, at a step below.
struct Below<'p, 's>(&'p mut String, Step<'s>);

#[derive(Clone, Copy)]
enum Step<'s> {
    Name(&'s str),
    Index(usize),
}

impl<'de> DeserializeSeed<'de> for Below<'_, '_> {
    type Value = Tree<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree<'de>, D::Error> {
        let Self(place, below) = self;
        let tree = Growing(place).deserialize(deserializer);
        if tree.is_err() {
            match below {
                Step::Name(name) => step(place, name),
                Step::Index(index) => step(place, &index.to_string()),
            }
        }
        tree
    }
}

/// The name of a member.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.into()))
    }
}

impl<'de> Visitor<'de> for Growing<'_> {
    type Value = Tree<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Tree<'de>, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Tree<'de>, E> {
        Ok(Tree::Flag(flag))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Tree<'de>, E> {
        Ok(Tree::Whole(number))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Tree<'de>, E> {
        Ok(Tree::Negative(number))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Tree<'de>, E> {
        Ok(Tree::Fraction(number))
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Tree<'de>, E> {
        Ok(Tree::Text(text))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Tree<'de>, E> {
        Ok(Tree::Unescaped(Zeroizing::new(text.into())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(Below(self.0, Step::Index(items.len())))? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Tree<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = object.next_key_seed(Name)? {
            let value = object.next_value_seed(Below(self.0, Step::Name(&name)))?;
            members.push((name, value));
        }
        Ok(Tree::Object(members))
    }
}
