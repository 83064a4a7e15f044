//! Pages that were captured several times: [`Captures`] has the versions of one, and what changed from each to the next.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use super::passage::{ReadSource, Sources};
use crate::base::index::{Idx as _, IndexVec};
use crate::build::load::Note;
use crate::model::{Extent, Field, Id, Language, Source, SourceIdx};
use citeback_quote::locate::compare::{Change, ChangeKind, compare};

/// The versions of one page: a source and those that name it as `version_of`.
#[derive(Debug)]
pub struct Captures {
    /// The source that the others name.
    pub base: Id,
    /// By when they were captured, then by id; at least two.
    pub versions: Vec<Arc<ReadSource>>,
    /// From each version to the next one that can be compared.
    pub steps: Vec<Step>,
}

/// Two versions, one captured after the other and both whole.
#[derive(Debug)]
pub struct Step {
    pub old: Arc<ReadSource>,
    pub new: Arc<ReadSource>,
    changes: OnceLock<Changes>,
}

/// What changed from one version to another, in their order.
#[derive(Debug, Default)]
pub struct Changes {
    pub title: Vec<Change>,
    pub text: Vec<Change>,
}

impl Captures {
    /// Those of the page that a source was captured from; `None` if there is only one. `language` is the brief's.
    pub fn of(id: &str, notes: &[Arc<Note<Arc<Source>>>], language: &Language) -> Option<Self> {
        let source = notes.iter().map(|note| &note.value).find(|source| source.id.as_str() == id)?;
        let base = source.page();
        let is_one = |source: &Source| source.id == *base || source.version_of.as_ref() == Some(base);
        let versions = notes.iter().filter(|note| is_one(&note.value));
        let versions: Vec<_> =
            versions.map(|note| Arc::new(ReadSource::new(Arc::clone(&note.value), language))).collect();
        (versions.len() > 1).then(|| Captures::new(base.clone(), versions))
    }

    /// Of these versions, in any order.
    fn new(base: Id, mut versions: Vec<Arc<ReadSource>>) -> Self {
        versions.sort_by(|a, b| in_order(&a.source, &b.source));
        let whole: Vec<&Arc<ReadSource>> = versions.iter().filter(|read| is_whole(&read.source)).collect();
        let steps = whole.windows(2).map(|pair| Step::new(pair[0], pair[1])).collect();
        Captures { base, versions, steps }
    }

    /// The position of a version.
    pub fn position(&self, id: &Id) -> Option<usize> {
        self.versions.iter().position(|read| read.source.id == *id)
    }

    fn is_of(&self, versions: &[Arc<ReadSource>]) -> bool {
        self.versions.len() == versions.len()
            && versions.iter().all(|read| self.versions.iter().any(|known| Arc::ptr_eq(known, read)))
    }
}

/// The order of versions.
fn in_order(a: &Source, b: &Source) -> std::cmp::Ordering {
    (a.captured, &a.id).cmp(&(b.captured, &b.id))
}

/// Whether a source can be compared with another version: of a part of a page nobody knows what changed in the rest.
fn is_whole(source: &Source) -> bool {
    source.extent != Some(Extent::Excerpt)
}

impl Step {
    pub fn new(old: &Arc<ReadSource>, new: &Arc<ReadSource>) -> Self {
        Step { old: Arc::clone(old), new: Arc::clone(new), changes: OnceLock::new() }
    }

    /// What changed; found out when it is first asked for.
    pub fn changes(&self) -> &Changes {
        self.changes.get_or_init(|| {
            let mut title = compare(&self.old.title, &self.new.title);
            title.iter_mut().for_each(|change| change.kind = ChangeKind::Headline);
            Changes { title, text: compare(&self.old.reading, &self.new.reading) }
        })
    }
}

