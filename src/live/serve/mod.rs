//! `citeback serve`: the site on this machine, as it is being written. Entry point: [`serve`].
//!
//! A desk is served as a whole: the pages over all briefs, and each brief below its name (`desk_server.rs`).
//!
//! Pages are rendered on request. After a change in the site's folder, the site is refreshed and open pages are notified. Only the picker,
//! the review of sources and the button “Fix” write, and only on this machine.

mod assets;
mod connections;
mod desk_server;
mod editor;
mod event;
mod findings;
mod fingerprint;
mod fixes;
mod graph;
mod guard;
mod opening;
mod original;
mod page_faults;
mod page_maker;
mod pages;
mod picker;
mod review;
mod sent;
mod shown;
mod state;
mod unexamined;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use axum::middleware;
use axum::routing::{get, post};
use axum::{Extension, Router};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::LiveSite;
use super::watch::{Changes, watch};
use crate::base::error::Error;
use crate::desk::is_desk;
use crate::model::{Embargoes, Options};
use connections::HEADER_TIMEOUT;
use desk_server::{DeskServer, dispatch};
pub use editor::Editor;
pub use event::ServerEvent;
use state::{Place, ServerState, Setting};

/// The first port to try.
const FIRST_PORT: u16 = 4747;
/// How many further ports to try.
const MORE_PORTS: u16 = 20;

/// What to serve, and where.
#[derive(Debug, Clone)]
pub struct ServeRequest {
    pub site: PathBuf,
    pub options: Options,
    /// The address to listen at; without one, only this machine can reach the site.
    pub host: Option<IpAddr>,
    /// Without one, the first free port from 4747 on.
    pub port: Option<u16>,
    /// What opens a note at a line.
    pub editor: Editor,
}

