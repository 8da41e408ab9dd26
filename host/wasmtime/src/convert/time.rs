//! The store's time: what passed, out; how far it has come, in.

use super::named_alike;
use crate::bindings::service_accounts as wit;
use badgehouse::time::{ClockStand, ClockView, Maintained, Passed};
use badgehouse::timestamp::Timestamp;

impl From<Passed> for wit::Passed {
    fn from(passed: Passed) -> Self {
        let measured = passed.since.map(|(since, seconds)| wit::Measured {
            since: wit::StoreTime { at: since.at.seconds(), word: since.word },
            seconds,
        });
        Self { measured, believe_near: passed.believe_near }
    }
}

named_alike!(wit::ClockStand => ClockStand { Near, FarAhead, FarBehind });

impl From<wit::Maintained> for Maintained {
    fn from(maintained: wit::Maintained) -> Self {
        let wit::Maintained { key_published, store_time, stand } = maintained;
        let wit::StoreTime { at, word } = store_time;
        Self { key_published, store_time: Timestamp::from_seconds(at), word, stand: stand.into() }
    }
}

impl From<wit::ClockView> for ClockView {
    fn from(view: wit::ClockView) -> Self {
        Self {
            clock: Timestamp::from_seconds(view.clock),
            store_time: view.store_time.map(Timestamp::from_seconds),
            stand: view.stand.into(),
        }
    }
}
