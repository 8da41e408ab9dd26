//! A record of ours from a tree, member by member.
//!
//! What serde derives keeps a place for each member until all are there, and each of its errors has to clear them: some 500 bytes of code a member in WebAssembly. A record is
//! this service's own word, so that nothing in it has to be pointed out to who wrote it; it is read by a fifth of that. What people write is still read as serde reads it.

use super::{Member, Misfit, Tree};
use crate::value::timestamp::Timestamp;
use serde::de::Error;

/// What is read of a record.
pub(crate) trait FromTree: Sized {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit>;
}

/// Reads these types of a record as serde reads them elsewhere.
macro_rules! as_serde_reads {
    ($($name:ty),+ $(,)?) => {
        $(
            impl $crate::value::tree::FromTree for $name {
                fn from_tree(
                    tree: &$crate::value::tree::Tree<'_>,
                ) -> Result<Self, $crate::value::tree::Misfit> {
                    tree.read()
                }
            }
        )+
    };
}
pub(crate) use as_serde_reads;

as_serde_reads!(u8, u64, usize, bool, String, serde_json::Value);

impl<T: FromTree> FromTree for Vec<T> {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let Tree::List(items) = tree else { return Err(tree.mistyped(&"a list")) };
        let read = |(index, item)| T::from_tree(item).map_err(|misfit| misfit.at(index));
        items.iter().enumerate().map(read).collect()
    }
}

/// The members of a record. One that is not asked for is passed over; of one that is repeated the first counts.
pub(crate) struct Members<'t>(&'t [Member<'t>]);

impl Tree<'_> {
    /// What a record holds.
    pub(crate) fn record(&self) -> Result<Members<'_>, Misfit> {
        match self {
            Self::Object(members) => Ok(Members(members)),
            other => Err(other.mistyped(&"an object")),
        }
    }
}

impl<'t> Members<'t> {
    /// One that is always there.
    pub(crate) fn needed<T: FromTree>(&self, name: &'static str) -> Result<T, Misfit> {
        let member = self.find(name).ok_or_else(|| Misfit::missing_field(name))?;
        T::from_tree(member).map_err(|misfit| misfit.within(name))
    }

    /// One that may be absent or null.
    pub(crate) fn optional<T: FromTree>(&self, name: &'static str) -> Result<Option<T>, Misfit> {
        match self.find(name) {
            None | Some(Tree::Null) => Ok(None),
            Some(member) => T::from_tree(member).map(Some).map_err(|misfit| misfit.within(name)),
        }
    }

    /// One that may be left out where it says nothing.
    pub(crate) fn or_default<T: FromTree + Default>(&self, name: &'static str) -> Result<T, Misfit> {
        self.optional(name).map(Option::unwrap_or_default)
    }

    /// A moment, as a number of seconds.
    pub(crate) fn moment(&self, name: &'static str) -> Result<Timestamp, Misfit> {
        self.needed(name).map(Timestamp::from_seconds)
    }

    /// A moment that may be absent.
    pub(crate) fn optional_moment(&self, name: &'static str) -> Result<Option<Timestamp>, Misfit> {
        Ok(self.optional(name)?.map(Timestamp::from_seconds))
    }

    fn find(&self, name: &str) -> Option<&'t Tree<'t>> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, member)| member)
    }
}
