//! The site's own files, each made when it is asked for, with the script of the desk put into its pages.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use tokio::task;

use super::mark::mark;
use super::page_faults::PageFault;
use super::page_maker::{WHOLE, make, source_of};
use super::state::ServerState;
use crate::base::escaping::{escape, percent_encoded};
use crate::build::render::{PageRenderer, PageResult};

/// Tells the script that readers do not have this page.
const HIDDEN: &str = " data-unpublished=\"true\"";

/// What is served when there is no page to put the script into.
const EMPTY: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Citeback</title>\n</head>\n<body></body>\n</html>\n";

pub(super) async fn page(State(state): State<Arc<ServerState>>, uri: Uri) -> Response {
    let made = task::spawn_blocking(move || answer(&state, &uri)).await;
    made.unwrap_or_else(|_| (StatusCode::INTERNAL_SERVER_ERROR, "This page could not be made.\n").into_response())
}

fn answer(state: &ServerState, uri: &Uri) -> Response {
    // Before the first page is asked for, the version: a page may then be newer than it says, and is told once too often.
    let version = state.version();
    let Some(renderer) = state.view().renderer.clone() else {
        return html(StatusCode::SERVICE_UNAVAILABLE, EMPTY.as_bytes(), state, version);
    };
    let wanted = percent_decoded(uri.path().trim_start_matches('/'));
    let path = if wanted.is_empty() { "index.html" } else { wanted.as_str() };
    let whole = uri.query() == WHOLE.strip_prefix('?') && source_of(path).is_some();
    let address = if whole { format!("{path}{WHOLE}") } else { path.to_owned() };
    match make(&renderer, &state.view(), state.may_pick(), &address) {
        Ok(PageResult::Bytes(bytes)) if path.ends_with(".html") => {
            state.faults().succeeded(&address, &bytes);
            let hidden = source_of(path).is_some_and(|id| renderer.site().source_position(id).is_none());
            with_script(StatusCode::OK, &bytes, &|made| script(state, version, made, hidden.then_some(HIDDEN)))
        }
        Ok(PageResult::Bytes(bytes)) => {
            let tag = format!("\"{}\"", mark(&bytes));
            let headers = [(header::CONTENT_TYPE, kind(path)), (header::CACHE_CONTROL, "no-store")];
            (headers, [(header::ETAG, tag)], bytes).into_response()
        }
        // Of a source that readers do not see, there is the whole text to pick from.
        Ok(PageResult::Unknown)
            if state.may_pick() && source_of(path).is_some_and(|id| state.view().source(id).is_some()) =>
        {
            Redirect::temporary(&format!("/{}?whole", percent_encoded(path))).into_response()
        }
        Ok(PageResult::Failed(finding)) => {
            let fault = PageFault { finding: *finding, files: Arc::clone(&renderer.site().files) };
            failed(state, &address, &fault, version)
        }
        Ok(PageResult::Unknown) => elsewhere(state, &renderer, path, version),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
    }
}

/// What is served when the template of a page fails: the page as it last was, over which the script shows the finding, else the finding.
fn failed(state: &ServerState, address: &str, fault: &PageFault, version: u64) -> Response {
    state.page_failed(address, fault);
    let last_good = state.faults().last_good(address);
    if let Some(page) = last_good {
        return html(StatusCode::OK, &page, state, version);
    }
    let frame = fault.of_page(address).frame();
    if !address.strip_suffix(WHOLE).unwrap_or(address).ends_with(".html") {
        return (StatusCode::INTERNAL_SERVER_ERROR, frame).into_response();
    }
    let mut shown = String::from("<body>\n<h1>This page cannot be made</h1>\n<pre>");
    escape(&frame, &mut shown);
    shown.push_str("</pre>\n");
    html(StatusCode::INTERNAL_SERVER_ERROR, EMPTY.replace("<body>", &shown).as_bytes(), state, version)
}

/// Addresses that a site in a sub-path has, or that lack their ending; else the site's own page for what is missing.
fn elsewhere(state: &ServerState, renderer: &PageRenderer, path: &str, version: u64) -> Response {
    let base = renderer.site().brief.base_url.as_ref().map_or("", |base| base.path().trim_matches('/'));
    if !base.is_empty()
        && let Some(rest) = path.strip_prefix(base)
        && (rest.is_empty() || rest.starts_with('/'))
    {
        let rest = rest.trim_start_matches('/');
        // To a page of the site and nowhere else: what stands there was written by whoever made the link.
        if rest.is_empty() || renderer.paths().any(|path| path == rest) {
            return Redirect::temporary(&format!("/{}", percent_encoded(rest))).into_response();
        }
    }
    match renderer.make("404.html") {
        Ok(PageResult::Bytes(bytes)) => html(StatusCode::NOT_FOUND, &bytes, state, version),
        Ok(PageResult::Failed(finding)) => {
            let fault = PageFault { finding: *finding, files: Arc::clone(&renderer.site().files) };
            state.page_failed("404.html", &fault);
            html(StatusCode::NOT_FOUND, EMPTY.as_bytes(), state, version)
        }
        _ => html(StatusCode::NOT_FOUND, EMPTY.as_bytes(), state, version),
    }
}

/// A page with the script of the desk at the end of its head. The page itself stays byte for byte what is built.
///
/// The script learns the mark of what was built, and asks for it again after a change: only a page that changed is loaded again.
fn html(status: StatusCode, page: &[u8], state: &ServerState, version: u64) -> Response {
    with_script(status, page, &|made| script(state, version, made, None))
}

fn with_script(status: StatusCode, page: &[u8], script: &dyn Fn(&str) -> String) -> Response {
    let made = mark(page);
    let end = memchr::memmem::find(page, b"</head>").unwrap_or(0);
    let mut out = Vec::with_capacity(page.len() + 200);
    out.extend_from_slice(&page[..end]);
    out.extend_from_slice(script(&made).as_bytes());
    out.extend_from_slice(&page[end..]);
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, [(header::ETAG, format!("\"{made}\""))], out).into_response()
}

fn script(state: &ServerState, version: u64, made: &str, more: Option<&str>) -> String {
    let more = more.unwrap_or_default();
    let mut token = String::new();
    // Beyond this machine nobody writes, so nobody needs the token.
    if state.may_pick() {
        escape(&state.token, &mut token);
    }
    format!(
        "<script type=\"module\" src=\"/.citeback/desk.js\" data-token=\"{token}\" data-version=\"{version}\" data-page=\"{made}\"{more}></script>"
    )
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "jsonld" => "application/json",
        "xml" => "application/xml",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "htm" => "text/html; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    }
}

/// Tags of any script stand in addresses as the bytes of their UTF-8 (RFC 3986, section 2.1).
fn percent_decoded(path: &str) -> String {
    let mut bytes = vec![];
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let encoded = tail.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match encoded.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
