//! Memories from wasmtime's pool, of which none is put back.

use crate::program::Limits;
use std::sync::{Arc, OnceLock};
use wasmtime::{Config, InstanceAllocationStrategy, PoolingAllocationConfig};

/// How many core instances and tables a component instance has at most: its module, and what adapts its imports.
const PARTS: u32 = 8;
/// How much of an instance's memory stays mapped for the next, wiped: saves page faults, costs this for each instance.
const RESIDENT_BYTES: usize = 1 << 20;

#[derive(Default)]
pub(crate) struct Memories;

/// Of no instance.
pub(crate) enum Memory {}

/// Of no memory.
pub(crate) enum Image {}

impl Memories {
    /// Has an engine take its memories from a pool.
    pub(crate) fn configure(&self, config: &mut Config, limits: Limits) {
        let mut pool = PoolingAllocationConfig::default();
        pool.total_component_instances(limits.instances)
            .total_core_instances(limits.instances.saturating_mul(PARTS))
            .total_memories(limits.instances)
            .total_tables(limits.instances.saturating_mul(PARTS))
            .total_stacks(limits.instances)
            .max_memory_size(limits.memory)
            .linear_memory_keep_resident(RESIDENT_BYTES);
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    }

    /// Begins an instance.
    pub(crate) async fn of<T>(&self, begun: impl Future<Output = T> + Send) -> (T, Option<Memory>) {
        (begun.await, None)
    }
}

impl Memory {
    pub(crate) fn stand_on(&mut self, _: &OnceLock<Arc<Image>>) -> bool {
        match *self {}
    }

    pub(crate) fn put_back(&mut self, _: &Image) -> bool {
        match *self {}
    }
}
