//! Between the words of the contract and those of the core: the files of the engine's component, since both worlds have the
//! interface `types`, and each its own types for it.

#[path = "../../component/src/convert/catalogue.rs"]
mod catalogue;
#[path = "../../component/src/convert/error.rs"]
mod error;
#[path = "../../component/src/convert/level.rs"]
mod level;

pub(crate) use catalogue::catalogue;
pub(crate) use level::levels;
