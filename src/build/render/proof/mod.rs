//! Proof that finished pages keep the promise, whatever the templates of a site say: [`Prover`].
//!
//! A theme may change how everything looks. After it has, each page is read as a browser reads it ([`facts`]) and compared with what the
//! site holds ([`expected`]): every passage shows its words and leads to its place in the source, and back; every link leads somewhere; what
//! search engines are told is there; nothing inline or foreign is in the way of the policy. The built-in templates are proved by the
//! program's own tests, with the same code.

mod expected;
mod facts;
mod fault;
mod policy;
mod proved;
mod report;

use std::collections::{BTreeSet, HashSet};

use url::Url;

use super::output_file::OutputFile;
use super::routes;
use super::site_page::SitePage;
use crate::build::relate::Site;
use expected::Expected;
use facts::PageFacts;
use fault::{Fault, FaultKind};
pub(super) use proved::Proved;
use proved::place;
pub(super) use report::findings;

/// The address of a site that has none.
const NO_ADDRESS: &str = "https://site.invalid/";

/// Proves pages of a site, from many threads.
pub(super) struct Prover<'s> {
    site: &'s Site,
    base: Url,
    /// The paths of all files.
    paths: HashSet<&'s str>,
}

impl<'s> Prover<'s> {
    pub fn new(site: &'s Site, files: &'s [OutputFile<'_>]) -> Self {
        let base = site.brief.base_url.clone();
        let base = base.unwrap_or_else(|| Url::parse(NO_ADDRESS).expect("the address is valid"));
        Prover { site, base, paths: files.iter().map(|file| file.path.as_str()).collect() }
    }

    /// Proves a finished page at a path. Links to places on other pages are left to [`findings`].
    pub fn page(&self, page: &dyn SitePage, path: &str, html: &str) -> Proved {
        if !path.ends_with(".html") {
            return Proved::default();
        }
        let expected = Expected::of(self.site, page, path);
        let facts = PageFacts::of(html, &expected.watched());
        let mut proved = Proved::default();
        let targets = self.targets(path, &facts, &mut proved);
        proved.faults.extend(expected.faults(&facts, &targets));
        proved.faults.extend(policy::faults(&facts));
        proved.places.extend(facts.ids.iter().map(|id| place(path, id)));
        proved
    }

    /// The places in the site that a page leads to, as addresses from the root.
    fn targets(&self, path: &str, facts: &PageFacts, proved: &mut Proved) -> BTreeSet<String> {
        let mut targets = BTreeSet::new();
        let mut dead =
            |written: &str| proved.faults.push(Fault { kind: FaultKind::DeadLink, what: written.to_owned() });
        for written in &facts.addresses {
            let Some((file, fragment)) = self.target(path, written) else { continue };
            if !self.paths.contains(file.as_str()) && !file.starts_with(routes::SEARCH) {
                dead(written);
                continue;
            }
            let is_page = file.ends_with(".html");
            match fragment.filter(|_| is_page) {
                Some(id) if file == path && !facts.ids.contains(&id) => dead(written),
                Some(id) => {
                    let address = format!("{file}#{id}");
                    if file != path {
                        proved.leads_to.push((place(&file, &id), address.clone()));
                    }
                    targets.insert(address);
                }
                None => drop(targets.insert(file)),
            }
        }
        targets
    }

    /// The file that an address leads to and its fragment, if it leads into this site.
    fn target(&self, path: &str, written: &str) -> Option<(String, Option<String>)> {
        let own = self.base.join(path).ok()?;
        let url = own.join(written).ok()?;
        if url.origin() != self.base.origin() {
            return None;
        }
        let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        let file = decoded(url.path().strip_prefix(self.base.path())?);
        let file = if file.is_empty() || file.ends_with('/') { format!("{file}{}", routes::FRONT) } else { file };
        // What follows is for the browser alone (URL Fragment Text Directives).
        let fragment = url.fragment().map(|fragment| decoded(fragment.split(":~:").next().unwrap_or_default()));
        // Every page has a top (HTML, 7.4.6.4).
        Some((file, fragment.filter(|fragment| !fragment.is_empty() && !fragment.eq_ignore_ascii_case("top"))))
    }
}
