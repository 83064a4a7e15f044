//! What a publication will do, and in which order: [`Plan::new`]. Pure: it reads and writes nothing.
//!
//! The order keeps every link on every page working at every moment, wherever the publication stops. Each stage begins when the one
//! before has wholly succeeded; the steps of a stage may run in any order, or at once.
//!
//! 1. What will be overwritten or removed is copied aside.
//! 2. Files from which nothing leads: search fragments, cards, data, styles, scripts. Pages lead to feeds as well, so a feed that is
//!    new is among them: nobody reads it yet.
//! 3. New pages. Nothing leads to them yet. Two new pages that link to each other cannot both come first: one of them is a blank
//!    placeholder until the other is there.
//! 4. Changed pages: sources (so that anchors are there before links to them), then claims, tags, people, listings, the front page.
//! 5. Pages that an update moves: at the old address a redirect replaces the page, to which nothing leads by now.
//! 6. Changed feeds and sitemaps, which announce what is there by now.
//! 7. What the site no longer has is removed, but for the styles and scripts of the release before: readers may have a page of it open.
//!    Pages to be removed, to which nothing leads by now, become placeholders, so that none of them leads to one that is gone already.
//!    Then they are deleted, and then other files.

use std::collections::{BTreeMap, BTreeSet};

use super::caching::is_immutable;
use super::release::{Entry, Release, Sha256};
use citeback_content::routes::{FileKind, file_kind, named_page};

/// So many files may be removed without `--delete`, or a quarter of the site if that is more.
const MAX_REMOVED: usize = 50;

/// What a placeholder contains: no words, since it is in no language, and an order to look again.
pub const PLACEHOLDER: &str = "<!doctype html><meta charset=\"utf-8\"><meta name=\"robots\" content=\"noindex\">\
    <meta http-equiv=\"refresh\" content=\"5\"><title>…</title>\n";

/// The files at a target, by path, without what `publish` keeps there.
pub type There = BTreeMap<String, Found>;

/// What is known of a file at a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A publication wrote it, and this is what it wrote.
    Ours(Entry),
    /// A publication wrote or overwrote it and was interrupted, so its content is not certain.
    Uncertain,
    /// No publication wrote it. The hash is given where it is easy to compute.
    Foreign(Option<Sha256>),
}

/// A single change to a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Copies a file to where its release finds it again, under its hash.
    Keep {
        path: String,
        sha256: Sha256,
    },
    /// Copies a file that no publication wrote, before it is overwritten.
    SetAside {
        path: String,
    },
    Placeholder {
        path: String,
    },
    Write {
        path: String,
    },
    Delete {
        path: String,
    },
}

/// Steps that may run in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    pub name: &'static str,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    pub new: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
    pub unchanged: usize,
    /// Files of others that stay as they are.
    pub foreign: Vec<String>,
    /// Files of others at paths that the site needs.
    pub in_the_way: Vec<String>,
    /// How much is written.
    pub bytes: u64,
    /// In order, without empty ones. Deletions come last, so that all else can be verified before.
    pub stages: Vec<Stage>,
}

/// The releases that were published last. They can be published again later.
#[derive(Debug, Clone, Copy, Default)]
pub struct Past<'a> {
    pub live: Option<&'a Release>,
    /// The one that was live before.
    pub before: Option<&'a Release>,
}

/// What is known of the pages that are to be published, by their paths.
pub struct Pages<'a> {
    /// The links of a page, as paths in the site.
    pub links: &'a dyn Fn(&str) -> Vec<String>,
    /// Whether a page only leads to another one.
    pub is_redirect: &'a dyn Fn(&str) -> bool,
}

impl Plan {
    /// The plan by which the target comes to hold `now`, and the styles and scripts of the release before it, for readers who have a page
    /// of that open. `pages` are those of `now`.
    pub fn new(now: &Release, past: Past<'_>, there: &There, pages: &Pages<'_>) -> Self {
        let Past { live, before } = past;
        let previous = if live == Some(now) { before } else { live };
        let stays = |path: &str| {
            let entry = previous.and_then(|previous| previous.files.get(path));
            entry.is_some_and(is_immutable)
        };
        let mut plan = Plan::default();
        for (path, entry) in &now.files {
            match there.get(path) {
                None => plan.new.push(path.clone()),
                Some(Found::Ours(found)) if found == entry => plan.unchanged += 1,
                Some(found) => {
                    if matches!(found, Found::Foreign(sha256) if *sha256 != Some(entry.sha256)) {
                        plan.in_the_way.push(path.clone());
                    }
                    plan.changed.push(path.clone());
                }
            }
        }
        for (path, found) in there.iter().filter(|(path, _)| !now.files.contains_key(*path)) {
            match found {
                Found::Foreign(_) => plan.foreign.push(path.clone()),
                _ if stays(path) => {}
                _ => plan.removed.push(path.clone()),
            }
        }
        plan.bytes = plan.new.iter().chain(&plan.changed).map(|path| now.files[path].size).sum();
        let in_live = |path: &String| live.is_some_and(|live| live.files.contains_key(path));
        let doubtful = plan.changed.iter().chain(&plan.removed);
        let doubtful = doubtful.filter(|path| there[*path] == Found::Uncertain && !in_live(path)).cloned().collect();
        plan.stages = plan.ordered(past, doubtful, pages);
        plan
    }

