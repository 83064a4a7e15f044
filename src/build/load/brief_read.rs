//! Reads brief.yaml with all that depends on its errors: [`load_brief`]; and its settings for commands that need nothing else of the site,
//! [`show_of_imports`] and [`publishing`].

use std::path::Path;

use super::brief_file::{DESK, brief_path, report_missing};
use super::cache::LoadCache;
use super::desk::{DeskFolder, OpenDesk, inherit, open, open_for};
use super::fields::FieldReader;
use super::static_files::StaticFiles;
use super::{brief, text_files};
use crate::base::disk::{self, Found};
use crate::base::error::Error;
use crate::base::files::FileId;
use crate::findings::{Code, Findings};
use crate::model::{Brief, Publishing, Show};
use crate::notes::yaml::{Path as NotePath, Tree};

/// The fields of brief.yaml that claims name entries of, each with the finding of a name that is not there.
pub(super) const BRIEF_NAMES: [(&str, Code); 2] = [("people", Code::UnknownPerson), ("verdicts", Code::UnknownVerdict)];

/// What was read of brief.yaml.
pub(super) struct BriefRead {
    pub file: FileId,
    /// `None` if it cannot be read.
    pub brief: Option<Brief>,
    /// Whether it has no errors.
    pub sound: bool,
    /// Findings of claims that errors in it may cause: they are withheld until those are corrected.
    pub doubtful: Vec<Code>,
    /// The desk that it belongs to.
    pub desk: Option<OpenDesk>,
}

/// Reads the file. What is wrong in it goes to `findings`.
///
/// # Errors
/// If the file cannot be read, or `site` has none.
pub(super) fn load_brief(
    site: &Path,
    statics: StaticFiles<'_>,
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Result<BriefRead, Error> {
    let path = match brief_path(site) {
        Ok(path) => path,
        Err(error) => {
            let file = report_missing(cache, findings).ok_or(error)?;
            return Ok(BriefRead { file, brief: None, sound: false, doubtful: doubtful(|_, _| true), desk: None });
        }
    };
    if !disk::is_inside(&site.join(path), site)? {
        let hint = "put the file itself in the folder";
        return Err(Error::refused(format!("{path} is a symbolic link that leads out of the site"), hint));
    }
    let linked = site.join(path).is_symlink() || site.join("content").is_symlink();
    let found = [Found { path: site.join(path), relative: path.to_owned(), linked }];
    let read = text_files::read(&found, text_files::NOTE_LIMIT, cache, findings)?;
    let Some(file) = read.first().copied() else {
        // Unreadable text has been reported; the file is known anyway.
        let file = cache.files.find(path).expect("the file has been read");
        return Ok(BriefRead { file, brief: None, sound: false, doubtful: doubtful(|_, _| true), desk: None });
    };
    let desk = open_for(site, file, statics, cache, findings)?;
    let shared = desk.as_ref().and_then(|desk| desk.desk.as_ref());
    let mut fields = FieldReader::of_file(&cache.files, file);
    let mut brief = brief::parse(&mut fields, statics, shared.and_then(|desk| desk.scale.as_ref()));
    let desk_is_sound = desk.as_ref().is_none_or(|desk| desk.sound);
    let doubtful = doubtful(|field, code| {
        !desk_is_sound
            || brief.as_ref().is_none_or(|brief| {
                let known = match code {
                    Code::UnknownPerson => brief.people.len(),
                    _ => brief.scale.verdicts().len(),
                };
                may_lack(&fields, field, known)
            })
    });
    if let (Some(brief), Some(desk), Some(shared)) = (&mut brief, &desk, shared) {
        inherit(brief, shared, &fields, desk.folder.name());
    }
    let sound = brief.is_some() && !fields.has_errors() && desk_is_sound;
    findings.extend(fields.into_findings().into_all());
    Ok(BriefRead { file, brief, sound, doubtful, desk })
}

/// The findings of names in the lists that `may_lack` some.
pub(super) fn doubtful(may_lack: impl Fn(&'static str, Code) -> bool) -> Vec<Code> {
    BRIEF_NAMES.into_iter().filter(|(field, code)| may_lack(field, *code)).map(|(_, code)| code).collect()
}

/// Whether errors keep entries of a list in brief.yaml from being known, of which so many are: errors in it, or in its name.
fn may_lack(brief: &FieldReader<'_>, field: &'static str, known: usize) -> bool {
    if !brief.has_errors() {
        return false;
    }
    let path = NotePath::top().key(field);
    // Entries that could not be read count here.
    let written = Tree::new(brief.text())
        .map_or(0, |tree| (0..).take_while(|entry| tree.value(&path.clone().index(*entry)).is_some()).count());
    let misspelt = || brief.findings.completed().any(|finding| finding.code == Code::UnknownField);
    if written > 0 { written > known } else { misspelt() }
}

/// The file that says where a brief or a desk is published.
///
/// # Errors
/// If there is neither.
pub fn publishing_file(site: &Path) -> Result<&'static str, Error> {
    if site.join(DESK).is_file() { Ok(DESK) } else { brief_path(site) }
}

/// The `show` of imported sources: the brief's default, or excerpts. A brief that cannot be read has no default.
///
/// # Errors
/// If a file cannot be read, or `site` has no brief.
pub fn show_of_imports(site: &Path) -> Result<Show, Error> {
    let brief = load_brief(site, StaticFiles(None), &mut LoadCache::default(), &mut Findings::default())?.brief;
    Ok(brief.and_then(|brief| brief.default_show).unwrap_or(Show::Excerpts))
}

/// Where a brief or a desk is published, and its address; `None` if its file has errors.
///
/// # Errors
/// If there is neither, or its file cannot be read.
pub fn publishing(site: &Path) -> Result<Option<Publishing>, Error> {
    let mut findings = Findings::default();
    if site.join(DESK).is_file() {
        let opened = open(DeskFolder::itself(site), StaticFiles(None), &mut LoadCache::default(), &mut findings)?;
        let sound = opened.desk.filter(|_| opened.sound);
        return Ok(sound.map(|desk| Publishing { targets: desk.publish, base_url: desk.base_url }));
    }
    let brief = load_brief(site, StaticFiles(None), &mut LoadCache::default(), &mut findings)?.brief;
    let sound = brief.filter(|_| !findings.has_errors());
    Ok(sound.map(|brief| Publishing { targets: brief.publish.clone(), base_url: brief.base_url.clone() }))
}
