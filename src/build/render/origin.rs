//! Where the reporting of a source comes from: [`origin`].

use tera::Value;

use super::pages;
use super::shared::Shared;
use super::value::{object, text};

/// Where a source's reporting comes from: another source when an id is given, else free text.
pub(super) fn origin(shared: &Shared, origin: &str) -> Value {
    let source = shared.site.source_position(origin.trim());
    let unfinished = shared.site.unfinished.sources.get(origin.trim()).filter(|_| source.is_none());
    object([
        ("text", text(origin)),
        ("source", source.map_or_else(Value::none, |position| shared.source(position).clone())),
        (
            "unfinished",
            unfinished.map_or_else(Value::none, |note| pages::unfinished::card(&shared.site, origin.trim(), note)),
        ),
    ])
}
