//! Reads desk.yaml: [`open`] that of a folder, [`open_for`] that of the desk which a brief belongs to. [`folder_for`] says whether there is
//! one.

use std::path::Path;

use super::super::brief_file::DESK;
use super::super::cache::LoadCache;
use super::super::fields::FieldReader;
use super::super::static_files::StaticFiles;
use super::super::text_files;
use super::desk_file::parse;
use super::folder::DeskFolder;
use crate::base::disk;
use crate::base::error::Error;
use crate::base::files::FileId;
use crate::findings::{Code, Diagnostic, Findings};
use crate::model::{Desk, DeskLink};

/// A desk whose file was read.
pub struct OpenDesk {
    pub folder: DeskFolder,
    pub file: FileId,
    /// `None` if the file cannot be read.
    pub desk: Option<Desk>,
    /// Whether the file has no errors.
    pub sound: bool,
}

impl OpenDesk {
    /// Whether it lists the brief from which it is seen. If not all paths could be read, it may.
    fn lists_brief(&self) -> bool {
        let lists = |desk: &Desk| desk.briefs.iter().any(|pattern| pattern.matches(&self.folder.brief));
        self.desk.as_ref().is_none_or(|desk| lists(desk) || !self.sound)
    }

    /// What the pages of a brief show of it.
    pub fn link(&self) -> DeskLink {
        let title = self.desk.as_ref().map(|desk| desk.short_title.as_ref().unwrap_or(&desk.title));
        DeskLink::Brief { title: title.cloned().unwrap_or_default() }
    }
}

/// The folder of the desk that lists a brief, for the theme, without which neither file can be read as a whole. What is wrong with the file of
/// the desk is reported then.
///
/// # Errors
/// If the file cannot be read.
pub fn folder_for(site: &Path, cache: &mut LoadCache) -> Result<Option<DeskFolder>, Error> {
    let Some(folder) = DeskFolder::above(site) else {
        return Ok(None);
    };
    if cache.is_listed() {
        return Ok(Some(folder));
    }
    let opened = open(folder, StaticFiles(None), cache, &mut Findings::default())?;
    Ok(opened.lists_brief().then_some(opened.folder))
}

/// Reads the file of a desk. What is wrong in it goes to `findings`.
///
/// # Errors
/// If the file cannot be read.
pub fn open(
    folder: DeskFolder,
    statics: StaticFiles<'_>,
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Result<OpenDesk, Error> {
    let found = folder.file(DESK);
    if !disk::is_inside(&found.path, &folder.root)? {
        let hint = "put the file itself in the folder";
        return Err(Error::refused(format!("{DESK} is a symbolic link that leads out of the desk"), hint));
    }
    let path = found.relative.clone();
    let read = text_files::read(&[found], text_files::NOTE_LIMIT, cache, findings)?;
    let Some(file) = read.first().copied() else {
        // Unreadable text has been reported; the file is known anyway.
        let file = cache.files.find(&path).expect("the file has been read");
        return Ok(OpenDesk { folder, file, desk: None, sound: false });
    };
    let mut fields = FieldReader::of_file(&cache.files, file);
    let desk = parse(&mut fields, statics);
    let sound = desk.is_some() && !fields.has_errors();
    findings.extend(fields.into_findings().into_all());
    Ok(OpenDesk { folder, file, desk, sound })
}

/// Reads the file of the nearest desk above a brief, if there is one that lists it. `brief` is the file of the brief.
///
/// # Errors
/// If the file cannot be read.
pub fn open_for(
    site: &Path,
    brief: FileId,
    statics: StaticFiles<'_>,
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Result<Option<OpenDesk>, Error> {
    let Some(folder) = DeskFolder::above(site) else {
        return Ok(None);
    };
    let mut found = Findings::default();
    let opened = open(folder, statics, cache, &mut found)?;
    if opened.lists_brief() {
        findings.extend(found.into_all());
        return Ok(Some(opened));
    }
    let desk = cache.files.path(opened.file);
    let message = format!("{desk} does not list this brief, so the brief shares nothing with the desk");
    let hint = format!("add “{}” to “briefs” in {desk}", opened.folder.brief);
    findings.push(Diagnostic::of_file(Code::BriefUnlisted, brief, message).hint(hint));
    Ok(None)
}
