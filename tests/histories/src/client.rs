//! Clients: each does one transaction after the other on a handle of its own, and writes down when each began and what it came to.

use crate::Workload;
use crate::history::{Event, Kind, Operation};
use crate::values;
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Store, StoreError};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rustix::time::{ClockId, clock_gettime};
use std::sync::Arc;
use tokio::task::{JoinSet, yield_now};

/// How many keys transactions meet on.
const PLACES: usize = 5;
/// How long a list becomes before its place has a new one: short, so that many transactions need that nothing is there yet.
const LONGEST: usize = 8;
/// How far apart the numbers of clients are that stand for one.
const AFTER_UNKNOWN: usize = 10_000;

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What the transactions do.
    pub workload: Workload,
    /// The partition of the store that they meet in, which nobody else writes to.
    pub partition: String,
    /// How many clients there are at once.
    pub clients: usize,
    /// The number of the first client, which no client of another process has.
    pub first: usize,
    /// How many transactions each client does, those that are refused left out.
    pub transactions: usize,
    /// What the choices follow from. How the clients meet does not.
    pub seed: u64,
}

impl Default for Plan {
    fn default() -> Self {
        let partition = "histories".to_owned();
        Self { workload: Workload::Lists, partition, clients: 6, first: 0, transactions: 500, seed: 1 }
    }
}

/// Has the clients do their transactions, each on a handle of its own; answers what happened, in no order. Within a runtime of several threads.
///
/// # Panics
/// When a key holds what was never put, or the store is broken.
pub async fn play<S: Store + 'static>(plan: &Plan, open: impl Fn() -> S) -> Vec<Event> {
    let mut clients = JoinSet::new();
    for number in plan.first..plan.first + plan.clients {
        let client = Client::new(plan, Arc::new(open()), number);
        clients.spawn(client.run(plan.transactions));
    }
    let mut events = Vec::new();
    while let Some(told) = clients.join_next().await {
        events.extend(told.expect("a client"));
    }
    events
}

struct Client<S> {
    store: Arc<S>,
    workload: Workload,
    partition: String,
    random: ChaCha8Rng,
    /// Whose transactions these are.
    number: usize,
    /// The last number that it has put anywhere; no client puts one twice, nor another's.
    last: u64,
    /// Which list each place is at.
    lists: [usize; PLACES],
    events: Vec<Event>,
}

/// A transaction that is under way.
#[derive(Default)]
struct Under {
    operations: Vec<Operation>,
    changes: Vec<Change>,
    writes: bool,
}

impl<S: Store> Client<S> {
    fn new(plan: &Plan, store: Arc<S>, number: usize) -> Self {
        let random = ChaCha8Rng::seed_from_u64(plan.seed ^ ((number as u64) << 32));
        let (workload, partition) = (plan.workload, plan.partition.clone());
        let last = (number as u64) << 32;
        Self { store, workload, partition, random, number, last, lists: [0; PLACES], events: Vec::new() }
    }

    async fn run(mut self, transactions: usize) -> Vec<Event> {
        let mut done = 0;
        while done < transactions {
            done += usize::from(self.transaction().await != Kind::Fail);
        }
        self.events
    }

    async fn transaction(&mut self) -> Kind {
        let places = self.places();
        let reads_only = self.below(4) == 0;
        let begun = now();
        let names: Vec<String> = places.iter().map(|place| self.name(*place)).collect();
        let keys: Vec<Key> = names.iter().map(|name| self.key(name)).collect();
        let found = match self.store.get(&keys).await {
            Ok(found) => found,
            Err(StoreError::Unavailable(_)) => return self.failed_read(begun, &names),
            Err(StoreError::Broken(why)) => panic!("{why}"),
        };
        let mut under = Under::default();
        for ((place, name), (key, entry)) in places.into_iter().zip(names).zip(keys.into_iter().zip(&found)) {
            let writes = !reads_only && self.below(2) == 0;
            match self.workload {
                Workload::Lists => self.list(&mut under, (place, name), key, entry.as_ref(), writes),
                Workload::Registers => self.register(&mut under, name, key, entry.as_ref(), writes),
            }
        }
        if self.below(2) == 0 {
            yield_now().await;
        }
        // One get is a transaction of its own; holding what it read is one as well.
        let commits = under.writes || self.below(4) == 0;
        let outcome = if commits { self.store.commit(&under.changes).await } else { Ok(Commit::Committed) };
        self.ended(begun, under, outcome)
    }

