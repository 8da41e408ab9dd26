//! Looking through a store from outside: whether a record is as this service wrote it. No operation asks it, and it asks no store.

use super::Core;
use crate::model::company::CompanyRecord;
use crate::model::record;
use crate::model::vouch::{self, Doubt};
use crate::port::store::Key;
use crate::value::identifier::CompanyId;
use crate::value::tree::{FromTree, Misfit, Tree};

/// What a record looks like from outside.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can be read, and is as this service wrote it as far as it is signed. Of the audit, its verification tells.
    Sound,
    /// A sealing key has signed it that is not in the settings.
    KeyUnknown,
    /// It is not as this service wrote it.
    Forged,
    /// It is no record of this release's.
    Unreadable,
}

/// That it is a record of this release's, whatever else it says.
struct AnyRecord(u8);

impl FromTree for AnyRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        tree.record()?.needed("v").map(Self)
    }
}

impl Core {
    /// How the value that lies at `key` stands.
    pub fn inspect(&self, key: &Key, value: &[u8]) -> Standing {
        let json = match vouch::opened(self.keys(), key, value) {
            Ok(json) => json,
            Err(Doubt::KeyUnknown) => return Standing::KeyUnknown,
            Err(Doubt::Forged) => return Standing::Forged,
        };
        match Tree::of_record::<AnyRecord>(json) {
            Ok(AnyRecord(record::VERSION)) => Standing::Sound,
            Ok(_) | Err(_) => Standing::Unreadable,
        }
    }

    /// The company whose record lies at `key`, if it is that of one which was not erased, and sound.
    pub fn company_at(&self, key: &Key, value: &[u8]) -> Option<CompanyId> {
        let json = vouch::opened(self.keys(), key, value).ok()?;
        let company = Tree::of_record::<CompanyRecord>(json).ok()?.id?;
        (*key == record::company(&company.segment())).then_some(company)
    }
}
