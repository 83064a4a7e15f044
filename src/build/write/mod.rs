//! The last stage: publishes the finished site in one step. Entry point: [`Staging::begin`], then [`Staging::put`] for
//! every file, then [`Staging::commit`].
//!
//! What is kept between builds is beside the published folder, never in it. For `public`, the folder `.public.citeback`
//! contains
//!
//! - `manifest`: what the last build wrote, with the hash and the metadata of each file;
//! - `manifest.next`: the same for a build that is being published;
//! - `lock`: held by the running build; the system releases it when that build ends, even if it is killed;
//! - `next-PID`: the site under construction, and after the exchange the one it replaced;
//! - `aside`: the published site, for an instant, where the system cannot exchange two folders.
//!
//! The order of the steps makes a kill harmless at any moment. The new manifest is written before the folders are exchanged
//! and renamed to `manifest` after; until then both manifests are read, and an entry of either counts only if the file on disk
//! still matches it. Nothing is synced to disk, so this covers the death of the program, not a loss of power.

mod manifest;
mod place;
mod staging;
mod state;

pub use staging::{Staging, WriteSummary};

#[cfg(all(test, unix))]
mod tests;
