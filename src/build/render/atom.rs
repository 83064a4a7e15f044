//! What Atom feeds (RFC 4287) have in common.

use tera::Value;
use url::Url;

use super::json_ld::absolute;
use super::value::{TemplateContext, list, object, text};
use crate::routes;

/// A feed holds this many entries, the latest.
pub(super) const MAX_ENTRIES: usize = 50;

/// Without any date a feed is empty; Atom wants a date all the same, and the clock would break reproducible builds.
pub(super) const NEVER: &str = "1970-01-01T00:00:00Z";

/// What the template of a feed sees: `path` is its own, `home` that of the page it goes with.
pub(super) fn context(base: &Url, path: &str, home: &str, updated: &str, entries: Vec<Value>) -> TemplateContext {
    let mut context = TemplateContext::default();
    context.insert(
        "feed",
        object([
            ("id", text(&absolute(base, home))),
            ("self", text(&absolute(base, path))),
            ("home", text(&absolute(base, home))),
            ("updated", text(updated)),
            ("verdicts", text(&absolute(base, routes::SCALE))),
            ("entries", list(entries)),
        ]),
    );
    context
}
