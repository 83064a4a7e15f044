//! What pages of `serve` load beside what the site holds: the script of the desk, and its looks.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// The desk's files by name. Its scripts are modules, which load one another from here.
const ASSETS: [(&str, &str, &str); 7] = [
    ("desk.css", "text/css; charset=utf-8", include_str!("assets/desk.css")),
    ("desk.js", JAVASCRIPT, include_str!("assets/desk.js")),
    ("dom.js", JAVASCRIPT, include_str!("assets/dom.js")),
    ("findings.js", JAVASCRIPT, include_str!("assets/findings.js")),
    ("picker.js", JAVASCRIPT, include_str!("assets/picker.js")),
    ("passage.js", JAVASCRIPT, include_str!("assets/passage.js")),
    ("claims.js", JAVASCRIPT, include_str!("assets/claims.js")),
];

pub(super) async fn asset(Path(name): Path<String>) -> Response {
    let Some((_, kind, text)) = ASSETS.iter().find(|(own, ..)| *own == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    ([(header::CONTENT_TYPE, *kind), (header::CACHE_CONTROL, "no-store")], *text).into_response()
}
