//! The catalogue, as whoever administers sees it.

pub(crate) mod view;

pub use crate::model::catalogue::{
    ADMIN_TOOL, App, Catalogue, DIRECTORY_TOOL, MAX_ACTIONS, MAX_GRANTED_ACTIONS, MAX_TOOLS, Requests, Tool,
    ToolAction, ToolScope,
};
