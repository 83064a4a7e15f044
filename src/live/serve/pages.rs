//! The site's own files, rendered on request, with the script of the interface added to the pages.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use tokio::task;

use super::fingerprint::fingerprint;
use super::guard::ForFrames;
use super::original::{kept_file, with_frame_policy};
use super::page_faults::PageFault;
use super::page_maker::{WHOLE, make, source_of};
use super::state::ServerState;
use crate::base::escaping::{escape, percent_encoded};
use crate::base::media_type::media_type;
use crate::build::render::{PageRenderer, PageResult};
use percent_encoding::percent_decode_str;

/// For files whose name does not tell: the browser shows them instead of saving them.
const PLAIN: &str = "text/plain; charset=utf-8";
/// Tells the script that this page is not published.
const UNPUBLISHED: &str = " data-unpublished=\"true\"";

/// Carries the script if there is no page to put it into.
const EMPTY_PAGE: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Citeback</title>\n</head>\n<body></body>\n</html>\n";

pub(super) async fn page(State(state): State<Arc<ServerState>>, uri: Uri) -> Response {
    let made = task::spawn_blocking(move || answer(&state, &uri)).await;
    made.unwrap_or_else(|_| (StatusCode::INTERNAL_SERVER_ERROR, "This page could not be rendered.\n").into_response())
}

fn answer(state: &ServerState, uri: &Uri) -> Response {
    // The version is read before the page: a page may then be newer than its version, which costs one refresh too many, but never older.
    let version = state.version();
    let Some(renderer) = state.view().renderer.clone() else {
        return html(StatusCode::SERVICE_UNAVAILABLE, EMPTY_PAGE.as_bytes(), state, version);
    };
    let decoded = percent_decode_str(uri.path().trim_start_matches('/')).decode_utf8_lossy().into_owned();
    let path = if decoded.is_empty() { "index.html" } else { decoded.as_str() };
    let whole = uri.query() == WHOLE.strip_prefix('?') && source_of(path).is_some();
    let address = if whole { format!("{path}{WHOLE}") } else { path.to_owned() };
    match make(&renderer, &state.view(), state.may_pick(), &address) {
        // Its policy forbids scripts, and other sites may show it.
        Ok(PageResult::Bytes(bytes)) if is_embed(&renderer, path) => {
            state.faults().succeeded(&address, &bytes);
            let mut response = with_script(StatusCode::OK, &bytes, &|_| String::new());
            response.extensions_mut().insert(ForFrames);
            response
        }
        Ok(PageResult::Bytes(bytes)) if path.ends_with(".html") => {
            state.faults().succeeded(&address, &bytes);
            let is_unfinished = renderer.unfinished_at(path).is_some() && !whole;
            let unpublished = source_of(path).is_some_and(|id| renderer.site().source_position(id).is_none());
            let attribute = if unpublished && !is_unfinished { UNPUBLISHED } else { "" };
            let styles = if is_unfinished { styles(state) } else { String::new() };
            let has_original = state.may_pick() && source_of(path).is_some_and(|id| has_original(state, id));
            let bytes = if has_original { with_frame_policy(&bytes) } else { bytes };
            with_script(StatusCode::OK, &bytes, &|fingerprint| {
                format!("{styles}{}", script(state, version, fingerprint, Some(attribute)))
            })
        }
        Ok(PageResult::Bytes(bytes)) => {
            let etag = format!("\"{}\"", fingerprint(&bytes));
            let headers =
                [(header::CONTENT_TYPE, media_type(path).unwrap_or(PLAIN)), (header::CACHE_CONTROL, "no-store")];
            (headers, [(header::ETAG, etag)], bytes).into_response()
        }
        // A source that is not published still has its whole text to pick from.
        Ok(PageResult::Unknown)
            if state.may_pick() && source_of(path).is_some_and(|id| state.view().source(id).is_some()) =>
        {
            Redirect::temporary(&state.address(&format!("{}?whole", percent_encoded(path)))).into_response()
        }
        Ok(PageResult::Failed(finding)) => {
            let fault = PageFault { finding: *finding, files: Arc::clone(&renderer.site().files) };
            failed(state, &address, &fault, version)
        }
        Ok(PageResult::Unknown) => redirect_or_not_found(state, &renderer, path, version),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
    }
}

/// Whether the page of a source can show its original in a frame.
fn has_original(state: &ServerState, id: &str) -> bool {
    state.view().source(id).is_some_and(|read| kept_file(&read.source).is_some())
}

