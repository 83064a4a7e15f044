//! A desk as a site of its own: its briefs, and the content of its pages over them, which has no notes. Entry point: [`load_desk`].

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
use crate::model::{Brief, Desk, DeskLink};

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
    let theme = theme_files::load(root, None, &mut cache, findings)?;
    let statics = StaticFiles(Some(&theme));
    let OpenDesk { folder, file, desk, .. } = desk::open(DeskFolder::itself(root), statics, &mut cache, findings)?;
    let Some(desk) = desk else {
        return Ok((cache.files, None));
    };
    let briefs = desk::briefs(root, &desk.briefs, findings)?;
    let sources = Arc::new(SharedSources::read(root)?);
    report_unused(&sources, &mut cache, findings);
    if let Some(path) = find_brief(root) {
        let file = Arc::make_mut(&mut cache.files).add_empty(path);
        let finding = Diagnostic::of_file(Code::FileIgnored, file, format!("{path} is not used"));
        findings.push(
            finding.hint("a desk has its briefs in folders of their own: move the folder content into one of them"),
        );
    }
    let brief = of_desk(&desk);
    let locale = locale::load((root, None), &brief.language, file, &mut cache, findings)?;
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
    Ok((Arc::clone(&cache.files), Some(DeskContent { folder, desk, briefs, sources, content })))
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

/// The folders of the briefs of a desk, as far as its file can be read.
///
/// # Errors
/// If a file cannot be read.
pub fn brief_folders(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let (mut cache, mut findings) = (LoadCache::default(), Findings::default());
    let opened = desk::open(DeskFolder::itself(root), StaticFiles(None), &mut cache, &mut findings)?;
    let patterns = opened.desk.map(|desk| desk.briefs).unwrap_or_default();
    Ok(desk::briefs(root, &patterns, &mut findings)?.into_iter().map(|brief| root.join(brief.path)).collect())
}
