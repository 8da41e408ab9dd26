//! The core: settings that were checked, operations begun, and the context that they work with.

pub(crate) mod events;
pub(crate) mod inspect;
pub(crate) mod platform;

use crate::model::audit::note::Note;
use crate::model::catalogue::Catalogue;
use crate::model::record::{self, Reading};
use crate::model::settings::Settings;
use crate::model::store_time::{ClockStand, StoreTime, TimeRecord};
use crate::model::vouch::{self, Doubt};
use crate::port::crypto::built_in::{BuiltIn, Portable};
use crate::port::crypto::jwk::{Algorithm, PublicJwk};
use crate::port::crypto::keys::SealingKeys;
use crate::port::crypto::{CryptoError, GeneratedKey, SigningKey};
use crate::port::operation::{Operation, Port};
use crate::port::store::{Action, Change, Commit, Entry, Expect, Key, Listed, StoreError};
use crate::value::error::Error;
use crate::value::identifier::Segment;
use crate::value::random::{Random, Start};
use crate::value::timestamp::Timestamp;
use std::sync::Arc;

/// How often a decision is made anew because somebody else's commit came first.
pub(crate) const ATTEMPTS: usize = 8;
/// The same of what ends something. Of a company's changes it goes before the others from its third on, so that it only meets other ends, of which each is
/// done when it comes first.
pub(crate) const ATTEMPTS_TO_END: usize = 256;
/// How often what goes before others conflicts before it does: an end, and what a client uses up.
pub(crate) const CONFLICTS_BEFORE_PRECEDENCE: usize = 2;

/// That a change has no answer since nothing was decided, which does not happen.
pub(crate) fn undecided() -> Error {
    Error::broken("a change was made that nobody decided")
}

pub(crate) struct Context {
    pub(crate) settings: Arc<Settings>,
    pub(crate) keys: Arc<SealingKeys>,
    portable: Portable,
    pub(crate) port: Port,
    /// By what is judged: the clock, until what was read says that it has fallen back.
    pub(crate) now: Timestamp,
    /// As the host said.
    pub(crate) clock: Timestamp,
    /// How far time has come on the store, once that was read.
    pub(crate) time: Option<StoreTime>,
    pub(crate) random: Random,
    /// What its audit event will say besides.
    pub(crate) note: Arc<Note>,
}

impl Context {
    /// One get of all the keys; none when there is no key.
    pub(crate) async fn read(&self, mut keys: Vec<Key>) -> Result<Reading, Error> {
        keys.sort();
        keys.dedup();
        let entries = if keys.is_empty() { Vec::new() } else { self.port.get(keys.clone()).await? };
        Ok(Reading::new(Arc::clone(&self.keys), keys, entries))
    }

    /// The same for one company: whatever was asked for, what lies in another's partition is not looked at and holds nothing.
    pub(crate) async fn read_within(&self, segment: &Segment, keys: Vec<Key>) -> Result<Reading, Error> {
        let ring = record::key_ring();
        let within = |key: &Key| [segment.as_str(), ring.partition()].contains(&key.partition());
        let (within, beyond): (Vec<Key>, Vec<Key>) = keys.into_iter().partition(within);
        Ok(self.read(within).await?.beside(beyond))
    }

    /// Goes by the store's time from here on.
    pub(crate) fn go_by(&mut self, time: Option<StoreTime>) {
        self.time = time;
        self.now = self.judged(time);
    }

    /// The moment by which is judged what has ended, where the store's time is that.
    pub(crate) fn judged(&self, time: Option<StoreTime>) -> Timestamp {
        time.map_or(self.clock, |time| time.judged(self.clock))
    }

    /// The same by the key ring's record, if this was read. One that is not to be believed tells no time, and stops nobody here.
    pub(crate) fn go_by_what_was_read(&mut self, reading: &Reading) -> Result<(), Error> {
        let found = reading.found::<TimeRecord>(&record::key_ring())?;
        self.go_by(found.into_stored().and_then(|stored| stored.record.time));
        Ok(())
    }

    /// The moment by which things are removed for good: how far time has come for certain. Before there is a key ring, nothing is old.
    pub(crate) fn proven(&self) -> Timestamp {
        self.time.map_or(Timestamp::from_seconds(0), |time| time.at)
    }

    /// The last moment that has passed for every clock that is believed from now on: what ended later may live by another one. Before there is a key ring, nothing has passed.
    pub(crate) fn past(&self) -> Timestamp {
        let begin = Timestamp::from_seconds(0);
        self.time.map_or(begin, |time| time.judged(begin))
    }

    /// The moment by which a record makes room for another: what has ended by a clock that is far ahead may not have.
    pub(crate) fn certain(&self) -> Timestamp {
        match self.time {
            Some(time) if time.stand(self.clock) == ClockStand::FarAhead => time.at,
            _ => self.now,
        }
    }

    /// The records of a list, as this service wrote them.
    ///
    /// # Errors
    /// `broken` where one is not.
    pub(crate) async fn list(
        &self,
        prefix: String,
        after: Option<Key>,
        limit: u32,
    ) -> Result<Vec<Listed>, Error> {
        let mut listed = self.port.list(prefix, after, limit).await?;
        for found in &mut listed {
            let length = record::opened(&self.keys, &found.key, &found.entry.value)?.len();
            found.entry.value.truncate(length);
        }
        Ok(listed)
    }

