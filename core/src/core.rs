//! The core: settings that were checked, and every operation as a value to be stepped.

use crate::context::Context;
use crate::http;
use crate::http::message::{HttpRequest, HttpResponse};
use crate::model::actor::Actor;
use crate::model::audit::note::Note;
use crate::model::settings::Settings;
use crate::port::operation::Operation;
use crate::value::error::Error;
use crate::value::random::{Random, Start};
use crate::value::timestamp::Timestamp;
use std::sync::Arc;

/// What an administrative operation comes to.
pub type Outcome<T> = Operation<Result<T, Error>>;

/// The rules, with the settings of one product. Cheap to clone; it touches no store.
///
/// Each method begins an [`Operation`], which a [driver](crate::driver) runs. `principal` is who asks and `company` where; ids come
/// as text and are checked. An operation that is refused has written nothing.
#[derive(Clone, Debug)]
pub struct Core {
    settings: Arc<Settings>,
    note: Arc<Note>,
}

impl Core {
    /// Checks the settings. `invalid_input` names each rule that they break.
    pub fn open(settings: Settings) -> Result<Self, Error> {
        Ok(Self { settings: Arc::new(settings.checked()?), note: Arc::default() })
    }

    /// The same core; the audit events of the operations begun from it carry `note`.
    #[must_use]
    pub fn noting(&self, note: Note) -> Self {
        Self { settings: Arc::clone(&self.settings), note: Arc::new(note) }
    }

    /// The settings, with defaults filled in.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Answers an HTTP request. `actor` is whom the host has authenticated, if it has.
    pub fn handle(
        &self,
        start: Start,
        request: HttpRequest,
        actor: Option<Actor>,
    ) -> Operation<HttpResponse> {
        self.begin(start, |mut context| async move { http::handle(&mut context, request, actor).await })
    }

    /// Begins an operation: `body` is what it does with its context.
    pub(crate) fn begin<T, F>(&self, start: Start, body: impl FnOnce(Context) -> F) -> Operation<T>
    where
        F: Future<Output = T> + Send + 'static,
    {
        let (settings, note) = (Arc::clone(&self.settings), Arc::clone(&self.note));
        let (now, random) = (Timestamp::from_seconds(start.now), Random::new(start.seed));
        Operation::new(|port| body(Context { settings, port, now, random, note }))
    }
}
