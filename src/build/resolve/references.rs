//! Checks references between notes: links, related claims, policy pages and references to passages.

use std::sync::Arc;

use super::id_correction::{IdCorrection, referred_at_end};
use super::note_text::NoteText;
use super::reference_index::ReferenceIndex;
use crate::analysis::claim_texts::{ClaimTexts, ProseText};
use crate::base::files::{FileId, Files, Span};
use crate::build::load::UNNAMED;
use crate::findings::{Code, Deferred, Diagnostic, Findings, did_you_mean, question};
use crate::markdown::prose::{Destination, Link, Linked, Prose};
use crate::model::texts::{NoteTexts, body, is_markdown};
use crate::model::{Across, Brief, Claim, Date, Evidence, Id, Page, Status};
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Skipped};
use citeback_quote::text::fold::without_directions;

/// The context in which links are checked.
struct CheckedText<'a> {
    note: NoteText<'a>,
    known: &'a ReferenceIndex<'a>,
    /// The note itself, which is never suggested for a mistyped id.
    own: Option<&'a Id>,
    /// Ids of the passages that `[^id]` may refer to.
    passages: Vec<&'a str>,
    /// Whether this list is complete: no passage was left out because of an error.
    passages_known: bool,
    /// Whether this is the text that numbers such references.
    is_analysis: bool,
    /// Whether the note is itself a draft, which may link to drafts.
    in_draft: bool,
}

/// Where a piece of Markdown is written.
enum Origin<'a> {
    /// As a Markdown file; the link is at this place.
    Body(Span),
    /// As the value of a YAML field.
    Field(&'a Path, &'a str),
}

/// Checks the references of a claim.
pub(super) fn check_claim(
    claim: &Claim<Evidence>,
    texts: &ClaimTexts<'_>,
    known: &ReferenceIndex<'_>,
    note: NoteText<'_>,
    found: &mut Findings,
) {
    let evidence = claim.passages.as_slice();
    let checked = CheckedText {
        note,
        known,
        own: Some(&claim.id),
        passages: evidence.iter().map(|evidence| evidence.id().as_str()).collect(),
        passages_known: (!evidence.is_empty() || claim.awaits_evidence)
            && evidence
                .iter()
                .enumerate()
                .all(|(i, evidence)| evidence.index() == i && evidence.id().as_str() != UNNAMED),
        is_analysis: true,
        in_draft: claim.status == Status::Draft,
    };
    let top = Path::top;
    let mut cited = vec![];
    if let Some(id) = &claim.claim_passage
        && checked.passages_known
        && !checked.passages.contains(&id.as_str())
    {
        checked.id(&top().key("claim_passage"), Destination::Passage, id.as_str(), found);
    }
    if let Some(analysis) = &texts.analysis {
        checked.prose(&top().key("analysis"), analysis, &mut cited, found);
    }
    // Only the analysis numbers its references; elsewhere they would not work.
    let checked = CheckedText { passages: vec![], is_analysis: false, ..checked };
    checked.prose(&top().key("summary"), &texts.summary, &mut cited, found);
    for (i, gap) in claim.gaps.iter().enumerate() {
        checked.text(&top().key("gaps").index(i), gap, &mut cited, found);
    }
    for (i, correction) in claim.corrections.iter().enumerate() {
        checked.text(&top().key("corrections").index(i).key("text"), &correction.text, &mut cited, found);
    }
    for evidence in evidence {
        if let Some(note) = evidence.note() {
            checked.text(&top().key("passages").index(evidence.index()).key("note"), note, &mut cited, found);
        }
    }
    for (i, id) in claim.related.iter().enumerate() {
        checked.id(&top().key("related").index(i), Destination::Claim, id.as_str(), found);
    }
    if claim.analysis.is_some() && checked.passages_known {
        checked.unreferenced(evidence, &cited, found);
    }
}

