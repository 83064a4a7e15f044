//! [`Http`] over the network: [`Network`].

use std::sync::Arc;
use std::time::Duration;

use ureq::http;
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

use super::{Failure, Http, Method, Request, Response};

/// The largest answer that is read, in bytes. The largest file of a site, in practice.
const MAX_BODY: u64 = 1 << 30;

/// How many connections are kept open for further requests.
const CONNECTIONS: usize = 16;

/// A client that trusts the certificates that this machine trusts, and uses the proxy that the environment names.
pub struct Network(ureq::Agent);

impl Network {
    pub fn new() -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(provider);
        let config = ureq::Agent::config_builder()
            .tls_config(tls.build())
            .user_agent(concat!("citeback/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(CONNECTIONS)
            .max_idle_connections_per_host(CONNECTIONS)
            .timeout_resolve(Some(Duration::from_secs(15)))
            .timeout_connect(Some(Duration::from_secs(15)))
            .timeout_per_read(Some(Duration::from_secs(60)))
            .timeout_per_write(Some(Duration::from_secs(60)));
        Network(config.build().new_agent())
    }
}

impl Http for Network {
    fn send(&self, request: &Request<'_>) -> Result<Response, Failure> {
        let method = match request.method {
            Method::Get => http::Method::GET,
            Method::Head => http::Method::HEAD,
            Method::Put => http::Method::PUT,
            Method::Post => http::Method::POST,
            Method::Delete => http::Method::DELETE,
        };
        let mut made = http::Request::builder().method(method).uri(request.url.as_str());
        for (name, value) in &request.headers {
            made = made.header(*name, value);
        }
        let unusable = |_| Failure { reason: "the request cannot be written".into(), passing: false };
        let answer = if matches!(request.method, Method::Put | Method::Post) {
            self.0.run(made.body(request.body).map_err(unusable)?)
        } else {
            self.0.run(made.body(()).map_err(unusable)?)
        };
        let mut answer = answer.map_err(failure)?;
        let body = answer.body_mut().with_config().limit(MAX_BODY).read_to_vec().map_err(failure)?;
        let headers = answer.headers().iter().filter_map(|(name, value)| {
            Some((name.as_str().to_owned(), std::str::from_utf8(value.as_bytes()).ok()?.to_owned()))
        });
        Ok(Response { status: answer.status().as_u16(), headers: headers.collect(), body })
    }
}

/// The kinds of failures that contain an address are named without it.
fn failure(error: ureq::Error) -> Failure {
    let (reason, passing) = match error {
        ureq::Error::Timeout(_) => ("it took too long to answer".to_owned(), true),
        ureq::Error::HostNotFound => {
            ("there is no host of that name, or no connection to the network".to_owned(), false)
        }
        ureq::Error::Io(error) => {
            // What rustls says of a certificate is in here, and does not pass.
            let is_tls = error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>());
            (error.to_string(), !is_tls)
        }
        ureq::Error::ConnectionFailed => ("there is no connection".to_owned(), true),
        ureq::Error::Rustls(error) => (error.to_string(), false),
        ureq::Error::Tls(error) => (error.to_owned(), false),
        ureq::Error::Protocol(error) => (error.to_string(), true),
        ureq::Error::InvalidProxyUrl | ureq::Error::ConnectProxyFailed(_) => {
            ("the proxy that the environment names cannot be used".to_owned(), false)
        }
        ureq::Error::BodyExceedsLimit(_) => ("the answer is too large".to_owned(), false),
        _ => ("the connection failed".to_owned(), true),
    };
    Failure { reason, passing }
}
