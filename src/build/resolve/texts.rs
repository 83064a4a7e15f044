//! Checks the texts of the brief in other languages against the originals. Entry point: [`check`].
//!
//! A translation is out of date if a text is not the one any more that it recorded; no clock tells that.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::embargo::Held;
use super::note_text::NoteText;
use super::passage::Sources;
use super::reference_index::ReferenceIndex;
use super::references;
use crate::base::files::{FileId, Files, Span};
use crate::build::load::{Note, TranslatedContent, Unread, of_nothing, stem};
use crate::findings::{Code, Diagnostic, Findings, did_you_mean, question};
use crate::markdown::prose::{Destination, Link, Prose};
use crate::model::locale::Locale;
use crate::model::texts::{self, NoteTexts, Texts, body, digest, is_markdown};
use crate::model::{Brief, Claim, Evidence, Id, Language, Page};
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Step};

/// At most so many texts are named in a message.
const NAMED: usize = 6;

/// The sound texts of the brief in one of its other languages.
#[derive(Debug, Clone)]
pub struct ResolvedLanguage {
    pub language: Language,
    pub locale: Arc<Locale>,
    pub brief: Option<TranslatedNote>,
    pub claims: BTreeMap<Id, TranslatedNote>,
    pub pages: BTreeMap<Id, TranslatedNote>,
}

/// The texts of a note in another language.
#[derive(Debug, Clone)]
pub struct TranslatedNote {
    pub texts: Arc<NoteTexts>,
    /// Whether a text of the original has changed since.
    pub is_outdated: bool,
    /// The texts of the original that are not translated.
    pub untranslated: BTreeSet<Path>,
}

/// What is translated.
pub(super) struct Originals<'a> {
    pub files: &'a Arc<Files>,
    pub brief: &'a Brief,
    pub claims: &'a [Arc<Note<Claim<Evidence>>>],
    pub pages: &'a [Arc<Note<Page>>],
    pub sources: &'a Sources,
    pub known: &'a ReferenceIndex<'a>,
    pub unread: &'a Unread,
}

/// Checks all translations; problems go to `findings`. What is unsound, or names something under embargo, is left out.
pub(super) fn check(
    translations: Vec<TranslatedContent>,
    originals: &Originals<'_>,
    held: &mut Held,
    findings: &mut Findings,
) -> Vec<ResolvedLanguage> {
    if translations.is_empty() {
        return vec![];
    }
    let claims: HashMap<&str, &Claim<Evidence>> =
        originals.claims.iter().map(|note| (note.value.id.as_str(), &note.value)).collect();
    let pages: HashMap<&str, &Page> =
        originals.pages.iter().map(|note| (note.value.id.as_str(), &note.value)).collect();
    let checked = |translated: TranslatedContent| {
        let TranslatedContent { language, locale, brief, claims: of_claims, pages: of_pages } = translated;
        let mut checker = Checker { originals, held: &mut *held, findings: &mut *findings };
        let brief = brief.and_then(|note| checker.brief(&note));
        let known = (claims.keys().copied().collect(), &originals.unread.claims);
        let claims = of_claims.iter().filter_map(|note| {
            let id = note.value.of.clone()?;
            match claims.get(id.as_str()) {
                Some(claim) => Some((id, checker.claim(note, claim)?)),
                None => checker.lost(note, &known),
            }
        });
        let claims = claims.collect();
        let known = (pages.keys().copied().collect(), &originals.unread.pages);
        let pages = of_pages.iter().filter_map(|note| {
            let id = note.value.of.clone()?;
            match pages.get(id.as_str()) {
                Some(page) => Some((id, checker.checked(note, None, &texts::of_page(page))?)),
                None => checker.lost(note, &known),
            }
        });
        ResolvedLanguage { language, locale, brief, claims, pages: pages.collect() }
    };
    translations.into_iter().map(checked).collect()
}

struct Checker<'a, 'c> {
    originals: &'c Originals<'a>,
    held: &'c mut Held,
    findings: &'c mut Findings,
}

/// The ids of all notes of a kind, and those that could not be read.
type Known<'k> = (Vec<&'k str>, &'k BTreeMap<String, FileId>);

