//! What a site is made of, before it is built: the files of its folder, notes in YAML, findings about them, sources and claims as values,
//! and Markdown. It has no promise of its own beyond this repository: its modules are layers of the program `citeback`, in a crate of
//! their own so that they compile beside the others.
//!
//! From the ground up, each uses only those before it: [`base`], [`notes`], [`findings`], [`model`], [`markdown`], [`routes`].

// The documentation is for people who work on this crate, so it includes private items.
#![allow(rustdoc::private_intra_doc_links)]

pub mod base;
pub mod findings;
pub mod markdown;
pub mod model;
pub mod notes;
pub mod routes;
