//! A desk as a site of its own: its briefs, and the content of its pages over them, which has no notes. Entry point: [`load_desk`].

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::brief::empty;
use super::brief_file::find_brief;
use super::cache::LoadCache;
use super::content::{Content, Unread};
use super::desk::{self, DeskBrief, DeskFolder, OpenDesk};
use super::listing::report_passed_over;
use super::shared_sources::SharedSources;
use super::static_files::StaticFiles;
use super::{locale, theme_files};
use crate::base::error::Error;
use crate::base::files::Files;
use crate::findings::{Code, Diagnostic, Findings};
use crate::model::{Brief, BriefPattern, Desk, DeskLink};

/// A desk as loaded.
pub struct DeskContent {
    pub folder: DeskFolder,
    pub desk: Desk,
    /// Sorted by name.
    pub briefs: Vec<DeskBrief>,
    pub sources: Arc<SharedSources>,
    /// That of the pages over all briefs.
    pub content: Content,
}

/// Reads the desk in a folder. Problems in its files go to `findings`; there is no content if desk.yaml is too broken to continue.
///
/// # Errors
/// If a file cannot be read.
pub fn load_desk(root: &Path, findings: &mut Findings) -> Result<(Arc<Files>, Option<DeskContent>), Error> {
    let mut cache = LoadCache::default();
    let content = load_desk_again(root, &mut cache, findings)?;
    Ok((cache.files, content))
}

/// Like [`load_desk`], for a desk that was loaded before: reads only what has changed.
///
/// # Errors
/// As [`load_desk`].
pub fn load_desk_again(
    root: &Path,
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Result<Option<DeskContent>, Error> {
    let theme = theme_files::load(root, None, cache, findings)?;
    let statics = StaticFiles(Some(&theme));
    let OpenDesk { folder, file, desk, .. } = desk::open(DeskFolder::itself(root), statics, cache, findings)?;
    let Some(desk) = desk else {
        return Ok(None);
    };
    let briefs = desk::briefs(root, &desk.briefs, findings)?;
    let sources = match &cache.shared_sources {
        Some(sources) => Arc::clone(sources),
        None => Arc::clone(cache.shared_sources.insert(Arc::new(SharedSources::read(root)?))),
    };
    report_unused(&sources, cache, findings);
    if let Some(path) = find_brief(root) {
        let file = Arc::make_mut(&mut cache.files).add_empty(path);
        let finding = Diagnostic::of_file(Code::FileIgnored, file, format!("{path} is not used"));
        findings.push(
            finding.hint("a desk has its briefs in folders of their own: move the folder content into one of them"),
        );
    }
    let brief = of_desk(&desk);
    let locale = locale::load((root, None), &brief.language, file, cache, findings)?;
    let content = Content {
        files: Arc::clone(&cache.files),
        brief_file: file,
        brief,
        brief_is_kept: false,
        sources: vec![],
        claims: vec![],
        pages: vec![],
        theme,
        data: Arc::default(),
        locale,
        archives: vec![],
        unread: Unread::default(),
        desk: Some(DeskLink::Itself { pages: vec![], searched: vec![] }),
        across: Arc::default(),
        translations: vec![],
    };
    Ok(Some(DeskContent { folder, desk, briefs, sources, content }))
}

/// What the pages over all briefs say of the desk.
fn of_desk(desk: &Desk) -> Brief {
    Brief {
        title: desk.title.clone(),
        short_title: desk.short_title.clone(),
        description: desk.description.clone(),
        base_url: desk.base_url.clone(),
        language: desk.language.clone().unwrap_or_default(),
        organisation: desk.organisation.clone(),
        theme: desk.theme.clone(),
        policy: desk.policy.clone().unwrap_or_default(),
        search: desk.search,
        cards: true,
        ..empty()
    }
}

/// Warns of files among the sources that are not used.
fn report_unused(sources: &SharedSources, cache: &mut LoadCache, findings: &mut Findings) {
    let files = Arc::make_mut(&mut cache.files);
    report_passed_over(sources.passed_over.clone(), files, findings);
    for path in &sources.others {
        let file = files.add_empty(path);
        let finding = Diagnostic::of_file(Code::FileIgnored, file, format!("{path} is not used"));
        findings.push(finding.hint("files in sources must end in .md"));
    }
}

/// Where the briefs of a desk are.
#[derive(Debug, Default)]
pub struct BriefPlaces {
    /// The folders of the briefs.
    pub briefs: Vec<PathBuf>,
    /// The folders in which a new folder may become a brief.
    pub parents: BTreeSet<PathBuf>,
}

/// Where the briefs of a desk are, as far as its file can be read.
///
/// # Errors
/// If a file cannot be read.
pub fn brief_places(root: &Path) -> Result<BriefPlaces, Error> {
    let (mut cache, mut findings) = (LoadCache::default(), Findings::default());
    let opened = desk::open(DeskFolder::itself(root), StaticFiles(None), &mut cache, &mut findings)?;
    let patterns = opened.desk.map(|desk| desk.briefs).unwrap_or_default();
    let briefs = desk::briefs(root, &patterns, &mut findings)?;
    let parent = |pattern: &BriefPattern| {
        let last = pattern.parts.len().saturating_sub(1);
        let fixed = pattern.parts[..last].iter().take_while(|part| !part.contains('*'));
        fixed.fold(root.to_owned(), |folder, part| folder.join(part))
    };
    Ok(BriefPlaces {
        briefs: briefs.into_iter().map(|brief| root.join(brief.path)).collect(),
        parents: patterns.iter().map(parent).filter(|folder| folder.is_dir()).collect(),
    })
}
