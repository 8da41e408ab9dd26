//! One instance, for one request.

use crate::bindings::Engine as World;
use crate::bindings::service_accounts::{GuestEngine, Note};
use crate::convert;
use crate::failure;
use crate::ports::{Clock, Ports};
use crate::program::Program;
use badgehouse::crypto::Crypto;
use badgehouse::error::Error;
use badgehouse::store::Store;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;
use wasmtime::StoreLimitsBuilder;
use wasmtime::component::ResourceAny;

/// An instance whose engine is open. Its place in the pool is free again once its store is gone: the fields are dropped in this order.
pub(crate) struct Instance {
    pub(crate) store: wasmtime::Store<Ports>,
    pub(crate) engine: ResourceAny,
    world: World,
    _place: OwnedSemaphorePermit,
}

impl Instance {
    /// Waits for a place in the pool, and opens an engine there.
    pub(crate) async fn open(
        program: &Program,
        settings: &convert::Settings,
        store: Arc<dyn Store>,
        crypto: Arc<dyn Crypto>,
        clock: Arc<Clock>,
    ) -> Result<Self, Error> {
        let place = Arc::clone(&program.instances).acquire_owned().await;
        let place = place.map_err(|_| Error::unavailable("the pool of instances is closed"))?;
        let limits = StoreLimitsBuilder::new().memory_size(program.limits.memory).build();
        let ports = Ports { store, crypto, clock, limits, answered: false };
        let mut store = wasmtime::Store::new(program.linked.engine(), ports);
        store.limiter(|ports| &mut ports.limits);
        let ticks = program.ticks();
        store.set_epoch_deadline(ticks);
        store.epoch_deadline_callback(move |mut store| Ok(store.data_mut().at_deadline(ticks)));
        let world =
            program.linked.instantiate_async(&mut store).await.map_err(|trap| failure::error(&trap))?;
        let face = world.badgehouse_service_accounts_service_accounts();
        let engine = failure::settle(face.engine().call_open(&mut store, settings.words()).await)?;
        Ok(Self { store, engine, world, _place: place })
    }

    /// Goes on with an engine whose audit events carry a note.
    pub(crate) async fn note(&mut self, note: &Note) -> Result<(), Error> {
        let (face, store, engine) = self.parts();
        self.engine = failure::settle(face.call_noting(store, engine, note).await)?;
        Ok(())
    }

    /// The functions, and what they are called with.
    pub(crate) fn parts(&mut self) -> (GuestEngine<'_>, &mut wasmtime::Store<Ports>, ResourceAny) {
        let face = self.world.badgehouse_service_accounts_service_accounts();
        (face.engine(), &mut self.store, self.engine)
    }
}