    /// Commits, with every record signed.
    pub(crate) async fn commit(&self, changes: Vec<Change>) -> Result<Commit, StoreError> {
        let signed = |change: Change| match change.action {
            Action::Put { value, expires_at } => {
                let value = vouch::signed(&self.keys, &change.key, value);
                Change { action: Action::Put { value, expires_at }, ..change }
            }
            Action::Keep | Action::Delete => change,
        };
        self.port.commit(changes.into_iter().map(signed).collect()).await
    }

    /// Signs what lies at a key with the sealing key that signs now; with `adopt`, also where it was signed by one that is in the settings no more.
    /// Whoever writes there meanwhile has signed it so.
    pub(crate) async fn sign_again(
        &self,
        key: Key,
        entry: Entry,
        adopt: bool,
        expires_at: Option<u64>,
    ) -> Result<Again, Error> {
        let value = match vouch::again(&self.keys, &key, &entry.value, adopt) {
            Ok(Some(value)) => value,
            Ok(None) => return Ok(Again::AsItWas),
            Err(doubt) => return Ok(Again::Doubtful(doubt)),
        };
        let change = record::written(key, Expect::Version(entry.version), value, expires_at);
        Ok(match self.port.commit(vec![change]).await? {
            Commit::Committed => Again::Signed,
            Commit::Conflict => Again::AsItWas,
        })
    }

    /// A new signing key of the policy's algorithm: by the provider, or built in where that does not know it, if it is.
    pub(crate) async fn generate_key(&mut self) -> Result<GeneratedKey, CryptoError> {
        let algorithm = self.settings.policy.signing_algorithm;
        match self.port.generate(algorithm).await {
            Err(CryptoError::Unsupported) => self.built_in().generate(algorithm, self.random.generator()),
            answer => answer,
        }
    }

    pub(crate) async fn sign(&self, key: SigningKey, message: Vec<u8>) -> Result<Vec<u8>, CryptoError> {
        match self.port.sign(key.clone(), message.clone()).await {
            Err(CryptoError::Unsupported) => self.built_in().sign(&key, &message),
            answer => answer,
        }
    }

    pub(crate) async fn verify(
        &self,
        algorithm: Algorithm,
        jwk: PublicJwk,
        message: Vec<u8>,
        signature: Vec<u8>,
    ) -> Result<bool, CryptoError> {
        match self.port.verify(algorithm, jwk.clone(), message.clone(), signature.clone()).await {
            Err(CryptoError::Unsupported) => self.portable.verify(algorithm, &jwk, &message, &signature),
            answer => answer,
        }
    }

    pub(crate) fn built_in(&self) -> BuiltIn {
        BuiltIn::with(self.settings.sealing_keys.clone(), self.portable)
    }
}

/// What became of a record that was to be signed anew.
pub(crate) enum Again {
    /// It needed nothing.
    AsItWas,
    Signed,
    /// It was left.
    Doubtful(Doubt),
}

/// What an administrative operation comes to.
pub type Outcome<T> = Operation<Result<T, Error>>;

/// The rules, with the settings of one product. Cheap to clone; it touches no store.
///
/// Each method begins an [`Operation`], which a [driver](crate::driver) runs. `principal` is who asks and `company` where; ids come
/// as text and are checked. An operation that is refused has written nothing.
#[derive(Clone, Debug)]
pub struct Core {
    settings: Arc<Settings>,
    keys: Arc<SealingKeys>,
    portable: Portable,
    note: Arc<Note>,
}

impl Core {
    /// Checks the settings. `invalid_input` names each rule that they break.
    pub fn open(settings: Settings) -> Result<Self, Error> {
        Self::open_with(settings, Portable::ALL)
    }

    /// The same with no more built in than `portable`, so that a program holds no code for the rest. An operation that needs what neither the crypto provider does nor
    /// this holds is `broken`, and its diagnostic says what to do.
    pub fn open_with(settings: Settings, portable: Portable) -> Result<Self, Error> {
        settings.checked(Catalogue::problems).map(|checked| Self::of(checked, portable))
    }

    /// The same for a program that authorizes calls and verifies tokens, and shows nobody what tools, actions and apps are called: their names are not judged, and the
    /// tables of characters by which they would be are not held.
    pub fn open_to_authorize(settings: Settings, portable: Portable) -> Result<Self, Error> {
        settings.checked(Catalogue::nameless_problems).map(|checked| Self::of(checked, portable))
    }

    fn of((settings, keys): (Settings, SealingKeys), portable: Portable) -> Self {
        Self { settings: Arc::new(settings), keys: Arc::new(keys), portable, note: Arc::default() }
    }

    /// The same core; the audit events of the operations begun from it carry `note`.
    #[must_use]
    pub fn noting(&self, note: Note) -> Self {
        Self { note: Arc::new(note), ..self.clone() }
    }

    /// The settings, with defaults filled in.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn keys(&self) -> &SealingKeys {
        &self.keys
    }

    /// Begins an operation: `body` is what it does with its context.
    pub(crate) fn begin<T, F>(&self, start: Start, body: impl FnOnce(Context) -> F) -> Operation<T>
    where
        F: Future<Output = T> + Send + 'static,
    {
        Operation::new(|port| body(self.context(start, port)))
    }

    /// What an operation works with. It knows no body, so that it is compiled once.
    fn context(&self, start: Start, port: Port) -> Context {
        let Self { settings, keys, portable, note } = self.clone();
        let (now, random) = (Timestamp::from_seconds(start.now), Random::new(start.seed));
        Context { settings, keys, portable, port, now, clock: now, time: None, random, note }
    }
}
