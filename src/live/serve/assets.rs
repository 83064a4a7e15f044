//! The scripts and styles of the interface that `serve` adds to pages.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// Name, media type and text of each file. The scripts are modules and import one another by these names.
const ASSETS: [(&str, &str, &str); 18] = [
    ("desk.css", "text/css; charset=utf-8", include_str!("assets/desk.css")),
    ("unfinished.css", "text/css; charset=utf-8", include_str!("assets/unfinished.css")),
    ("desk.js", JAVASCRIPT, include_str!("assets/desk.js")),
    ("dom.js", JAVASCRIPT, include_str!("assets/dom.js")),
    ("findings.js", JAVASCRIPT, include_str!("assets/findings.js")),
    ("picker.js", JAVASCRIPT, include_str!("assets/picker.js")),
    ("passage.js", JAVASCRIPT, include_str!("assets/passage.js")),
    ("claims.js", JAVASCRIPT, include_str!("assets/claims.js")),
    ("fields.js", JAVASCRIPT, include_str!("assets/fields.js")),
    ("selection.js", JAVASCRIPT, include_str!("assets/selection.js")),
    ("tray.js", JAVASCRIPT, include_str!("assets/tray.js")),
    ("passages.js", JAVASCRIPT, include_str!("assets/passages.js")),
    ("editing.js", JAVASCRIPT, include_str!("assets/editing.js")),
    ("review.js", JAVASCRIPT, include_str!("assets/review.js")),
    ("metadata.js", JAVASCRIPT, include_str!("assets/metadata.js")),
    ("unexamined.js", JAVASCRIPT, include_str!("assets/unexamined.js")),
    ("graph.js", JAVASCRIPT, include_str!("assets/graph.js")),
    ("graph-drawing.js", JAVASCRIPT, include_str!("assets/graph-drawing.js")),
];

pub(super) async fn asset(Path(name): Path<String>) -> Response {
    let Some((_, media_type, text)) = ASSETS.iter().find(|(own, ..)| *own == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    ([(header::CONTENT_TYPE, *media_type), (header::CACHE_CONTROL, "no-store")], *text).into_response()
}