/// Serves until Ctrl-C is pressed. Calls `on_event` for every event.
///
/// # Errors
/// If the site's folder has no brief, the port is in use, or the folder cannot be watched.
pub fn serve(request: &ServeRequest, on_event: impl Fn(ServerEvent<'_>) + Send + Sync + 'static) -> Result<(), Error> {
    let host = request.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let site = std::fs::canonicalize(&request.site).map_err(Error::io("open", &request.site))?;
    // Watching starts first, so that no change during the first refresh is missed.
    let changes = watch(&site)?;
    // The search index is made only by a build.
    let options = Options { no_search: true, embargoes: Embargoes::None, sets_aside: true, ..request.options.clone() };
    let setting = Arc::new(Setting::new(host, request.editor.clone(), Box::new(on_event))?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(Error::io("start", "the server"))?;
    let ended = if is_desk(&site) {
        serve_desk((site, options, setting), changes, request, &runtime)
    } else {
        serve_site((site, options, setting), changes, request, &runtime)
    };
    // Does not wait for requests in progress.
    runtime.shutdown_background();
    ended
}

/// What is served: the folder of a site or a desk, how, and for whom.
type Served = (PathBuf, Options, Arc<Setting>);

fn serve_site(
    (site, options, setting): Served,
    mut changes: Changes,
    request: &ServeRequest,
    runtime: &Runtime,
) -> Result<(), Error> {
    let live = LiveSite::new(&site, options);
    let state = Arc::new(ServerState::open(Box::new(live), Place::alone(site), &setting)?);
    runtime.block_on(async {
        let listener = announced(&setting, request.port).await?;
        state.report_refresh(&[]);
        tokio::spawn(report_unpublished(Arc::clone(&state)));
        let watched = Arc::clone(&state);
        thread::spawn(move || {
            while let Some(changed) = changes.wait() {
                watched.refresh(&changed);
            }
        });
        until_stopped(listener, routes(state)).await
    })
}

fn serve_desk(
    (root, options, setting): Served,
    mut changes: Changes,
    request: &ServeRequest,
    runtime: &Runtime,
) -> Result<(), Error> {
    let (changed, of_overview) = mpsc::channel();
    let server = Arc::new(DeskServer::open(root, options, Arc::clone(&setting), routes, changed)?);
    runtime.block_on(async {
        let listener = announced(&setting, request.port).await?;
        let overview = Arc::clone(&server);
        thread::spawn(move || overview.keep_overview(&of_overview));
        let watched = Arc::clone(&server);
        thread::spawn(move || {
            while let Some(changed) = changes.wait() {
                watched.refresh(&changed);
            }
        });
        let dispatch = move |request| dispatch(Arc::clone(&server), request);
        until_stopped(listener, Router::new().fallback(dispatch)).await
    })
}

/// Listens, and says where.
async fn announced(setting: &Setting, port: Option<u16>) -> Result<TcpListener, Error> {
    let (listener, address) = listen(setting.host, port).await?;
    (setting.on_event)(ServerEvent::Listening(&format!("http://{address}/")));
    Ok(listener)
}

async fn until_stopped(listener: TcpListener, routes: Router) -> Result<(), Error> {
    tokio::select! {
        never = connections::accept(listener, routes, HEADER_TIMEOUT) => match never {},
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}

/// After a change, what is not published is only looked at once nothing has changed for so long: it reads every note, and several saves in
/// a row need one look.
const CALM: Duration = Duration::from_millis(500);

/// Reports what is not published yet, at first and after changes. It runs beside the refreshes, so no save waits for it.
async fn report_unpublished(state: Arc<ServerState>) {
    let mut versions = state.subscribe();
    let mut last = vec![];
    loop {
        versions.borrow_and_update();
        let of_state = Arc::clone(&state);
        let found = tokio::task::spawn_blocking(move || of_state.unpublished()).await;
        if let Some(found) = found.ok().filter(|found| *found != last) {
            (state.setting.on_event)(ServerEvent::Unpublished(&found));
            last = found;
        }
        // Ends with the server.
        if versions.changed().await.is_err() {
            return;
        }
        while let Ok(changed) = tokio::time::timeout(CALM, versions.changed()).await {
            if changed.is_err() {
                return;
            }
        }
    }
}

fn routes(state: Arc<ServerState>) -> Router {
    Router::new()
        .route("/.citeback/events", get(findings::events))
        .route("/.citeback/findings", get(findings::findings))
        .route("/.citeback/fix", post(fixes::fix))
        .route("/.citeback/open", post(opening::open))
        .route("/.citeback/claims", get(picker::claims))
        .route("/.citeback/passage", post(picker::passage))
        .route("/.citeback/matches", post(picker::matches))
        .route("/.citeback/context", get(picker::context))
        .route("/.citeback/name", post(picker::name))
        .route("/.citeback/add", post(picker::add))
        .route("/.citeback/start", post(picker::start))
        .route("/.citeback/passages", get(picker::passages::list))
        .route("/.citeback/change", post(picker::passages::change))
        .route("/.citeback/remove", post(picker::passages::remove))
        .route("/.citeback/reorder", post(picker::passages::reorder))
        .route("/.citeback/undo", post(picker::passages::undo))
        .route("/.citeback/unexamined", get(unexamined::unexamined))
        .route("/.citeback/graph", get(graph::graph))
        .route("/.citeback/review", get(review::show))
        .route("/.citeback/decide", post(review::decide))
        .route("/.citeback/metadata", post(review::metadata))
        .route("/.citeback/take-back", post(review::undo))
        .route("/.citeback/original/{id}", get(original::original))
        .route("/.citeback/{name}", get(assets::asset))
        .fallback(get(pages::page))
        .layer(Extension(Arc::new(picker::Undo::default())))
        .layer(middleware::from_fn_with_state(Arc::clone(&state), guard::guard))
        .with_state(state)
}

/// Listens at the requested port, or at the first free one.
async fn listen(host: IpAddr, port: Option<u16>) -> Result<(TcpListener, SocketAddr), Error> {
    let ports = match port {
        Some(port) => port..=port,
        None => FIRST_PORT..=FIRST_PORT + MORE_PORTS,
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
            "end that program, or leave out --port to use the next free port",
        ),
        None => Error::refused(
            format!("the ports {FIRST_PORT} to {} are all in use", FIRST_PORT + MORE_PORTS),
            "choose a free port with --port",
        ),
    })
}
