//! The memory of instances. On Linux it can be put back as it was when the engine had been opened, so that one instance serves many requests and nothing of one is there for the
//! next. Elsewhere each request has an instance of its own.

#[cfg(target_os = "linux")]
mod image;
#[cfg(target_os = "linux")]
mod region;

#[cfg(not(target_os = "linux"))]
mod pooled;

#[cfg(not(target_os = "linux"))]
pub(crate) use pooled::{Image, Memories, Memory};

#[cfg(target_os = "linux")]
pub(crate) use {
    image::Image,
    region::{Memories, Memory},
};
