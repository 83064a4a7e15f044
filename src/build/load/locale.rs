//! The interface texts in the brief's language, overridden by the site's own `locales/LANG.yaml`. Entry point: [`load`].

use std::path::Path as FilePath;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::cache::{Cached, LoadCache};
use super::desk::DeskFolder;
use super::fields::FieldReader;
use super::listing::stem;
use super::locale_file::{LocaleFile, Phrases, extra};
use super::phrase_check::{fault, model_of};
use super::text_files;
use crate::base::disk::Found;
use crate::base::error::Error;
use crate::base::files::{FileId, Files};
use crate::findings::{Code, Diagnostic, Findings, did_you_mean, question};
use crate::model::Language;
use crate::model::locale::{Locale, Phrase};
use crate::notes::yaml::Path;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// The fallback for phrases that another language lacks.
pub(super) const ENGLISH: &str = "en";
/// An optional phrase: some languages write the first day of a month differently (“1er août”).
pub(super) const FIRST_OF_A_MONTH: &str = "date_first";

/// The languages of the interface, sorted.
pub fn interface_languages() -> impl Iterator<Item = &'static str> {
    BUILT_IN.files().filter_map(|file| file.path().file_stem()?.to_str())
}

/// The built-in English phrase of a name. It is read from the file each time.
pub fn english_phrase(name: &str) -> Option<Phrase> {
    built_in(ENGLISH)?.remove(name)
}

