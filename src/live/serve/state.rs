//! The state that all requests share: [`ServerState`].

use std::collections::HashSet;
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tokio::sync::watch;

use super::editor::Editor;
use super::event::ServerEvent;
use super::page_faults::{PageFault, PageFaults};
use super::page_maker::make;
use crate::base::disk::{self, Replaced};
use crate::base::error::Error;
use crate::base::files::Files;
use crate::build::load::{DeskFolder, SiteNames};
use crate::build::render::PageResult;
use crate::desk::is_desk;
use crate::editing::schema;
use crate::findings::{Code, Diagnostic, Located};
use crate::live::desk::OwnFindings;
use crate::live::{Live, View};
use crate::model::{Claim, Evidence, Status};
use crate::publish::published::{self, Unpublished};
use crate::report;

/// Called for every event.
pub(super) type EventHandler = dyn Fn(ServerEvent<'_>) + Send + Sync;

/// What all parts of a server have in common.
pub(super) struct Setting {
    /// Called for every event.
    pub on_event: Box<EventHandler>,
    /// Proves that a write comes from our own pages; other sites cannot read it.
    pub token: String,
    pub host: IpAddr,
    /// What opens a note at a line.
    pub editor: Editor,
}

impl Setting {
    pub fn new(host: IpAddr, editor: Editor, on_event: Box<EventHandler>) -> Result<Self, Error> {
        let mut token = [0; 16];
        getrandom::fill(&mut token).map_err(|error| Error::io("ask for", "random numbers")(error.into()))?;
        let token = token.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Setting { on_event, token, host, editor })
    }
}

/// Where the files of a site are, and under which address it is shown.
pub(super) struct Place {
    /// The site's folder, as an absolute path.
    pub site: PathBuf,
    /// The folder of the desk whose files the site shares; without one, that of the site.
    pub root: PathBuf,
    /// What leads from `root` to the site: empty, or a path that ends in `/`.
    pub below: String,
    /// What comes before the addresses of its pages: empty, or `/` and a name.
    pub base: String,
    /// What was found in the files of the desk, if the site is shown as one of its briefs. The desk then reports refreshes.
    pub of_desk: Option<Arc<OwnFindings>>,
}

impl Place {
    /// That of a site which is shown by itself.
    pub fn alone(site: PathBuf) -> Self {
        let desk = DeskFolder::above(&site);
        let (root, below) = match desk {
            Some(DeskFolder { root, brief, .. }) => (root, format!("{brief}/")),
            None => (site.clone(), String::new()),
        };
        Place { site, root, below, base: String::new(), of_desk: None }
    }
}

/// A site being served.
pub(super) struct ServerState {
    live: Mutex<Box<dyn Live>>,
    view: RwLock<Arc<View>>,
    /// Why the last refresh failed, if it did.
    failure: RwLock<Option<String>>,
    /// What is not published yet, as [`unpublished`](Self::unpublished) last found it.
    unpublished: Mutex<Vec<String>>,
    /// Requested pages that could not be rendered.
    faults: Mutex<PageFaults>,
    /// Counts the changes of what pages show, from 1; notifies open pages of each.
    version: watch::Sender<u64>,
    pub setting: Arc<Setting>,
    pub place: Place,
}

impl ServerState {
    /// Reads the site for the first time.
    pub fn open(mut live: Box<dyn Live>, place: Place, setting: &Arc<Setting>) -> Result<Self, Error> {
        let view = live.refresh()?;
        let state = ServerState {
            live: Mutex::new(live),
            view: RwLock::new(Arc::new(view)),
            failure: RwLock::default(),
            unpublished: Mutex::default(),
            faults: Mutex::default(),
            version: watch::Sender::new(1),
            setting: Arc::clone(setting),
            place,
        };
        state.update_schemas();
        Ok(state)
    }

    /// Whether a page is open that is notified of changes.
    pub fn is_watched(&self) -> bool {
        self.version.receiver_count() > 0
    }

