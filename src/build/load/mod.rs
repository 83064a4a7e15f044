//! The first stage: reads the site's folder into [`Content`]. Entry point: [`load`].
//!
//! Each file is checked by itself and against brief.yaml; later stages check what depends on other notes or on the words of the sources.

mod absence;
mod accepted;
mod across;
mod across_held;
mod archive_file;
mod archives;
mod brief;
mod brief_file;
mod brief_read;
mod cache;
mod capture;
mod claim;
mod claim_list;
mod claimant;
mod colour;
mod content;
mod content_policy;
mod data_files;
mod dates;
mod desk;
mod desk_content;
mod drawing;
mod extra;
mod fields;
mod house_rules;
mod image;
mod language_list;
mod languages;
mod listing;
mod locale;
mod locale_file;
mod media;
mod misplaced;
mod nav;
mod own_cards;
mod page;
mod passage;
mod person;
mod phrase_check;
mod publishing;
mod remark;
mod reply;
mod scale;
mod shape;
mod shared;
mod shared_sources;
mod site_data;
mod site_names;
mod source;
mod source_problems;
pub(crate) mod specimen;
mod static_files;
mod text_files;
mod texts_file;
mod theme;
mod theme_files;
mod theme_settings;
mod translation;
mod translation_file;
mod unread;
mod value_kind;
mod values;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

pub use across::read as read_across;
pub(crate) use brief::BriefFile;
pub use brief::parse_base_url;
pub use brief_file::{BRIEF, DESK, brief_in, brief_path, find_brief, is_brief};
pub use brief_read::{publishing, publishing_file, show_of_imports};
pub use cache::LoadCache;
pub(crate) use claim::ClaimFile;
pub use content::{Content, Note, TranslatedContent, Unread};
pub(crate) use desk::DeskFile;
pub use desk::{DeskBrief, DeskFolder};
pub use desk_content::{BriefPlaces, DeskContent, brief_places, load_desk, load_desk_again};
pub use language_list::{folder_of, translated_name};
pub use languages::of_nothing;
pub use listing::stem;
pub use locale::{english_phrase, interface_languages};
pub use own_cards::is_card;
pub(crate) use page::PageFile;
pub use passage::UNNAMED;
pub use shared_sources::SharedSources;
pub use site_data::SiteData;
pub use site_names::{NamedEntry, SiteNames};
pub(crate) use source::SourceFile;
pub use source_problems::{SourceProblem, source_problems};
pub use text_files::text_of;
pub(crate) use texts_file::{BriefTextsFile, ClaimTextsFile, PageTextsFile};
pub use theme::{Bytes, Static, Template, Theme};
pub use theme_files::{built_in_static, built_in_template, built_in_templates};
pub use translation_file::translation_file;
pub use value_kind::{IdKind, ValueKind};

use crate::base::disk::{self, Found};
use crate::base::error::Error;
use crate::base::files::{FileId, Files};
use crate::findings::{Code, Diagnostic, Findings, did_you_mean};
use crate::model::{Id, SOURCE_LIMIT};
use brief_read::{BRIEF_NAMES, BriefRead, doubtful, load_brief};
use cache::{ClaimRules, GivenId, Ids, Parsed, ParsedNote};
use capture::SourceFolder;
use desk::OpenDesk;
use fields::FieldReader;
use languages::{Kind, ReadTexts, apart};
use listing::list;
use shared::Shared;
use static_files::StaticFiles;
use unread::unread;

/// Reads the site in `site` for the first time. Problems in its files go to `findings`; there is no content if brief.yaml is too broken to
/// continue.
///
/// # Errors
/// If a file cannot be read, or `site` has no brief.
pub fn load(site: &Path, findings: &mut Findings) -> Result<(Arc<Files>, Option<Content>), Error> {
    load_with(LoadCache::default(), site, findings)
}

