//! Histories that were written by hand, each with one thing wrong in it that has a name: the checker knows each by it. And the same made right.

use badgehouse_histories::Operation::{Append, Read, ReadList, Write};
use badgehouse_histories::{Event, Kind, Operation, Workload, judge};

/// A transaction: by which client, from when to when, with what outcome.
type Transaction<'a> = (usize, [u64; 2], Kind, &'a [Operation]);

fn events(transactions: &[Transaction<'_>]) -> Vec<Event> {
    let both = |(client, [begun, ended], kind, operations): &Transaction<'_>| {
        [
            Event::new(*begun, Kind::Invoke, *client, operations),
            Event::new(*ended, *kind, *client, operations),
        ]
    };
    transactions.iter().flat_map(both).collect()
}

#[track_caller]
fn refused(workload: Workload, name: &str, transactions: &[Transaction<'_>]) {
    let refused = judge(workload, events(transactions)).expect_err(name);
    assert!(refused.contains(name), "{name}: {refused}");
}

#[track_caller]
fn accepted(workload: Workload, transactions: &[Transaction<'_>]) {
    judge(workload, events(transactions)).unwrap();
}

fn list(key: &str, list: &[u64]) -> Operation {
    ReadList(key.into(), Some(list.to_vec()))
}

fn append(key: &str, number: u64) -> Operation {
    Append(key.into(), number)
}

fn read(key: &str, number: Option<u64>) -> Operation {
    Read(key.into(), number)
}

fn write(key: &str, number: u64) -> Operation {
    Write(key.into(), number)
}

#[test]
fn no_lost_update_is_accepted() {
    let history = |seen: &[u64]| {
        let both = [list("x", &[]), append("x", 1)];
        let other = [list("x", seen), append("x", 2)];
        let after = [list("x", if seen.is_empty() { &[2] } else { &[1, 2] })];
        let all: [Transaction<'_>; 3] =
            [(0, [0, 9], Kind::Ok, &both), (1, [1, 10], Kind::Ok, &other), (0, [11, 12], Kind::Ok, &after)];
        judge(Workload::Lists, events(&all))
    };
    history(&[1]).unwrap();
    assert!(history(&[]).unwrap_err().contains("lost-update"));
    let (one, other) = ([read("x", None), write("x", 1)], [read("x", None), write("x", 2)]);
    refused(
        Workload::Registers,
        "lost-update",
        &[(0, [0, 9], Kind::Ok, &one), (1, [1, 10], Kind::Ok, &other)],
    );
}

#[test]
fn no_write_skew_is_accepted() {
    let one = [list("x", &[]), list("y", &[]), append("x", 1)];
    let other = [list("x", &[]), list("y", &[]), append("y", 2)];
    refused(Workload::Lists, "G2-item", &[(0, [0, 9], Kind::Ok, &one), (1, [1, 10], Kind::Ok, &other)]);
    // One after the other it is none.
    let other = [list("x", &[1]), list("y", &[]), append("y", 2)];
    accepted(Workload::Lists, &[(0, [0, 9], Kind::Ok, &one), (1, [1, 10], Kind::Ok, &other)]);
    let one = [read("x", None), read("y", None), write("x", 1)];
    let other = [read("x", None), read("y", None), write("y", 2)];
    refused(Workload::Registers, "G2-item", &[(0, [0, 9], Kind::Ok, &one), (1, [1, 10], Kind::Ok, &other)]);
}

#[test]
fn no_read_that_came_after_a_write_had_ended_is_accepted_without_it() {
    let (wrote, reads) = ([append("x", 1)], [list("x", &[])]);
    refused(Workload::Lists, "realtime", &[(0, [0, 1], Kind::Ok, &wrote), (1, [2, 3], Kind::Ok, &reads)]);
    // At the same time it may have come first.
    accepted(Workload::Lists, &[(0, [0, 2], Kind::Ok, &wrote), (1, [2, 3], Kind::Ok, &reads)]);
    let (wrote, reads) = ([write("x", 1)], [read("x", None)]);
    refused(Workload::Registers, "realtime", &[(0, [0, 1], Kind::Ok, &wrote), (1, [2, 3], Kind::Ok, &reads)]);
}

#[test]
fn no_value_of_a_transaction_that_was_refused_is_accepted() {
    let (wrote, reads) = ([append("x", 1)], [list("x", &[1])]);
    refused(Workload::Lists, "G1a", &[(0, [0, 1], Kind::Fail, &wrote), (1, [2, 3], Kind::Ok, &reads)]);
    // Of unknown outcome it may have happened.
    accepted(Workload::Lists, &[(0, [0, 1], Kind::Info, &wrote), (1, [2, 3], Kind::Ok, &reads)]);
    let (wrote, reads) = ([write("x", 1)], [read("x", Some(1))]);
    refused(Workload::Registers, "G1a", &[(0, [0, 1], Kind::Fail, &wrote), (1, [2, 3], Kind::Ok, &reads)]);
}

#[test]
fn no_half_of_a_transaction_is_accepted() {
    let wrote = [append("x", 1), append("y", 2)];
    let half = [list("x", &[1]), list("y", &[])];
    refused(Workload::Lists, "G-single-item", &[(0, [0, 9], Kind::Ok, &wrote), (1, [1, 8], Kind::Ok, &half)]);
    let wrote = [read("x", None), read("y", None), write("x", 1), write("y", 2)];
    let half = [read("x", Some(1)), read("y", None)];
    refused(
        Workload::Registers,
        "G-single-item",
        &[(0, [0, 9], Kind::Ok, &wrote), (1, [1, 8], Kind::Ok, &half)],
    );
}

#[test]
fn no_two_writes_that_come_in_two_orders_are_accepted() {
    let one = [append("x", 1), append("y", 1)];
    let other = [append("x", 2), append("y", 2)];
    let reads = [list("x", &[1, 2]), list("y", &[2, 1])];
    refused(
        Workload::Lists,
        "G0",
        &[(0, [0, 9], Kind::Ok, &one), (1, [1, 8], Kind::Ok, &other), (2, [10, 11], Kind::Ok, &reads)],
    );
}

#[test]
fn no_write_that_goes_back_behind_one_that_had_ended_is_accepted() {
    let (one, other, reads) = ([append("x", 1)], [append("x", 2)], [list("x", &[2, 1])]);
    refused(
        Workload::Lists,
        "realtime",
        &[(0, [0, 1], Kind::Ok, &one), (1, [2, 3], Kind::Ok, &other), (2, [4, 5], Kind::Ok, &reads)],
    );
}

#[test]
fn no_history_of_nothing_is_accepted() {
    assert!(judge(Workload::Lists, Vec::new()).is_err());
}
