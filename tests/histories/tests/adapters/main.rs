//! Histories of the stores in memory, on SQLite, on PostgreSQL and on etcd, by clients of one process or of two, are strictly serializable; those of stores with a fault are refused, and so are
//! histories that were written to be wrong. `BADGEHOUSE_TRANSACTIONS` says how many each history of a store has, and `BADGEHOUSE_HISTORIES` how many there are.
//!
//! A store that is new here is a variant of [`processes::Place`].

mod faults;
mod planted;
mod processes;
mod stores;
mod written;

use badgehouse_histories::{Counted, Workload};

/// Both kinds.
const WORKLOADS: [Workload; 2] = [Workload::Lists, Workload::Registers];

/// A number of the environment's.
fn number(name: &str, otherwise: usize) -> usize {
    std::env::var(name)
        .map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// Says what a history was, and makes sure that its transactions met.
fn told(what: &str, workload: Workload, counted: Counted) {
    println!("{what}, {workload:?}: {counted:?}");
    assert!(counted.fail * 50 > counted.ok, "{what}: the transactions hardly met: {counted:?}");
}
