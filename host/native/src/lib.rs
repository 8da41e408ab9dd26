//! The native engine: Badgehouse with the system's clock, randomness and ring.
//!
//! [`Engine`] runs every operation on a store; [`MemoryStore`] keeps everything in this process, [`Ring`] signs and verifies.
//!
//! ```
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use badgehouse::account::NewAccount;
//! use badgehouse::crypto::SealingKey;
//! use badgehouse::grant::TokenRequest;
//! use badgehouse::principal::Principal;
//! use badgehouse::settings::Settings;
//! use badgehouse_native::{Engine, MemoryStore};
//! use serde_json::{from_value, json};
//!
//! // 32 random bytes, which you make once and keep where secrets are kept.
//! let sealing_key = SealingKey::from_bytes([7; 32]);
//! let settings = Settings::new("https://id.acme.example", "svc.acme.example", vec![sealing_key]);
//! let engine = Engine::open(settings, MemoryStore::new())?;
//!
//! // The product makes an account for a program of the company `acme`; the secret is shown this once.
//! let (product, acme) = (Principal::Platform, String::from("acme"));
//! let new = NewAccount::custom("Nightly sync");
//! let created = engine.create_account(product.clone(), acme.clone(), new, None).await?;
//! let (client_id, secret) = (created.account.client_id, created.client_secret.expect("it is new"));
//!
//! // It may do nothing until somebody lets it.
//! let change = from_value(json!({ "company": { "rfis": "read_only" } }))?;
//! engine.set_permissions(product, acme, client_id.to_string(), change, None).await?;
//!
//! // The program fetches a token, and the API asks whether a call with it may go on.
//! let request = TokenRequest {
//!     client_id: client_id.to_string(),
//!     client_secret: secret.reveal().to_owned().into(),
//!     ..TokenRequest::default()
//! };
//! let token = engine.request_token(request).await?;
//! let authorization = format!("Bearer {}", token.access_token);
//! let reading = from_value(json!({ "company": "acme", "tool": "rfis", "level": "read_only" }))?;
//! assert_eq!(engine.authorize(Some(authorization.clone()), reading).await?.client_id, client_id);
//! let writing = from_value(json!({ "company": "acme", "tool": "rfis", "level": "standard" }))?;
//! assert!(engine.authorize(Some(authorization), writing).await.is_err());
//! # Ok(())
//! # }
//! ```

mod clock;
mod engine;
mod memory;
mod ring;

pub use clock::{since_now, unix_now};
pub use engine::Engine;
pub use memory::MemoryStore;
pub use ring::Ring;
