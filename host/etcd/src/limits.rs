//! How much of etcd a store takes, and how long it waits.

use std::time::Duration;

/// The most connections that there may be.
pub(crate) const MOST_CONNECTIONS: usize = 1000;

/// The longest wait. Beyond it lie moments that no clock of the machine has.
const LONGEST: Duration = Duration::from_secs(86_400);

/// The bounds of a store. [`Limits::default`] is right for most; every wait ends in an error that says which bound it was. More than a day is a day.
///
/// ```
/// use badgehouse_etcd::Limits;
///
/// let limits = Limits { connections: 32, ..Limits::default() };
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most calls at a time, each by a connection of its own: 16, at least 1 and at most 1000. `connections=32` in the URL goes before it.
    pub connections: usize,
    /// How long a call waits for its turn: 5 seconds.
    pub wait: Duration,
    /// How long making a connection may take, without TLS: 5 seconds.
    pub connect: Duration,
    /// How long an answer may take, tries that had to be repeated included: 10 seconds. etcd itself gives up a commit after seven.
    pub answer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 16,
            wait: Duration::from_secs(5),
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(10),
        }
    }
}

impl Limits {
    /// What of them can be kept to.
    pub(crate) fn bounded(self) -> Self {
        Self {
            connections: self.connections.clamp(1, MOST_CONNECTIONS),
            wait: self.wait.min(LONGEST),
            connect: self.connect.min(LONGEST),
            answer: self.answer.min(LONGEST),
        }
    }
}
