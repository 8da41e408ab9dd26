//! Courses of a whole world, each from one number: processes on one store whose clocks differ and jump, administrators of two companies and one who tries the
//! other's, programs with tokens, a store that fails in every way it may, restarts, new sealing and signing keys. After each step what is so is compared with what
//! was acknowledged; at the end all faults stop and everything has to come to rest.
//!
//! The same number is the same course, byte for byte. A course that fails is cut down to the steps that it takes.

mod chance;
mod deed;
mod facts;
mod fault;
mod flight;
mod look;
mod plant;
mod process;
mod rest;
mod shelf;
mod shrink;
mod signing;
mod stage;
mod steps;
mod told;

pub use plant::{Honest, Plant};
pub use shelf::Shelf;
pub use shrink::{Failure, check, cut_down};
pub use steps::{Course, Ended, STEPS};
pub use told::Told;
