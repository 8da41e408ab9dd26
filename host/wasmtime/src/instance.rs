//! Instances: one that works for one request, and those that rest until the next.

use crate::bindings::Engine as World;
use crate::bindings::service_accounts::{GuestEngine, Note};
use crate::convert;
use crate::failure;
use crate::memory::{Image, Memory};
use crate::ports::Ports;
use crate::program::Program;
use badgehouse::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::OwnedSemaphorePermit;
use wasmtime::component::ResourceAny;

/// How much room an instance has to work in before its memory grows, in bytes: one that has grown is not put back. It is more than a body that HTTP takes, and what is made of it.
const ROOM: usize = 512 << 10;

/// An instance at work. Its place in the pool is free again once it rests or is gone: the fields are dropped in this order.
pub(crate) struct Instance {
    opened: Opened,
    /// An engine whose audit events carry a note, which is the request's own.
    noting: Option<ResourceAny>,
    idle: Arc<Idle>,
    _place: OwnedSemaphorePermit,
}

/// The instances of one engine that rest, each as it was when the engine had been opened.
#[derive(Default)]
pub(crate) struct Idle {
    /// What the memory of each was then.
    image: OnceLock<Arc<Image>>,
    instances: Mutex<Vec<Opened>>,
}

/// An instance whose engine is open.
struct Opened {
    store: wasmtime::Store<Ports>,
    engine: ResourceAny,
    world: World,
    /// None where it cannot be put back.
    memory: Option<Memory>,
}

impl Instance {
    /// Waits for a place in the pool, and takes an instance that rests, or else opens an engine in a new one.
    pub(crate) async fn take(
        program: &Program,
        settings: &convert::Settings,
        idle: &Arc<Idle>,
        ports: impl FnOnce() -> Ports + Send,
    ) -> Result<Self, Error> {
        let place = Arc::clone(&program.instances).acquire_owned().await;
        let place = place.map_err(|_| Error::unavailable("the pool of instances is closed"))?;
        let rested = idle.instances().pop();
        let mut opened = match rested {
            Some(opened) => opened,
            None => Opened::open(program, settings, &idle.image, ports()).await?,
        };
        opened.store.set_epoch_deadline(program.ticks());
        opened.store.data_mut().answered = false;
        Ok(Self { opened, noting: None, idle: Arc::clone(idle), _place: place })
    }

    /// Goes on with an engine whose audit events carry a note.
    pub(crate) async fn note(&mut self, note: &Note) -> Result<(), Error> {
        let (face, store, engine) = self.parts();
        self.noting = Some(failure::settle(face.call_noting(store, engine, note).await)?);
        Ok(())
    }

    /// The functions, and what they are called with.
    pub(crate) fn parts(&mut self) -> (GuestEngine<'_>, &mut wasmtime::Store<Ports>, ResourceAny) {
        let Opened { store, engine, world, .. } = &mut self.opened;
        let face = world.badgehouse_service_accounts_service_accounts();
        (face.engine(), store, self.noting.unwrap_or(*engine))
    }

    /// Passes on what the instance has answered, and lets it rest. After a trap, and where it cannot be put back as it was, it ends.
    pub(crate) async fn ended<T>(mut self, outcome: wasmtime::Result<T>) -> wasmtime::Result<T> {
        let answer = outcome?;
        if let Some(noting) = self.noting {
            noting.resource_drop_async(&mut self.opened.store).await?;
        }
        if self.opened.is_put_back(&self.idle.image) {
            self.idle.instances().push(self.opened);
        }
        Ok(answer)
    }
}

impl Idle {
    fn instances(&self) -> MutexGuard<'_, Vec<Opened>> {
        self.instances.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Opened {
    async fn open(
        program: &Program,
        settings: &convert::Settings,
        image: &OnceLock<Arc<Image>>,
        ports: Ports,
    ) -> Result<Self, Error> {
        let mut store = wasmtime::Store::new(program.linked.engine(), ports);
        store.limiter(|ports| &mut ports.limits);
        let ticks = program.ticks();
        store.set_epoch_deadline(ticks);
        store.epoch_deadline_callback(move |mut store| Ok(store.data_mut().at_deadline(ticks)));
        let (world, memory) = program.memories.of(program.linked.instantiate_async(&mut store)).await;
        let world = world.map_err(|trap| failure::error(&trap))?;
        let face = world.badgehouse_service_accounts_service_accounts().engine();
        let engine = failure::settle(face.call_open(&mut store, settings.words()).await)?;
        let Some(mut memory) = memory else { return Ok(Self { store, engine, world, memory: None }) };
        // What is handed over takes room and gives it back, which stays with the memory; this asks no port, so that it leaves the same in every instance.
        let room = face.call_is_machine_contact(&mut store, engine, &" ".repeat(ROOM)).await;
        room.map_err(|trap| failure::error(&trap))?;
        let memory = memory.stand_on(image).then_some(memory);
        Ok(Self { store, engine, world, memory })
    }

    fn is_put_back(&mut self, image: &OnceLock<Arc<Image>>) -> bool {
        let (Some(memory), Some(image)) = (&mut self.memory, image.get()) else { return false };
        memory.put_back(image)
    }
}