    /// The address of a page, from its path.
    pub fn address(&self, path: &str) -> String {
        format!("{}/{path}", self.place.base)
    }

    /// Replaces the text of a file, as [`disk::replace`]; `path` is relative to the site, and may be that of a file of the desk.
    ///
    /// # Errors
    /// As [`disk::replace`].
    pub fn replace(&self, path: &str, expected: &str, new: &str) -> Result<Replaced, Error> {
        let Place { root, below, .. } = &self.place;
        disk::replace(root, &format!("{below}{path}"), expected.as_bytes(), new.as_bytes())
    }

    /// The site as of the last refresh.
    pub fn view(&self) -> Arc<View> {
        Arc::clone(&self.view.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether passages can be picked, which also shows unpublished text: only if this machine alone can reach the server.
    pub fn may_pick(&self) -> bool {
        self.setting.host.is_loopback()
    }

    /// The current version, from 1.
    pub fn version(&self) -> u64 {
        *self.version.borrow()
    }

    /// Notifies of every new version.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// Refreshes the site after possible changes, and reports the result. If the refresh fails, the last view stays.
    pub fn refresh(&self, changed: &[PathBuf]) {
        let mut live = self.live();
        changed.iter().for_each(|path| live.changed(path));
        // A panic is a bug. The last view is still served, and the next refresh may succeed.
        let refresh = catch_unwind(AssertUnwindSafe(|| live.refresh()));
        let refresh = refresh.unwrap_or_else(|_| {
            Err(Error::refused("the site could not be read because of a bug in citeback", "please report this"))
        });
        drop(live);
        let mut previous = None;
        let mut failure = None;
        match refresh {
            Ok(view) => {
                let mut shown = self.view.write().unwrap_or_else(PoisonError::into_inner);
                previous = Some(std::mem::replace(&mut *shown, Arc::new(view)));
            }
            Err(error) => failure = Some(error),
        }
        let message = failure.as_ref().map(ToString::to_string);
        *self.failure.write().unwrap_or_else(PoisonError::into_inner) = message;
        self.retry_failed_pages();
        self.version.send_modify(|version| *version += 1);
        // The old view is dropped here, after the notification, because freeing it takes time.
        let same_names = previous.is_some_and(|previous| self.view().has_names_of(&previous));
        match failure {
            Some(error) => (self.setting.on_event)(ServerEvent::RefreshFailed(&error)),
            None => {
                self.report_refresh(changed);
                if !same_names {
                    self.update_schemas();
                }
            }
        }
    }

    /// What has been written and is not published yet, from what is kept on this machine.
    pub fn unpublished(&self) -> Vec<Unpublished> {
        let view = self.view();
        // What is under embargo waits like a draft.
        let waits = |claim: &&Claim<Evidence>| claim.status == Status::Draft || claim.embargo.is_some();
        let drafts = view.claims.iter().map(|note| &note.value).filter(waits);
        let drafts: HashSet<&str> = drafts.map(|claim| claim.id.as_str()).collect();
        let found = published::unpublished(&self.place.site, &|id| drafts.contains(id));
        *self.unpublished.lock().unwrap_or_else(PoisonError::into_inner) =
            found.iter().map(ToString::to_string).collect();
        found
    }

    /// What is not published yet, a line for each target, as it was last looked at.
    pub fn unpublished_lines(&self) -> Vec<String> {
        self.unpublished.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What was found in the files of the desk and is not among the findings of the site, and the files.
    pub fn findings_of_desk(&self) -> (Arc<Files>, Vec<Arc<Diagnostic>>) {
        let Some((files, mut findings)) = self.place.of_desk.as_ref().map(|own| own.get()) else {
            return (Arc::default(), vec![]);
        };
        // A brief reads some of these files, too, and knows them by paths that lead up.
        let view = self.view();
        let is_same = |known: &Diagnostic, finding: &Diagnostic| {
            known.code == finding.code
                && known.at.range == finding.at.range
                && view.files.path(known.at.file).trim_start_matches("../") == files.path(finding.at.file)
        };
        findings.retain(|finding| !view.findings.iter().any(|known| is_same(known, finding)));
        (files, findings)
    }

    /// Why the last refresh failed, if it did.
    pub fn failure(&self) -> Option<String> {
        self.failure.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reports the result of the last refresh.
    pub fn report_refresh(&self, changed: &[PathBuf]) {
        if self.place.of_desk.is_some() {
            return;
        }
        let view = self.view();
        let shown = |path: &PathBuf| path.strip_prefix(&self.place.site).unwrap_or(path).display().to_string();
        let of_pages = self.faults().findings();
        let of_templates = view.findings.iter().filter(|finding| finding.code == Code::TemplateError);
        let of_templates = of_templates.map(|finding| report::human(&Located::new(finding, &view.files), "", false));
        (self.setting.on_event)(ServerEvent::Refreshed {
            errors: view.errors + of_pages.len(),
            warnings: view.warnings,
            advice: view.advice,
            changed: changed.iter().map(shown).collect(),
            faults: of_templates.chain(of_pages.iter().map(|fault| fault.frame(""))).collect(),
        });
    }

    /// Requested pages: the faults of those that failed, and the last good versions.
    pub fn faults(&self) -> MutexGuard<'_, PageFaults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records that a page could not be rendered, and reports it if the finding is new.
    pub fn page_failed(&self, address: &str, fault: &PageFault) {
        // Until there is a version without errors, each refresh reports the errors in templates itself.
        let is_known = |known: &Diagnostic| known.at == fault.finding.at && known.message == fault.finding.message;
        if self.view().findings.iter().any(|known| is_known(known)) {
            return;
        }
        if self.faults().failed(address, fault.clone()) {
            // Open pages show the finding, too.
            self.version.send_modify(|version| *version += 1);
            (self.setting.on_event)(ServerEvent::PageFailed(&fault.of_page(address).frame(&self.shown_below())));
        }
    }

    /// Renders the failed pages again, so that a fault is shown until it is fixed.
    fn retry_failed_pages(&self) {
        let addresses = self.faults().addresses();
        let view = self.view();
        let Some(renderer) = view.renderer.as_ref().filter(|_| !addresses.is_empty()) else {
            return;
        };
        let fault = |address: &String| match make(renderer, &view, self.may_pick(), address) {
            Ok(PageResult::Failed(finding)) => {
                Some(PageFault { finding: *finding, files: Arc::clone(&renderer.site().files) })
            }
            _ => None,
        };
        // A panic is a bug; the next request for the page reports it.
        let still_failed = catch_unwind(AssertUnwindSafe(|| {
            addresses.iter().filter_map(|address| Some((address.clone(), fault(address)?))).collect()
        }));
        self.faults().replace(still_failed.unwrap_or_default());
    }

    /// Updates the schemas that editors use for completion. Serving works without them, so a failure is ignored.
    fn update_schemas(&self) {
        let view = self.view();
        if let Some(brief) = &view.brief {
            let sources = view.sources.iter().map(|read| read.source.as_ref());
            let known = SiteNames::of_notes(&view.files, brief, sources, &view.claims, &view.plain);
            let _ = schema::update(&self.place.site, &known);
        }
        if is_desk(&self.place.site) {
            let _ = schema::update_desk(&self.place.site);
        }
    }

    /// What comes before paths of its files where those of the desk are shown, too.
    fn shown_below(&self) -> String {
        self.place.of_desk.as_ref().map(|_| self.place.below.clone()).unwrap_or_default()
    }

    /// The site, for one refresh at a time. After a panic its caches may be inconsistent, so everything is read again.
    fn live(&self) -> MutexGuard<'_, Box<dyn Live>> {
        self.live.lock().unwrap_or_else(|poisoned| {
            let mut live = poisoned.into_inner();
            live.all_changed();
            live
        })
    }
}
