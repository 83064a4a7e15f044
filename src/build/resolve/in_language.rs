//! What notes are in another language: the same notes with other texts. [`claim_in`], [`brief_in`], [`page_in`] and [`source_in`] say of each
//! kind what stays.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::embargo::Held;
use super::passage::ReadSource;
use crate::model::texts::{NoteTexts, body, note_of_passage, role_of, was_made_in};
use crate::model::{Absence, Brief, ClaimNote, Extra, Language, Original, Page, Quotation, Source};
use crate::notes::yaml::Path;

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
pub fn brief_in(brief: &Brief, texts: Option<&NoteTexts>, held: &Held) -> Brief {
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

/// The note of a claim with other texts, and the same verdict. `notes` is the language of notes.
pub fn claim_in(note: &ClaimNote, texts: &NoteTexts, languages: (&Language, &Language)) -> ClaimNote {
    let mut note = note.clone();
    settle_statement(&mut note, texts, languages);
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
    note
}

/// Gives a quotation what the newsroom says of it in the language of the texts. `source` is the language of the quoted words.
pub fn settle_quotation(quotation: &mut Quotation, texts: &NoteTexts, source: &Language) {
    settle_optional(&mut quotation.note, texts.text(&note_of_passage(&quotation.id)));
    if source.is_same_as(&texts.language) {
        quotation.translation = None;
    } else if let Some(given) = texts.passages.get(&quotation.id) {
        quotation.translation = Some(given.clone());
    }
}

/// Like [`settle_quotation`], for words that a source does not have.
pub fn settle_absence(absence: &mut Absence, texts: &NoteTexts) {
    settle_optional(&mut absence.note, texts.text(&note_of_passage(&absence.id)));
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

/// A page with other texts.
pub fn page_in(page: &Page, texts: &NoteTexts) -> Page {
    let mut page = page.clone();
    settle(&mut page.title, texts.field("title"));
    page.description = texts.field("description").map(str::to_owned);
    settle(&mut page.body, texts.text(&body()));
    settle_extra(&mut page.extra, &texts.extra);
    page
}

/// A source with other words of the newsroom about it.
pub fn source_in(read: &Arc<ReadSource>, texts: &NoteTexts) -> Arc<ReadSource> {
    let rights = Path::top().key("sources").key(read.source.id.to_string()).key("rights");
    match texts.text(&rights) {
        Some(rights) if read.source.rights.is_some() => Arc::new(
            read.with_source(Arc::new(Source { rights: Some(rights.to_owned()), ..Source::clone(&read.source) })),
        ),
        _ => Arc::clone(read),
    }
}
