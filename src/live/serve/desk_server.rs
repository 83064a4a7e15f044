//! A desk being served: the pages over all briefs, and each brief below its name. [`DeskServer`].
//!
//! A brief is read when somebody opens one of its pages, and then kept up to date like a site that is served by itself. Of the others only
//! summaries are held. One thread of its own keeps the pages over all briefs up to date, so that no page of a brief waits for them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::uri::{PathAndQuery, Uri};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use tokio::sync::watch;
use tokio::task;

use super::event::ServerEvent;
use super::state::{Place, ServerState, Setting};
use crate::base::error::Error;
use crate::live::LiveSite;
use crate::live::desk::{LiveDesk, OwnFindings};
use crate::live::summaries::Summaries;
use crate::model::{Id, Options};

/// At most this many briefs are held, but for those of which pages are open.
const MAX_HELD: usize = 12;

/// Makes the routes of a site.
type Routes = fn(Arc<ServerState>) -> Router;

/// A desk being served.
pub(super) struct DeskServer {
    root: PathBuf,
    options: Options,
    setting: Arc<Setting>,
    summaries: Arc<Summaries>,
    own: Arc<OwnFindings>,
    /// The pages over all briefs.
    pub desk: Arc<ServerState>,
    desk_routes: Router,
    routes: Routes,
    /// Those that were visited, the most recent one last.
    held: Mutex<Vec<HeldBrief>>,
    /// Whether all briefs were read once; until then the pages over them are not complete.
    is_read: watch::Sender<bool>,
    /// What has changed, for the pages over all briefs.
    changed: Sender<Vec<PathBuf>>,
}

struct HeldBrief {
    name: Id,
    state: Arc<ServerState>,
    routes: Router,
}

impl DeskServer {
    /// Reads desk.yaml, and no brief yet. `changed` gets what concerns the pages over all briefs, for [`keep_overview`](Self::keep_overview).
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn open(
        root: PathBuf,
        options: Options,
        setting: Arc<Setting>,
        routes: Routes,
        changed: Sender<Vec<PathBuf>>,
    ) -> Result<Self, Error> {
        let options = Options { on_desk: true, ..options };
        let (summaries, own) = (Arc::<Summaries>::default(), Arc::<OwnFindings>::default());
        let live = LiveDesk::new(&root, options.clone(), &summaries, &own);
        let (site, below, base) = (root.clone(), String::new(), String::new());
        let place = Place { site, root: root.clone(), below, base, of_desk: None };
        let desk = Arc::new(ServerState::open(Box::new(live), place, &setting)?);
        let desk_routes = routes(Arc::clone(&desk));
        let (held, is_read) = (Mutex::default(), watch::Sender::new(false));
        Ok(DeskServer { root, options, setting, summaries, own, desk, desk_routes, routes, held, is_read, changed })
    }

    /// Reads all briefs, then keeps the pages over them up to date for as long as there are changes.
    pub fn keep_overview(&self, changes: &Receiver<Vec<PathBuf>>) {
        self.desk.refresh(&[]);
        self.is_read.send_replace(true);
        while let Ok(first) = changes.recv() {
            // One refresh for all that has changed meanwhile.
            let changed: BTreeSet<PathBuf> = first.into_iter().chain(changes.try_iter().flatten()).collect();
            self.desk.refresh(&changed.into_iter().collect::<Vec<_>>());
        }
    }

    /// Brings what changes concern up to date.
    pub fn refresh(&self, changed: &[PathBuf]) {
        let held = self.held();
        let brief_of = |path: &PathBuf| self.summaries.around(path);
        let shared: Vec<&PathBuf> = changed.iter().filter(|path| brief_of(path).is_none()).collect();
        let briefs: BTreeSet<Id> = changed.iter().filter_map(brief_of).collect();
        let links = |name: &Id| briefs.iter().any(|changed| changed != name && self.summaries.links(name, changed));
        for brief in held.iter() {
            let own = changed.iter().filter(|path| brief_of(path).is_none_or(|name| name == brief.name));
            let own: Vec<PathBuf> = own.cloned().collect();
            if !own.is_empty() || links(&brief.name) {
                brief.state.refresh(&own);
                self.summaries.learn(&brief.name, &brief.state.view());
            }
        }
        let is_held = |name: &Id| held.iter().any(|brief| brief.name == *name);
        self.summaries.forget(|name, read| {
            let is_linked = || briefs.iter().any(|changed| read.links_to(changed));
            let is_concerned = || shared.iter().any(|path| self.concerns(path, &|source| read.may_use(source)));
            !is_held(name) && (briefs.contains(name) || is_linked() || is_concerned())
        });
        // It only fails when the server ends.
        let _ = self.changed.send(changed.to_vec());
    }

