//! Access control: [`guard`] refuses requests under a foreign host name, and writes that do not come from our own pages.
//!
//! A page of any site can make a browser send requests here. By DNS rebinding it could even read the responses, under a host name of its
//! own, so only names of this machine are accepted. Writes also need the token, which only pages served from here know.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::state::ServerState;

/// The header in which our pages send the token.
pub(super) const TOKEN: &str = "x-citeback-token";

/// Marks the response of a page that other sites may show in a frame: it has no script, and so no token and nothing to press.
#[derive(Clone, Copy)]
pub(super) struct ForFrames;

pub(super) async fn guard(State(state): State<Arc<ServerState>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let host = text(headers, header::HOST.as_str());
    if !host.is_some_and(|host| is_local(host, state.setting.host)) {
        let text = "This site is served for this machine only. Open it by the address that citeback printed.\n";
        return (StatusCode::FORBIDDEN, text).into_response();
    }
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_read && !may_write(headers, host.unwrap_or_default(), &state) {
        let text = "Only pages of this site can write, and only on the machine that serves it.\n";
        return (StatusCode::FORBIDDEN, text).into_response();
    }
    if headers.contains_key("service-worker") {
        // It would outlive this server and control the next site at the same address.
        return (StatusCode::FORBIDDEN, "Service workers are not served here.\n").into_response();
    }
    let mut response = next.run(request).await;
    let is_for_frames = response.extensions().get::<ForFrames>().is_some();
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if !is_for_frames {
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    response
}

/// Whether a Host header names this machine. IP addresses cannot be rebound, so any is accepted if the site is offered to a network.
fn is_local(host: &str, bound: IpAddr) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    match name.parse::<IpAddr>() {
        Ok(address) => address.is_loopback() || !bound.is_loopback(),
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

fn may_write(headers: &HeaderMap, host: &str, state: &ServerState) -> bool {
    let is_own = |origin: &str| origin.strip_prefix("http://") == Some(host);
    let is_token = |given: &str| blake3::hash(given.as_bytes()) == blake3::hash(state.setting.token.as_bytes());
    state.setting.host.is_loopback()
        && text(headers, header::ORIGIN.as_str()).is_some_and(is_own)
        && text(headers, TOKEN).is_some_and(is_token)
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::is_local;

    #[test]
    fn only_names_of_this_machine_are_accepted() {
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        for host in ["127.0.0.1:4747", "localhost:4747", "LOCALHOST", "[::1]:80", "127.0.0.1"] {
            assert!(is_local(host, here), "{host}");
        }
        let foreign =
            ["evil.example:4747", "127.0.0.1.evil.example", "192.168.0.7:4747", "", "localhost.evil.example", "a b"];
        for host in foreign {
            assert!(!is_local(host, here), "{host}");
        }
        let everywhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        assert!(is_local("192.168.0.7:4747", everywhere));
        assert!(!is_local("evil.example:4747", everywhere));
    }
}