    fn list(
        &mut self,
        under: &mut Under,
        (place, name): (usize, String),
        key: Key,
        entry: Option<&Entry>,
        writes: bool,
    ) {
        let list = values::list(entry);
        under.operations.push(Operation::ReadList(name.clone(), Some(list.clone())));
        let is_full = list.len() >= LONGEST;
        if is_full {
            self.lists[place] += 1;
        }
        let action = if writes && !is_full {
            let number = self.next();
            under.operations.push(Operation::Append(name, number));
            under.put(values::with(list, number))
        } else {
            Action::Keep
        };
        under.changes.push(Change { key, expect: as_read(entry), action });
    }

    fn register(&mut self, under: &mut Under, name: String, key: Key, entry: Option<&Entry>, writes: bool) {
        let blindly = writes && self.below(4) == 0;
        if !blindly {
            under.operations.push(Operation::Read(name.clone(), values::register(entry)));
        }
        let action = if writes {
            let number = self.next();
            under.operations.push(Operation::Write(name, number));
            under.put(values::of(number))
        } else {
            Action::Keep
        };
        let expect = if blindly { Expect::Any } else { as_read(entry) };
        under.changes.push(Change { key, expect, action });
    }

    fn ended(&mut self, begun: u64, under: Under, outcome: Result<Commit, StoreError>) -> Kind {
        let kind = match outcome {
            Ok(Commit::Committed) => Kind::Ok,
            Ok(Commit::Conflict) => Kind::Fail,
            Err(StoreError::Unavailable(_)) => Kind::Info,
            Err(StoreError::Broken(why)) => panic!("{why}"),
        };
        let asked: Vec<Operation> = under.operations.iter().map(Operation::unanswered).collect();
        let told = if kind == Kind::Ok { &under.operations } else { &asked };
        self.tell(begun, &asked, kind, told);
        kind
    }

    /// A read that was not answered has not happened.
    fn failed_read(&mut self, begun: u64, names: &[String]) -> Kind {
        let workload = self.workload;
        let unanswered = |name: &String| match workload {
            Workload::Lists => Operation::ReadList(name.clone(), None),
            Workload::Registers => Operation::Read(name.clone(), None),
        };
        let asked: Vec<Operation> = names.iter().map(unanswered).collect();
        self.tell(begun, &asked, Kind::Fail, &asked);
        Kind::Fail
    }

    fn tell(&mut self, begun: u64, asked: &[Operation], kind: Kind, told: &[Operation]) {
        self.events.push(Event::new(begun, Kind::Invoke, self.number, asked));
        self.events.push(Event::new(now(), kind, self.number, told));
        if kind == Kind::Info {
            self.number += AFTER_UNKNOWN;
        }
    }

    /// One to four different places.
    fn places(&mut self) -> Vec<usize> {
        let count = 1 + self.below(4);
        let mut places: Vec<usize> = (0..PLACES).collect();
        while places.len() > count {
            let one = self.below(places.len());
            places.remove(one);
        }
        places
    }

    fn name(&self, place: usize) -> String {
        match self.workload {
            Workload::Lists => format!("list{place}-{}", self.lists[place]),
            Workload::Registers => format!("register{place}"),
        }
    }

    fn key(&self, name: &str) -> Key {
        Key::parse(format!("{}/{name}", self.partition)).expect("a key")
    }

    fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    fn below(&mut self, end: usize) -> usize {
        self.random.next_u32() as usize % end
    }
}

impl Under {
    fn put(&mut self, value: Vec<u8>) -> Action {
        self.writes = true;
        Action::Put { value, expires_at: None }
    }
}

fn as_read(entry: Option<&Entry>) -> Expect {
    entry.map_or(Expect::Absent, |entry| Expect::Version(entry.version.clone()))
}

/// Nanoseconds since the machine was started.
fn now() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    u64::try_from(i128::from(now.tv_sec) * 1_000_000_000 + i128::from(now.tv_nsec)).expect("a moment")
}
