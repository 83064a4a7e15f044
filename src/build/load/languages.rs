//! The brief in other languages: which files translate a note ([`apart`]), and their texts ([`load`]).

use std::collections::HashMap;
use std::path::Path as FilePath;
use std::sync::Arc;

use super::brief_file::is_brief;
use super::cache::{LoadCache, ParsedNote};
use super::content::{Note, TranslatedContent};
use super::desk::DeskFolder;
use super::fields::FieldReader;
use super::language_list::translated_name;
use super::listing::stem;
use super::texts_file::{self, Of};
use super::{locale, text_files};
use crate::base::disk::Found;
use crate::base::error::Error;
use crate::base::files::{FileId, Files};
use crate::findings::{Code, Diagnostic, Findings};
use crate::model::texts::NoteTexts;
use crate::model::{Id, Language, SOURCE_LIMIT};

/// Parts the files of a folder into notes and translations of notes.
pub(super) fn apart(listed: Arc<Vec<Found>>) -> (Arc<Vec<Found>>, Vec<Found>) {
    let is_translation = |found: &Found| translated_name(&found.relative).is_some();
    // A brief in one language has none, and need not be copied.
    if !listed.iter().any(is_translation) {
        return (listed, vec![]);
    }
    let (translations, notes): (Vec<Found>, Vec<Found>) =
        Arc::unwrap_or_clone(listed).into_iter().partition(is_translation);
    (Arc::new(notes), translations)
}

/// The files that translate brief.yaml, of the names in content/.
pub(super) fn of_brief(site: &FilePath, names: &[String], cache: &LoadCache) -> Vec<Found> {
    let unsaved = cache.unsaved_in("content").filter_map(|path| path.strip_prefix("content/"));
    let mut names: Vec<&str> =
        names.iter().map(String::as_str).chain(unsaved).filter(|name| is_of_brief(name)).collect();
    names.sort_unstable();
    names.dedup();
    let found = |name: &&str| {
        let relative = format!("content/{name}");
        let path = site.join(&relative);
        let linked = path.is_symlink();
        Found { path, relative, linked }
    };
    names.iter().map(found).collect()
}

/// Whether a file in content/ translates brief.yaml: `brief.fr.yaml`.
pub(super) fn is_of_brief(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default();
    !name.contains('/') && translated_name(name).is_some_and(|(stem, _)| is_brief(&format!("content/{stem}.{ending}")))
}

/// Which kind of file is translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Brief,
    Claim,
    Page,
}

/// The translations as they were read.
pub(super) struct ReadTexts {
    pub files: Vec<(Kind, FileId)>,
}

impl ReadTexts {
    /// Reads the files, of each kind those that were found.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn read(found: [(Kind, Vec<Found>); 3], cache: &mut LoadCache, findings: &mut Findings) -> Result<Self, Error> {
        let mut files = vec![];
        for (kind, found) in found {
            let limit = if kind == Kind::Page { SOURCE_LIMIT } else { text_files::NOTE_LIMIT };
            let read = text_files::read(&found, limit, cache, findings)?;
            files.extend(read.into_iter().map(|file| (kind, file)));
        }
        Ok(ReadTexts { files })
    }
}

