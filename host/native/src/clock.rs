//! The system's clocks, in the unit that the core counts in.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Unix seconds; 0 while the system's clock stands before 1970.
pub fn unix_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// A clock that nobody sets: the seconds since this call.
pub fn since_now() -> impl Fn() -> u64 + Send + Sync + 'static {
    let begun = Instant::now();
    move || begun.elapsed().as_secs()
}