impl Checker<'_, '_> {
    /// Reports a translation of a note that is not there. Returns nothing of it.
    fn lost<T>(&mut self, note: &Note<NoteTexts>, (known, unread): &Known<'_>) -> Option<T> {
        let id = note.value.of.as_ref()?.as_str();
        if !unread.contains_key(id) {
            let meant = did_you_mean(id, known.iter().copied());
            let path = self.originals.files.path(note.value.file);
            let name = stem(path);
            self.findings.push(
                of_nothing(note.value.file, name)
                    .maybe_hint(meant.map(|meant| format!("{}: rename the file", question(meant))))
                    .hint("a translation is beside its note, with the language before the ending of its name"),
            );
        }
        None
    }

    fn brief(&mut self, note: &Note<NoteTexts>) -> Option<TranslatedNote> {
        let tags: BTreeSet<&str> =
            self.originals.claims.iter().flat_map(|note| note.value.tags.iter().map(String::as_str)).collect();
        let original = texts::of_brief(self.originals.brief, tags.into_iter());
        let mut note = note.clone();
        let (held, file) = (&mut *self.held, note.value.file);
        note.value.texts.retain(|path, parts| !held.keeps_out(file, path, &parts.join("\n")));
        self.checked(&note, None, &original)
    }

    fn claim(&mut self, note: &Note<NoteTexts>, claim: &Claim<Evidence>) -> Option<TranslatedNote> {
        let mut original = texts::of_claim(claim);
        let statement = Path::top().key("claim");
        if texts::was_made_in(claim, &note.value.language, &self.originals.brief.language) {
            original.remove(&statement);
        } else if !note.value.texts.contains_key(&statement) && note.sound {
            let at = first_line(&places(self.originals.files, note));
            let finding = Diagnostic::new(Code::MissingField, at, "the translation has no field “claim”");
            self.findings.push(finding.hint("add a line “claim: …” with the statement in this language"));
            return None;
        }
        self.passages(note, claim);
        self.checked(note, Some(claim), &original)
    }

    /// Checks a file against the texts that it translates.
    fn checked(
        &mut self,
        note: &Note<NoteTexts>,
        claim: Option<&Claim<Evidence>>,
        original: &Texts,
    ) -> Option<TranslatedNote> {
        let texts = &note.value;
        let places = places(self.originals.files, note);
        let written = NoteText { files: self.originals.files, places: &places };
        let mut found = Findings::default();
        references::check_texts(texts, claim, self.originals.known, written, &mut found);
        let of_note = Compared { original, texts, written };
        let untranslated = of_note.untranslated(&mut found);
        let is_outdated = of_note.outdated(claim.map(|claim| &claim.id), &mut found);
        of_note.useless(&mut found);
        of_note.lacking_references(&mut found);
        let is_sound = note.sound && !found.has_errors();
        self.findings.extend(found.into_all());
        let names_held = texts.of.is_some()
            && self.held.keeps_out(texts.file, &Path::top(), self.originals.files.text(texts.file));
        let texts = Arc::new(texts.clone());
        (is_sound && !names_held).then_some(TranslatedNote { texts, is_outdated, untranslated })
    }

