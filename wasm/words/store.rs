//! The store's words: changes out, entries in.

use super::named_alike;
use crate::bindings::store as wit;
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Listed, StoreError, Version};

impl From<wit::Entry> for Entry {
    fn from(entry: wit::Entry) -> Self {
        Self { value: entry.value, version: Version(entry.version) }
    }
}

impl TryFrom<wit::Listed> for Listed {
    type Error = StoreError;

    fn try_from(listed: wit::Listed) -> Result<Self, StoreError> {
        let key =
            Key::parse(listed.key).map_err(|_| StoreError::Broken("it listed what is no key".into()))?;
        Ok(Self { key, entry: listed.entry.into() })
    }
}

impl From<Change> for wit::Change {
    fn from(change: Change) -> Self {
        Self {
            key: change.key.as_str().into(),
            expect: match change.expect {
                Expect::Any => wit::Expect::Any,
                Expect::Absent => wit::Expect::Absent,
                Expect::Version(version) => wit::Expect::Version(version.0),
            },
            action: match change.action {
                Action::Keep => wit::Action::Keep,
                Action::Put { value, expires_at } => wit::Action::Put(wit::Put { value, expires_at }),
                Action::Delete => wit::Action::Delete,
            },
        }
    }
}

named_alike!(wit::CommitOutcome => Commit { Committed, Conflict });

impl From<wit::StoreError> for StoreError {
    fn from(error: wit::StoreError) -> Self {
        match error {
            wit::StoreError::Unavailable(why) => Self::Unavailable(why),
            wit::StoreError::Broken(why) => Self::Broken(why),
        }
    }
}
