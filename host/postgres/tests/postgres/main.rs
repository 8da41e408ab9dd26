//! The store, tested by a real server: `cargo xtask servers` installs it.

mod carried;
mod common;
mod killed;
mod laws;
mod reached;
mod tls;
