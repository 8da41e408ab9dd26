//! A world in which everything is decided, for what searches: every ask of every operation failed, companies compared with and without another, fuzz targets.

pub mod bounds;
pub mod calls;
pub mod companies;
pub mod course;
pub mod crash;
pub mod fuzz;
pub mod requests;
mod settings;
pub mod small_world;
mod world;

pub use settings::{ISSUER, actor, settings};
pub use world::{Simulation, Table, as_the_clock_says, seed};