/// The positions of those of some passages that the analysis of a claim refers to, in the order in which it first does.
pub(super) fn referred<'p>(passages: impl Iterator<Item = &'p Id> + Clone, texts: &ClaimTexts<'_>) -> Vec<usize> {
    let mut referred = vec![];
    let Some(analysis) = &texts.analysis else {
        return referred;
    };
    // Pages leave marks of direction out, which may be inside a reference.
    let shown = without_directions(analysis.markdown);
    let links = if shown == analysis.markdown { analysis.links() } else { Prose::parse(&shown).links() };
    for linked in links {
        if let Link::Internal(Destination::Passage, id) = linked.link
            && let Some(passage) = passages.clone().position(|passage| passage.as_str() == id)
            && !referred.contains(&passage)
        {
            referred.push(passage);
        }
    }
    referred
}

/// Checks the references in brief.yaml.
pub(super) fn check_brief(
    brief: &Brief,
    file: FileId,
    known: &ReferenceIndex<'_>,
    files: &Arc<Files>,
    findings: &mut Findings,
) {
    let places = Arc::new(Places::of_file(files, file, &Skipped::default()));
    let note = NoteText { files, places: &places };
    let checked = CheckedText::of_no_claim(note, known);
    let mut cited = vec![];
    if let Some(bottom_line) = &brief.bottom_line {
        checked.text(&Path::top().key("bottom_line"), bottom_line, &mut cited, findings);
    }
    for (field, items) in [("findings", &brief.findings), ("open_questions", &brief.open_questions)] {
        for (i, item) in items.iter().enumerate() {
            checked.text(&Path::top().key(field).index(i), item, &mut cited, findings);
        }
    }
    for featured in &brief.featured {
        checked.id(
            &Path::top().key("featured").index(featured.index),
            Destination::Claim,
            featured.id.as_str(),
            findings,
        );
    }
    let policies = &brief.policies;
    for (field, page) in [
        ("methodology", &policies.methodology),
        ("corrections", &policies.corrections),
        ("funding", &policies.funding),
        ("ethics", &policies.ethics),
    ] {
        if let Some(id) = page {
            checked.id(&Path::top().key("policies").key(field), Destination::Page, id.as_str(), findings);
        }
    }
}

/// Checks the references of a page.
pub(super) fn check_page(page: &Page, known: &ReferenceIndex<'_>, files: &Arc<Files>, findings: &mut Findings) {
    let places = Arc::new(Places::of_front_matter(files, page.file, &Skipped::default()));
    let note = NoteText { files, places: &places };
    CheckedText::of_no_claim(note, known).body(&page.body, findings);
}

/// Checks the references in texts of another language. `claim`: whose they are, unless they are the brief's or a page's.
pub(super) fn check_texts(
    texts: &NoteTexts,
    claim: Option<&Claim<Evidence>>,
    known: &ReferenceIndex<'_>,
    note: NoteText<'_>,
    found: &mut Findings,
) {
    let evidence = claim.map(|claim| claim.passages.as_slice()).unwrap_or_default();
    let of_others = CheckedText {
        own: claim.map(|claim| &claim.id),
        in_draft: claim.is_some_and(|claim| claim.status == Status::Draft),
        ..CheckedText::of_no_claim(note, known)
    };
    let passages = evidence.iter().map(|evidence| evidence.id().as_str()).collect();
    let of_analysis = CheckedText { passages, is_analysis: true, ..of_others };
    for (path, parts) in texts.texts.iter().filter(|(path, _)| is_markdown(path)) {
        let checked = if *path == Path::top().key("analysis") { &of_analysis } else { &of_others };
        if *path == body() {
            checked.body(&parts.concat(), found);
            continue;
        }
        for (i, part) in parts.iter().enumerate() {
            // A list of one may be written as a text.
            let entry = path.clone().index(i);
            let is_entry = note.places.tree().is_some_and(|tree| tree.value(&entry).is_some());
            checked.text(if is_entry { &entry } else { path }, part, &mut vec![], found);
        }
    }
}

impl<'a> CheckedText<'a> {
    /// A text that is not a claim's, and has no passages to refer to.
    fn of_no_claim(note: NoteText<'a>, known: &'a ReferenceIndex<'a>) -> Self {
        CheckedText {
            note,
            known,
            own: None,
            passages: vec![],
            passages_known: true,
            is_analysis: false,
            in_draft: false,
        }
    }

    /// Checks the links in the Markdown at the end of the file.
    fn body(&self, markdown: &str, found: &mut Findings) {
        let (file, start) = (self.note.file(), self.note.places.text.len() - markdown.len());
        for linked in Prose::parse(markdown).links() {
            let at = Span { file, range: start + linked.at.start..start + linked.at.end };
            self.link(&linked, &Origin::Body(at), &mut vec![], found);
        }
    }

