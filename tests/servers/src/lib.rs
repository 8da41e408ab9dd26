//! Servers of others that tests start for themselves: each in a folder of its own, on a port of its own of loopback, and stopped when the test is done. And what is done to each store on
//! them and on SQLite in the same way: processes that count, and writers that count while a server is killed.
//!
//! `cargo xtask servers` installs them. Where one is missing a test panics and says so; none is passed over.

pub mod counting;
mod etcd;
mod pgbouncer;
mod postgres;
mod process;
mod way;
mod writers;

pub use etcd::Etcd;
pub use pgbouncer::PgBouncer;
pub use postgres::Postgres;
pub use way::Way;
pub use writers::Writers;
