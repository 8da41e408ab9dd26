//! What a host keeps of wrong credentials: never more than the bounds, and of what goes the oldest.

use crate::oauth::throttle::{Failure, FailureWindow, KEPT, KEPT_OF_A_SOURCE, KEPT_SOURCES, source_of};
use crate::value::timestamp::Timestamp;

/// The first that fails.
const BEGIN: u64 = 1_800_000_000;

fn failure(source: usize, credential: usize, at: u64) -> Failure {
    Failure {
        source: format!("192.0.2.{source}"),
        client: "a".into(),
        credential: credential.to_string(),
        at: Timestamp::from_seconds(BEGIN + at),
    }
}

fn kept(window: &FailureWindow, source: usize) -> usize {
    window.of(&format!("192.0.2.{source}")).len()
}

/// How many of the first sources are held.
fn sources(window: &FailureWindow, of: usize) -> usize {
    (0..of).filter(|source| kept(window, *source) > 0).count()
}

#[test]
fn one_source_too_many_drives_out_the_one_that_failed_longest_ago() {
    let mut window = FailureWindow::default();
    for source in 0..KEPT_SOURCES {
        window.add(failure(source, 1, source as u64));
    }
    assert_eq!(sources(&window, KEPT_SOURCES), KEPT_SOURCES, "as many as may be");
    // One that is held already drives out nobody, and is the newest from then on.
    window.add(failure(0, 2, KEPT_SOURCES as u64));
    assert_eq!(sources(&window, KEPT_SOURCES), KEPT_SOURCES);
    window.add(failure(KEPT_SOURCES, 1, KEPT_SOURCES as u64 + 1));
    assert_eq!(sources(&window, KEPT_SOURCES + 1), KEPT_SOURCES);
    assert_eq!((kept(&window, 0), kept(&window, 1), kept(&window, KEPT_SOURCES)), (2, 0, 1));
}

#[test]
fn one_failure_too_many_drives_out_the_source_that_failed_longest_ago() {
    let mut window = FailureWindow::default();
    let full = KEPT / KEPT_OF_A_SOURCE;
    for source in 0..full {
        for credential in 0..KEPT_OF_A_SOURCE {
            window.add(failure(source, credential, source as u64));
        }
    }
    // The same credential again, and one more of a source at its bound, are no more than before.
    assert_eq!(sources(&window, full), full, "as many as may be");
    let more = KEPT % KEPT_OF_A_SOURCE;
    for credential in 0..more {
        window.add(failure(full, credential, full as u64));
    }
    assert_eq!((sources(&window, full), kept(&window, full)), (full, more));
    window.add(failure(full, more, full as u64));
    assert_eq!((sources(&window, full), kept(&window, 0)), (full - 1, 0));
    assert_eq!(kept(&window, full), more + 1);
    // There is room again for as many as went.
    for credential in 0..KEPT_OF_A_SOURCE - 1 {
        window.add(failure(full + 1, credential, full as u64));
    }
    assert_eq!((kept(&window, 1), kept(&window, full + 1)), (KEPT_OF_A_SOURCE, KEPT_OF_A_SOURCE - 1));
}

#[test]
fn a_failure_from_before_the_clock_fell_back_goes_first() {
    let mut window = FailureWindow::default();
    window.add(failure(0, 1, 1_000_000));
    for source in 1..KEPT_SOURCES {
        window.add(failure(source, 1, source as u64));
    }
    window.add(failure(KEPT_SOURCES, 1, KEPT_SOURCES as u64));
    assert_eq!((kept(&window, 0), kept(&window, 1)), (0, 1));
}

#[test]
fn of_one_source_no_more_are_kept_than_the_newest() {
    let mut window = FailureWindow::default();
    for credential in 0..=KEPT_OF_A_SOURCE {
        window.add(failure(0, credential, credential as u64));
    }
    let held = window.of("192.0.2.0");
    assert_eq!(held.len(), KEPT_OF_A_SOURCE);
    assert_eq!(held.first(), Some(&failure(0, 1, 1)));
    // The same again counts as of now, and once.
    window.add(failure(0, 1, 1_000));
    let held = window.of("192.0.2.0");
    assert_eq!((held.len(), held.last()), (KEPT_OF_A_SOURCE, Some(&failure(0, 1, 1_000))));
}

/// One subscriber has all of a network's addresses, so that they are one source; and one that is written as an address of IPv6 is no other.
#[test]
fn no_source_gets_a_budget_for_each_address_of_its_network() {
    let of = |address: &str| source_of(address.parse().unwrap());
    assert_eq!(of("192.0.2.1"), "192.0.2.1");
    assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
    assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::"));
    assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
}