/// Collects the phrases for `language` from the site's own file, that of the desk, the built-in file and the English one, in this order of
/// precedence.
pub(super) fn load(
    (site, desk): (&FilePath, Option<&DeskFolder>),
    language: &Language,
    brief_file: FileId,
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Result<Arc<Locale>, Error> {
    if let Some(locale) = cache.locales.get(language) {
        return Ok(locale.again(findings));
    }
    let mut found = Findings::default();
    let value = Arc::new(collect((site, desk), language, brief_file, cache, &mut found)?);
    let locale = Cached { value, findings: found.into_all() };
    cache.locales.insert(language.clone(), locale.clone());
    Ok(locale.again(findings))
}

fn collect(
    (site, desk): (&FilePath, Option<&DeskFolder>),
    language: &Language,
    brief_file: FileId,
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Result<Locale, Error> {
    let english = built_in(ENGLISH).unwrap_or_default();
    let own_site = DeskFolder::itself(site);
    let tag = language.tag().to_ascii_lowercase();
    let primary = tag.split('-').next().unwrap_or_default();
    let names = [tag.as_str(), primary];
    let mut phrases: Option<Phrases> = names.iter().find_map(|name| built_in(name));
    let (mut own, mut site_file) = (vec![], None);
    for folder in desk.into_iter().chain([&own_site]) {
        let files = self::own(folder, cache, findings)?;
        if let Some(file) = file_for(language, &files) {
            let given = read(file, &cache.files, &english, language, findings);
            phrases.get_or_insert_default().extend(given);
            site_file = Some(file);
        }
        own.extend(files);
    }
    let extra = extra(&own, site_file, (&cache.files, brief_file), language, findings);
    let Some(phrases) = phrases else {
        let message = format!("there is no interface in “{}”: pages use English labels", language.tag());
        findings.push(
            Diagnostic::of_file(Code::MissingPhrase, brief_file, message)
                .hint(format!("“citeback locale {primary} > locales/{primary}.yaml” writes a file to translate")),
        );
        return Ok(Locale::new(Language::default(), english).with_extra(extra));
    };
    let missing: Vec<&str> = english.keys().filter(|name| !phrases.contains_key(*name)).map(String::as_str).collect();
    if !missing.is_empty() {
        let file = site_file.unwrap_or(brief_file);
        let message = match missing.len() {
            1 => "an interface phrase is missing and remains in English".to_owned(),
            missing => format!("{missing} interface phrases are missing and remain in English"),
        };
        findings.push(
            Diagnostic::of_file(Code::MissingPhrase, file, message)
                .hint(format!("add {}", missing.join(", ")))
                .hint(format!("“citeback locale {}” prints all phrases, each with the English one", language.tag())),
        );
    }
    let mut all = english;
    all.extend(phrases);
    Ok(Locale::new(language.clone(), all).with_extra(extra))
}

/// The phrases of a built-in locale.
pub(super) fn built_in(name: &str) -> Option<Phrases> {
    // A test ensures that each of them can be read.
    serde_yaml::from_str(built_in_text(name)?).ok()
}

/// The file of a built-in locale.
pub(super) fn built_in_text(name: &str) -> Option<&'static str> {
    BUILT_IN.get_file(format!("{name}.yaml"))?.contents_utf8()
}

/// The sound phrases that a site has in a language.
pub(super) fn own_phrases(site: &FilePath, language: &Language) -> Result<Phrases, Error> {
    let (mut cache, mut findings) = (LoadCache::default(), Findings::default());
    let files = own(&DeskFolder::itself(site), &mut cache, &mut findings)?;
    let file = file_for(language, &files);
    let english = built_in(ENGLISH).unwrap_or_default();
    Ok(file.map(|file| read(file, &cache.files, &english, language, &mut findings)).unwrap_or_default())
}

/// The file for a language: `pt-BR` uses pt-BR.yaml, or else pt.yaml.
fn file_for(language: &Language, files: &[(String, FileId)]) -> Option<FileId> {
    let tag = language.tag();
    let names = [tag, tag.split('-').next().unwrap_or_default()];
    let found = names.iter().find_map(|name| files.iter().find(|(stem, _)| stem.eq_ignore_ascii_case(name)));
    found.map(|(_, file)| *file)
}

/// The files of a site or desk, each with its file stem.
fn own(site: &DeskFolder, cache: &mut LoadCache, findings: &mut Findings) -> Result<Vec<(String, FileId)>, Error> {
    let listing = site.files("locales", false)?;
    let yaml: Vec<Found> = listing.files.into_iter().filter(|found| found.relative.ends_with(".yaml")).collect();
    let read = text_files::read(&yaml, text_files::NOTE_LIMIT, cache, findings)?;
    Ok(read.into_iter().map(|file| (stem(cache.files.path(file)).to_owned(), file)).collect())
}

/// Reads the site's own phrases and checks each against the English one.
fn read(file: FileId, files: &Files, english: &Phrases, language: &Language, findings: &mut Findings) -> Phrases {
    let mut fields = FieldReader::of_file(files, file);
    let LocaleFile { phrases: given, .. } = fields.parse_open();
    let categories = Locale::new(language.clone(), Phrases::new()).categories();
    let mut phrases = Phrases::new();
    // What is empty is still to be translated.
    for (name, phrase) in given.into_iter().filter(|(_, phrase)| !phrase.is_empty()) {
        let path = Path::top().key(name.clone());
        let complaint = match english.get(model_of(&name)) {
            None => {
                let hint = did_you_mean(&name, english.keys().map(String::as_str)).map(question);
                let finding =
                    Diagnostic::new(Code::UnknownField, fields.place(&path), format!("there is no phrase “{name}”"));
                Some(finding.maybe_hint(hint))
            }
            Some(known) => fault(&name, known, &phrase, &categories)
                .map(|message| Diagnostic::new(Code::BadPhrase, fields.place(&path), message)),
        };
        match complaint {
            Some(finding) => fields.push(finding),
            None => {
                phrases.insert(name, phrase);
            }
        }
    }
    findings.extend(fields.into_findings().into_all());
    phrases
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN, ENGLISH, Locale, Phrases, built_in, fault, model_of};
    use crate::model::Language;

    #[test]
    fn every_built_in_locale_is_whole_and_fills_what_english_fills() {
        let english = built_in(ENGLISH).unwrap();
        let mut problems = vec![];
        for file in BUILT_IN.files() {
            let name = file.path().file_stem().unwrap().to_str().unwrap();
            let phrases: Phrases = serde_yaml::from_str(file.contents_utf8().unwrap()).unwrap();
            let categories = Locale::new(Language::new(name).unwrap(), Phrases::new()).categories();
            problems.extend(english.keys().filter(|k| !phrases.contains_key(*k)).map(|k| format!("{name} lacks {k}")));
            problems.extend(
                phrases.keys().filter(|k| !english.contains_key(model_of(k))).map(|k| format!("{name} has {k}")),
            );
            for (key, phrase) in &phrases {
                if let Some(known) = english.get(model_of(key)) {
                    problems
                        .extend(fault(key, known, phrase, &categories).map(|fault| format!("{name}.{key}: {fault}")));
                }
                if let crate::model::locale::Phrase::Forms(forms) = phrase {
                    let lacking = categories.iter().filter(|category| !forms.contains_key(**category));
                    problems.extend(lacking.map(|category| format!("{name}.{key} lacks the form {category}")));
                }
            }
        }
        assert_eq!(problems, Vec::<String>::new());
    }
}
