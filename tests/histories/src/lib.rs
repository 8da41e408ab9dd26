//! Histories: what concurrent clients asked of a store in transactions, and what each was answered, judged for strict serializability by a checker that others
//! wrote.
//!
//! A transaction is what the core makes of the store port: one get, and one commit that holds all that was read and puts what follows from it. [`play`] has
//! clients do that; [`judge`] says whether one order of all transactions, in which none comes before one that had ended when it began, explains every answer.
//! A store of one's own is tried as `tests/adapters` does:
//!
//! ```
//! use badgehouse_histories::{Plan, Workload, judge, play};
//! use badgehouse_native::MemoryStore; // yours, instead
//!
//! # tokio::runtime::Builder::new_multi_thread().enable_time().build().unwrap().block_on(async {
//! let store = MemoryStore::new();
//! let plan = Plan { workload: Workload::Lists, transactions: 50, ..Plan::default() };
//! let history = play(&plan, || store.clone()).await;
//! judge(plan.workload, history).unwrap();
//! # });
//! ```

mod client;
mod history;
mod judge;
mod values;

pub use client::{Plan, play};
pub use history::{Event, Kind, Operation};
pub use judge::{Counted, judge, judge_as};

/// What the transactions do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workload {
    /// They append unique numbers to lists, so that each read tells the order of all that came before it.
    Lists,
    /// They write unique numbers to registers, some without having read them.
    Registers,
}