    pub fn is_empty(&self) -> bool {
        self.stages.is_empty()
    }

    /// Whether so much would be removed that it is probably a mistake, such as an empty folder.
    pub fn removes_much(&self) -> bool {
        let before = self.unchanged + self.changed.len() + self.removed.len();
        self.removed.len() > MAX_REMOVED.max(before / 4)
    }

    /// The stages. `doubtful` files are perhaps not ours.
    fn ordered(&self, past: Past<'_>, doubtful: Vec<String>, pages: &Pages<'_>) -> Vec<Stage> {
        let write = |path: &String| Step::Write { path: path.clone() };
        let delete = |path: &String| Step::Delete { path: path.clone() };
        let placeholder = |path: &String| Step::Placeholder { path: path.clone() };
        let changed: Vec<(&String, FileKind)> = self.changed.iter().map(|path| (path, kind(path, pages))).collect();
        let new: Vec<(&String, FileKind)> = self.new.iter().map(|path| (path, kind(path, pages))).collect();
        let of_kind = |files: &[(&String, FileKind)], wanted: FileKind| -> Vec<Step> {
            files.iter().filter(|(_, kind)| *kind == wanted).map(|(path, _)| write(path)).collect()
        };
        let mut files = of_kind(&new, FileKind::Asset);
        files.extend(of_kind(&changed, FileKind::Asset));
        files.extend(of_kind(&new, FileKind::Feed));
        let mut stages = vec![
            Stage { name: "copy aside", steps: self.copies(past, doubtful) },
            Stage { name: "files", steps: files },
            Stage { name: "placeholders", steps: needed_placeholders(&new, pages).iter().map(placeholder).collect() },
        ];
        stages.extend(NEW_PAGES.map(|kind| Stage { name: "new pages", steps: of_kind(&new, kind) }));
        stages.extend(CHANGED_PAGES.map(|kind| Stage { name: "changed pages", steps: of_kind(&changed, kind) }));
        stages.push(Stage { name: "redirects", steps: of_kind(&changed, FileKind::Redirect) });
        stages.push(Stage { name: "feeds", steps: of_kind(&changed, FileKind::Feed) });
        let (pages, files): (Vec<&String>, Vec<&String>) = self.removed.iter().partition(|path| is_page(path));
        stages.push(Stage { name: RETIRE, steps: pages.iter().copied().map(placeholder).collect() });
        stages.push(Stage { name: RETIRE, steps: pages.into_iter().map(delete).collect() });
        stages.push(Stage { name: RETIRE, steps: files.into_iter().map(delete).collect() });
        stages.retain(|stage| !stage.steps.is_empty());
        stages
    }

    /// Copies of what is overwritten or removed.
    fn copies(&self, past: Past<'_>, doubtful: Vec<String>) -> Vec<Step> {
        let live = |path: &String| {
            let left_over = || past.before?.files.get(path).filter(|entry| is_immutable(entry));
            past.live.and_then(|live| live.files.get(path)).or_else(left_over)
        };
        let ours = self.changed.iter().chain(&self.removed);
        let kept = ours.filter_map(|path| Some(Step::Keep { sha256: live(path)?.sha256, path: path.clone() }));
        // Two paths with the same content need one copy.
        let mut seen = BTreeSet::new();
        let kept = kept.filter(|step| !matches!(step, Step::Keep { sha256, .. } if !seen.insert(*sha256)));
        let set_aside = self.in_the_way.iter().cloned().chain(doubtful).map(|path| Step::SetAside { path });
        kept.chain(set_aside).collect()
    }
}

/// The kind of a file of the site. Only the page itself tells that it leads to another one.
fn kind(path: &str, pages: &Pages<'_>) -> FileKind {
    if named_page(path).is_some() && (pages.is_redirect)(path) { FileKind::Redirect } else { file_kind(path) }
}

/// The new pages to which a new page leads that is not written after them.
fn needed_placeholders(files: &[(&String, FileKind)], pages: &Pages<'_>) -> BTreeSet<String> {
    let rank = |kind: FileKind| NEW_PAGES.iter().position(|known| *known == kind);
    let new: BTreeMap<&String, FileKind> = files.iter().filter(|(path, _)| is_page(path)).copied().collect();
    let mut needed = BTreeSet::new();
    for (from, kind) in &new {
        let later = |to: &String| to != *from && new.get(to).is_some_and(|to| rank(*kind) <= rank(*to));
        needed.extend((pages.links)(from).into_iter().filter(later));
    }
    needed
}

/// The name of the stages that remove files.
pub const RETIRE: &str = "removals";

/// New pages, in an order that needs few placeholders: claims lead to sources, tags and people, and there are more claims than these.
const NEW_PAGES: [FileKind; 7] = [
    FileKind::Claim,
    FileKind::Source,
    FileKind::Tag,
    FileKind::Person,
    FileKind::Listing,
    FileKind::Front,
    FileKind::Redirect,
];

const CHANGED_PAGES: [FileKind; 6] =
    [FileKind::Source, FileKind::Claim, FileKind::Tag, FileKind::Person, FileKind::Listing, FileKind::Front];

/// Whether readers' links lead from this file.
pub fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

#[cfg(test)]
mod tests;
