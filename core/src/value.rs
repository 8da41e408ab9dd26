//! Texts and numbers that were checked once, where they came in, and what is wrong with those that were not.

pub(crate) mod address;
pub(crate) mod error;
pub(crate) mod identifier;
pub(crate) mod input;
pub(crate) mod level;
pub(crate) mod map;
pub(crate) mod name;
pub(crate) mod page;
pub(crate) mod precondition;
pub(crate) mod random;
pub(crate) mod rule;
pub(crate) mod set;
pub(crate) mod text;
pub(crate) mod timestamp;
pub(crate) mod tree;
