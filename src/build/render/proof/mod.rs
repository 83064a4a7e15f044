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

use percent_encoding::percent_decode_str;
use url::Url;

use super::output_file::OutputFile;
use crate::base::escaping::percent_encoded;
use crate::base::site_path::file_at;
use crate::build::relate::Site;
use crate::routes;
use expected::Expected;
use facts::PageFacts;
use fault::{Fault, FaultKind};
pub(super) use proved::Proved;
use proved::place;
pub(super) use report::findings;

/// The address of a site that has none. It is a folder, so that what leads out of the site does so here, too.
const NO_ADDRESS: &str = "https://site.invalid/site/";

/// Proves pages of a site, from many threads.
pub(super) struct Prover<'s> {
    site: &'s Site,
    base: Url,
    /// The paths of all files.
    paths: HashSet<&'s str>,
    /// The folders, ending in `/`, whose files are not among them.
    beyond: &'s [String],
}

impl<'s> Prover<'s> {
    pub fn new(site: &'s Site, files: &'s [OutputFile<'_>], beyond: &'s [String]) -> Self {
        let base = site.brief.base_url.clone();
        let base = base.unwrap_or_else(|| Url::parse(NO_ADDRESS).expect("the address is valid"));
        Prover { site, base, paths: files.iter().map(|file| file.path.as_str()).collect(), beyond }
    }

    /// Proves a finished file; of one that is no page there is nothing to say. Links to places on other pages are left to [`findings`]. `claim_review`: the one that it should have.
    pub fn prove(&self, file: &OutputFile<'_>, bytes: &[u8], claim_review: Option<String>) -> Proved {
        let path = file.path.as_str();
        let Some(page) = file.as_page().filter(|_| path.ends_with(".html")) else {
            return Proved::default();
        };
        // Templates and values are text.
        let html = String::from_utf8_lossy(bytes);
        let expected = Expected::of(self.site, page, path, claim_review);
        let facts = PageFacts::of(&html, &expected.watched());
        let mut proved = Proved::default();
        let lost: BTreeSet<&str> = expected.watched().into_iter().filter(|id| !facts.ids.contains(*id)).collect();
        proved.lost = lost.iter().map(|id| place(path, id)).collect();
        let targets = self.targets(path, &facts, &lost, &mut proved);
        proved.faults.extend(expected.faults(&facts, &targets));
        proved.faults.extend(policy::faults(&facts));
        proved.places.extend(facts.ids.iter().map(|id| place(path, id)));
        proved
    }

    /// The places in the site that a page leads to, as addresses from the root. `lost`: the ids that passages on it should have.
    fn targets(&self, path: &str, facts: &PageFacts, lost: &BTreeSet<&str>, proved: &mut Proved) -> BTreeSet<String> {
        let mut targets = BTreeSet::new();
        let Ok(own) = self.base.join(&percent_encoded(path)) else {
            return targets;
        };
        let mut dead =
            |written: &str| proved.faults.push(Fault { kind: FaultKind::DeadLink, what: written.to_owned() });
        for written in &facts.addresses {
            let Some((file, fragment)) = self.target(&own, written) else { continue };
            if self.beyond.iter().any(|folder| file.starts_with(folder.as_str())) {
                continue;
            }
            if !self.paths.contains(file.as_str()) && !file.starts_with(routes::SEARCH) {
                dead(written);
                continue;
            }
            let is_page = file.ends_with(".html");
            match fragment.filter(|_| is_page) {
                // The passage that has lost its id is reported by itself.
                Some(id) if file == path && lost.contains(id.as_str()) => {}
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

    /// The file that an address on a page leads to and its fragment, if it leads into this site. `own`: the address of the page.
    fn target(&self, own: &Url, written: &str) -> Option<(String, Option<String>)> {
        let url = own.join(written).ok()?;
        let file = file_at(&url, &self.base)?;
        // What follows “:~:” is for the browser alone (URL Fragment Text Directives).
        let fragment = url.fragment().map(|fragment| fragment.split(":~:").next().unwrap_or_default());
        let fragment = fragment.map(|fragment| percent_decode_str(fragment).decode_utf8_lossy().into_owned());
        // Every page has a top (HTML, 7.4.6.4).
        Some((file, fragment.filter(|fragment| !fragment.is_empty() && !fragment.eq_ignore_ascii_case("top"))))
    }
}
