//! The labels, and the fixed sets that their values are of.

use badgehouse::error::Code;
use badgehouse::grant::TokenErrorCode;
use prometheus_client::encoding::EncodeLabelSet;

/// What stands where nothing of a set fits.
const OTHER: &str = "other";

/// What came of a decision, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    outcome: &'static str,
    reason: &'static str,
}

impl Outcome {
    /// It was granted.
    pub(crate) const GRANTED: Self = Self { outcome: "granted", reason: "none" };

    /// It was refused for a reason that has no code.
    pub(crate) const fn refused(reason: &'static str) -> Self {
        Self { outcome: "refused", reason }
    }

    /// It was refused, or failed, with a status and a code of the core's.
    pub(crate) fn of(status: u16, code: &str) -> Self {
        let outcome = if status >= 500 { "failed" } else { "refused" };
        if status == 429 {
            return Self { outcome, reason: "held_up" };
        }
        let mut known =
            Code::ALL.map(Code::as_str).into_iter().chain(TokenErrorCode::ALL.map(TokenErrorCode::as_str));
        Self { outcome, reason: known.find(|known| *known == code).unwrap_or(OTHER) }
    }
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct TokenRequest {
    outcome: &'static str,
    reason: &'static str,
}

impl From<Outcome> for TokenRequest {
    fn from(Outcome { outcome, reason }: Outcome) -> Self {
        Self { outcome, reason }
    }
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct Decision {
    kind: &'static str,
    outcome: &'static str,
    reason: &'static str,
}

impl Decision {
    pub(super) fn new(kind: &'static str, Outcome { outcome, reason }: Outcome) -> Self {
        Self { kind, outcome, reason }
    }
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct Call {
    pub(super) call: &'static str,
    pub(super) outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct Build {
    pub(super) version: &'static str,
    pub(super) engine: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct Request {
    route: String,
    method: &'static str,
    status: &'static str,
}

impl Request {
    /// `route` is of a fixed set already.
    pub(super) fn new(route: String, method: &'static str, status: u16) -> Self {
        let status = match status {
            100..200 => "1xx",
            200..300 => "2xx",
            300..400 => "3xx",
            400..500 => "4xx",
            _ => "5xx",
        };
        Self { route, method, status }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_of_the_stable_codes() {
        assert_eq!(Outcome::of(401, "invalid_client"), Outcome::refused("invalid_client"));
        assert_eq!(Outcome::of(429, "invalid_client"), Outcome::refused("held_up"));
        assert_eq!(Outcome::of(503, "unavailable"), Outcome { outcome: "failed", reason: "unavailable" });
        assert_eq!(Outcome::of(400, "bhs_of_somebody"), Outcome::refused(OTHER));
    }
}
