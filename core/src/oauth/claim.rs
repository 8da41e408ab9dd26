//! Claims that several kinds of JWT have.

use crate::value::input::Texts;
use serde::{Deserialize, Serialize};

/// By how much clocks may differ.
pub(crate) const LEEWAY_SECONDS: u64 = 60;

/// What the bearer has to prove (RFC 7800 section 3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Confirmation…")]
pub struct Confirmation {
    /// The thumbprint of the key that it holds (RFC 9449 section 6.1).
    pub jkt: String,
}

/// A JWT's `aud`: one value, or a list of them (RFC 7519 section 4.1.3). What it holds is compared byte by byte (section 2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, from = "Texts")]
pub enum Audience {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl From<Texts> for Audience {
    fn from(texts: Texts) -> Self {
        match texts {
            Texts::One(one) => Self::One(one),
            Texts::Several(several) => Self::Several(several),
        }
    }
}

impl Audience {
    /// One without a list, several with one.
    pub(crate) fn of(mut audiences: Vec<String>) -> Self {
        if audiences.len() > 1 {
            return Self::Several(audiences);
        }
        Self::One(audiences.pop().unwrap_or_default())
    }

    /// Whether it is that one and no other.
    pub(crate) fn is_sole(&self, audience: &str) -> bool {
        match self {
            Self::One(one) => one == audience,
            Self::Several(several) => several.len() == 1 && self.contains(audience),
        }
    }

    pub(crate) fn contains(&self, audience: &str) -> bool {
        self.iter().any(|one| one == audience)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &String> {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several.as_slice(),
        }
        .iter()
    }
}
