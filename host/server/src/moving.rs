//! What an operator does with a whole store: copies, looks it through, and moves it to another.

pub(crate) mod backup;
mod carried;
pub(crate) mod check;
pub(crate) mod export;
pub(crate) mod import;
mod lines;
mod part;
mod progress;
mod rows;
