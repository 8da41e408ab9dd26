//! Badgehouse as a WebAssembly component in wasmtime: the same rules as the native engine, in a sandbox of
//! their own.
//!
//! ```no_run
//! use badgehouse::authorize::NeedInput;
//! use badgehouse::crypto::SealingKey;
//! use badgehouse::grant::TokenRequest;
//! use badgehouse::permission::Level;
//! use badgehouse::settings::Settings;
//! use badgehouse_native::MemoryStore;
//! use badgehouse_wasmtime::Badgehouse;
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let component = std::fs::read("component.wasm")?; // as `cargo xtask build component` makes it
//! let key = SealingKey::parse(&std::env::var("SEALING_KEY")?)?;
//! let settings = Settings::new("https://id.acme.com", "svc.acme.com", vec![key]);
//! let badges = Badgehouse::load(component, settings, MemoryStore::new())?;
//!
//! // A company gets its first account, whose secret is shown this once.
//! let made = badges.bootstrap("acme".into(), "Provisioning".into()).await?;
//! let secret = made.client_secret.ok_or("the answer to a repeated call has no secret")?;
//!
//! // The program that holds the secret fetches a token.
//! let token = badges
//!     .request_token(TokenRequest {
//!         client_id: made.account.client_id.to_string(),
//!         client_secret: secret.reveal().to_owned().into(),
//!         ..TokenRequest::default()
//!     })
//!     .await?;
//!
//! // An API asks whether the call that came with the token may go on.
//! let header = Some(format!("Bearer {}", token.access_token));
//! let need = NeedInput {
//!     company: "acme".into(),
//!     audience: None,
//!     tool: "directory".into(),
//!     level: Some(Level::Admin),
//!     action: None,
//!     project: None,
//! };
//! let caller = badges.authorize(header, need).await?;
//! assert_eq!(caller.client_id, made.account.client_id);
//! # Ok(())
//! # }
//! ```
//!
//! Every operation is a method, by the native engine's name. All of HTTP goes by [`Badgehouse::handle`]: the
//! token endpoint, the published keys, the admin API. A host with several engines compiles once, as a
//! [`Program`], and bounds its instances by [`Limits`]; [`Program::load`] keeps what it compiled for the next
//! start.
//!
//! Each request has an instance to itself, from a pool. On Linux an instance that has answered is put back to the
//! byte as it was when its engine had been opened, and takes the next; elsewhere it ends. So nothing of one
//! request is there in the next. An instance reaches the store, the crypto provider, a clock and randomness, and nothing else: no file, no
//! socket, no environment. It has a bound of memory and a bound of time to compute, which begins anew when
//! the store or the provider has answered: a slow store ends no request. An instance that traps answers
//! `unavailable` or `broken`, and never grants.

mod bindings;
mod compiled;
mod convert;
mod engine;
mod failure;
mod instance;
mod memory;
mod ports;
mod program;

pub use engine::Badgehouse;
pub use failure::LoadError;
pub use program::{Limits, Program};
