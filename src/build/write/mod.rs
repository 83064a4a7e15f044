//! The last stage: puts the finished site in place at once. Entry points: [`Staging::begin`], then
//! [`Staging::put`] for every file, then [`Staging::commit`].
//!
//! What is kept between builds lives beside the published folder, never in it: for `public`, the folder
//! `.public.citeback` holds
//!
//! - `manifest`: what the last build wrote, with a hash of each file and what it looked like on disk;
//! - `manifest.next`: the same for a build that is just being put in place;
//! - `lock`: held by the running build; the system lets go of it when that build ends, however it ends;
//! - `next-PID`: the site that is being made, and after the exchange the one it replaced;
//! - `aside`: the published site, for an instant, where the system cannot exchange two folders.
//!
//! The order of the steps is what makes a kill harmless at any moment. The new manifest is written before
//! the folders change places and takes its name after; until then both manifests are consulted, and an
//! entry of either is believed only if the file on disk still looks as recorded. Nothing is forced out of
//! the system's cache, so this holds for the death of the program, not for a loss of power.

mod exchange;
mod manifest;
mod place;
mod staging;
mod state;

pub use staging::{Staging, WriteSummary};

#[cfg(all(test, unix))]
mod tests;
