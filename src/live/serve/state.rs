//! What all requests share: the site at its last look, and who is told of a new one. [`ServerState`] holds it.

use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tokio::sync::watch;

use super::event::ServerEvent;
use super::page_faults::{PageFault, PageFaults};
use super::page_maker::make;
use crate::base::error::Error;
use crate::build::load::SiteNames;
use crate::build::render::PageResult;
use crate::editing::schema;
use crate::findings::{Code, Diagnostic, Located, report};
use crate::live::{LiveSite, View};
use crate::model::Options;

/// Who learns what happens.
pub(super) type Listener = dyn Fn(ServerEvent<'_>) + Send + Sync;

/// A site being served.
pub(super) struct ServerState {
    live_site: Mutex<LiveSite>,
    view: RwLock<Arc<View>>,
    /// Why the last look could not be made, when it could not.
    failure: RwLock<Option<String>>,
    /// What is wrong with pages that were asked for.
    faults: Mutex<PageFaults>,
    /// Called with what happens.
    pub tell: Box<Listener>,
    /// Counts the looks; whoever holds a receiver learns of each.
    versions: watch::Sender<u64>,
    /// What pages must show to write; other sites cannot read it.
    pub token: String,
    pub host: IpAddr,
    /// The site's folder, as an absolute path.
    pub site: PathBuf,
}

impl ServerState {
    /// Looks at the site in the folder with the absolute path `site` for the first time.
    pub fn open(site: PathBuf, options: Options, host: IpAddr, tell: Box<Listener>) -> Result<Self, Error> {
        // There is no index to search until the site is built.
        let mut live_site = LiveSite::new(&site, Options { no_search: true, ..options });
        let view = live_site.refresh()?;
        let mut token = [0; 16];
        getrandom::fill(&mut token).map_err(|error| Error::io("ask for", "random numbers")(error.into()))?;
        let state = ServerState {
            live_site: Mutex::new(live_site),
            view: RwLock::new(Arc::new(view)),
            failure: RwLock::default(),
            faults: Mutex::default(),
            tell,
            versions: watch::Sender::new(1),
            token: token.iter().map(|byte| format!("{byte:02x}")).collect(),
            host,
            site,
        };
        state.keep_schemas();
        Ok(state)
    }

    /// The site as it was last seen.
    pub fn view(&self) -> Arc<View> {
        Arc::clone(&self.view.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether passages can be picked, and so what readers do not see be shown: on this machine alone.
    pub fn may_pick(&self) -> bool {
        self.host.is_loopback()
    }

    /// Which look that was, from 1.
    pub fn version(&self) -> u64 {
        *self.versions.borrow()
    }

    pub fn versions(&self) -> watch::Receiver<u64> {
        self.versions.subscribe()
    }

    /// Looks again, at what may have changed, and tells what it saw. A look that fails leaves the last one in place.
    pub fn refresh(&self, changed: &[PathBuf]) {
        let mut live_site = self.live_site();
        changed.iter().for_each(|path| live_site.changed(path));
        // A panic is a bug; the next look may do without it, and what was served is served still.
        let refresh = catch_unwind(AssertUnwindSafe(|| live_site.refresh()));
        let refresh =
            refresh.unwrap_or_else(|_| Err(Error::refused("the site could not be looked at", "please report this")));
        drop(live_site);
        let mut last = None;
        let mut failure = None;
        match refresh {
            Ok(view) => {
                let mut shown = self.view.write().unwrap_or_else(PoisonError::into_inner);
                last = Some(std::mem::replace(&mut *shown, Arc::new(view)));
            }
            Err(error) => failure = Some(error),
        }
        let told = failure.as_ref().map(ToString::to_string);
        *self.failure.write().unwrap_or_else(PoisonError::into_inner) = told;
        self.make_faulty_again();
        self.versions.send_modify(|versions| *versions += 1);
        // Nobody waits for the old one to be cleared away.
        drop(last);
        match failure {
            Some(error) => (self.tell)(ServerEvent::Failed(&error)),
            None => {
                self.report_refresh(changed);
                self.keep_schemas();
            }
        }
    }

    /// Why the last look could not be made, when it could not.
    pub fn failure(&self) -> Option<String> {
        self.failure.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Tells what the last look saw.
    pub fn report_refresh(&self, changed: &[PathBuf]) {
        let view = self.view();
        let shown = |path: &PathBuf| path.strip_prefix(&self.site).unwrap_or(path).display().to_string();
        let of_pages = self.faults().findings();
        let of_templates = view.findings.iter().filter(|finding| finding.code == Code::TemplateError);
        let of_templates = of_templates.map(|finding| report::human(&Located::new(finding, &view.files), false));
        (self.tell)(ServerEvent::Looked {
            errors: view.errors + of_pages.len(),
            warnings: view.warnings,
            advice: view.advice,
            changed: changed.iter().map(shown).collect(),
            faults: of_templates.chain(of_pages.iter().map(PageFault::frame)).collect(),
        });
    }

    /// What is wrong with pages that were asked for, and what the others were.
    pub fn faults(&self) -> MutexGuard<'_, PageFaults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a page cannot be made, and tells it if that is news.
    pub fn page_failed(&self, address: &str, fault: &PageFault) {
        // The pages of a site that always had errors were tried when it was looked at.
        let is_known = |known: &Diagnostic| known.at == fault.finding.at && known.message == fault.finding.message;
        if self.view().findings.iter().any(is_known) {
            return;
        }
        if self.faults().failed(address, fault.clone()) {
            // All open pages are to show it.
            self.versions.send_modify(|versions| *versions += 1);
            (self.tell)(ServerEvent::Fault(&fault.of_page(address).frame()));
        }
    }

    /// Makes the pages again that could not be made before, so that a fault is shown until it is gone.
    fn make_faulty_again(&self) {
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
        // A panic is a bug; what is wrong then is seen when the page is asked for.
        let again = catch_unwind(AssertUnwindSafe(|| {
            addresses.iter().filter_map(|address| Some((address.clone(), fault(address)?))).collect()
        }));
        self.faults().replace(again.unwrap_or_default());
    }

    /// Renews the schemas from which editors complete. Without them an editor completes less; that is no reason not to serve.
    fn keep_schemas(&self) {
        let view = self.view();
        if let Some(brief) = &view.brief {
            let sources = view.sources.iter().map(|read| read.source.as_ref());
            let known = SiteNames::of_notes(&view.files, brief, sources, &view.claims, &view.plain);
            let _ = schema::keep(&self.site, &known);
        }
    }

    /// The desk, which one look at a time uses. What a panic left of it is still a desk: it is looked at from its kept parts, or anew.
    fn live_site(&self) -> MutexGuard<'_, LiveSite> {
        self.live_site.lock().unwrap_or_else(|poisoned| {
            let mut live_site = poisoned.into_inner();
            live_site.all_changed();
            live_site
        })
    }
}
