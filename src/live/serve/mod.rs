//! `citeback serve`: the site on this machine, as it is being written. Entry point: [`serve`].
//!
//! Pages are made when they are asked for; a change in the site's folder is looked at at once, and open pages are told. Writing is the
//! picker's alone, and only for this machine.

mod assets;
mod connections;
mod event;
mod findings;
mod guard;
mod mark;
mod page_faults;
mod page_maker;
mod pages;
mod picker;
mod state;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use tokio::net::TcpListener;

use crate::base::error::Error;
use crate::live::watch::watch;
use crate::model::Options;
use connections::HEADER_TIMEOUT;
pub use event::ServerEvent;
use state::ServerState;

/// Where to begin looking for a free port.
const FIRST_PORT: u16 = 4747;
/// How many ports are tried.
const PORTS: u16 = 20;

/// What to serve, and where.
#[derive(Debug, Clone)]
pub struct ServeRequest {
    pub site: PathBuf,
    pub options: Options,
    /// The address to listen at; without one only this machine can reach the site.
    pub host: Option<IpAddr>,
    /// Without one, the first free port from 4747 on.
    pub port: Option<u16>,
}

/// Serves until somebody presses Ctrl-C. What happens is told to `tell`.
///
/// # Errors
/// When the site's folder holds no brief, the port is taken, or the folder cannot be watched.
pub fn serve(request: &ServeRequest, tell: impl Fn(ServerEvent<'_>) + Send + Sync + 'static) -> Result<(), Error> {
    let host = request.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let site = std::fs::canonicalize(&request.site).map_err(Error::io("open", &request.site))?;
    // A change made during the first look is not missed.
    let mut changes = watch(&site)?;
    let state = Arc::new(ServerState::open(site, request.options.clone(), host, Box::new(tell))?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(Error::io("start", "the server"))?;
    let ended = runtime.block_on(async {
        let (listener, address) = listen(host, request.port).await?;
        (state.tell)(ServerEvent::Open(&format!("http://{address}/")));
        state.report_refresh(&[]);
        let watching = Arc::clone(&state);
        thread::spawn(move || {
            while let Some(changed) = changes.wait() {
                watching.refresh(&changed);
            }
        });
        tokio::select! {
            never = connections::answer(listener, routes(state), HEADER_TIMEOUT) => match never {},
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    });
    // Work that somebody asked for is no reason to stay.
    runtime.shutdown_background();
    ended
}

fn routes(state: Arc<ServerState>) -> Router {
    Router::new()
        .route("/.citeback/events", get(findings::events))
        .route("/.citeback/findings", get(findings::findings))
        .route("/.citeback/claims", get(picker::claims))
        .route("/.citeback/passage", post(picker::passage))
        .route("/.citeback/add", post(picker::add))
        .route("/.citeback/start", post(picker::start))
        .route("/.citeback/{name}", get(assets::asset))
        .fallback(get(pages::page))
        .layer(middleware::from_fn_with_state(Arc::clone(&state), guard::guard))
        .with_state(state)
}

/// Takes the port asked for, or the first free one.
async fn listen(host: IpAddr, port: Option<u16>) -> Result<(TcpListener, SocketAddr), Error> {
    let ports = match port {
        Some(port) => port..=port,
        None => FIRST_PORT..=FIRST_PORT + PORTS,
    };
    for candidate in ports {
        match TcpListener::bind((host, candidate)).await {
            Ok(listener) => {
                let address = listener.local_addr().map_err(Error::io("listen at", host.to_string()))?;
                return Ok((listener, address));
            }
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(Error::io("listen at", format!("{host}:{candidate}"))(error)),
        }
    }
    Err(match port {
        Some(port) => Error::refused(
            format!("port {port} is in use by another program"),
            "end that program, or leave out --port to take the next free one",
        ),
        None => Error::refused(
            format!("the ports {FIRST_PORT} to {} are all in use", FIRST_PORT + PORTS),
            "name a free one with --port",
        ),
    })
}
