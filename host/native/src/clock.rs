//! The system's clock, in the unit that the core counts in.

use std::time::{SystemTime, UNIX_EPOCH};

/// Unix seconds; 0 while the system's clock stands before 1970.
pub fn unix_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
