//! What of a note can be translated, and the texts of a note in another language: [`NoteTexts`].
//!
//! A text is known by the place that its translation has in the file with the translations, such as `passages.ID.note`.

use std::collections::BTreeMap;

use super::accepted::Accepted;
use super::brief::{Brief, Page};
use super::claim::{Claim, ClaimNote, Translation};
use super::evidence::Evidence;
use super::extra::Extra;
use super::id::Id;
use super::language::Language;
use crate::base::files::FileId;
use crate::base::seal::sha256;
use crate::notes::yaml::{Path, Step};

/// Digits of its SHA-256 by which a text is recognised. They tell versions of one text apart, and are no proof against anybody.
const DIGITS: usize = 8;

/// The texts of a note, of a page or of the brief in another language. What is evidence stays in the original.
#[derive(Debug, Clone)]
pub struct NoteTexts {
    pub file: FileId,
    /// The note or page; `None` for the brief.
    pub of: Option<Id>,
    pub language: Language,
    /// The translator; for a machine translation, the program.
    pub by: Option<String>,
    pub machine: bool,
    /// A list is one text of several parts.
    pub texts: Texts,
    /// Translations of quoted passages, by the ids of these.
    pub passages: BTreeMap<Id, Translation>,
    /// Data of the newsroom's own, which replace those of the same names.
    pub extra: Extra,
    /// Digests of the texts of which these are the translations; `None` if the file does not say.
    pub translates: Option<BTreeMap<String, String>>,
    pub accepted: Vec<Accepted>,
}

/// Texts by their places.
pub type Texts = BTreeMap<Path, Vec<String>>;

impl NoteTexts {
    /// A text that is not a list.
    pub fn text(&self, path: &Path) -> Option<&str> {
        self.texts.get(path)?.first().map(String::as_str)
    }

    /// A text of the whole note, such as its title.
    pub fn field(&self, name: &'static str) -> Option<&str> {
        self.text(&Path::top().key(name))
    }

    /// A list of the whole note.
    pub fn list(&self, name: &'static str) -> Option<&[String]> {
        self.texts.get(&Path::top().key(name)).map(Vec::as_slice)
    }
}

/// Collects texts that are not empty.
#[derive(Default)]
struct Collector(Texts);

impl Collector {
    fn text(&mut self, path: Path, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            self.0.insert(path, vec![text.to_owned()]);
        }
    }

    fn list<'t>(&mut self, name: &'static str, texts: impl Iterator<Item = &'t String>) {
        let texts: Vec<String> = texts.cloned().collect();
        if texts.iter().any(|text| !text.trim().is_empty()) {
            self.0.insert(Path::top().key(name), texts);
        }
    }
}

/// The place of the note on a passage.
pub fn note_of_passage(id: &Id) -> Path {
    Path::top().key("passages").key(id.to_string()).key("note")
}

/// The place of the role of somebody who is named.
pub fn role_of(name: &str) -> Path {
    Path::top().key("roles").key(name.to_owned())
}

/// Whether the words of a claim are themselves in this language, so that it needs no translation of them. `notes` is the language of notes.
pub fn was_made_in(claim: &ClaimNote, language: &Language, notes: &Language) -> bool {
    let original = claim.original.as_ref().map(|original| &original.language);
    let made_in = original.or(claim.language.as_ref()).unwrap_or(notes);
    made_in.is_same_as(language)
}

/// The texts of a claim that can be translated.
pub fn of_claim(claim: &Claim<Evidence>) -> Texts {
    let mut found = of_claim_note(claim);
    for evidence in &claim.passages {
        found.text(note_of_passage(evidence.id()), evidence.note().map(String::as_str));
    }
    found.0
}

fn of_claim_note(claim: &ClaimNote) -> Collector {
    let mut found = Collector::default();
    let top = |name: &'static str| Path::top().key(name);
    found.text(top("claim"), Some(&claim.claim));
    // A title that is not given is the statement.
    found.text(top("title"), Some(claim.title.as_str()).filter(|title| *title != claim.claim));
    found.text(top("summary"), Some(&claim.summary));
    found.text(top("analysis"), claim.analysis.as_deref());
    found.list("gaps", claim.gaps.iter());
    found.list("corrections", claim.corrections.iter().map(|correction| &correction.text));
    for claimant in claim.claimants.iter().chain(&claim.reported_by) {
        found.text(role_of(&claimant.name), claimant.role.as_deref());
    }
    if let Some(image) = &claim.image {
        found.text(top("image").key("alt"), Some(&image.alt));
        found.text(top("image").key("credit"), image.credit.as_deref());
    }
    found
}

