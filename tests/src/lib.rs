//! What crosses crates: scenarios as data, run unchanged on every face.
//!
//! A scenario is a file of `scenarios/`: who acts, and steps with what is expected of each. A [`Face`](face::Face) does the steps.

pub mod engines;
pub mod expectation;
pub mod face;
pub mod jwt;
pub mod runner;
pub mod scenario;
pub mod server;
pub mod text;
pub mod watched;
