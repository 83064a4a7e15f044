//! The saved page that a source was imported from, to be seen beside it: [`original`]. It is hostile: it is served as a copy without
//! scripts, addresses and forms, for a frame that may do nothing, under a policy that loads nothing.

use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use url::Url;

use super::guard::ForFrames;
use super::picker::answer::{Refusal, in_background};
use super::state::ServerState;
use crate::base::disk;
use crate::base::escaping::percent_encoded;
use crate::capture::{SafeOriginal, safe_original};
use crate::model::{CapturePlace, Source};

/// No saved page is longer than this, in bytes.
const LIMIT: u64 = 1 << 27;

/// Loads nothing, runs nothing, and is shown in frames of this site only.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";

/// What the policy of a page needs in addition to show the original of a source in a frame.
const FRAME_POLICY: &str = "frame-src 'self'; ";

/// The saved file that is kept with a source: its path relative to the site, or to the desk if the source is one of the desk.
pub(super) fn kept_file(source: &Source) -> Option<String> {
    match &source.capture.as_ref()?.place {
        CapturePlace::Kept(file) if source.is_shared => Some(file.clone()),
        CapturePlace::Kept(file) => Some(format!("content/{file}")),
        CapturePlace::Elsewhere(_) => None,
    }
}

/// The address of the original of a source.
pub(super) fn address(state: &ServerState, id: &str) -> String {
    state.address(&format!(".citeback/original/{}", percent_encoded(id)))
}

/// The original of a source, without what could act or load something.
pub(super) async fn original(State(state): State<Arc<ServerState>>, Path(id): Path<String>) -> Response {
    in_background(move || {
        let gone = || Refusal::gone("There is no saved page of this source.");
        let view = state.view();
        // It is not published, so nobody else may read it.
        let source = view.source(&id).filter(|_| state.may_pick()).map(|read| &read.source).ok_or_else(gone)?;
        let folder = if source.is_shared { &state.place.root } else { &state.place.site };
        let path: PathBuf = folder.join(kept_file(source).ok_or_else(gone)?);
        if !disk::is_inside(&path, folder).unwrap_or(false) {
            return Err(gone());
        }
        let bytes = disk::read(&path, LIMIT).map_err(|error| Refusal::failed(error.to_string()))?;
        let bytes = bytes.ok_or_else(|| Refusal::of("The saved page is too long to be shown."))?;
        let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
        let url = source.capture.as_ref().and_then(|capture| Url::parse(capture.url.as_deref()?).ok());
        let captured = source.captured.map(|date| date.iso());
        Ok(answer(safe_original(&bytes, &ending, (url.as_ref(), captured.as_deref()))))
    })
    .await
}

fn answer(original: SafeOriginal) -> Response {
    let (media_type, body) = match original {
        SafeOriginal::Page(html) => ("text/html; charset=utf-8", html),
        SafeOriginal::Text(text) => ("text/plain; charset=utf-8", text),
        SafeOriginal::Unreadable => {
            let text = "This kind of file cannot be shown here. Open it in its own program.\n".to_owned();
            ("text/plain; charset=utf-8", text)
        }
    };
    let mut response = (StatusCode::OK, body).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_DNS_PREFETCH_CONTROL, "off"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // The policy says whose frames.
    response.extensions_mut().insert(ForFrames);
    response
}

/// A page of the site whose policy lets it show an original in a frame. The rest of it stays as it is.
pub(super) fn with_frame_policy(page: &[u8]) -> Vec<u8> {
    const BEGINNING: &[u8] = b"http-equiv=\"Content-Security-Policy\" content=\"";
    let Some(at) = memchr::memmem::find(page, BEGINNING) else {
        return page.to_vec();
    };
    let (before, after) = page.split_at(at + BEGINNING.len());
    [before, FRAME_POLICY.as_bytes(), after].concat()
}
