//! What the data files of a site say, and what was read of them before: [`SiteData`], [`KeptData`].

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::base::files::FileId;
use crate::findings::Finding;

/// The values of all data files.
#[derive(Debug, Default)]
pub struct SiteData {
    /// By name, in alphabetical order.
    pub values: Map<String, Value>,
    /// The files that they are from.
    pub files: Vec<FileId>,
}

/// What was read before.
#[derive(Debug, Default)]
pub(super) struct KeptData {
    pub files: BTreeMap<FileId, KeptFile>,
    pub all: Arc<SiteData>,
}

/// A file as it was parsed.
#[derive(Debug)]
pub(super) struct KeptFile {
    pub text: Arc<str>,
    pub findings: Vec<Finding>,
    pub value: Value,
}
