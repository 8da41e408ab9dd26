//! Servers of others that tests start for themselves: each in a folder of its own, on a port of its own of loopback, and stopped when the test is done.
//!
//! `cargo xtask servers` installs them. Where one is missing a test panics and says so; none is passed over.

mod etcd;
mod pgbouncer;
mod postgres;
mod process;

pub use etcd::Etcd;
pub use pgbouncer::PgBouncer;
pub use postgres::Postgres;