impl Changes {
    pub fn of(&self, field: Field) -> &[Change] {
        match field {
            Field::Title => &self.title,
            Field::Body => &self.text,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.title.is_empty() && self.text.is_empty()
    }

    /// All of them, those of the title first.
    pub fn all(&self) -> impl Iterator<Item = (Field, &Change)> {
        let of = |field: Field| self.of(field).iter().map(move |change| (field, change));
        of(Field::Title).chain(of(Field::Body))
    }
}

/// The pages of a site that were captured several times.
#[derive(Debug, Default, Clone)]
pub(super) struct Versions {
    pub pages: Vec<Arc<Captures>>,
    /// The positions in the site's sources of the versions of each page, in their order.
    members: Vec<Vec<SourceIdx>>,
    /// Which page a source is a version of.
    page_of: HashMap<SourceIdx, usize>,
}

impl Versions {
    /// Those of a site. Sources in `left_out` are versions of nothing. What `earlier` has of the same sources is kept.
    pub fn new(sources: &Sources, left_out: &BTreeSet<&Id>, earlier: &Versions) -> Self {
        let mut versions = Versions::default();
        let is_version = |read: &ReadSource| read.source.version_of.is_some();
        if !sources.iter().any(|read| is_version(read)) {
            return versions;
        }
        let mut groups: IndexVec<SourceIdx, Vec<SourceIdx>> = sources.iter().map(|_| vec![]).collect();
        let position = |id: &Id| sources.binary_search_by(|read| read.source.id.cmp(id)).ok().map(SourceIdx::new);
        for (at, read) in sources.enumerated().filter(|(_, read)| !left_out.contains(&read.source.id)) {
            let Some(base) = read.source.version_of.as_ref().and_then(position) else { continue };
            // A wrong base, and a missing day, have been reported.
            let is_base = base != at && !is_version(&sources[base]) && !left_out.contains(&sources[base].source.id);
            if is_base && [at, base].iter().all(|one| sources[*one].source.captured.is_some()) {
                groups[base].push(at);
            }
        }
        for (base, mut group) in sources.indices().zip(groups.iter().cloned()).filter(|(_, group)| !group.is_empty()) {
            group.push(base);
            group.sort_by(|a, b| in_order(&sources[*a].source, &sources[*b].source));
            let reads: Vec<Arc<ReadSource>> = group.iter().map(|at| Arc::clone(&sources[*at])).collect();
            let known = earlier.pages.iter().find(|page| page.is_of(&reads)).cloned();
            let id = &sources[base].source.id;
            versions.page_of.extend(group.iter().map(|at| (*at, versions.pages.len())));
            versions.pages.push(known.unwrap_or_else(|| Arc::new(Captures::new(id.clone(), reads))));
            versions.members.push(group);
        }
        versions
    }

    /// The page that a source is a version of, if it was captured several times.
    pub fn of(&self, source: SourceIdx) -> Option<&Arc<Captures>> {
        self.page_of.get(&source).map(|page| &self.pages[*page])
    }

    /// Whether a source is a version of a page of which another version is one of these.
    pub fn is_compared(&self, id: &Id, used: &IndexVec<SourceIdx, bool>) -> bool {
        let page = self.pages.iter().position(|page| page.position(id).is_some());
        page.is_some_and(|page| self.members[page].iter().any(|member| used[*member]))
    }

    /// The positions of sources, page by page.
    pub fn members(&self) -> &[Vec<SourceIdx>] {
        &self.members
    }
}

/// The sources whose files have errors, and those that are kept out of the site.
pub(super) fn left_out<'a>(notes: &'a [Arc<Note<Arc<Source>>>], held: &'a BTreeSet<Id>) -> BTreeSet<&'a Id> {
    let unsound = notes.iter().filter(|note| !note.sound).map(|note| &note.value.id);
    unsound.chain(held).collect()
}

/// Another version than that of a passage.
pub(super) struct Other<'a> {
    pub read: &'a Arc<ReadSource>,
    /// It was captured after that of the passage.
    pub later: bool,
}

impl Captures {
    /// The other versions in which the words of a source are sought: all later ones; of the base, earlier ones too.
    pub(super) fn others(&self, id: &Id) -> Vec<Other<'_>> {
        let mut others = self.with_excerpts(id);
        others.retain(|other| is_whole(&other.read.source));
        others
    }

    /// The same with versions of which a part was captured: the words that it has are there.
    pub(super) fn with_excerpts(&self, id: &Id) -> Vec<Other<'_>> {
        let Some(own) = self.position(id) else { return vec![] };
        let versions = self.versions.iter().enumerate();
        let others = versions.filter(|(at, _)| *at != own && (*at > own || self.base == *id));
        others.map(|(at, read)| Other { read, later: at > own }).collect()
    }
}
