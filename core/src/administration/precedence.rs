//! Precedence: what ends something goes before what adds to something, so that nobody keeps an end away by changing things.
//!
//! Every change of a company moves the head of its audit, so that each conflicts with every other. An end that conflicted twice therefore takes
//! precedence, by one commit that expects nothing and so always goes through. Every other change holds that record to what it read: those
//! under way conflict from then on, and those that read it wait. What is left to conflict with are other ends, each of which is done when it comes first.

use super::principal::Principal;
use crate::core::Context;
use crate::model::actor::{Actor, ActorKind};
use crate::model::record::{self, Found, Reading, VERSION};
use crate::port::store::{Change, Expect, Key};
use crate::value::error::Error;
use crate::value::identifier::Segment;
use crate::value::timestamp::{Timestamp, seconds};
use crate::value::tree::{FromTree, Misfit, Tree, as_serde_reads};
use serde::{Deserialize, Serialize};

/// How long what was taken counts, if who took it is never heard of again. By no clock more than this, or one that is ahead would stop a company.
const LEASE_SECONDS: u64 = 10;

/// Who goes before whom: the later in this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Rank {
    /// What adds to something or alters it.
    Change,
    /// What ends something, for a program. A program that is to be stopped may end things as well, so that it stands behind those who stop it.
    ProgramEnds,
    /// What ends something, for a person or the platform.
    Ends,
}

as_serde_reads!(Rank);

impl Rank {
    pub(crate) fn of(ends: bool, principal: &Principal) -> Self {
        match principal {
            _ if !ends => Self::Change,
            Principal::Bearer(_) | Principal::Actor(Actor { kind: ActorKind::ServiceAccount(_), .. }) => {
                Self::ProgramEnds
            }
            Principal::Actor(_) | Principal::Platform => Self::Ends,
        }
    }
}

/// That something is being ended in a company.
#[derive(Serialize)]
struct PrecedenceRecord {
    v: u8,
    rank: Rank,
    #[serde(serialize_with = "seconds::serialize")]
    until: Timestamp,
}

impl FromTree for PrecedenceRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self { v: record.needed("v")?, rank: record.needed("rank")?, until: record.moment("until")? })
    }
}

impl PrecedenceRecord {
    fn counts(&self, now: Timestamp) -> bool {
        now < self.until && self.until <= now.after(LEASE_SECONDS)
    }
}

/// What was read of a company's precedence.
pub(crate) struct Precedence {
    key: Key,
    found: Expect,
    /// Who has it at present.
    held_by: Option<Rank>,
}

impl Precedence {
    pub(crate) fn read(segment: &Segment, reading: &Reading, now: Timestamp) -> Result<Self, Error> {
        let key = record::precedence(segment);
        // What is not this service's bars nobody.
        let found: Found<PrecedenceRecord> = reading.found(&key)?;
        let held_by = found.record().filter(|record| record.counts(now)).map(|record| record.rank);
        Ok(Self { key, found: found.unchanged(), held_by })
    }

    /// Whether one of that rank waits.
    pub(crate) fn bars(&self, rank: Rank) -> bool {
        self.held_by.is_some_and(|holder| rank < holder)
    }

    /// What goes with a commit of that rank: a change holds the record to what was read, an end gives back what it `took`.
    pub(crate) fn change(&self, rank: Rank, took: bool) -> Option<Change> {
        match rank {
            Rank::Change => Some(record::keep(self.key.clone(), self.found.clone())),
            Rank::ProgramEnds | Rank::Ends if took => Some(record::delete(self.key.clone(), Expect::Any)),
            Rank::ProgramEnds | Rank::Ends => None,
        }
    }

    /// Takes it, from whoever has it and is not of a higher rank. A program's end does so only where nobody came in between, and what its rights were read
    /// from is still so.
    pub(crate) async fn take(&self, context: &Context, rank: Rank, held: Vec<Change>) -> Result<(), Error> {
        let expect = if rank == Rank::Ends { Expect::Any } else { self.found.clone() };
        let record = PrecedenceRecord { v: VERSION, rank, until: context.now.after(LEASE_SECONDS) };
        let mut changes = held;
        changes.push(record::put_until(self.key.clone(), expect, &record, record.until.seconds())?);
        context.commit(changes).await?;
        Ok(())
    }
}
