//! The site in another language: the same sources and verified passages with other texts. Entry point: [`translated`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::comparisons::comparisons;
use super::listings::Listings;
use super::Site;
use crate::base::index::IndexVec;
use crate::build::load::folder_of;
use crate::build::resolve::{Held, ReadSource, ResolvedLanguage, TranslatedNote, Verified};
use crate::model::texts::{NoteTexts, body, note_of_passage, role_of, was_made_in};
use crate::model::{Brief, Claim, ClaimIdx, ClaimNote, Extra, Id, Language, Original, Page, Source, SourceIdx};
use crate::notes::yaml::Path;

/// What a site in another language knows of the original.
#[derive(Debug, Clone)]
pub struct Translation {
    /// The site in the language of the notes, which has all claims and pages.
    pub original: Arc<Site>,
    /// Where it is below the original, such as `fr/`.
    pub folder: String,
    pub brief: Option<TranslatedNote>,
    pub claims: BTreeMap<Id, TranslatedNote>,
    pub pages: BTreeMap<Id, TranslatedNote>,
}

/// What the originals are related by.
pub(super) struct Relations<'a> {
    pub held: &'a Held,
    /// The positions of all sources among those that are published.
    pub positions: &'a IndexVec<SourceIdx, Option<SourceIdx>>,
}

impl Translation {
    /// The listed claims of the original that are not in this language, in its order.
    pub fn missing(&self) -> impl Iterator<Item = ClaimIdx> {
        let original = &self.original;
        original.listed.iter().copied().filter(|claim| !self.claims.contains_key(&original.claims[*claim].id))
    }
}

/// The site in a language: the claims and pages of which there are texts in it.
pub(super) fn translated(original: &Arc<Site>, given: ResolvedLanguage, relations: &Relations<'_>) -> Site {
    let ResolvedLanguage { language, locale, brief, claims, pages } = given;
    let folder = folder_of(&language);
    let mut site = Site::clone(original);
    let texts = brief.as_ref().map(|brief| brief.texts.as_ref());
    site.brief = brief_in(&original.brief, texts, relations.held);
    site.brief.base_url = original.brief.base_url.as_ref().and_then(|base| base.join(&folder).ok());
    site.brief.language = language.clone();
    site.locale = locale;
    let of_notes = &original.brief.language;
    let in_language = |claim: &Arc<Claim<Verified>>| {
        let texts = &claims.get(&claim.id)?.texts;
        Some(Arc::new(claim_in(claim, texts, (&language, of_notes), &original.sources)))
    };
    site.claims = original.claims.iter().filter_map(in_language).collect::<Vec<_>>().into();
    site.pages = original.pages.iter().filter_map(|page| Some(page_in(page, &pages.get(&page.id)?.texts))).collect();
    if let Some(texts) = texts {
        site.sources = original.sources.iter().map(|read| source_in(read, texts)).collect::<Vec<_>>().into();
    }
    let mut listings = Listings::new(&site.sources, &site.claims, &site.brief, &site.analysis);
    for tag in &mut listings.tags {
        // The labels stay what tags are known by, so that their pages have the same addresses in all languages.
        let label = texts.and_then(|texts| texts.text(&Path::top().key("tags").key(tag.label.clone())));
        tag.label = label.unwrap_or(&tag.label).to_owned();
    }
    let found = comparisons(
        &site.analysis.shared,
        relations.positions,
        (&site.sources, &site.claims),
        &listings.citations,
    );
    site.comparisons = Arc::new(found);
    site.listings = Arc::new(listings);
    site.translation = Some(Arc::new(Translation { original: Arc::clone(original), folder, brief, claims, pages }));
    site
}

/// A text in the language, or else the given one.
fn settle(text: &mut String, given: Option<&str>) {
    if let Some(given) = given {
        given.clone_into(text);
    }
}

fn settle_optional(text: &mut Option<String>, given: Option<&str>) {
    if let (Some(text), Some(given)) = (text, given) {
        given.clone_into(text);
    }
}

/// Replaces each text of a list, if there are as many.
fn settle_list<'t>(texts: impl ExactSizeIterator<Item = &'t mut String>, given: Option<&[String]>) {
    if let Some(given) = given.filter(|given| given.len() == texts.len()) {
        texts.zip(given).for_each(|(text, given)| given.clone_into(text));
    }
}

fn settle_extra(extra: &mut Extra, given: &Extra) {
    for (name, value) in &given.0 {
        extra.0.insert(name.clone(), value.clone());
    }
}

