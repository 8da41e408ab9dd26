//! The store's words: changes in, entries out.

use super::named_alike;
use crate::bindings::store as wit;
use crate::ports::key;
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Listed, StoreError, Version};

impl From<Entry> for wit::Entry {
    fn from(entry: Entry) -> Self {
        Self { value: entry.value, version: entry.version.0 }
    }
}

impl From<Listed> for wit::Listed {
    fn from(listed: Listed) -> Self {
        Self { key: listed.key.as_str().into(), entry: listed.entry.into() }
    }
}

impl TryFrom<wit::Change> for Change {
    type Error = StoreError;

    fn try_from(change: wit::Change) -> Result<Self, StoreError> {
        Ok(Self {
            key: key(change.key)?,
            expect: match change.expect {
                wit::Expect::Any => Expect::Any,
                wit::Expect::Absent => Expect::Absent,
                wit::Expect::Version(version) => Expect::Version(Version(version)),
            },
            action: match change.action {
                wit::Action::Keep => Action::Keep,
                wit::Action::Put(wit::Put { value, expires_at }) => Action::Put { value, expires_at },
                wit::Action::Delete => Action::Delete,
            },
        })
    }
}

named_alike!(Commit => wit::CommitOutcome { Committed, Conflict });

impl From<StoreError> for wit::StoreError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(why) => Self::Unavailable(why),
            StoreError::Broken(why) => Self::Broken(why),
        }
    }
}
