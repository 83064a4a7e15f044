//! Citeback builds fact-check briefs in which every quoted passage is verified against its captured source.
//!
//! [`build()`] turns the folder of a site into pages, or checks it without writing anything:
//!
//! ```no_run
//! use citeback::{Located, Options, Request, Severity, build};
//!
//! let request = Request {
//!     site: "brief".into(),
//!     out: Some("brief/public".into()),
//!     options: Options::default(),
//!     deny_warnings: false,
//! };
//! let outcome = build(&request)?;
//! for finding in outcome.findings.sorted(&outcome.files) {
//!     let Located { code, severity, message, at, .. } = Located::new(finding, &outcome.files);
//!     println!("{}:{}: {}: {message}", at.file.path, at.start.line, code.name());
//!     assert_ne!(severity, Severity::Error, "a site with errors is not written");
//! }
//! # Ok::<(), citeback::Error>(())
//! ```
//!
//! A mistake in the content is a [`Diagnostic`] among the outcome's [`Findings`], and the other notes are checked all the same. A failure
//! of the outside world, such as a full disk, is an [`Error`]. With an error among the findings nothing is written, and the site that was
//! published before stays as it is.
//!
//! What templates see is documented in docs/context.md, and printed for any page by `citeback context PAGE`. What other programs can read
//! of a published site is documented in docs/data-files.md. To verify quotations without a site, use the crate `citeback-quote`.

mod analysis;
mod build;
mod cli;
mod commands;
mod desk;
mod editing;
mod live;
mod report;

// The layers below, which are crates of their own, by the names that they had as modules.
use citeback_capture as capture;
use citeback_content::{base, findings, markdown, model, notes, routes};
use citeback_publish as publish;

pub use base::error::Error;
pub use base::files::{File, FileId, FileRange, Files, Span};
pub use base::lines::Position;
pub use build::load::{NamedEntry, SiteNames};
pub use build::write::WriteSummary;
pub use build::{Outcome, Request, build};
pub use findings::{Code, Diagnostic, Findings, Fix, Located, LocatedFix, LocatedFixes, Severity};
pub use model::Options;
pub use notes::edit::Edit;

/// For the binary, the tests and the benchmark of this repository. Not a stable interface.
#[doc(hidden)]
pub mod internals {
    pub use crate::build::{load, relate, render, resolve};
    pub use crate::commands::run;
    pub use crate::editing::schema;
    /// Reports of findings.
    pub mod report {
        pub use crate::report::*;
    }
    pub use crate::live::LiveSite;
    pub use crate::markdown::reading;
    pub use crate::notes::edit;
}