    /// Checks which passages the texts of a claim are about.
    fn passages(&mut self, note: &Note<NoteTexts>, claim: &Claim<Evidence>) {
        let texts = &note.value;
        let of_notes = texts.texts.keys().filter_map(|path| match &path[..] {
            [Step::Key(group, _), Step::Key(id, _), _] if group == "passages" => Some(id.as_ref()),
            _ => None,
        });
        let ids: BTreeSet<&str> = of_notes.chain(texts.passages.keys().map(Id::as_str)).collect();
        let places = places(self.originals.files, note);
        for id in ids {
            let path = Path::top().key("passages").key(id.to_owned());
            let at = |path: &Path| places.place(path);
            let Some(evidence) = claim.passages.iter().find(|evidence| evidence.id().as_str() == id) else {
                let known = || claim.passages.iter().map(|evidence| evidence.id().as_str());
                let place = places.tree().and_then(|tree| tree.key(&path)).map(|key| places.in_file(key));
                let finding = Diagnostic::new(
                    Code::UnknownPassage,
                    place.unwrap_or_else(|| at(&path)),
                    format!("the note has no passage “{id}”"),
                );
                let meant = did_you_mean(id, known()).map(question);
                let all = format!("its passages are: {}", known().collect::<Vec<_>>().join(", "));
                self.findings.push(finding.label("does not exist").maybe_hint(meant).hint(all));
                continue;
            };
            if !texts.passages.keys().any(|known| known.as_str() == id) {
                continue;
            }
            let path = path.key("translation");
            let language = self.originals.sources.iter().find(|read| read.source.id.as_str() == evidence.source());
            let wrong = match evidence {
                Evidence::Absence(_) => Some("these words are not in the source, so there is nothing to translate".to_owned()),
                Evidence::Quotation(_) => language
                    .filter(|read| read.language.is_same_as(&texts.language))
                    .map(|read| format!("the source “{}” is in this language itself", read.source.id)),
            };
            if let Some(message) = wrong {
                let finding = Diagnostic::new(Code::BadTranslation, at(&path), message);
                self.findings.push(finding.label("not needed").hint("delete it"));
            }
        }
    }
}

fn places(files: &Arc<Files>, note: &Note<NoteTexts>) -> Arc<Places> {
    let of = if files.path(note.value.file).ends_with(".md") { Places::of_front_matter } else { Places::of_file };
    Arc::new(of(files, note.value.file, &note.skipped))
}

/// The texts of a note beside those of its translation.
struct Compared<'a> {
    original: &'a Texts,
    texts: &'a NoteTexts,
    written: NoteText<'a>,
}

