//! The laws by name.

use std::fmt;

/// A promise of the store port that is tested. There may be more of them in a later version.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Law {
    /// A get answers each key at its place: what is there, or nothing.
    GetOrder,
    /// A put value comes back byte by byte, whichever bytes it has, at whichever key.
    RoundTrip,
    /// The longest key, the largest value, the largest commit, get and list all work.
    Bounds,
    /// A get sees every commit that was answered before it, from another handle too.
    StrongRead,
    /// A get of up to 10 keys of a partition sees each commit whole or not at all.
    Snapshot,
    /// A commit takes effect exactly when its expectations hold, for each expectation and action.
    Expectations,
    /// An entry that is kept is checked, alone and among changes, and stays as it is.
    Keep,
    /// A conflict, in whichever change, leaves nothing of the commit behind.
    AllOrNothing,
    /// A commit whose future is dropped happens whole or not at all.
    AbandonedCommit,
    /// Of many that increment one number at once, every success counts.
    NoLostUpdate,
    /// Of many that create one key at once, one succeeds.
    OneCreator,
    /// All checks of a commit hold at one instant: of two commits that each change what the other checks, one succeeds.
    OneInstant,
    /// A put makes a version that the key never had, with the same value too, and after a delete.
    NewVersions,
    /// No version of a lost future comes back after a backup was restored.
    RestoredVersions,
    /// A list is in ascending byte order.
    ListOrder,
    /// A list has the keys that begin with the prefix, to the letter, and no others.
    ListPrefix,
    /// A list begins after the given key, and is shorter than the limit only at the end.
    ListPages,
    /// A list shows the values and versions that a get shows.
    ListEntries,
    /// A walk through the pages of a list meets what stays once, whatever others write and delete meanwhile.
    ListWhileWritten,
    /// What happens in one partition changes nothing in another.
    Partitions,
    /// An entry is not hidden before the second it expires at, which the last put decides.
    NotHiddenEarly,
    /// An entry that a get hides is absent to a commit.
    HiddenIsAbsent,
    /// An entry that a get by one handle hides is absent to a commit by another: they go by one clock.
    HiddenEverywhere,
    /// Many tasks at once, each in its partition, each see exactly what they wrote.
    ManyTasks,
    /// What was answered is there after a crash, and what was under way is there whole or not at all.
    Durable,
}

impl Law {
    /// Every law.
    pub const ALL: [Self; 25] = [
        Self::GetOrder,
        Self::RoundTrip,
        Self::Bounds,
        Self::StrongRead,
        Self::Snapshot,
        Self::Expectations,
        Self::Keep,
        Self::AllOrNothing,
        Self::AbandonedCommit,
        Self::NoLostUpdate,
        Self::OneCreator,
        Self::OneInstant,
        Self::NewVersions,
        Self::RestoredVersions,
        Self::ListOrder,
        Self::ListPrefix,
        Self::ListPages,
        Self::ListEntries,
        Self::ListWhileWritten,
        Self::Partitions,
        Self::NotHiddenEarly,
        Self::HiddenIsAbsent,
        Self::HiddenEverywhere,
        Self::ManyTasks,
        Self::Durable,
    ];

    /// The law in a few words.
    pub fn name(self) -> &'static str {
        match self {
            Self::GetOrder => "a get answers in the order asked",
            Self::RoundTrip => "what was put comes back",
            Self::Bounds => "the largest that is allowed works",
            Self::StrongRead => "a get sees every commit that was answered before it",
            Self::Snapshot => "a get sees each commit whole or not at all",
            Self::Expectations => "a commit takes effect exactly when its expectations hold",
            Self::Keep => "a kept entry is checked and stays as it is",
            Self::AllOrNothing => "a conflict leaves nothing behind",
            Self::AbandonedCommit => "an abandoned commit happens whole or not at all",
            Self::NoLostUpdate => "no update is lost",
            Self::OneCreator => "of many creators one succeeds",
            Self::OneInstant => "all checks of a commit hold at one instant",
            Self::NewVersions => "a put makes a version that the key never had",
            Self::RestoredVersions => "a restored backup repeats no version",
            Self::ListOrder => "a list is in byte order",
            Self::ListPrefix => "a list has exactly the keys of its prefix",
            Self::ListPages => "a list begins after the given key and is short only at the end",
            Self::ListEntries => "a list shows what a get shows",
            Self::ListWhileWritten => "a walk through a list meets what stays once",
            Self::Partitions => "partitions do not touch each other",
            Self::NotHiddenEarly => "an entry is not hidden before it expires",
            Self::HiddenIsAbsent => "what a get hides is absent to a commit",
            Self::HiddenEverywhere => "what one handle hides is absent to another",
            Self::Durable => "what was answered is there after a crash",
            Self::ManyTasks => "many tasks at once each see what they wrote",
        }
    }
}

impl fmt::Display for Law {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
