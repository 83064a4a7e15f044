//! The result of the stage: [`Site`], and what it knows of the site that it translates ([`Translation`]).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use super::comparisons::Comparison;
use super::listings::{Citation, Claims, Listings};
use crate::analysis::Analysis;
use crate::base::files::{FileId, Files};
use crate::base::index::{Idx as _, IndexVec};
use crate::base::slug::slug;
use crate::build::load::{SiteData, Theme};
use crate::build::resolve::{Captures, Passage, ReadSource, TranslatedNote, Unfinished, UnfinishedNote};
use crate::model::locale::Locale;
use crate::model::{Across, Brief, ClaimIdx, Date, DeskLink, Id, Page, SourceIdx};

/// A whole site, ready to be rendered. Everything is in its final order.
#[derive(Debug, Clone)]
pub struct Site {
    pub files: Arc<Files>,
    /// The file that describes the brief, for findings about the site as a whole.
    pub brief_file: FileId,
    pub brief: Brief,
    /// Sorted by id.
    pub sources: IndexVec<SourceIdx, Arc<ReadSource>>,
    /// The claims that get a page, sorted by id.
    pub claims: Claims,
    /// Sorted by id.
    pub pages: Vec<Page>,
    pub theme: Arc<Theme>,
    /// Data of the newsroom's own, for templates.
    pub data: Arc<SiteData>,
    pub locale: Arc<Locale>,
    /// Shared with the previous version of a site that is being edited if they are the same.
    pub(super) listings: Arc<Listings>,
    /// What the sources and claims have in common, by their ids.
    pub analysis: Arc<Analysis>,
    /// The sources that are compared side by side, sorted by their positions.
    pub comparisons: Arc<Vec<Comparison>>,
    /// The claims whose notes are not shown, because they mention something under embargo.
    pub hidden_notes: BTreeSet<FileId>,
    /// The static files that are not published, because only notes under embargo name them: paths below static/.
    pub held_files: BTreeSet<String>,
    /// Whether pages say that they are under embargo: only to those who write them.
    pub shows_embargoes: bool,
    /// The notes that have no pages yet, and are named where something refers to them.
    pub unfinished: Arc<Unfinished>,
    /// The desk, if this is built into its folder, or is the desk itself.
    pub desk: Option<DeskLink>,
    /// The claims of other briefs of the desk that have a page and are linked to.
    pub across: Arc<Across>,
    /// Whether this is built into the folder of its desk, beside the other briefs.
    pub on_desk: bool,
    /// The pages that were captured several times, if a version has a page of the site.
    pub(super) captures: Vec<Arc<Captures>>,
    /// This site in the other languages of the brief, in their order.
    pub translations: Vec<Arc<Site>>,
    /// Of what this is a translation; `None` if it is the original.
    pub translation: Option<Arc<Translation>>,
}

impl Deref for Site {
    type Target = Listings;

    fn deref(&self) -> &Listings {
        &self.listings
    }
}

impl DerefMut for Site {
    fn deref_mut(&mut self) -> &mut Listings {
        Arc::make_mut(&mut self.listings)
    }
}

impl Site {
    /// The quotation that a source is cited with.
    pub fn passage(&self, citation: Citation) -> &Passage {
        let verified = &self.claims[citation.claim].passages[citation.passage];
        verified.passage().expect("citations are of quotations")
    }

    /// The position of a claim that gets a page.
    pub fn claim_position(&self, id: &str) -> Option<ClaimIdx> {
        self.claims.binary_search_by(|claim| claim.id.as_str().cmp(id)).ok().map(ClaimIdx::new)
    }

    /// Whether the site has files at the same paths as an earlier version of it with the same theme. `false` if that is not certain.
    pub fn has_files_of(&self, earlier: &Site) -> bool {
        let text = |site: &Site| Arc::clone(&site.files.get(site.brief_file).text);
        let sources = self.sources.iter().zip(&earlier.sources);
        let ids = |page: &Page| (page.id.clone(), page.formerly.clone());
        let named = |(id, note): (&str, &UnfinishedNote)| (note.kind, id.to_owned());
        Arc::ptr_eq(&self.listings, &earlier.listings)
            && Arc::ptr_eq(&text(self), &text(earlier))
            && self.sources.len() == earlier.sources.len()
            && sources.into_iter().all(|(now, before)| Arc::ptr_eq(&now.source, &before.source))
            && self
                .comparisons
                .iter()
                .map(|found| found.sources)
                .eq(earlier.comparisons.iter().map(|found| found.sources))
            && self.claims.iter().map(|claim| &claim.formerly).eq(earlier.claims.iter().map(|claim| &claim.formerly))
            && self.pages.iter().map(ids).eq(earlier.pages.iter().map(ids))
            && self.unfinished.all().map(named).eq(earlier.unfinished.all().map(named))
    }