/// The place of a page's own text. It is below the front matter, so no field has this name.
pub fn body() -> Path {
    Path::top().key("text")
}

/// The texts of a page that can be translated.
pub fn of_page(page: &Page) -> Texts {
    let mut found = Collector::default();
    found.text(Path::top().key("title"), Some(&page.title));
    found.text(Path::top().key("description"), page.description.as_deref());
    found.text(body(), Some(page.body.trim()));
    found.0
}

/// The texts of the brief that can be translated. `tags` are the labels of all tags.
pub fn of_brief<'t>(brief: &Brief, tags: impl Iterator<Item = &'t str>) -> Texts {
    let mut found = Collector::default();
    let top = |name: &'static str| Path::top().key(name);
    found.text(top("title"), Some(&brief.title));
    found.text(top("short_title"), brief.short_title.as_deref());
    found.text(top("description"), brief.description.as_deref());
    found.text(top("bottom_line"), brief.bottom_line.as_deref());
    found.list("findings", brief.findings.iter());
    found.list("open_questions", brief.open_questions.iter());
    for person in &brief.people {
        found.text(top("people").key(person.id.to_string()).key("role"), person.role.as_deref());
    }
    for verdict in brief.scale.verdicts() {
        let group = top("verdicts").key(verdict.id.to_string());
        found.text(group.clone().key("label"), Some(&verdict.label));
        found.text(group.key("definition"), Some(&verdict.definition));
    }
    for entry in brief.nav.iter().flatten() {
        if let Some(words) = &entry.words {
            found.text(top("nav").key(words.clone()), Some(words));
        }
    }
    for tag in tags {
        found.text(top("tags").key(tag.to_owned()), Some(tag));
    }
    found.0
}

/// Whether a text is Markdown, which may have links.
pub fn is_markdown(path: &Path) -> bool {
    const FIELDS: [&str; 8] =
        ["summary", "analysis", "gaps", "corrections", "bottom_line", "findings", "open_questions", "text"];
    match &path[..] {
        [Step::Key(field, _)] => FIELDS.contains(&field.as_ref()),
        [Step::Key(group, _), _, Step::Key(field, _)] => group == "passages" && field == "note",
        _ => false,
    }
}

/// The digest of a text, by which its translation knows that it is the same.
pub fn digest(parts: &[String]) -> String {
    // Line breaks and blanks at the ends are the matter of YAML.
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).collect();
    let mut digest = sha256(&parts.join("\0"));
    digest.truncate(DIGITS);
    digest
}

/// The texts that somebody has translated, as a translation records them: each with its digest.
pub fn record(texts: &Texts) -> String {
    let entries: Vec<String> = texts.iter().map(|(path, parts)| format!("{} {}", name(path), digest(parts))).collect();
    entries.join(", ")
}

/// What [`record`] wrote; `None` if this is something else.
pub fn read_record(written: &str) -> Option<BTreeMap<String, String>> {
    let entry = |entry: &str| {
        let (name, digest) = entry.trim().rsplit_once(' ')?;
        let is_digest = digest.len() == DIGITS && digest.bytes().all(|b| b.is_ascii_hexdigit());
        is_digest.then(|| (name.trim().to_owned(), digest.to_ascii_lowercase()))
    };
    written.split(',').filter(|entry| !entry.trim().is_empty()).map(entry).collect()
}

/// The name of a text in a record. Names of people and tags may hold anything, but here no comma and no line break.
pub fn name(path: &Path) -> String {
    citeback_quote::text::single_spaced(&path.to_string()).replace(',', ";")
}

#[cfg(test)]
mod tests {
    use super::{Path, Texts, digest, read_record, record};

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let texts: Texts = [
            (Path::top().key("claim"), vec!["It rained.".to_owned()]),
            (Path::top().key("roles").key("Hale, Tom: 2"), vec!["mayor".to_owned()]),
            (Path::top().key("gaps"), vec!["a".to_owned(), "b".to_owned()]),
        ]
        .into();
        let read = read_record(&record(&texts)).unwrap();
        assert_eq!(read.len(), 3);
        assert_eq!(read["claim"], digest(&["It rained.\n".to_owned()]));
        assert_ne!(read["gaps"], digest(&["b".to_owned(), "a".to_owned()]));
        assert_eq!(read_record("claim"), None);
        assert_eq!(read_record("claim 12"), None);
    }
}
