//! What may befall an ask.

use super::chance::Chance;
use badgehouse::crypto::CryptoError;
use badgehouse::operation::{Answer, Ask};
use badgehouse::store::StoreError;

/// What happens to one ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Fault {
    /// Nothing.
    None,
    /// It fails, and nothing has happened.
    Before,
    /// It fails, and what was asked has happened.
    After,
    /// It fails, and what was asked is on its way still: it happens later, or never.
    Later,
    /// A commit is refused though nothing was in its way, as by a database that undid it because of another.
    Conflict,
    /// No answer comes, and nothing has happened: the caller gives up.
    HangsBefore,
    /// No answer comes, and it has happened.
    HangsAfter,
}

impl Fault {
    /// What befalls an ask where one in `rate` goes wrong; none does where it is 0.
    pub(super) fn draw(chance: &mut Chance, rate: usize, ask: &Ask) -> Self {
        if rate == 0 || !chance.once_in(rate) {
            return Self::None;
        }
        let commits = matches!(ask, Ask::Commit { .. });
        match chance.below(if commits { 8 } else { 3 }) {
            0 => Self::HangsBefore,
            1 | 2 => Self::Before,
            3 | 4 => Self::After,
            5 => Self::Later,
            6 => Self::Conflict,
            _ => Self::HangsAfter,
        }
    }

    /// Whether what was asked happens at once.
    pub(super) fn happens(self) -> bool {
        matches!(self, Self::None | Self::After | Self::HangsAfter)
    }
}

/// The answer that something failed.
pub(super) fn failed(ask: &Ask) -> Answer {
    let store = || StoreError::Unavailable("the connection was torn".into());
    let provider = || CryptoError::Failed("the provider does not answer".into());
    match ask {
        Ask::Get { .. } => Answer::Get(Err(store())),
        Ask::List { .. } => Answer::List(Err(store())),
        Ask::Commit { .. } => Answer::Commit(Err(store())),
        Ask::Generate { .. } => Answer::Generate(Err(provider())),
        Ask::Sign { .. } => Answer::Sign(Err(provider())),
        Ask::Verify { .. } => Answer::Verify(Err(provider())),
    }
}
