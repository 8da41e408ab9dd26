//! What an actor may try.

use crate::hold::Hold;
use badgehouse::permission::Level;

#[derive(Clone, Debug)]
pub(crate) enum Act {
    Set {
        target: usize,
        tool: usize,
        level: Level,
        in_project: bool,
    },
    AddSecret {
        target: usize,
    },
    AddKey {
        target: usize,
    },
    AddTrust {
        target: usize,
    },
    WriteTemplate {
        tool: usize,
        level: Level,
    },
    Assign {
        target: usize,
        in_project: bool,
    },
    Job {
        target: usize,
        tool: usize,
        in_project: bool,
    },
    Undelete {
        target: usize,
    },
    Create,
    Delete {
        target: usize,
    },
    Insist {
        target: usize,
    },
    Repair {
        target: usize,
    },
    /// The same as a repair, by an edit that takes the contact back.
    TakeBack {
        target: usize,
    },
    Loosen {
        target: usize,
        hold: Hold,
    },
}
