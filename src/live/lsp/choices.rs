//! What a field may be given: words of a fixed list, and the site's own ids. [`choices`].

use std::collections::BTreeSet;

use super::cursor::CursorContext;
use super::fields::Field;
use crate::base::files::FileId;
use crate::build::load::{IdKind, ValueKind, interface_languages};
use crate::model::Source;
use citeback_quote::text::single_spaced;

/// One of the values that a field may have.
pub(super) struct Choice {
    pub value: String,
    /// What it is, in a few words.
    pub detail: String,
    /// Markdown; empty when there is no more to say.
    pub more: String,
}

impl Choice {
    fn new(value: impl ToString, detail: impl Into<String>, more: impl Into<String>) -> Self {
        Choice { value: value.to_string(), detail: detail.into(), more: more.into() }
    }
}

/// The values among which one is chosen for a field, or for an entry of it; none where it may be anything.
pub(super) fn choices(at: &CursorContext<'_>, field: Field<'_>) -> Vec<Choice> {
    if field.is_switch() {
        return ["true", "false"].map(|word| Choice::new(word, "", "")).into();
    }
    let words: Vec<Choice> = field.words().map(|(word, meaning)| Choice::new(word, "", meaning)).collect();
    match words.is_empty() {
        true => known(at, field.kind),
        false => words,
    }
}

/// What the site has already of a kind of value.
fn known(at: &CursorContext<'_>, kind: ValueKind) -> Vec<Choice> {
    if let Some(kind) = kind.refers_to() {
        return named(at, kind);
    }
    match kind {
        ValueKind::Tag => {
            let tags: BTreeSet<&str> =
                at.view.claims.iter().flat_map(|note| &note.value.tags).map(String::as_str).collect();
            tags.into_iter().map(|tag| Choice::new(tag, "", "")).collect()
        }
        ValueKind::Language => languages(at).into_iter().map(|tag| Choice::new(tag, "", "")).collect(),
        ValueKind::Text
        | ValueKind::Inline
        | ValueKind::Markdown
        | ValueKind::Id
        | ValueKind::Date
        | ValueKind::Url
        | ValueKind::BaseUrl
        | ValueKind::Colour
        | ValueKind::Seal
        | ValueKind::Verdict
        | ValueKind::Source
        | ValueKind::Person
        | ValueKind::Claim
        | ValueKind::Page
        | ValueKind::SourceOrText => vec![],
    }
}

/// All that the site has of what can be named by its id.
pub(super) fn named(at: &CursorContext<'_>, kind: IdKind) -> Vec<Choice> {
    match kind {
        IdKind::Verdict => {
            let verdicts = at.scale();
            let verdicts = verdicts.verdicts().iter();
            verdicts.map(|verdict| Choice::new(&verdict.id, &verdict.label, &verdict.definition)).collect()
        }
        IdKind::Source => {
            let sources = at.view.sources.iter().map(|read| &read.source);
            sources.map(|source| Choice::new(&source.id, cited(source), "")).collect()
        }
        IdKind::Person => {
            let people = at.view.brief.iter().flat_map(|brief| &brief.people);
            people
                .map(|person| Choice::new(&person.id, &person.name, person.role.clone().unwrap_or_default()))
                .collect()
        }
        IdKind::Claim => {
            let claims = at.view.claims.iter().map(|note| &note.value);
            let others = claims.filter(|claim| !is_open_here(at, claim.file));
            others.map(|claim| Choice::new(&claim.id, &claim.title, single_spaced(&claim.claim))).collect()
        }
        IdKind::Page => at.view.plain.iter().map(|page| Choice::new(&page.value.id, &page.value.title, "")).collect(),
    }
}

/// A source in a line: title, publisher, date.
pub(super) fn cited(source: &Source) -> String {
    let mut cited = source.title.clone();
    cited.extend(source.publisher.iter().map(|publisher| format!(", {publisher}")));
    cited.extend(source.published.iter().map(|date| format!(", {}", date.iso())));
    cited
}

fn is_open_here(at: &CursorContext<'_>, file: FileId) -> bool {
    let path = at.site.folder.join(at.view.files.path(file));
    at.open.get(&path).is_some_and(|document| document.uri == at.document.uri)
}

/// The languages that the site uses already, and those whose words the interface has.
fn languages(at: &CursorContext<'_>) -> BTreeSet<String> {
    let brief = at.view.brief.iter().map(|brief| &brief.language);
    let sources = at.view.sources.iter().filter_map(|read| read.source.language.as_ref());
    let claims = at.view.claims.iter().filter_map(|note| note.value.language.as_ref());
    let used = brief.chain(sources).chain(claims).map(|language| language.tag().to_owned());
    used.chain(interface_languages().map(str::to_owned)).collect()
}