    /// Checks the links in the Markdown at `path` in a YAML file.
    fn text(&self, path: &Path, markdown: &str, cited: &mut Vec<String>, found: &mut Findings) {
        self.prose(path, &ProseText::new(markdown), cited, found);
    }

    fn prose(&self, path: &Path, text: &ProseText<'_>, cited: &mut Vec<String>, found: &mut Findings) {
        // Most texts have no links, so they need no parsing.
        if !text.markdown.contains(['[', '<']) {
            return;
        }
        for linked in text.links() {
            self.link(&linked, &Origin::Field(path, text.markdown), cited, found);
        }
    }

    fn link(&self, linked: &Linked, within: &Origin<'_>, cited: &mut Vec<String>, found: &mut Findings) {
        let at = || match within {
            Origin::Body(at) => at.clone(),
            Origin::Field(path, markdown) => self.place_within(path, markdown, linked),
        };
        match &linked.link {
            Link::Broken => found.push(
                Diagnostic::new(
                    Code::UnknownPassage,
                    at(),
                    "“[^” does not start a valid reference; it would appear literally",
                )
                .label("expected the id of a passage and “]”, without spaces")
                .hint("write [^id] after the sentence that is based on the passage"),
            ),
            Link::Unsafe(url) => found.push(
                Diagnostic::new(Code::BadUrl, at(), format!("“{url}” is not a link that can be published"))
                    .label("cannot be published")
                    .hint("a link begins with https://, http:// or mailto:, or is claim:ID, source:ID or page:ID"),
            ),
            // If a passage of the note has an error, none can be reported as missing.
            Link::Internal(Destination::Passage, _) if !self.passages_known => {}
            Link::Internal(Destination::Passage, id) if self.passages.contains(&id.as_str()) => cited.push(id.clone()),
            Link::Internal(target, id) if self.known.has(*target, id) => {
                if !self.in_draft && self.known.is_draft(*target, id) {
                    found.push(draft_linked(at(), id));
                } else if let Some(end) = self.known.held_until(*target, id) {
                    found.push(embargo_named(at(), id, &end));
                } else if *target == Destination::Source && self.known.withholds(id) {
                    found.push(uncited_linked(at(), id));
                }
            }
            Link::Internal(Destination::Passage, id) if !self.is_analysis => found.push(
                Diagnostic::new(
                    Code::UnknownPassage,
                    at(),
                    format!("“[^{id}]” refers to a passage, which only the analysis of a claim can do"),
                )
                .label("would lead nowhere here")
                .hint("remove it, or write it in “analysis”, after the sentence that is based on the passage"),
            ),
            Link::Internal(Destination::Claim, id) if id.contains('/') => {
                found.push(unknown_across(at(), id, self.known.across));
            }
            Link::Internal(target, id) => {
                let field = match within {
                    Origin::Body(_) => None,
                    Origin::Field(path, markdown) => Some((*path, *markdown)),
                };
                let correction = IdCorrection::of_link(self.note.places, (linked, at()), field, (*target, id));
                found.push(self.unknown(at(), (*target, id), correction));
            }
        }
    }

    /// Checks an id that is the value of a field.
    fn id(&self, path: &Path, target: Destination, id: &str, found: &mut Findings) {
        let at = || self.place(path);
        if !self.known.has(target, id) {
            let correction = IdCorrection::of_value(self.note.places, path);
            found.push(self.unknown(at(), (target, id), correction));
        } else if !self.in_draft && self.known.is_draft(target, id) {
            found.push(draft_linked(at(), id));
        }
    }

