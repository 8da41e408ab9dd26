//! Processes: each has a clock that may be wrong, settings, and what it keeps in memory, which is gone when it starts anew.

use super::plant::Plant;
use crate::settings::settings;
use badgehouse::Core;
use badgehouse::crypto::SealingKey;
use badgehouse::http::Kept;
use badgehouse::settings::Settings;
use badgehouse::time::Watch;
use std::sync::OnceLock;

/// The sealing keys on the way from one to another: each stage is rolled out everywhere before the next, so that whoever seals is understood by all.
const STAGES: [&[u8]; 4] = [&[42], &[42, 43], &[43, 42], &[43]];
/// The stage before the last, in which what the earlier key has sealed is sealed anew.
pub(super) const RESEALING: usize = 2;

pub(super) struct Process {
    pub(super) core: Core,
    pub(super) watch: Watch,
    pub(super) kept: Kept,
    /// How far its clock is from the truth, in seconds.
    pub(super) off: i64,
    /// When it was started.
    pub(super) begun: u64,
    /// Its sealing keys.
    pub(super) stage: usize,
}

impl Process {
    pub(super) fn start(stage: usize, off: i64, truth: u64) -> Self {
        Self { core: core(stage), watch: Watch::default(), kept: Kept::default(), off, begun: truth, stage }
    }

    /// What it has seen pass by a clock that nobody sets.
    pub(super) fn monotonic(&self, truth: u64, plant: &mut dyn Plant) -> u64 {
        plant.saw_pass(truth.saturating_sub(self.begun), self.clock(truth))
    }

    pub(super) fn clock(&self, truth: u64) -> u64 {
        truth.saturating_add_signed(self.off)
    }
}

/// The core by the sealing keys of a stage.
pub(super) fn core(stage: usize) -> Core {
    static CORES: OnceLock<Vec<Core>> = OnceLock::new();
    let open = |bytes: &&[u8]| {
        let sealing_keys = bytes.iter().map(|byte| SealingKey::from_bytes([*byte; 32])).collect();
        Core::open(Settings { sealing_keys, ..settings() }).expect("the settings")
    };
    CORES.get_or_init(|| STAGES.iter().map(open).collect())[stage.min(STAGES.len() - 1)].clone()
}