/// Whether a page is for the frames of other sites.
fn is_embed(renderer: &PageRenderer, path: &str) -> bool {
    let site = renderer.site();
    let id = path.strip_prefix("embed/").and_then(|name| name.strip_suffix(".html"));
    site.brief.embeds && id.is_some_and(|id| site.claim_position(id).is_some())
}

/// The response if the template of a page fails: the last good version, over which the script shows the finding, or else the finding itself.
fn failed(state: &ServerState, address: &str, fault: &PageFault, version: u64) -> Response {
    state.page_failed(address, fault);
    let last_good = state.faults().last_good(address);
    if let Some(page) = last_good {
        return html(StatusCode::OK, &page, state, version);
    }
    let frame = fault.of_page(address).frame("");
    if !address.strip_suffix(WHOLE).unwrap_or(address).ends_with(".html") {
        return (StatusCode::INTERNAL_SERVER_ERROR, frame).into_response();
    }
    let mut shown = String::from("<body>\n<h1>This page could not be rendered</h1>\n<pre>");
    escape(&frame, &mut shown);
    shown.push_str("</pre>\n");
    html(StatusCode::INTERNAL_SERVER_ERROR, EMPTY_PAGE.replace("<body>", &shown).as_bytes(), state, version)
}

/// Redirects an address that begins with the sub-path of the base URL; otherwise responds with the site's own page for missing files.
fn redirect_or_not_found(state: &ServerState, renderer: &PageRenderer, path: &str, version: u64) -> Response {
    let base = renderer.site().brief.base_url.as_ref().map_or("", |base| base.path().trim_matches('/'));
    if !base.is_empty()
        && let Some(rest) = path.strip_prefix(base)
        && (rest.is_empty() || rest.starts_with('/'))
    {
        let rest = rest.trim_start_matches('/');
        // Only to a page of the site: the rest of the path comes from the link and cannot be trusted.
        if rest.is_empty() || renderer.leads_somewhere(rest) {
            return Redirect::temporary(&state.address(&percent_encoded(rest))).into_response();
        }
    }
    match renderer.make("404.html") {
        Ok(PageResult::Bytes(bytes)) => html(StatusCode::NOT_FOUND, &bytes, state, version),
        Ok(PageResult::Failed(finding)) => {
            let fault = PageFault { finding: *finding, files: Arc::clone(&renderer.site().files) };
            state.page_failed("404.html", &fault);
            html(StatusCode::NOT_FOUND, EMPTY_PAGE.as_bytes(), state, version)
        }
        _ => html(StatusCode::NOT_FOUND, EMPTY_PAGE.as_bytes(), state, version),
    }
}

/// A page with the script of the interface at the end of its head. The rest is byte for byte what `build` writes.
///
/// The script gets the fingerprint of the page and compares it after each refresh, so that only pages that changed are reloaded.
fn html(status: StatusCode, page: &[u8], state: &ServerState, version: u64) -> Response {
    with_script(status, page, &|fingerprint| script(state, version, fingerprint, None))
}

fn with_script(status: StatusCode, page: &[u8], script: &dyn Fn(&str) -> String) -> Response {
    let fingerprint = fingerprint(page);
    let end = memchr::memmem::find(page, b"</head>").unwrap_or(0);
    let mut out = Vec::with_capacity(page.len() + 200);
    out.extend_from_slice(&page[..end]);
    out.extend_from_slice(script(&fingerprint).as_bytes());
    out.extend_from_slice(&page[end..]);
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, [(header::ETAG, format!("\"{fingerprint}\""))], out).into_response()
}

/// The styles of an unfinished note's page.
fn styles(state: &ServerState) -> String {
    format!("<link rel=\"stylesheet\" href=\"{}\">", state.address(".citeback/unfinished.css"))
}

fn script(state: &ServerState, version: u64, fingerprint: &str, attribute: Option<&str>) -> String {
    let attribute = attribute.unwrap_or_default();
    let mut token = String::new();
    // Only this machine can write, so no other gets the token.
    if state.may_pick() {
        escape(&state.setting.token, &mut token);
    }
    let source = state.address(".citeback/desk.js");
    format!(
        "<script type=\"module\" src=\"{source}\" data-token=\"{token}\" data-version=\"{version}\" data-page=\"{fingerprint}\"{attribute}></script>"
    )
}
