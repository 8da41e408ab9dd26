//! The Badgehouse reference server.
fn main() {}
