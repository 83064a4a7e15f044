//! What pages of `serve` load beside what the site holds: the script of the desk, and its looks.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

const SCRIPT: &str = include_str!("assets/desk.js");
const STYLES: &str = include_str!("assets/desk.css");

pub(super) async fn asset(Path(name): Path<String>) -> Response {
    let (kind, text) = match name.as_str() {
        "desk.js" => ("text/javascript; charset=utf-8", SCRIPT),
        "desk.css" => ("text/css; charset=utf-8", STYLES),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], text).into_response()
}