/// Like [`load`], with what a cache has already.
///
/// # Errors
/// Same as [`load`].
pub fn load_with(
    mut cache: LoadCache,
    site: &Path,
    findings: &mut Findings,
) -> Result<(Arc<Files>, Option<Content>), Error> {
    let content = load_again(site, &mut cache, findings)?;
    // Drop the cache, so that the next stage owns the notes and need not copy them.
    Ok((cache.files, content))
}

/// Like [`load`], for a site that was loaded before: reads and parses only what has changed.
///
/// # Errors
/// Same as [`load`].
pub fn load_again(site: &Path, cache: &mut LoadCache, findings: &mut Findings) -> Result<Option<Content>, Error> {
    let desk = desk::folder_for(site, cache)?;
    let theme = theme_files::load(site, desk.as_ref(), cache, findings)?;
    let read = load_brief(site, StaticFiles(Some(&theme)), cache, findings)?;
    let KeptBrief { read: BriefRead { file: brief_file, brief, doubtful, desk, .. }, is_kept: brief_is_kept } =
        kept(read, cache);
    let opened = desk;
    let desk = opened.as_ref().map(|opened| &opened.folder);
    let of_brief = warn_unknown_entries(site, brief_file, cache, findings)?;
    let archives = archives::load(site, brief.as_ref(), brief_is_kept, cache, findings);
    let language = brief.as_ref().map(|brief| brief.language.clone()).unwrap_or_default();
    let locale = locale::load((site, desk), &language, brief_file, cache, findings)?;
    let data = data_files::load(site, cache, findings)?;
    let sources = list(site, "content/sources", &["md"], cache, findings)?;
    let claims = list(site, "content/claims", &["yaml", "yml"], cache, findings)?;
    let pages = list(site, "content/pages", &["md"], cache, findings)?;
    let ((claims, of_claims), (pages, of_pages)) = (apart(claims), apart(pages));
    let mut listed = [Arc::clone(&sources), Arc::clone(&claims), Arc::clone(&pages)];
    let sources = text_files::read(&sources, SOURCE_LIMIT, cache, findings)?;
    let claims = text_files::read(&claims, text_files::NOTE_LIMIT, cache, findings)?;
    let pages = text_files::read(&pages, SOURCE_LIMIT, cache, findings)?;
    let texts = [(Kind::Brief, of_brief), (Kind::Claim, of_claims), (Kind::Page, of_pages)];
    let texts = ReadTexts::read(texts, cache, findings)?;
    let of_texts: Vec<FileId> = texts.files.iter().map(|(_, file)| *file).collect();
    let shared = match desk {
        Some(desk) => shared::load(desk, (brief_file, &sources, &[&claims, &pages, &of_texts]), cache, findings)?,
        None => Shared::default(),
    };
    let across = match opened.as_ref().and_then(|opened| Some((&opened.folder, opened.desk.as_ref()?))) {
        Some((folder, desk)) => {
            let notes = claims.iter().chain(&*pages).chain(&of_texts).chain([&brief_file]);
            Arc::new(across::read(folder, desk, notes.map(|file| cache.files.text(*file)))?)
        }
        None => Arc::default(),
    };
    // A source of the brief's own that has the id of a shared one is the one to rename.
    let sources = [&shared.files[..], &sources].concat();
    listed[0] = Arc::new([&shared.found[..], &listed[0]].concat());

    let others = brief.as_ref().map(|brief| brief.languages.clone()).unwrap_or_default();
    let translations = languages::load((site, desk), &others, &texts, brief_file, cache, findings)?;
    let files = Arc::clone(&cache.files);
    let shown = brief.as_ref().and_then(|brief| brief.default_show);
    if cache.sources_shown != shown {
        cache.sources.notes.clear();
        cache.sources_shown = shown;
    }
    let sources = each(sources, &files, &mut cache.sources, findings, |fields, id| {
        let folder = match desk {
            Some(desk) if shared.files.contains(&fields.file) => SourceFolder { root: &desk.root, is_shared: true },
            _ => SourceFolder { root: site, is_shared: false },
        };
        source::parse(fields, id, shown, (folder, &theme))
    });
    let pages = each(pages, &files, &mut cache.pages, findings, page::parse);
    // Claims are checked against the brief's verdicts, people and language, or the built-in verdicts if there is no brief.
    let fallback = brief::empty();
    let known = brief.as_ref().unwrap_or(&fallback);
    let rules =
        ClaimRules { scale: known.scale.clone(), people: known.people.clone(), language: known.language.clone() };
    if cache.claims_checked_by.as_ref() != Some(&rules) {
        cache.claims.notes.clear();
        cache.claims_checked_by = Some(rules);
    }
    if cache.doubtful != doubtful {
        // Of the other claims nothing is withheld, now or before.
        let is_concerned = |finding: &Diagnostic| BRIEF_NAMES.iter().any(|(_, code)| *code == finding.code);
        cache.claims.notes.retain(|_, parsed| !parsed.withheld && !parsed.findings.completed().any(is_concerned));
        cache.doubtful.clone_from(&doubtful);
    }
    let claims = each(claims, &files, &mut cache.claims, findings, |fields, id| {
        let claim = claim::parse(fields, id, known, &theme);
        if !doubtful.is_empty() {
            fields.withhold(&doubtful);
        }
        claim
    });
    // Of a brief without such pictures these are files like any other.
    if brief.as_ref().is_some_and(|brief| brief.cards) {
        let ids = listed[1].iter().filter_map(|found| Id::new(stem(&found.relative))).collect::<Vec<_>>();
        own_cards::check(&theme, ids.iter(), &files, findings);
    }
    let unread = Unread {
        sources: unread(&listed[0], &files, sources.iter().map(|note| note.value.file)),
        claims: unread(&listed[1], &files, claims.iter().map(|note| note.value.file)),
        pages: unread(&listed[2], &files, pages.iter().map(|note| note.value.file)),
        shared_sources: shared.others,
    };
    Ok(brief.map(|brief| Content {
        files,
        brief_file,
        brief,
        brief_is_kept,
        sources,
        claims,
        pages,
        theme,
        data,
        locale,
        archives,
        unread,
        desk: opened.as_ref().map(OpenDesk::link),
        across,
        translations,
    }))
}

