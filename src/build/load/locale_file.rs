//! A file of phrases as it is written ([`LocaleFile`]), and the phrases of the theme's own in it: [`extra`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::fields::FieldReader;
use super::phrase_check::fault;
use crate::base::files::{FileId, Files};
use crate::findings::{Code, Diagnostic, Findings};
use crate::model::Language;
use crate::model::locale::{Locale, Phrase};
use crate::notes::yaml::Path;

/// The field of a file of phrases that has those of the theme's own.
const EXTRA: &str = "extra";
/// Maximum number of missing phrases to list.
const MAX_NAMED: usize = 8;

pub(super) type Phrases = BTreeMap<String, Phrase>;

/// What a file of phrases has.
#[derive(Default)]
pub(super) struct LocaleFile {
    /// Those of the interface, by name.
    pub phrases: Phrases,
    /// Those of the theme's own, by name.
    pub extra: Phrases,
}

impl<'de> Deserialize<'de> for LocaleFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Group)
    }
}

struct Group;

impl<'de> Visitor<'de> for Group {
    type Value = LocaleFile;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<LocaleFile, A::Error> {
        let mut file = LocaleFile::default();
        while let Some(name) = map.next_key::<String>()? {
            if name == EXTRA {
                file.extra = map.next_value::<Option<Phrases>>()?.unwrap_or_default();
            } else {
                file.phrases.insert(name, map.next_value()?);
            }
        }
        Ok(file)
    }
}

/// The theme's own phrases in the language of the brief: those of the site's file for it, and of other languages what it lacks, which is
/// reported. `own` are all of the site's files with the languages in their names; `used` is the one for the brief, if there is one.
pub(super) fn extra(
    own: &[(String, FileId)],
    used: Option<FileId>,
    (files, brief_file): (&Files, FileId),
    language: &Language,
    findings: &mut Findings,
) -> Phrases {
    // English first: it is what phrases of the interface fall back to.
    let mut others: Vec<&(String, FileId)> = own.iter().filter(|(_, file)| Some(*file) != used).collect();
    others.sort_by_key(|(stem, _)| (!stem.eq_ignore_ascii_case("en"), stem));
    let mut models: BTreeMap<String, (Phrase, FileId)> = BTreeMap::new();
    for (_, file) in others {
        // What is wrong in a file that is not used is reported when it is.
        let given: LocaleFile = FieldReader::of_file(files, *file).parse_open();
        for (name, phrase) in given.extra {
            models.entry(name).or_insert((phrase, *file));
        }
    }
    let (mut phrases, wrong) = used.map(|file| checked(file, files, &models, language, findings)).unwrap_or_default();
    let missing: Vec<&str> = models
        .keys()
        .map(String::as_str)
        .filter(|name| !phrases.contains_key(*name) && !wrong.contains(*name))
        .collect();
    if let Some((_, from)) = missing.first().map(|name| &models[*name]) {
        let more = if missing.len() > MAX_NAMED { " …" } else { "" };
        let named = missing.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join(", ");
        let many = if missing.len() == 1 {
            "1 phrase of the theme is".to_owned()
        } else {
            format!("{} phrases of the theme are", missing.len())
        };
        let message = format!("{many} missing in “{}”", language.tag());
        let hint = format!("add to “{EXTRA}” {named}{more}; until then pages show what {} has", files.path(*from));
        let hint =
            if used.is_some() { hint } else { format!("make a file locales/{}.yaml, and {hint}", language.tag()) };
        findings.push(Diagnostic::of_file(Code::MissingPhrase, used.unwrap_or(brief_file), message).hint(hint));
    }
    for (name, (phrase, _)) in models {
        phrases.entry(name).or_insert(phrase);
    }
    phrases
}

/// The theme's own phrases in a file, each checked against the same phrase of another language; and the names of those that are wrong.
fn checked(
    file: FileId,
    files: &Files,
    models: &BTreeMap<String, (Phrase, FileId)>,
    language: &Language,
    findings: &mut Findings,
) -> (Phrases, BTreeSet<String>) {
    let mut fields = FieldReader::of_file(files, file);
    let given: LocaleFile = fields.parse_open();
    let categories = Locale::new(language.clone(), Phrases::new()).categories();
    let mut phrases = given.extra;
    let (mut found, mut wrong) = (vec![], BTreeSet::new());
    phrases.retain(|name, phrase| {
        let model = models.get(name).map_or(&*phrase, |(model, _)| model);
        let complaint = fault(name, model, phrase, &categories);
        let path = Path::top().key(EXTRA).key(name.clone());
        let Some(message) = complaint else { return true };
        found.push(Diagnostic::new(Code::BadPhrase, fields.place(&path), message));
        wrong.insert(name.clone());
        false
    });
    findings.extend(found);
    (phrases, wrong)
}
