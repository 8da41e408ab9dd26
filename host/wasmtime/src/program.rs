//! The compiled component and its pool: made once, used by any number of engines.

use crate::bindings::{Engine as World, EnginePre};
use crate::compiled;
use crate::failure::LoadError;
use crate::memory::Memories;
use crate::ports::Ports;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::sync::Semaphore;
use wasmtime::component::{Component, HasSelf, Linker};
use wasmtime::{Config, Engine, EngineWeak};

/// How exactly the time to compute is measured.
const TICK: Duration = Duration::from_millis(50);

/// Bounds of the instances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long an instance may compute between two answers of the store or the crypto provider, 50 ms exactly at best; 5 seconds.
    pub compute: Duration,
    /// How much memory an instance may have, in bytes; 128 MiB. The costliest stored hash that policy accepts takes 64 MiB.
    pub memory: usize,
    /// How many instances there are at a time; further requests wait for one. 64. Each takes address space of 4 GiB, not memory.
    pub instances: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { compute: Duration::from_secs(5), memory: 128 << 20, instances: 64 }
    }
}

/// A compiled component. Compiling takes seconds; a clone is another handle on the same.
#[derive(Clone)]
pub struct Program {
    pub(crate) instances: Arc<Semaphore>,
    pub(crate) linked: EnginePre<Ports>,
    pub(crate) limits: Limits,
    pub(crate) memories: Arc<Memories>,
}

impl Program {
    /// Compiles the component `bytes`, as `cargo xtask build component` makes them.
    ///
    /// # Errors
    /// [`LoadError::Component`] when it is no component of the contract, or imports more than its world names.
    pub fn compile(bytes: impl AsRef<[u8]>) -> Result<Self, LoadError> {
        Self::compile_with(bytes, Limits::default())
    }

    /// Compiles with bounds of one's own.
    ///
    /// # Errors
    /// As [`compile`](Self::compile); also when the machine cannot reserve the pool.
    pub fn compile_with(bytes: impl AsRef<[u8]>, limits: Limits) -> Result<Self, LoadError> {
        Self::link(limits, |engine| Component::new(engine, bytes)).map_err(LoadError::Component)
    }

    /// Loads the component in a file, and keeps beside it what it compiled, so that the next start takes milliseconds and not seconds: for `component.wasm`, in
    /// `component.compiled`. That is code which runs outside of the sandbox. It is for this user alone, and is taken only where it is of this component, this wasmtime
    /// and these bounds, and nobody else can have written it.
    ///
    /// # Errors
    /// As [`compile_with`](Self::compile_with); also when the file cannot be read.
    pub fn load(path: impl AsRef<Path>, limits: Limits) -> Result<Self, LoadError> {
        Self::link(limits, |engine| compiled::component(engine, path.as_ref())).map_err(LoadError::Component)
    }

    fn link(
        limits: Limits,
        component: impl FnOnce(&Engine) -> wasmtime::Result<Component>,
    ) -> wasmtime::Result<Self> {
        let memories = Arc::new(Memories::default());
        let engine = Engine::new(&config(limits, &memories))?;
        let component = component(&engine)?;
        let mut linker = Linker::new(&engine);
        World::add_to_linker::<Ports, HasSelf<Ports>>(&mut linker, |ports| ports)?;
        let linked = EnginePre::new(linker.instantiate_pre(&component)?)?;
        let weak = engine.weak();
        thread::Builder::new().name("badgehouse-ticks".into()).spawn(move || tick(&weak))?;
        let instances = Arc::new(Semaphore::new(limits.instances as usize));
        Ok(Self { instances, linked, limits, memories })
    }

    /// The time to compute, in ticks; one more, since the first may come at once.
    pub(crate) fn ticks(&self) -> u64 {
        u64::try_from(self.limits.compute.as_millis().div_ceil(TICK.as_millis()) + 1).unwrap_or(u64::MAX)
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Program({:?})", self.limits)
    }
}

fn config(limits: Limits, memories: &Memories) -> Config {
    let mut config = Config::new();
    memories.configure(&mut config, limits);
    config
        .epoch_interruption(true)
        // What a trap says goes to the operator's log; where in the code it was says nothing there.
        .wasm_backtrace_max_frames(None);
    config
}

/// Counts time for the bounds, until the last handle on the engine is gone.
fn tick(engine: &EngineWeak) {
    loop {
        thread::sleep(TICK);
        match engine.upgrade() {
            Some(engine) => engine.increment_epoch(),
            None => return,
        }
    }
}