/// The brief with other texts. What an embargo keeps out of its lists is kept out of their translations.
fn brief_in(brief: &Brief, texts: Option<&NoteTexts>, held: &Held) -> Brief {
    let mut brief = brief.clone();
    let Some(texts) = texts else { return brief };
    settle(&mut brief.title, texts.field("title"));
    // A short form in the other language is no short form of this title.
    brief.short_title = texts.field("short_title").map(str::to_owned);
    settle_optional(&mut brief.description, texts.field("description"));
    if let Some(organisation) = &mut brief.organisation {
        settle(&mut organisation.name, texts.field("organisation"));
    }
    settle_optional(&mut brief.bottom_line, texts.field("bottom_line"));
    let left = |list: Option<&[String]>, kept_out: &BTreeSet<usize>| {
        let left = list?.iter().enumerate().filter(|(index, _)| !kept_out.contains(index));
        Some(left.map(|(_, text)| text.clone()).collect::<Vec<_>>())
    };
    settle_list(brief.findings.iter_mut(), left(texts.list("findings"), &held.findings).as_deref());
    settle_list(brief.open_questions.iter_mut(), left(texts.list("open_questions"), &held.open_questions).as_deref());
    let top = |name: &'static str| Path::top().key(name);
    for person in brief.people.as_mut_slice() {
        settle_optional(&mut person.role, texts.text(&top("people").key(person.id.to_string()).key("role")));
    }
    brief.scale = brief.scale.in_words(|id| {
        let group = top("verdicts").key(id.to_string());
        let words = |field| texts.text(&group.clone().key(field)).map(str::to_owned);
        (words("label"), words("definition"))
    });
    for entry in brief.nav.iter_mut().flatten() {
        if let Some(words) = &mut entry.words {
            let given = texts.text(&top("nav").key(words.clone())).map(str::to_owned);
            settle(words, given.as_deref());
        }
    }
    settle_extra(&mut brief.extra, &texts.extra);
    brief
}

/// A claim with other texts, and the same verdict and evidence. `notes` is the language of notes.
fn claim_in(
    claim: &Claim<Verified>,
    texts: &NoteTexts,
    (language, notes): (&Language, &Language),
    sources: &IndexVec<SourceIdx, Arc<ReadSource>>,
) -> Claim<Verified> {
    let mut note = ClaimNote::clone(&claim.note);
    settle_statement(&mut note, texts, (language, notes));
    note.title = texts.field("title").unwrap_or(&note.claim).to_owned();
    settle(&mut note.summary, texts.field("summary"));
    settle_optional(&mut note.analysis, texts.field("analysis"));
    settle_list(note.gaps.iter_mut(), texts.list("gaps"));
    settle_list(note.corrections.iter_mut().map(|correction| &mut correction.text), texts.list("corrections"));
    for claimant in note.claimants.iter_mut().chain(&mut note.reported_by) {
        settle_optional(&mut claimant.role, texts.text(&role_of(&claimant.name)));
    }
    if let Some(image) = &mut note.image {
        let at = |field| Path::top().key("image").key(field);
        settle(&mut image.alt, texts.text(&at("alt")));
        settle_optional(&mut image.credit, texts.text(&at("credit")));
    }
    settle_extra(&mut note.extra, &texts.extra);
    let mut passages = claim.passages.clone();
    for verified in &mut passages {
        let given = texts.text(&note_of_passage(verified.id()));
        match verified {
            Verified::Absence(absence) => settle_optional(&mut absence.absence.note, given),
            Verified::Passage(passage) => {
                settle_optional(&mut passage.quotation.note, given);
                let translation = &mut passage.quotation.translation;
                if sources[passage.source].language.is_same_as(language) {
                    *translation = None;
                } else if let Some(given) = texts.passages.get(&passage.quotation.id) {
                    *translation = Some(given.clone());
                }
            }
        }
    }
    Claim { note: Arc::new(note), passages }
}

/// The statement in the language. The words that were said are shown as such only if they are in it; otherwise they are the original of it.
fn settle_statement(note: &mut ClaimNote, texts: &NoteTexts, (language, notes): (&Language, &Language)) {
    if was_made_in(note, language, notes) {
        if let Some(original) = note.original.take() {
            note.claim = original.text;
        }
        note.language = None;
        return;
    }
    let Some(statement) = texts.field("claim") else { return };
    let words = std::mem::replace(&mut note.claim, statement.to_owned());
    let said_in = note.language.take();
    // A statement in the newsroom's words has no original.
    if note.original.is_none() && (said_in.is_some() || note.claim_passage.is_some()) {
        note.original = Some(Original { text: words, language: said_in.unwrap_or_else(|| notes.clone()) });
    }
}

fn page_in(page: &Page, texts: &NoteTexts) -> Page {
    let mut page = page.clone();
    settle(&mut page.title, texts.field("title"));
    page.description = texts.field("description").map(str::to_owned);
    settle(&mut page.body, texts.text(&body()));
    settle_extra(&mut page.extra, &texts.extra);
    page
}

fn source_in(read: &Arc<ReadSource>, texts: &NoteTexts) -> Arc<ReadSource> {
    let rights = Path::top().key("sources").key(read.source.id.to_string()).key("rights");
    match texts.text(&rights) {
        Some(rights) if read.source.rights.is_some() => {
            Arc::new(read.with_source(Arc::new(Source { rights: Some(rights.to_owned()), ..Source::clone(&read.source) })))
        }
        _ => Arc::clone(read),
    }
}
