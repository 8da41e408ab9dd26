//! Two processes on one store, with half of the clients each. A process is this program again, told by its environment what to do.

use badgehouse::store::Store;
use badgehouse_etcd::EtcdStore;
use badgehouse_histories::{Event, Plan, Workload, play};
use badgehouse_postgres::{Limits, PostgresStore};
use badgehouse_sqlite::SqliteStore;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const PROCESSES: usize = 2;
const CLIENTS: usize = 3;

/// Where a store is that several processes can open.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// A file.
    Sqlite(PathBuf),
    /// A URL, and how well the transactions are isolated.
    Postgres(String, &'static str),
    /// A URL.
    Etcd(String),
}

impl Place {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(..) => "PostgreSQL",
            Self::Etcd(_) => "etcd",
        }
    }

    fn words(&self) -> [String; 2] {
        match self {
            Self::Sqlite(file) => ["sqlite".into(), file.display().to_string()],
            Self::Postgres(url, isolation) => [(*isolation).into(), url.clone()],
            Self::Etcd(url) => ["etcd".into(), url.clone()],
        }
    }
}

/// The variables by which a process is told where its store is, and what its clients do.
const STORE: [&str; 2] = ["BADGEHOUSE_HISTORY_STORE", "BADGEHOUSE_HISTORY_PLACE"];
const CLIENT: [&str; 4] = [
    "BADGEHOUSE_HISTORY_WORKLOAD",
    "BADGEHOUSE_HISTORY_ROUND",
    "BADGEHOUSE_HISTORY_FIRST",
    "BADGEHOUSE_HISTORY_EACH",
];
/// How a line of the standard output begins that is an event.
const EVENT: &str = "event ";

/// What the clients of two processes did in a partition of its own.
pub(crate) async fn of_two_processes(
    place: &Place,
    workload: Workload,
    transactions: usize,
    round: usize,
) -> Vec<Event> {
    let program = std::env::current_exe().unwrap();
    let each = transactions.div_ceil(PROCESSES * CLIENTS);
    let started = (0..PROCESSES).map(|process| {
        let mut command = Command::new(&program);
        command.args(["--exact", "processes::one_of_two", "--ignored", "--nocapture"]);
        command.envs(STORE.into_iter().zip(place.words()));
        let first = process * CLIENTS;
        let told = [format!("{workload:?}"), round.to_string(), first.to_string(), each.to_string()];
        command.envs(CLIENT.into_iter().zip(told));
        command.stdout(Stdio::piped()).spawn().unwrap()
    });
    let started: Vec<_> = started.collect();
    let mut events = Vec::new();
    // Both at once, so that neither waits in its pipe.
    let read = started
        .into_iter()
        .map(|process| tokio::task::spawn_blocking(|| process.wait_with_output().unwrap()));
    for process in read.collect::<Vec<_>>() {
        let output = process.await.unwrap();
        assert!(output.status.success(), "a process of clients failed");
        let text = String::from_utf8(output.stdout).unwrap();
        let lines = text.lines().filter_map(|line| line.split_once(EVENT));
        events.extend(lines.map(|(_, line)| Event::parse(line).expect("an event")));
    }
    events
}

/// Not a test of its own: the function above starts it, twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "is one process of another test"]
async fn one_of_two() {
    let Some([store, place]) = told(STORE) else { return };
    let [workload, round, first, each] = told(CLIENT).unwrap();
    let workload = if workload == "Lists" { Workload::Lists } else { Workload::Registers };
    let (round, first, transactions) = (number(&round), number(&first), number(&each));
    let partition = format!("{workload:?}{round}");
    let seed = round as u64;
    let plan = Plan { workload, partition, clients: CLIENTS, first, transactions, seed };
    match store.as_str() {
        "sqlite" => played(&plan, SqliteStore::open(&place).await.unwrap()).await,
        "etcd" => played(&plan, EtcdStore::open(&place).await.unwrap()).await,
        "serializable" => played(&plan, PostgresStore::open(&place).await.unwrap()).await,
        less => {
            let less =
                ["repeatable read", "read committed"].into_iter().find(|known| *known == less).unwrap();
            played(&plan, PostgresStore::open_at_isolation(&place, Limits::default(), less).await.unwrap())
                .await
        }
    }
}

async fn played(plan: &Plan, store: impl Store + Clone + 'static) {
    for event in play(plan, || store.clone()).await {
        println!("{EVENT}{}", event.line);
    }
}

fn told<const COUNT: usize>(names: [&str; COUNT]) -> Option<[String; COUNT]> {
    let found: Vec<String> = names.into_iter().filter_map(|name| std::env::var(name).ok()).collect();
    found.try_into().ok()
}

fn number(text: &str) -> usize {
    text.parse().unwrap()
}
