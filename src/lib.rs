//! Citeback builds fact-check briefs in which every quoted passage is verified against its captured source.
//!
//! [`build()`] turns the folder of a site into pages. What is wrong with the content is in its findings; what is wrong with the world
//! outside is an [`Error`](base::error::Error).
//!
//! The modules, from the ground up; each uses only those above it. Below them all is the crate `citeback_quote`, which finds a quote in
//! a text.

pub mod base;
pub mod build;
pub mod capture;
mod cli;
pub mod commands;
pub mod editing;
pub mod findings;
pub mod live;
pub mod markdown;
pub mod model;
pub mod notes;

pub use build::{Outcome, Request, build};