    /// Whether a change of a shared file concerns the summary of a brief.
    fn concerns(&self, path: &Path, may_use: &dyn Fn(&str) -> bool) -> bool {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        let folder = inside.components().next().map(|first| first.as_os_str().to_string_lossy().into_owned());
        match (folder.as_deref(), path.file_stem().and_then(|stem| stem.to_str())) {
            // No summary is made with them.
            (Some("templates"), _) => false,
            (Some("sources"), Some(id)) if path != self.root.join("sources") => may_use(id),
            _ => true,
        }
    }

    /// The routes of a brief, which is read if nobody has visited it yet.
    fn brief(&self, name: &str) -> Result<Option<Router>, Error> {
        // While it is read, a change waits, so that none is missed.
        let mut held = self.held();
        let Some(name) = Id::new(name) else { return Ok(None) };
        if let Some(at) = held.iter().position(|brief| brief.name == name) {
            let brief = held.remove(at);
            let routes = brief.routes.clone();
            held.push(brief);
            return Ok(Some(routes));
        }
        let (Some(folder), Some(path)) = (self.summaries.folder(name.as_str()), self.summaries.path(&name)) else {
            return Ok(None);
        };
        let base_url = self.options.base_url.as_ref().and_then(|base| base.join(&format!("{name}/")).ok());
        let live = LiveSite::new(&folder, Options { base_url, ..self.options.clone() });
        let place = Place {
            site: folder,
            root: self.root.clone(),
            below: format!("{path}/"),
            base: format!("/{name}"),
            of_desk: Some(Arc::clone(&self.own)),
        };
        let state = Arc::new(ServerState::open(Box::new(live), place, &self.setting)?);
        let routes = (self.routes)(Arc::clone(&state));
        while held.len() >= MAX_HELD
            && let Some(at) = held.iter().position(|brief| !brief.state.is_watched())
        {
            held.remove(at);
        }
        held.push(HeldBrief { name, state, routes: routes.clone() });
        Ok(Some(routes))
    }

    fn held(&self) -> MutexGuard<'_, Vec<HeldBrief>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers a request: for `/BRIEF/…` as the server of that brief would.
pub(super) async fn dispatch(server: Arc<DeskServer>, mut request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let inside = path.strip_prefix('/').unwrap_or(&path);
    let name = inside.split('/').next().unwrap_or_default().to_owned();
    if server.summaries.folder(&name).is_none() {
        if !inside.starts_with(".citeback/") {
            let mut is_read = server.is_read.subscribe();
            // It only fails when the server ends.
            let _ = is_read.wait_for(|is_read| *is_read).await;
        }
        return answer(server.desk_routes.clone(), request).await;
    }
    if inside == name {
        return Redirect::temporary(&format!("/{name}/")).into_response();
    }
    let (of_server, of_name) = (Arc::clone(&server), name.clone());
    let brief = task::spawn_blocking(move || of_server.brief(&of_name)).await;
    match brief {
        Ok(Ok(Some(routes))) => match below(request.uri(), name.len() + 1) {
            Some(uri) => {
                *request.uri_mut() = uri;
                answer(routes, request).await
            }
            None => StatusCode::BAD_REQUEST.into_response(),
        },
        Ok(Ok(None)) => answer(server.desk_routes.clone(), request).await,
        Ok(Err(error)) => {
            (server.setting.on_event)(ServerEvent::RefreshFailed(&error));
            let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            (StatusCode::SERVICE_UNAVAILABLE, headers, format!("The brief “{name}” cannot be read: {error}\n"))
                .into_response()
        }
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "The server failed to do this.\n").into_response(),
    }
}

/// The address without what its path begins with, so many bytes.
fn below(uri: &Uri, bytes: usize) -> Option<Uri> {
    let rest = uri.path_and_query()?.as_str().get(bytes..)?;
    Some(Uri::from(rest.parse::<PathAndQuery>().ok()?))
}

async fn answer(routes: Router, request: Request<Body>) -> Response {
    match TowerToHyperService::new(routes).call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
