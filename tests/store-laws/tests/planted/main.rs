//! The kit, tested: stores with one planted fault each, and the law that has to catch it.

mod commits;
mod durable;
mod expiry;
mod lists;
mod planted;
mod reads;
mod versions;

use badgehouse_native::MemoryStore;
use badgehouse_store_laws::{Law, check, check_crash, check_law, check_restore};
use planted::{Fault, Planted};
use std::cell::Cell;
use std::sync::Arc;

/// A planted fault: what is wrong, which law is meant for it, and how to open a handle.
struct Plant {
    name: &'static str,
    law: Law,
    open: Box<dyn Fn() -> Planted>,
}

fn plants() -> Vec<Plant> {
    vec![
        plant("a get answers in key order", Law::GetOrder, reads::InKeyOrder::default()),
        plant("a get leaves out what is absent, to the end", Law::GetOrder, reads::AbsentLast::default()),
        plant("values are kept as text", Law::RoundTrip, reads::AsText::default()),
        plant("an empty value is nothing", Law::RoundTrip, reads::EmptyIsAbsent::default()),
        plant("keys are cut at 255 bytes", Law::Bounds, reads::CutKeys::default()),
        plant("values are cut at 32,767 bytes", Law::Bounds, reads::CutValues::default()),
        plant("a page has at most 500 entries", Law::Bounds, lists::SmallPages::default()),
        each_handle("a handle reads from its cache", Law::StrongRead, reads::Cached::new),
        plant("a commit is applied in two halves", Law::Snapshot, commits::Torn::default()),
        plant("a get reads key by key", Law::Snapshot, reads::KeyByKey::default()),
        plant("absence is not checked", Law::Expectations, commits::AbsentIsAny::default()),
        plant("a version fits where nothing is", Law::Expectations, commits::VersionFitsNothing::default()),
        plant("a delete of nothing conflicts", Law::Expectations, commits::DeleteNeedsEntry::default()),
        plant("a keep is not checked", Law::Keep, commits::IgnoresKeep::default()),
        plant("a keep writes the entry anew", Law::Keep, commits::KeepTouches::default()),
        plant("changes before a conflict stay", Law::AllOrNothing, commits::OneByOne::default()),
        plant(
            "an abandoned commit stays half done",
            Law::AbandonedCommit,
            commits::HalfWhenAbandoned::default(),
        ),
        plant("versions are checked before the commit", Law::NoLostUpdate, commits::ChecksFirst::default()),
        plant(
            "absence is checked before the commit",
            Law::OneCreator,
            commits::ChecksAbsenceFirst::default(),
        ),
        plant("keeps are checked before the commit", Law::OneInstant, commits::ChecksKeepsFirst::default()),
        plant("a version is a count since the key's creation", Law::NewVersions, versions::ByKey::default()),
        plant("a version is the value's fingerprint", Law::NewVersions, versions::ByValue::default()),
        plant("a list ignores case in its order", Law::ListOrder, lists::IgnoresCase::default()),
        plant("a list is in descending order", Law::ListOrder, lists::Descending::default()),
        plant("a prefix is a LIKE pattern", Law::ListPrefix, lists::Like::default()),
        plant("a prefix is a folder", Law::ListPrefix, lists::Folder::default()),
        plant("a page begins at the given key", Law::ListPages, lists::Inclusive::default()),
        plant("a page is one short", Law::ListPages, lists::OneShort::default()),
        plant("a list has no versions", Law::ListEntries, lists::NoVersions::default()),
        plant("a list has the first values", Law::ListEntries, lists::FirstValues::default()),
        plant("a list goes by a language's order", Law::ListOrder, lists::Collated::default()),
        plant("a list looks at 64 bytes of a name", Law::ListOrder, lists::FirstBytes::default()),
        plant("a page begins at a position", Law::ListWhileWritten, lists::ByPosition::default()),
        plant("a page ends at a megabyte", Law::Bounds, lists::Megabyte::default()),
        plant("a get ends at a megabyte", Law::Bounds, reads::Megabyte::default()),
        plant("a commit takes 32 checks", Law::Bounds, commits::FewChecks::default()),
        plant("the store's clock is ten minutes ahead", Law::NotHiddenEarly, expiry::clock_ahead()),
        own_clocks(),
        plant("partitions ignore case", Law::Partitions, lists::SamePartition::default()),
        plant("seconds are taken for milliseconds", Law::NotHiddenEarly, expiry::Milliseconds::default()),
        plant("the first expiry stays", Law::NotHiddenEarly, expiry::FirstStays::default()),
        plant("an expired entry is hidden, yet there", Law::HiddenIsAbsent, expiry::HiddenYetThere::new()),
        plant("commits are dropped under load", Law::ManyTasks, commits::DropsUnderLoad::default()),
    ]
}

