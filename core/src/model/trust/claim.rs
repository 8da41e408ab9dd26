//! A claim that a trust asks for: how it is named, and what it has to be.

use super::Claims;
use crate::value::error::InputProblem;
use crate::value::tree;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::fmt;

/// How many claims a trust may ask for.
pub const MAX_CLAIMS: usize = 16;

/// The longest name of a claim, in bytes.
const MAX_NAME_BYTES: usize = 255;

/// The longest text of a claim, in bytes.
const MAX_TEXT_BYTES: usize = 1024;

/// At what a prefix may end.
const SEPARATORS: [char; 4] = [':', '/', '@', '|'];

/// Claims that a trust says by other members, or that are others in each JWT.
const NOT_ASKED_FOR: [&str; 6] = ["iss", "aud", "exp", "nbf", "iat", "jti"];

/// What a claim has to be, in the JSON type in which the issuer writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ClaimValue {
    /// This text, at most 1,024 bytes.
    Text(#[cfg_attr(feature = "schema", schemars(length(max = 1024)))] String),
    /// This whole number.
    Number(i64),
    /// True, or false.
    Flag(bool),
    /// A text that begins so.
    Prefix(ClaimPrefix),
}

/// What a claim's value is read as.
const EXPECTED: &str = "a text, a whole number, true or false, or an object with a `prefix`";

impl<'de> Deserialize<'de> for ClaimValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyOfThem;
        impl<'de> Visitor<'de> for AnyOfThem {
            type Value = ClaimValue;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(EXPECTED)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<ClaimValue, E> {
                Ok(ClaimValue::Text(text.into()))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<ClaimValue, E> {
                Ok(ClaimValue::Number(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<ClaimValue, E> {
                i64::try_from(number).map(ClaimValue::Number).map_err(|_| E::custom(EXPECTED))
            }

            fn visit_bool<E: de::Error>(self, flag: bool) -> Result<ClaimValue, E> {
                Ok(ClaimValue::Flag(flag))
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<ClaimValue, A::Error> {
                let prefix = ClaimPrefix::deserialize(MapAccessDeserializer::new(members));
                prefix.map(ClaimValue::Prefix).map_err(|_| A::Error::custom(EXPECTED))
            }
        }
        deserializer.deserialize_any(AnyOfThem)
    }
}

/// How a text begins. It stands for one more value: what follows in the claim is not empty, and the prefix's last character is not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClaimPrefix {
    /// At most 1,024 bytes that end at `:`, `/`, `@` or `|`.
    #[cfg_attr(feature = "schema", schemars(length(min = 2, max = 1024)))]
    pub prefix: String,
}

impl ClaimPrefix {
    fn fits(&self, text: &str) -> bool {
        let separator = self.prefix.chars().next_back();
        let rest = text.strip_prefix(&self.prefix).filter(|rest| !rest.is_empty());
        rest.is_some_and(|rest| {
            separator.is_some_and(|separator| rest.chars().all(|other| other != separator))
        })
    }
}

impl ClaimValue {
    pub(crate) fn fits(&self, claim: &Value) -> bool {
        match (self, claim) {
            (Self::Text(wanted), Value::String(text)) => wanted == text,
            (Self::Number(wanted), Value::Number(number)) => number.as_i64() == Some(*wanted),
            (Self::Flag(wanted), Value::Bool(flag)) => wanted == flag,
            (Self::Prefix(wanted), Value::String(text)) => wanted.fits(text),
            _ => false,
        }
    }

    fn problem(&self) -> Option<&'static str> {
        match self {
            Self::Text(text) if text.len() > MAX_TEXT_BYTES => Some("a claim has at most 1024 bytes"),
            Self::Prefix(ClaimPrefix { prefix }) if prefix.len() > MAX_TEXT_BYTES => {
                Some("a prefix has at most 1024 bytes")
            }
            // `repo:acme/site` would also be how `repo:acme/site-of-others` begins.
            Self::Prefix(ClaimPrefix { prefix }) if !prefix.ends_with(SEPARATORS) || prefix.len() < 2 => {
                Some("a prefix ends at the separator after a whole value: `:`, `/`, `@` or `|`")
            }
            _ => None,
        }
    }
}

/// The claim of that name: a member of the JWT, or what a JSON Pointer (RFC 6901) leads to, which begins with a slash.
pub(crate) fn find<'a>(jwt: &'a Value, name: &str) -> Option<&'a Value> {
    if name.starts_with('/') { jwt.pointer(name) } else { jwt.get(name) }
}

/// Where the claim of that name stands in the input.
pub(crate) fn pointer(name: &str) -> String {
    format!("/claims/{}", tree::token(name))
}

/// Which rules the claims break, each by itself.
pub(crate) fn problems(claims: &Claims) -> Vec<InputProblem> {
    if !(1..=MAX_CLAIMS).contains(&claims.len()) {
        return vec![InputProblem::new("/claims", "a trust asks for 1 to 16 claims")];
    }
    let broken = |(name, value): (&String, &ClaimValue)| {
        let rule = name_problem(name).or_else(|| value.problem())?;
        Some(InputProblem::new(&pointer(name), rule))
    };
    claims.iter().filter_map(broken).collect()
}

fn name_problem(name: &str) -> Option<&'static str> {
    if !(1..=MAX_NAME_BYTES).contains(&name.len()) {
        return Some("the name of a claim has 1 to 255 bytes");
    }
    if NOT_ASKED_FOR.contains(&name) {
        return Some(
            "a trust says `issuer` and `audience` beside its claims; times and `jti` are others in each JWT",
        );
    }
    let steps = name.strip_prefix('/')?;
    let escaped = steps.split('~').skip(1).all(|after| after.starts_with(['0', '1']));
    // One way to write each, so that no rule on a name is passed by another of it.
    let nested = steps.bytes().any(|byte| byte == b'/') || steps.starts_with("~1");
    let rule = "a claim within another is named by a JSON Pointer such as `/kubernetes.io/namespace`, one of the JWT itself by its name alone";
    (!escaped || !nested).then_some(rule)
}