    /// A finding about an unknown id.
    fn unknown(&self, at: Span, (target, id): (Destination, &str), correction: IdCorrection) -> Diagnostic {
        let (code, message, kind) = match target {
            Destination::Passage => {
                (Code::UnknownPassage, format!("this note has no passage “{id}”"), "passages of this note")
            }
            Destination::Claim => (Code::UnknownClaim, format!("there is no claim “{id}”"), "claims"),
            Destination::Source => (Code::UnknownSource, format!("there is no source “{id}”"), "sources"),
            Destination::Page => (Code::UnknownPage, format!("there is no page “{id}”"), "pages"),
        };
        let mut candidates = match target {
            Destination::Passage => self.passages.clone(),
            _ => self.known.candidates(target),
        };
        if target == Destination::Claim {
            candidates.retain(|candidate| self.own.is_none_or(|own| own.as_str() != *candidate));
        }
        let finding = Diagnostic::new(code, at, message).label("does not exist");
        let finding = correction.offered(finding, id, &candidates);
        match did_you_mean(id, candidates.iter().copied()) {
            Some(meant) => finding.hint(question(meant)),
            None if candidates.is_empty() => finding.hint("there are none yet"),
            None if candidates.len() <= 12 => finding.hint(format!("{kind} are: {}", candidates.join(", "))),
            None => finding,
        }
    }

    /// Advises about passages to which the analysis never refers.
    fn unreferenced(&self, evidence: &[Evidence], cited: &[String], found: &mut Findings) {
        for evidence in evidence {
            if !cited.iter().any(|id| id == evidence.id().as_str()) {
                let path = Path::top().key("passages").index(evidence.index()).key("id");
                let (id, places) = (evidence.id().clone(), Arc::clone(self.note.places));
                found.push(Deferred::new(Code::PassageUnreferenced, self.note.file(), move || {
                    let message = format!("no sentence of the analysis refers to the passage “{id}”");
                    Diagnostic::new(Code::PassageUnreferenced, places.place(&path), message)
                        .label("never referred to")
                        .hint(format!("write [^{id}] after the sentence that is based on it"))
                        .chosen_by(move || referred_at_end(&places, id.as_str()).into_iter().collect())
                }));
            }
        }
    }

    fn place(&self, path: &Path) -> Span {
        self.note.place(path)
    }

    fn place_within(&self, path: &Path, markdown: &str, linked: &Linked) -> Span {
        self.note.place_within(path, markdown, &linked.at)
    }
}

fn draft_linked(at: Span, id: &str) -> Diagnostic {
    Diagnostic::new(Code::DraftLinked, at, format!("the claim “{id}” is a draft"))
        .label("will be left out until it is published")
        .hint("publish the draft, or use --drafts to preview it")
}

/// A finding about a link at `at` to a claim of another brief that is kept out of the site.
fn embargo_named(at: Span, id: &str, end: &Date) -> Diagnostic {
    let message = format!("this links to the claim “{id}”, which is under embargo until {}", end.iso());
    Diagnostic::new(Code::EmbargoNamed, at, message)
        .label("readers would see it")
        .hint("remove the link until the embargo ends")
}

/// A finding about a link at `at` to a claim of another brief that is not there.
fn unknown_across(at: Span, link: &str, across: &Across) -> Diagnostic {
    let (name, id) = link.split_once('/').unwrap_or((link, ""));
    let names = || across.names.iter().map(String::as_str);
    let finding = |message: String| Diagnostic::new(Code::UnknownClaim, at, message).label("does not exist");
    match across.briefs.get(name) {
        Some(brief) => {
            let meant = did_you_mean(id, brief.ids.iter().map(String::as_str));
            let meant = meant.map(|meant| question(format!("claim:{name}/{meant}")));
            finding(format!("there is no claim “{id}” in the brief “{name}”")).maybe_hint(meant)
        }
        None if across.names.is_empty() => finding(format!("there is no brief “{name}”")).hint(
            "only briefs that a desk.yaml lists can link to each other’s claims; those of this brief are claim:ID",
        ),
        None => {
            let meant = did_you_mean(name, names()).map(|meant| question(format!("claim:{meant}/{id}")));
            let finding = finding(format!("there is no brief “{name}” on this desk")).maybe_hint(meant);
            finding.hint(format!("briefs are: {}", names().collect::<Vec<_>>().join(", ")))
        }
    }
}

/// A finding about a link at `at` to a source that is not published.
pub(super) fn uncited_linked(at: Span, id: &str) -> Diagnostic {
    let message = format!("the source “{id}” is not published, because no published claim cites it");
    Diagnostic::new(Code::UncitedLinked, at, message)
        .label("will be published without the link")
        .hint("cite the source in a published claim")
        .hint("or write “uncited: publish” in the source to publish it anyway")
}
