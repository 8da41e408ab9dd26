//! Calls of etcd: which node is asked, how often, and for how long. Every wait is bounded.

use crate::address::{Address, User};
use crate::error::{Failed, Kind};
use crate::limits::Limits;
use crate::transport::{Question, Transport};
use crate::wire::{Authenticate, Call};
use badgehouse::store::StoreError;
use http::uri::Authority;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// How long is waited at most before the second try, and before any.
const PAUSES: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(200));

/// How often a token is asked for within one call. One is right, a second may meet a node that restarts.
const LOGINS: usize = 3;

/// Whether a call may be sent once more though it may have been heard.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// It only reads.
    Always,
    /// It changes something: its outcome is unknown then, which the store's caller is told.
    IfUnheard,
}

/// A cluster, as a store asks it. Clones share the connections.
#[derive(Clone)]
pub(crate) struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    transport: Transport,
    nodes: Vec<Authority>,
    /// Which of them answers at the moment.
    current: AtomicUsize,
    user: Option<User>,
    /// Held while one call asks for a token, and the others wait for what it is told: etcd is slow over passwords on purpose.
    token: Mutex<Option<Arc<str>>>,
    turns: Semaphore,
    limits: Limits,
    /// The address without what is secret.
    shown: String,
}

impl Client {
    /// No connection is made yet.
    pub(crate) fn new(address: &Address, limits: Limits) -> Result<Self, StoreError> {
        let connections = address.connections.unwrap_or(limits.connections);
        let limits = Limits { connections, ..limits }.bounded();
        let shared = Shared {
            transport: Transport::new(address, &limits)?,
            nodes: address.nodes.clone(),
            current: AtomicUsize::new(0),
            user: address.user.clone(),
            token: Mutex::new(None),
            turns: Semaphore::new(limits.connections),
            limits,
            shown: address.to_string(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The address without what is secret.
    pub(crate) fn shown(&self) -> &str {
        &self.shared.shown
    }

    /// An error that stays, of this address.
    pub(crate) fn broken(&self, why: &str) -> StoreError {
        StoreError::Broken(format!("etcd at {}: {why}", self.shown()))
    }

    /// What the call is answered.
    pub(crate) async fn ask<C: Call>(&self, call: &C, again: Again) -> Result<C::Answer, StoreError> {
        self.try_to(call, again).await.map_err(|failed| failed.told(self.shown()))
    }

    /// The same, with why there is no answer.
    pub(crate) async fn try_to<C: Call>(&self, call: &C, again: Again) -> Result<C::Answer, Failed> {
        let until = Instant::now() + self.shared.limits.answer;
        let question = Question::of(call)?;
        let _turn = self.turn(until).await?;
        let answer = self.answered(&question, again, until).await?;
        serde_json::from_slice(&answer)
            .map_err(|error| Failed::Told(self.broken(&format!("the answer is none of etcd's: {error}"))))
    }

    async fn turn(&self, until: Instant) -> Result<SemaphorePermit<'_>, Failed> {
        let Limits { connections, wait, .. } = self.shared.limits;
        let turn = timeout_at(until.min(Instant::now() + wait), self.shared.turns.acquire()).await;
        turn.ok().and_then(Result::ok).ok_or_else(|| {
            Failed::Told(StoreError::Unavailable(format!(
                "etcd at {}: each of the {connections} connections was busy for {wait:?}; allow the store more of them, or start more servers",
                self.shown()
            )))
        })
    }

    async fn answered(&self, question: &Question, again: Again, until: Instant) -> Result<Vec<u8>, Failed> {
        let (mut unreached, mut logins, mut most) = (0, 0, PAUSES.0);
        loop {
            let at = self.shared.current.load(Ordering::Relaxed);
            let failed = match self.once(question, at, again, until).await {
                Ok(answer) => return Ok(answer),
                Err(failed) => failed,
            };
            let heard_again = again == Again::Always;
            let (more, elsewhere) = match &failed {
                Failed::Unreached { .. } => {
                    unreached += 1;
                    // Each of them was tried.
                    (unreached < self.shared.nodes.len(), true)
                }
                Failed::Unanswered(_) => (heard_again, true),
                Failed::Refused(refusal) => match refusal.kind() {
                    Kind::Token => {
                        logins += 1;
                        (logins < LOGINS && self.shared.user.is_some(), false)
                    }
                    Kind::Untouched => (true, false),
                    Kind::Doubtful => (heard_again, true),
                    Kind::Stays | Kind::Passes => (false, false),
                },
                Failed::Told(_) => (false, false),
            };
            if !matches!(failed, Failed::Unreached { .. }) {
                unreached = 0;
            }
            if elsewhere {
                self.turn_from(at);
            }
            if !more || Instant::now() + most >= until {
                return Err(failed);
            }
            if !matches!(failed, Failed::Unreached { .. }) {
                sleep(drawn(most).map_err(Failed::Told)?).await;
                most = PAUSES.1.min(most * 2);
            }
        }
    }

    /// One try at one node. A read leaves time for another node, since a node that has lost its leader says nothing for seconds.
    async fn once(
        &self,
        question: &Question,
        at: usize,
        again: Again,
        until: Instant,
    ) -> Result<Vec<u8>, Failed> {
        let bound = if again == Again::Always { self.share() } else { self.shared.limits.answer };
        let until = until.min(Instant::now() + bound);
        let node = &self.shared.nodes[at % self.shared.nodes.len()];
        let asked = async {
            let token = self.token(node).await?;
            let answer = self.shared.transport.post(node, question, token.as_deref()).await;
            if matches!(&answer, Err(Failed::Refused(refusal)) if refusal.kind() == Kind::Token) {
                self.forget(token.as_ref()).await;
            }
            answer
        };
        timeout_at(until, asked)
            .await
            .unwrap_or_else(|_| Err(Failed::Unanswered(format!("there was no answer within {bound:?}"))))
    }

    /// Unless another call has done so already.
    fn turn_from(&self, at: usize) {
        let next = (at + 1) % self.shared.nodes.len();
        let _ = self.shared.current.compare_exchange(at, next, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// How long one node may take where another could be asked as well.
    fn share(&self) -> Duration {
        let answer = self.shared.limits.answer;
        if self.shared.nodes.len() > 1 { answer / 3 } else { answer }
    }

    /// The token that is known, or a new one. Of many calls that have none one asks.
    async fn token(&self, node: &Authority) -> Result<Option<Arc<str>>, Failed> {
        let Some(user) = &self.shared.user else { return Ok(None) };
        let mut known = self.shared.token.lock().await;
        if known.is_none() {
            *known = Some(self.login(node, user).await?);
        }
        Ok(known.clone())
    }

    /// Without a token nothing of the call itself is sent.
    async fn login(&self, node: &Authority, user: &User) -> Result<Arc<str>, Failed> {
        let question = Question::of(&Authenticate { name: &user.name, password: &user.password })?;
        let bound = self.share();
        let unheard = |why: String| Failed::Unreached { why, of_tls: false };
        let answer = timeout(bound, self.shared.transport.post(node, &question, None)).await;
        let answer = match answer {
            Err(_) => return Err(unheard(format!("there was no token within {bound:?}"))),
            Ok(Err(Failed::Unanswered(why))) => return Err(unheard(why)),
            Ok(answer) => answer?,
        };
        let answer: <Authenticate<'_> as Call>::Answer = serde_json::from_slice(&answer)
            .map_err(|error| Failed::Told(self.broken(&format!("the answer is none of etcd's: {error}"))))?;
        Ok(answer.token.into())
    }

    /// Unless another call has got a new one since.
    async fn forget(&self, used: Option<&Arc<str>>) {
        let mut known = self.shared.token.lock().await;
        if known.as_ref().zip(used).is_some_and(|(known, used)| Arc::ptr_eq(known, used)) {
            *known = None;
        }
    }
}

/// A pause of any length up to the most, so that those who met do not meet again.
fn drawn(most: Duration) -> Result<Duration, StoreError> {
    let random = random::<4>()?;
    Ok(most.mul_f64(f64::from(u32::from_le_bytes(random)) / f64::from(u32::MAX)))
}

/// The system's randomness.
pub(crate) fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], StoreError> {
    let mut random = [0; LENGTH];
    getrandom::fill(&mut random)
        .map_err(|error| StoreError::Unavailable(format!("the system gave no randomness: {error}")))?;
    Ok(random)
}
