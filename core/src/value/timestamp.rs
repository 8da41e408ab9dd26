//! Moments, as the core sees them: whole seconds since 1970, given with each operation's start.

use super::rule::RuleError;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The last second of the year 9999, the last that RFC 3339 can write.
const LAST: u64 = 253_402_300_799;
const DAY: u64 = 86_400;
const RULE: &str = "a moment is an RFC 3339 date and time";

/// A moment in Unix seconds. In records it is a number, to people and programs it is RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(u64);

impl Timestamp {
    /// The moment `seconds` after 1970-01-01T00:00:00Z; later than the year 9999 counts as its end.
    pub fn from_seconds(seconds: u64) -> Self {
        Self(seconds.min(LAST))
    }

    /// Unix seconds.
    pub fn seconds(self) -> u64 {
        self.0
    }

    /// The moment `seconds` later.
    pub fn after(self, seconds: u64) -> Self {
        Self::from_seconds(self.0.saturating_add(seconds))
    }

    /// The days since 1970-01-01, in UTC.
    pub(crate) fn day(self) -> u32 {
        u32::try_from(self.0 / DAY).unwrap_or(u32::MAX)
    }

    /// The first moment of a day.
    pub(crate) fn of_day(day: u32) -> Self {
        Self::from_seconds(u64::from(day).saturating_mul(DAY))
    }

    /// The date in UTC: `2026-01-31`.
    pub(crate) fn date(self) -> String {
        self.to_string().chars().take_while(|character| *character != 'T').collect()
    }
}

impl FromStr for Timestamp {
    type Err = RuleError;

    /// A moment from RFC 3339 text, in any offset; fractions of a second are cut.
    fn from_str(text: &str) -> Result<Self, RuleError> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).ok();
        let seconds = moment.and_then(|moment| u64::try_from(moment.unix_timestamp()).ok());
        seconds.filter(|seconds| *seconds <= LAST).map(Self).ok_or(RuleError::new(RULE))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = i64::try_from(self.0)
            .ok()
            .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
            .and_then(|moment| moment.format(&Rfc3339).ok());
        formatter.write_str(text.as_deref().unwrap_or_default())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(|_| D::Error::custom("not an RFC 3339 date and time"))
    }
}

/// For records: the moment as a number of seconds.
pub(crate) mod seconds {
    use super::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(moment: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(moment.seconds())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        u64::deserialize(deserializer).map(Timestamp::from_seconds)
    }
}

/// For records: a moment that may be absent.
pub(crate) mod optional_seconds {
    use super::Timestamp;
    use serde::{Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        moment: &Option<Timestamp>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        moment.map(Timestamp::seconds).serialize(serializer)
    }
}

/// Of JWTs: a NumericDate (RFC 7519 section 2), which may have a fraction. It counts by its whole seconds.
pub(crate) mod numeric_date {
    use serde::{Deserialize, Deserializer, de::Error as _};
    use serde_json::Number;

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        let number = Number::deserialize(deserializer)?;
        whole(&number).ok_or_else(|| D::Error::custom("not a number of seconds since 1970"))
    }

    /// One that may be absent, but not null.
    pub(crate) fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
        deserialize(deserializer).map(Some)
    }

    fn whole(number: &Number) -> Option<u64> {
        let cut = || number.as_f64().filter(|seconds| *seconds >= 0.0).map(|seconds| seconds as u64);
        number.as_u64().or_else(cut)
    }
}
