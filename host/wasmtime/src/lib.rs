//! Badgehouse as a WebAssembly component in wasmtime: the same rules as the native engine, in a sandbox of their own.
//!
//! ```no_run
//! use badgehouse::crypto::SealingKey;
//! use badgehouse::http::HttpRequest;
//! use badgehouse::settings::Settings;
//! use badgehouse_native::MemoryStore;
//! use badgehouse_wasmtime::Badgehouse;
//!
//! # async fn example(request: HttpRequest, key: SealingKey) -> Result<(), Box<dyn std::error::Error>> {
//! let component = std::fs::read("component.wasm")?;
//! let settings = Settings::new("https://id.acme.com", "svc.acme.com", vec![key]);
//! let badges = Badgehouse::load(component, settings, MemoryStore::new())?;
//! let out = badges.handle(request, None).await?;
//! # Ok(())
//! # }
//! ```
//!
//! Each request has an instance of its own, from a pool, so that nothing of one request is there in the next. An instance reaches the store,
//! the crypto provider, a clock and randomness, and nothing else: no file, no socket, no environment. It has a bound of memory and a bound of
//! time to compute, which begins anew when the store or the provider has answered: a slow store ends no request. An instance that traps answers
//! `unavailable` or `broken`, and never grants.

mod bindings;
mod convert;
mod engine;
mod failure;
mod instance;
mod ports;
mod program;

pub use engine::Badgehouse;
pub use failure::LoadError;
pub use program::{Limits, Program};
