//! Between the words of the contract and those of the core. They are in `wasm/words`: both components have
//! the interface `types`, and each its own types for it.

#[path = "../../words/catalogue.rs"]
mod catalogue;
#[path = "../../words/error.rs"]
mod error;
#[path = "../../words/level.rs"]
mod level;

pub(crate) use catalogue::catalogue;
pub(crate) use level::levels;