impl Compared<'_> {
    /// The texts that readers will see in the language of the note. They are advised about once.
    fn untranslated(&self, found: &mut Findings) -> BTreeSet<Path> {
        let mut untranslated = BTreeSet::new();
        for (path, parts) in self.original {
            match self.texts.texts.get(path) {
                Some(translated) if translated.len() != parts.len() => {
                    let message = format!(
                        "“{}” has {} here, and {} in the note",
                        texts::name(path),
                        entries(translated.len()),
                        entries(parts.len())
                    );
                    found.push(
                        Diagnostic::new(Code::TranslationOutdated, self.written.place(path), message)
                            .label("cannot be matched, so readers see those of the note")
                            .hint("give it as many entries as the note has, in the same order"),
                    );
                    untranslated.insert(path.clone());
                }
                Some(_) => {}
                None => drop(untranslated.insert(path.clone())),
            }
        }
        let absent = untranslated.iter().filter(|path| !self.texts.texts.contains_key(*path));
        let absent: Vec<&Path> = absent.collect();
        // Required fields have been reported.
        let is_required = |path: &&Path| self.texts.of.is_some() && is_required(path);
        if absent.iter().any(|path| !is_required(path)) {
            let many = if absent.len() == 1 { "1 text is".to_owned() } else { format!("{} texts are", absent.len()) };
            let message = format!("{many} not translated: {}", named(absent.into_iter()));
            let finding = Diagnostic::new(Code::Untranslated, self.first_line(), message);
            found.push(finding.hint("readers see them in the language of the note, and are told so"));
        }
        untranslated
    }

    /// Whether a text that is translated has changed since that was recorded.
    fn outdated(&self, id: Option<&Id>, found: &mut Findings) -> bool {
        let own = self.texts.of.as_ref().or(id).map_or("brief", Id::as_str);
        let command = format!("citeback translated {own} --language {}", self.texts.language.tag());
        let Some(record) = &self.texts.translates else {
            let message = "this does not say which texts it translates, so nobody is told when they change";
            found.push(
                Diagnostic::new(Code::TranslationUnrecorded, self.first_line(), message)
                    .hint(format!("compare it with the note, then run {command}")),
            );
            return false;
        };
        let is_changed = |(path, parts): &(&Path, &Vec<String>)| {
            self.texts.texts.contains_key(*path)
                && record.get(&texts::name(path)).is_some_and(|known| *known != digest(parts))
        };
        let changed: Vec<&Path> = self.original.iter().filter(is_changed).map(|(path, _)| path).collect();
        let Some((first, others)) = changed.split_first() else {
            return false;
        };
        let message = format!("the note has changed since this was translated: {}", named(changed.iter().copied()));
        let mut finding = Diagnostic::new(Code::TranslationOutdated, self.place(first), message)
            .label("translates an earlier text");
        for path in others.iter().take(NAMED) {
            finding = finding.related(self.place(path), "and so does this");
        }
        found.push(finding.hint(format!("translate what has changed, then run {command}")));
        true
    }

    /// Reports texts that translate nothing, and would never be seen.
    fn useless(&self, found: &mut Findings) {
        // A translation may have these without the note.
        let is_free = |path: &Path| match &path[..] {
            [Step::Key(field, _)] => ["title", "short_title", "description", "organisation", "text"].contains(&field.as_ref()),
            [Step::Key(group, _), ..] => group == "sources",
            _ => false,
        };
        for path in self.texts.texts.keys().filter(|path| !self.original.contains_key(*path) && !is_free(path)) {
            let message = format!("“{}” translates nothing: the note has no such text", texts::name(path));
            let finding = Diagnostic::new(Code::TranslationOutdated, self.place(path), message);
            found.push(finding.label("readers would not see it").hint("delete it, or correct its name"));
        }
    }

    /// Warns of links and references that a text has lost.
    fn lacking_references(&self, found: &mut Findings) {
        for (path, translated) in self.texts.texts.iter().filter(|(path, _)| is_markdown(path)) {
            let Some(original) = self.original.get(path) else { continue };
            let has = links(translated);
            let lost: Vec<String> = links(original).difference(&has).cloned().collect();
            if !lost.is_empty() {
                let message = format!("“{}” lacks what the note refers to there: {}", texts::name(path), lost.join(", "));
                found.push(
                    Diagnostic::new(Code::TranslationLacksReference, self.place(path), message)
                        .hint("put each at its place in the translation"),
                );
            }
        }
    }

    fn first_line(&self) -> Span {
        first_line(self.written.places)
    }

    /// The place of a text; of one of several lines its first.
    fn place(&self, path: &Path) -> Span {
        let text = &self.written.places.text;
        let mut at = if *path == body() {
            let start = text.len() - self.texts.text(path).map_or(0, str::len);
            let start = start + text[start..].len() - text[start..].trim_start().len();
            Span { range: start..text.len(), ..self.first_line() }
        } else {
            self.written.place(path)
        };
        let end = text[at.range.clone()].find('\n').unwrap_or(at.range.len());
        at.range.end = at.range.start + end;
        at
    }
}

/// The first line of the YAML of a file.
fn first_line(places: &Places) -> Span {
    let place = places.in_file(0..0);
    let end = places.text[place.range.start..].find('\n').map_or(places.text.len(), |end| place.range.start + end);
    Span { range: place.range.start..end, ..place }
}

fn is_required(path: &Path) -> bool {
    matches!(&path[..], [Step::Key(field, _)] if field == "claim" || field == "summary" || field == "title")
}

fn entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

fn named<'p>(paths: impl ExactSizeIterator<Item = &'p Path>) -> String {
    let more = if paths.len() > NAMED { " …" } else { "" };
    let names: Vec<String> = paths.take(NAMED).map(texts::name).collect();
    format!("{}{more}", names.join(", "))
}

/// What texts refer to in the brief.
fn links(parts: &[String]) -> BTreeSet<String> {
    let link = |link: Link| match link {
        Link::Internal(Destination::Passage, id) => Some(format!("[^{id}]")),
        Link::Internal(Destination::Claim, id) => Some(format!("claim:{id}")),
        Link::Internal(Destination::Source, id) => Some(format!("source:{id}")),
        Link::Internal(Destination::Page, id) => Some(format!("page:{id}")),
        Link::Unsafe(_) | Link::Broken => None,
    };
    let of = |part: &String| Prose::parse(part).links().into_iter().filter_map(|linked| link(linked.link)).collect::<Vec<_>>();
    parts.iter().filter(|part| part.contains(['[', '<'])).flat_map(of).collect()
}
