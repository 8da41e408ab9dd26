//! The store's time: what passed, in; how far it has come, out.

use super::named_alike;
use crate::bindings::service_accounts as wit;
use badgehouse::time::{ClockStand, ClockView, Maintained, Passed, StoreTime};
use badgehouse::timestamp::Timestamp;

impl From<wit::Passed> for Passed {
    fn from(passed: wit::Passed) -> Self {
        let measured = |measured: wit::Measured| {
            let wit::StoreTime { at, word } = measured.since;
            (StoreTime { at: Timestamp::from_seconds(at), word }, measured.seconds)
        };
        Self { since: passed.measured.map(measured), believe_near: passed.believe_near }
    }
}

named_alike!(ClockStand => wit::ClockStand { Near, FarAhead, FarBehind });

impl From<Maintained> for wit::Maintained {
    fn from(maintained: Maintained) -> Self {
        let Maintained { key_published, store_time, word, stand } = maintained;
        let store_time = wit::StoreTime { at: store_time.seconds(), word };
        Self { key_published, store_time, stand: stand.into() }
    }
}

impl From<ClockView> for wit::ClockView {
    fn from(view: ClockView) -> Self {
        Self {
            clock: view.clock.seconds(),
            store_time: view.store_time.map(Timestamp::seconds),
            stand: view.stand.into(),
        }
    }
}
