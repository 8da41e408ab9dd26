//! Builds, tests and demonstrates Badgehouse.
fn main() {}