/// The texts in each of these languages. Files of other languages are reported, and so is what is wrong in them.
pub(super) fn load(
    (site, desk): (&FilePath, Option<&DeskFolder>),
    languages: &[Language],
    read: &ReadTexts,
    brief_file: FileId,
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Result<Vec<TranslatedContent>, Error> {
    let files = Arc::clone(&cache.files);
    let mut translated = vec![];
    for language in languages {
        let locale = locale::load((site, desk), language, brief_file, cache, findings)?;
        let (claims, pages) = (vec![], vec![]);
        translated.push(TranslatedContent { language: language.clone(), locale, brief: None, claims, pages });
    }
    let mut taken: HashMap<(Kind, String, &str), FileId> = HashMap::new();
    for (kind, file) in &read.files {
        let path = files.path(*file);
        let Some((id, tag)) = translated_name(path) else { continue };
        let Some(at) = languages.iter().position(|known| known.tag().eq_ignore_ascii_case(tag.tag())) else {
            findings.push(unlisted(*file, path, &tag, languages));
            continue;
        };
        if let Some(first) = taken.insert((*kind, id.to_owned(), languages[at].tag()), *file) {
            let message = format!("{} already has these texts in “{}”", files.path(first), tag.tag());
            let finding = Diagnostic::of_file(Code::DuplicateId, *file, message);
            findings.push(finding.hint("put all texts into one of the two files, and delete the other"));
            continue;
        }
        let id = if *kind == Kind::Brief { None } else { Id::new(id) };
        if *kind != Kind::Brief && id.is_none() {
            findings.push(of_nothing(*file, stem(path)));
            continue;
        }
        let note = parsed(&files, (*kind, *file), (id, &languages[at]), cache, findings);
        let into = &mut translated[at];
        match kind {
            Kind::Brief => into.brief = note,
            Kind::Claim => into.claims.extend(note),
            Kind::Page => into.pages.extend(note),
        }
    }
    Ok(translated)
}

/// Parses a file, unless the cache has it.
fn parsed(
    files: &Files,
    (kind, file): (Kind, FileId),
    (id, language): Of<'_>,
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Option<Arc<Note<NoteTexts>>> {
    let text = &files.get(file).text;
    let name = id.clone().unwrap_or_else(|| Id::new("brief").expect("a word is a valid id"));
    let holds = |kept: &&ParsedNote<NoteTexts>| {
        let is_same_language = kept.note.as_ref().is_none_or(|note| note.value.language == *language);
        Arc::ptr_eq(&kept.text, text) && kept.id == name && is_same_language
    };
    if cache.translations.get(&file).filter(holds).is_none() {
        let mut fields = FieldReader::of_file(files, file);
        let of = (id, language);
        let value = match kind {
            Kind::Brief => texts_file::of_brief(&mut fields, of),
            Kind::Claim => texts_file::of_claim(&mut fields, of),
            Kind::Page => texts_file::of_page(&mut fields, of),
        };
        let (sound, skipped) = (!fields.has_errors(), fields.skipped().clone());
        let note = value.map(|value| Arc::new(Note { value, sound, skipped }));
        let (text, findings) = (Arc::clone(text), fields.into_findings());
        let kept = ParsedNote { id: name, id_is_sound: true, text, note, findings, withheld: false };
        cache.translations.insert(file, kept);
    }
    let kept = cache.translations.get(&file)?;
    findings.extend(kept.findings.iter().cloned());
    kept.note.clone()
}

/// A finding about a translation of something that is not there, named as the file names it.
pub fn of_nothing(file: FileId, name: &str) -> Diagnostic {
    let id = name.rsplit_once('.').map_or(name, |(id, _)| id);
    Diagnostic::of_file(Code::TranslationOfNothing, file, format!("there is no note “{id}” that this could translate"))
}

fn unlisted(file: FileId, path: &str, tag: &Language, languages: &[Language]) -> Diagnostic {
    let tag = tag.tag();
    let message =
        format!("{path} is named like a translation into “{tag}”, but brief.yaml does not list this language");
    let finding = Diagnostic::of_file(Code::TranslationUnlisted, file, message);
    let rename = "if it is no translation, give it a name without a dot before the ending";
    if languages.is_empty() {
        return finding
            .hint(format!(
                "if the brief is to be published in “{tag}” as well, add a line to brief.yaml: languages: [en, {tag}], with the language of your notes first"
            ))
            .hint(rename);
    }
    let known = languages.iter().map(Language::tag).collect::<Vec<_>>().join(", ");
    finding
        .hint(format!("the languages that notes are translated into are: {known}"))
        .hint(format!("add {tag} to “languages” in brief.yaml, or rename the file"))
        .hint(rename)
}
