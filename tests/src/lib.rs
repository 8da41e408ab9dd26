//! What crosses crates: scenarios as data, run unchanged on every face.
//!
//! A scenario is a file of `scenarios/`: who acts, and steps with what is expected of each. A [`Face`](face::Face) does the steps.

pub mod calls;
pub mod companies;
pub mod crash;
pub mod engines;
pub mod expectation;
pub mod face;
pub mod fuzz;
pub mod jwt;
pub mod requests;
pub mod runner;
pub mod scenario;
pub mod server;
pub mod simulation;
pub mod small_world;
pub mod text;
pub mod watched;
