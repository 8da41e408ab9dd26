//! The store, tested by a real cluster of three nodes: `cargo xtask servers` installs etcd.

mod carried;
mod common;
mod fake;
mod killed;
mod laws;
mod reached;
