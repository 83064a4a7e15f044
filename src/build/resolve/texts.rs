//! Checks the texts of the brief in other languages against the originals. Entry point: [`check`].
//!
//! A translation is out of date if a text is not the one any more that it recorded; no clock tells that.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::cache::SiteQuotations;
use super::embargo::Held;
use super::in_language::{claim_in, page_in, settle_quotation};
use super::note_text::NoteText;
use super::quote::Resolver;
use super::reference_index::ReferenceIndex;
use super::site_prose::{self, SiteProse};
use super::texts_compared::Compared;
use super::verified::Verified;
use super::{prose, references};
use crate::analysis::claim_texts::ClaimTexts;
use crate::base::files::{FileId, Files};
use crate::build::load::{Note, TranslatedContent, Unread, of_nothing, stem};
use crate::findings::{Code, Diagnostic, Findings, did_you_mean, question};
use crate::model::locale::Locale;
use crate::model::texts::{self, NoteTexts, Texts, note_of_passage, role_of};
use crate::model::{Brief, Claim, ClaimNote, Evidence, Id, Language, Page, PassageLinks};
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Skipped, Step};

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
    pub known: &'a ReferenceIndex<'a>,
    pub unread: &'a Unread,
    pub quotes: &'a Arc<Resolver>,
    /// The passages of claims without errors.
    pub verified: HashMap<&'a Id, &'a [Verified]>,
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
                    .maybe_hint(meant.map(question))
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
        if texts::was_made_in(claim, &note.value.language, &self.originals.brief.language) {
            original.remove(&Path::top().key("claim"));
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
        if let Some(claim) = claim {
            self.prose(texts, claim, written, &mut found);
        }
        let is_sound = note.sound && !found.has_errors() && of_note.lacking().is_empty();
        self.findings.extend(found.into_all());
        let names_held =
            texts.of.is_some() && self.held.keeps_out(texts.file, &Path::top(), self.originals.files.text(texts.file));
        let texts = Arc::new(texts.clone());
        (is_sound && !names_held).then_some(TranslatedNote { texts, is_outdated, untranslated })
    }

    /// Looks up the quotations in the prose, as those of the note are.
    fn prose(&self, texts: &NoteTexts, claim: &Claim<Evidence>, written: NoteText<'_>, found: &mut Findings) {
        let quotes = self.originals.quotes;
        let Some(passages) = self.originals.verified.get(&claim.id) else { return };
        let mut translated = claim.with_passages(claim.passages.clone(), PassageLinks::default());
        let mut note = claim_in(&claim.note, texts, (&texts.language, &self.originals.brief.language));
        forget_untranslated(&mut note, texts);
        translated.note = Arc::new(note);
        for evidence in &mut translated.passages {
            let source = quotes.position(evidence.source()).map(|source| &quotes.sources[source].language);
            match evidence {
                Evidence::Quotation(quotation) => {
                    if let Some(source) = source {
                        settle_quotation(quotation, texts, source);
                    }
                    quotation.note = texts.text(&note_of_passage(&quotation.id)).map(str::to_owned);
                }
                Evidence::Absence(absence) => {
                    absence.note = texts.text(&note_of_passage(&absence.id)).map(str::to_owned);
                }
            }
        }
        let passages: Vec<_> = passages.iter().cloned().map(Some).collect();
        let note = Note { value: translated, sound: true, skipped: Skipped::default() };
        prose::check_claim((&note, &ClaimTexts::new(&note.value)), &passages, quotes, written, found);
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
            let quotes = self.originals.quotes;
            let language = quotes.position(evidence.source()).map(|source| &quotes.sources[source]);
            let wrong = match evidence {
                Evidence::Absence(_) => {
                    Some("these words are not in the source, so there is nothing to translate".to_owned())
                }
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

/// Leaves out texts that are still those of the note, where they were checked.
fn forget_untranslated(note: &mut ClaimNote, texts: &NoteTexts) {
    note.analysis = texts.field("analysis").map(str::to_owned);
    if texts.list("gaps").is_none() {
        note.gaps.clear();
    }
    if texts.list("corrections").is_none() {
        note.corrections.clear();
    }
    if note.title != texts.field("title").unwrap_or_default() {
        note.title.clone_from(&note.claim);
    }
    for claimant in note.claimants.iter_mut().chain(&mut note.reported_by) {
        claimant.role = texts.text(&role_of(&claimant.name)).map(str::to_owned);
    }
    note.image = None;
}

/// Looks up the quotations in the translated prose of the brief and of its pages.
pub(super) fn check_prose(
    languages: &[ResolvedLanguage],
    (brief, pages): (&Brief, &[Arc<Note<Page>>]),
    site: &SiteProse<'_>,
    cache: &mut SiteQuotations,
    findings: &mut Findings,
) {
    for language in languages {
        let in_language = |note: &Arc<Note<Page>>| {
            let texts = &language.pages.get(&note.value.id)?.texts;
            let mut page = page_in(&note.value, texts);
            page.file = texts.file;
            Some(Arc::new(Note { value: page, sound: true, skipped: Skipped::default() }))
        };
        let pages: Vec<Arc<Note<Page>>> = pages.iter().filter_map(in_language).collect();
        let mut brief = brief.clone();
        let texts = language.brief.as_ref().map(|brief| &brief.texts);
        let field = |name| texts.and_then(|texts| texts.field(name)).map(str::to_owned);
        let list = |name| texts.and_then(|texts| texts.list(name)).map(<[String]>::to_vec).unwrap_or_default();
        brief.title = field("title").unwrap_or_default();
        brief.description = field("description");
        brief.bottom_line = field("bottom_line");
        brief.findings = list("findings");
        brief.open_questions = list("open_questions");
        brief.scale = brief.scale.in_words(|id| {
            let path = Path::top().key("verdicts").key(id.to_string()).key("definition");
            (None, Some(texts.and_then(|texts| texts.text(&path)).unwrap_or_default().to_owned()))
        });
        // Without texts of the brief there is nothing to find in it.
        let file = texts.map(|texts| texts.file).or_else(|| pages.first().map(|page| page.value.file));
        if let Some(file) = file {
            site_prose::check_site(site, (&brief, file), &pages, cache, findings);
        }
    }
}