/// The brief to go on with.
struct KeptBrief {
    read: BriefRead,
    /// Whether it is an earlier version.
    is_kept: bool,
}

/// The brief as read or, if it has errors and the cache keeps one, the last version without. A site whose brief was never sound is shown
/// with what could be read of it.
fn kept(mut read: BriefRead, cache: &mut LoadCache) -> KeptBrief {
    let Some(last) = &mut cache.last_brief else {
        return KeptBrief { read, is_kept: false };
    };
    if read.sound {
        last.clone_from(&read.brief);
        return KeptBrief { read, is_kept: false };
    }
    let is_kept = last.is_some();
    read.brief = last.clone().or(read.brief).or_else(|| Some(brief::empty()));
    // Names may be new in what could not be read.
    read.doubtful = doubtful(|_, _| true);
    KeptBrief { read, is_kept }
}

/// Warns of unused entries in content/: a misspelt folder name would silently lose all notes in it. Returns the translations of brief.yaml.
fn warn_unknown_entries(
    site: &Path,
    brief_file: FileId,
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Result<Vec<Found>, Error> {
    const READ: [&str; 6] = ["archive/", "captures/", "claims/", "data/", "pages/", "sources/"];
    // The folder may be gone along with a brief whose last version is kept.
    if !site.join("content").is_dir() {
        return Ok(vec![]);
    }
    let names = disk::names(site, "content")?;
    for name in names.iter().filter(|name| !READ.contains(&name.as_str()) && *name != "README.md") {
        let path = format!("content/{name}");
        if path == cache.files.path(brief_file) || languages::is_of_brief(name) {
            continue;
        }
        let file = Arc::make_mut(&mut cache.files).add_empty(&path);
        let hint = match did_you_mean(name, READ) {
            Some(meant) if name.ends_with('/') => format!("did you mean content/{meant}?"),
            _ => "claim notes belong in content/claims, articles in content/sources, pages in content/pages".to_owned(),
        };
        findings.push(Diagnostic::of_file(Code::FileIgnored, file, format!("{path} is not used")).hint(hint));
    }
    Ok(languages::of_brief(site, &names, cache))
}

/// Parses files in parallel, each with the id from its name, except those that are cached; findings are in the order of the files.
fn each<T: Send + Sync>(
    files: Vec<FileId>,
    texts: &Files,
    cache: &mut Parsed<T>,
    findings: &mut Findings,
    parse: impl Fn(&mut FieldReader<'_>, Id) -> Option<T> + Sync,
) -> Vec<Arc<Note<T>>> {
    let ids = given_ids(files, texts, &mut cache.ids, findings);
    let holds = |parsed: &ParsedNote<T>, (file, id, id_is_sound): &GivenId| {
        parsed.id == *id && parsed.id_is_sound == *id_is_sound && Arc::ptr_eq(&parsed.text, &texts.get(*file).text)
    };
    let parsed: Vec<(FileId, ParsedNote<T>)> = ids
        .par_iter()
        .filter(|given| !cache.notes.get(&given.0).is_some_and(|parsed| holds(parsed, given)))
        .map(|(file, id, id_is_sound)| {
            let mut fields = FieldReader::of_file(texts, *file);
            let value = parse(&mut fields, id.clone());
            let withheld = fields.withholds();
            let sound = *id_is_sound && !fields.has_errors() && !withheld;
            let skipped = fields.skipped().clone();
            let note = value.map(|value| Arc::new(Note { value, sound, skipped }));
            let text = Arc::clone(&texts.get(*file).text);
            let findings = fields.into_findings();
            (*file, ParsedNote { id: id.clone(), id_is_sound: *id_is_sound, text, note, findings, withheld })
        })
        .collect();
    cache.notes.extend(parsed);
    let mut notes = Vec::with_capacity(ids.len());
    for parsed in ids.iter().filter_map(|(file, ..)| cache.notes.get(file)) {
        notes.extend(parsed.note.clone());
        findings.extend(parsed.findings.iter().cloned());
    }
    notes
}

/// The ids of files, from the cache if the files are the same.
fn given_ids(files: Vec<FileId>, texts: &Files, cache: &mut Ids, findings: &mut Findings) -> Arc<Vec<GivenId>> {
    if cache.files != files {
        let mut found = Findings::default();
        let given = Arc::new(ids(&files, texts, &mut found));
        *cache = Ids { files, given, findings: found.into_all() };
    }
    findings.extend(cache.findings.iter().cloned());
    Arc::clone(&cache.given)
}

/// Gives each file its id, and reports invalid and duplicate ids.
fn ids(files: &[FileId], texts: &Files, findings: &mut Findings) -> Vec<GivenId> {
    let mut taken: HashMap<Id, FileId> = HashMap::new();
    let mut ids = Vec::with_capacity(files.len());
    for file in files {
        let path = texts.path(*file);
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = stem(path);
        let Some(id) = Id::new(stem) else {
            let finding = Diagnostic::of_file(Code::BadId, *file, format!("“{stem}” cannot be an id"))
                .hint("the file name is the id: lower-case letters a to z, digits, and single hyphens between words");
            findings.push(
                finding.maybe_hint(
                    Id::suggestion(stem).map(|id| format!("rename the file to {id}{}", &name[stem.len()..])),
                ),
            );
            // The rest of the file is still checked, under a placeholder id.
            let placeholder = Id::new(&format!("unnamed-{}", ids.len())).expect("words and digits are a valid id");
            ids.push((*file, placeholder, false));
            continue;
        };
        let free = match taken.get(&id) {
            None => {
                taken.insert(id.clone(), *file);
                true
            }
            Some(first) => {
                findings.push(
                    Diagnostic::of_file(
                        Code::DuplicateId,
                        *file,
                        format!("the id “{id}” is already used by {}", texts.path(*first)),
                    )
                    .hint("ids must be unique across folders: rename one of the two files"),
                );
                false
            }
        };
        ids.push((*file, id, free));
    }
    ids
}