    /// Whether a page is made by a template of the site's own. Those that replace no built-in one are used by such templates and by pages.
    pub fn has_own_templates(&self) -> bool {
        self.theme.has_own_templates() || self.pages.iter().any(|page| page.template.is_some())
    }

    /// The templates of the site's own that pages name.
    pub fn named_templates(&self) -> BTreeSet<&str> {
        self.pages.iter().filter_map(|page| page.template.as_deref()).collect()
    }

    /// Whether pages are made by the same templates, and templates see the same data, as in an earlier version with the same theme.
    pub fn has_templates_and_data_of(&self, earlier: &Site) -> bool {
        let template = |page: &Page| (page.id.clone(), page.template.clone());
        Arc::ptr_eq(&self.data, &earlier.data) && self.pages.iter().map(template).eq(earlier.pages.iter().map(template))
    }

    pub fn source_position(&self, id: &str) -> Option<SourceIdx> {
        self.sources.binary_search_by(|source| source.source.id.as_str().cmp(id)).ok().map(SourceIdx::new)
    }

    /// The versions of the page that a source was captured from, if there are several.
    pub fn captures(&self, source: &Id) -> Option<&Captures> {
        self.captures.iter().find(|page| page.position(source).is_some()).map(Arc::as_ref)
    }

    /// The source on whose page versions are compared: the one that the others name, or the first one that is published.
    pub fn compared_on(&self, captures: &Captures) -> Option<SourceIdx> {
        let published = |id: &Id| self.source_position(id.as_str());
        published(&captures.base).or_else(|| captures.versions.iter().find_map(|read| published(&read.source.id)))
    }

    /// The sources in the order of lists: by id, but versions of one page one after another, that which the others name first.
    pub fn sources_by_page(&self) -> Vec<SourceIdx> {
        let mut sources: Vec<SourceIdx> = self.sources.indices().collect();
        sources.sort_by_key(|position| {
            let source = &self.sources[*position].source;
            (source.page(), source.version_of.is_some(), source.captured, &source.id)
        });
        sources
    }

    /// How many pages the sources were captured from: versions of one are counted once.
    pub fn page_count(&self) -> usize {
        self.sources.iter().map(|read| read.source.page()).collect::<BTreeSet<_>>().len()
    }

    /// When a source was captured, if there is another one of the same page.
    pub fn captured_among_versions(&self, position: SourceIdx) -> Option<Date> {
        let source = &self.sources[position].source;
        let is_published = |id: &Id| self.source_position(id.as_str()).is_some();
        let versions = &self.captures(&source.id)?.versions;
        let published = versions.iter().filter(|read| is_published(&read.source.id)).count();
        source.captured.filter(|_| published > 1)
    }

    /// The comparison of two sources, if they have one.
    pub fn comparison(&self, sources: [SourceIdx; 2]) -> Option<usize> {
        self.comparisons.binary_search_by_key(&sources, |comparison| comparison.sources).ok()
    }

    /// What a tag that claims have is called in the language of the site.
    pub fn tag_label<'s>(&'s self, label: &'s str) -> &'s str {
        if self.translation.is_none() {
            return label;
        }
        let slug = slug(label);
        let tag = self.tags.binary_search_by(|tag| tag.slug.as_str().cmp(&slug)).ok();
        tag.map_or(label, |tag| &self.tags[tag].label)
    }

    /// The path from the root of this site to that of the original; empty for the original itself.
    pub fn up(&self) -> &'static str {
        if self.translation.is_some() { "../" } else { "" }
    }

    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id.as_str() == id)
    }
}

/// What a site in another language knows of the original.
#[derive(Debug, Clone)]
pub struct Translation {
    /// The site in the language of the notes, which has all claims and pages.
    pub original: Arc<Site>,
    /// Where it is below the original, such as `fr/`.
    pub folder: String,
    pub brief: Option<TranslatedNote>,
    pub claims: BTreeMap<Id, TranslatedNote>,
    pub pages: BTreeMap<Id, TranslatedNote>,
}

impl Translation {
    /// The listed claims of the original that are not in this language, in its order.
    pub fn missing(&self) -> impl Iterator<Item = ClaimIdx> {
        let original = &self.original;
        original.listed.iter().copied().filter(|claim| !self.claims.contains_key(&original.claims[*claim].id))
    }
}