fn plant(name: &'static str, law: Law, fault: impl Fault + 'static) -> Plant {
    let shared: Arc<dyn Fault> = Arc::new(fault);
    Plant { name, law, open: Box::new(move || Planted(Arc::clone(&shared))) }
}

/// A fault of a handle: each has a state of its own, on one store.
fn each_handle<F: Fault + 'static>(
    name: &'static str,
    law: Law,
    new: impl Fn(MemoryStore) -> F + 'static,
) -> Plant {
    let store = MemoryStore::new();
    Plant { name, law, open: Box::new(move || Planted(Arc::new(new(store.clone())))) }
}

/// One handle's clock is right, the other's stands at the beginning of time.
fn own_clocks() -> Plant {
    let shared = expiry::shared();
    let handles = Cell::new(0);
    let open = move || {
        handles.set(handles.get() + 1);
        Planted(Arc::new(expiry::OwnClock::new(&shared, handles.get() % 2 == 0)))
    };
    Plant { name: "each handle goes by a clock of its own", law: Law::HiddenEverywhere, open: Box::new(open) }
}

#[tokio::test(start_paused = true)]
async fn each_planted_fault_is_caught_by_the_law_meant_for_it() {
    for Plant { name, law, open } in plants() {
        let report = check(async || Ok(open())).await;
        let caught: Vec<Law> = report.broken.iter().map(|breach| breach.law).collect();
        println!("{name}: {caught:?}");
        assert!(caught.contains(&law), "{name}: not caught by {law:?}, but by {caught:?}");
        assert!(
            caught.len() < Law::ALL.len() / 2,
            "{name}: so much is broken that the law proves little: {report}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_counter_that_a_restored_backup_sets_back_is_caught() {
    let recorder = versions::Recorder::default();
    let copy = versions::Copy::default();
    let backup = async || {
        copy.take(&recorder);
        Ok(())
    };
    let restore = async || Ok(copy.restore().await);
    let report = check_restore(recorder.clone(), backup, restore).await;
    assert_eq!(report.broken.len(), 1, "{report}");
    assert_eq!(report.broken[0].law, Law::RestoredVersions);
    assert!(report.broken[0].seen.contains("puts before"), "{report}");
}

#[tokio::test]
async fn an_answer_that_comes_before_the_write_is_caught() {
    let disk = durable::Disk::default();
    let late = async || Ok(durable::WritesLate::on(&disk));
    let report = check_crash(late, async || Ok(())).await;
    assert_eq!(report.broken.len(), 1, "{report}");
    assert_eq!(report.broken[0].law, Law::Durable);

    let disk = durable::Disk::default();
    let at_once = async || Ok(durable::WritesAtOnce::on(&disk));
    check_crash(at_once, async || Ok(())).await.assert_kept();
}

#[test]
fn every_law_has_a_planted_fault() {
    let plants = plants();
    for law in Law::ALL.into_iter().filter(|law| ![Law::RestoredVersions, Law::Durable].contains(law)) {
        assert!(plants.iter().any(|plant| plant.law == law), "nothing is planted for {law:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_breach_says_which_law_is_broken_what_was_expected_and_what_was_seen() {
    let Plant { open, .. } = plant("", Law::Keep, commits::IgnoresKeep::default());
    let report = check_law(Law::Keep, async || Ok(open())).await;
    let text = report.to_string();
    assert_eq!(
        text,
        "0 laws kept, 1 broken\n\
         broken law: a kept entry is checked and stays as it is\n\
         \x20 expected: a keep that expects the last version where an entry was deleted: Conflict\n\
         \x20 seen:     Committed\n"
    );
}

#[tokio::test]
#[should_panic(expected = "broken law: what was answered is there after a crash")]
async fn the_law_of_crashes_is_not_kept_without_a_crash() {
    let store = MemoryStore::new();
    check_law(Law::Durable, async || Ok(store.clone())).await.assert_kept();
}

#[tokio::test]
#[should_panic(expected = "broken law: a restored backup repeats no version")]
async fn the_law_of_restored_backups_is_not_kept_without_a_backup() {
    let store = MemoryStore::new();
    check_law(Law::RestoredVersions, async || Ok(store.clone())).await.assert_kept();
}
