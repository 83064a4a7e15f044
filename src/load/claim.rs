//! content/claims/ID.yaml: a claim note.

use serde::Deserialize;

use super::fields::Fields;
use super::image::{ImageFields, image};
use super::theme::Theme;
use crate::diagnostic::{Code, Diagnostic, did_you_mean, question};
use crate::model::{Appearance, Brief, Claim, Claimant, ClaimantKind, Correction, Id, Quotation, Stance, Status};
use crate::yaml::Path;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ClaimFile {
    claim: Option<String>,
    language: Option<String>,
    title: Option<String>,
    claimant: Option<ClaimantFields>,
    claimed_on: Option<String>,
    appearances: Option<Vec<AppearanceFields>>,
    verdict: Option<String>,
    summary: Option<String>,
    analysis: Option<String>,
    passages: Option<Vec<PassageFields>>,
    authors: Option<Vec<String>>,
    reviewed_by: Option<Vec<String>>,
    published: Option<String>,
    updated: Option<String>,
    checked: Option<String>,
    image: Option<ImageFields>,
    corrections: Option<Vec<CorrectionFields>>,
    tags: Option<Vec<String>>,
    related: Option<Vec<String>>,
    gaps: Option<Vec<String>>,
    status: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ClaimantFields {
    name: Option<String>,
    kind: Option<String>,
    role: Option<String>,
    url: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct AppearanceFields {
    url: Option<String>,
    title: Option<String>,
    published: Option<String>,
    archive_url: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PassageFields {
    id: Option<String>,
    source: Option<String>,
    quote: Option<String>,
    prefix: Option<String>,
    suffix: Option<String>,
    stance: Option<String>,
    speaker: Option<String>,
    note: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CorrectionFields {
    date: Option<String>,
    text: Option<String>,
    was: Option<String>,
}

/// The id of a passage that has none, so that the rest of it is checked all the same.
pub const UNNAMED: &str = "unnamed";

pub(super) fn parse(fields: &mut Fields<'_>, id: Id, brief: &Brief, theme: &Theme) -> Option<Claim<Quotation>> {
    let file: ClaimFile = fields.parse(0..fields.text().len())?;
    let top = Path::top();
    let at = |field: &'static str| Path::top().key(field);
    let claim = fields.required(&top, "claim", file.claim).unwrap_or_default();
    let verdict = fields.required(&top, "verdict", file.verdict);
    let summary = fields.required(&top, "summary", file.summary).unwrap_or_default();
    let given = file.passages.unwrap_or_default();
    if given.is_empty() {
        fields.missing(&top, "passages");
    }
    let claim = single_line(&claim);
    Some(Claim {
        id,
        file: fields.file,
        title: file
            .title
            .filter(|title| !title.trim().is_empty())
            .map_or_else(|| claim.clone(), |title| single_line(&title)),
        claim,
        language: fields.language(&at("language"), file.language),
        claimant: file.claimant.and_then(|given| claimant(fields, given)),
        claimed_on: fields.date(&at("claimed_on"), file.claimed_on),
        appearances: appearances(fields, file.appearances.unwrap_or_default()),
        verdict: verdict.and_then(|id| verdict_position(fields, &at("verdict"), &id, brief)).unwrap_or(0),
        summary,
        analysis: file.analysis.filter(|text| !text.trim().is_empty()),
        passages: quotations(fields, given),
        authors: people(fields, "authors", file.authors.unwrap_or_default(), brief),
        reviewed_by: people(fields, "reviewed_by", file.reviewed_by.unwrap_or_default(), brief),
        published: fields.date(&at("published"), file.published),
        updated: fields.date(&at("updated"), file.updated),
        checked: fields.date(&at("checked"), file.checked),
        image: file.image.and_then(|given| image(fields, given, theme)),
        corrections: corrections(fields, file.corrections.unwrap_or_default(), brief),
        tags: tags(fields, file.tags.unwrap_or_default()),
        related: related(fields, file.related.unwrap_or_default()),
        gaps: file.gaps.unwrap_or_default(),
        status: fields.word(&at("status"), file.status, Status::NAMES, Status::parse).unwrap_or(Status::Published),
    })
}

fn single_line(text: &str) -> String {
    crate::text::single_spaced(text)
}

fn claimant(fields: &mut Fields<'_>, given: ClaimantFields) -> Option<Claimant> {
    let path = Path::top().key("claimant");
    let url = fields.url(&path.clone().key("url"), given.url);
    let kind = fields.word(&path.clone().key("kind"), given.kind, ClaimantKind::NAMES, ClaimantKind::parse);
    let name = fields.required(&path, "name", given.name)?;
    Some(Claimant { name, kind: kind.unwrap_or(ClaimantKind::Organisation), role: given.role, url })
}

fn appearances(fields: &mut Fields<'_>, given: Vec<AppearanceFields>) -> Vec<Appearance> {
    let mut appearances = vec![];
    for (i, given) in given.into_iter().enumerate() {
        let path = Path::top().key("appearances").index(i);
        let written = fields.required(&path, "url", given.url);
        let url = fields.url(&path.clone().key("url"), written);
        let published = fields.date(&path.clone().key("published"), given.published);
        let archive_url = fields.url(&path.clone().key("archive_url"), given.archive_url);
        appearances.extend(url.map(|url| Appearance { url, title: given.title, published, archive_url }));
    }
    appearances
}

fn quotations(fields: &mut Fields<'_>, given: Vec<PassageFields>) -> Vec<Quotation> {
    let mut quotations: Vec<Quotation> = vec![];
    for (index, given) in given.into_iter().enumerate() {
        let path = Path::top().key("passages").index(index);
        let id = fields.required(&path, "id", given.id).and_then(|id| fields.id(&path.clone().key("id"), &id));
        let source = fields.required(&path, "source", given.source);
        if given.quote.is_none() {
            fields.missing(&path, "quote");
        }
        let stance = fields.required(&path, "stance", given.stance);
        let stance = fields.word(&path.clone().key("stance"), stance, Stance::NAMES, Stance::parse);
        if let Some(id) = &id
            && quotations.iter().any(|quotation| quotation.id == *id)
        {
            let finding = Diagnostic::new(
                Code::DuplicateId,
                fields.place(&path.clone().key("id")),
                format!("the id “{id}” is given twice in this note"),
            );
            fields.push(finding.label("taken above").hint("each passage of a note needs an id of its own"));
        }
        // A passage that lacks something else is still sought in its source, so that all its faults show at once.
        if let (Some(source), Some(quote)) = (source, given.quote) {
            quotations.push(Quotation {
                id: id.unwrap_or_else(|| Id::new(UNNAMED).expect("a word is an id")),
                source: source.trim().to_owned(),
                quote,
                prefix: given.prefix,
                suffix: given.suffix,
                stance: stance.unwrap_or(Stance::Context),
                speaker: given.speaker,
                note: given.note,
                index,
            });
        }
    }
    quotations
}

fn verdict_position(fields: &mut Fields<'_>, path: &Path, id: &str, brief: &Brief) -> Option<usize> {
    let position = brief.scale.position(id.trim());
    if position.is_none() {
        let known = || brief.scale.verdicts().iter().map(|verdict| verdict.id.as_str());
        let finding = Diagnostic::new(
            Code::UnknownVerdict,
            fields.place(path),
            format!("there is no verdict “{id}” on the scale"),
        )
        .label("not on the scale")
        .maybe_hint(did_you_mean(id, known()).map(question))
        .hint(format!("the scale is: {}", known().collect::<Vec<_>>().join(", ")))
        .maybe_fix(fields.respelt(path, known()));
        fields.push(finding);
    }
    position
}

fn people(fields: &mut Fields<'_>, field: &'static str, ids: Vec<String>, brief: &Brief) -> Vec<usize> {
    let mut positions = vec![];
    for (i, id) in ids.into_iter().enumerate() {
        let position = brief.people.iter().position(|person| person.id.as_str() == id.trim());
        if position.is_none() {
            let known = || brief.people.iter().map(|person| person.id.as_str());
            let path = Path::top().key(field).index(i);
            let finding =
                Diagnostic::new(Code::UnknownPerson, fields.place(&path), format!("nobody has the id “{id}”"))
                    .label("not among the people of brief.yaml")
                    .hint(match did_you_mean(&id, known()) {
                        Some(meant) => question(meant),
                        None => "add the person under people in content/brief.yaml".to_owned(),
                    })
                    .maybe_fix(fields.respelt(&path, known()));
            fields.push(finding);
        }
        positions.extend(position.filter(|position| !positions.contains(position)));
    }
    positions
}

fn corrections(fields: &mut Fields<'_>, given: Vec<CorrectionFields>, brief: &Brief) -> Vec<Correction> {
    let mut corrections = vec![];
    for (i, given) in given.into_iter().enumerate() {
        let path = Path::top().key("corrections").index(i);
        let date = fields.required(&path, "date", given.date);
        let date = fields.date(&path.clone().key("date"), date);
        let text = fields.required(&path, "text", given.text);
        let was = given.was.and_then(|id| verdict_position(fields, &path.clone().key("was"), &id, brief));
        if let (Some(date), Some(text)) = (date, text) {
            corrections.push(Correction { date, text, was });
        }
    }
    corrections
}

fn tags(fields: &mut Fields<'_>, given: Vec<String>) -> Vec<String> {
    let mut tags: Vec<String> = vec![];
    for (i, tag) in given.into_iter().enumerate() {
        let tag = single_line(&tag);
        if crate::text::slug(&tag).is_empty() {
            let path = Path::top().key("tags").index(i);
            let finding = Diagnostic::new(Code::BadId, fields.place(&path), format!("“{tag}” cannot be a tag"))
                .label("a tag has at least one letter or figure");
            fields.push(finding);
        } else if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn related(fields: &mut Fields<'_>, given: Vec<String>) -> Vec<Id> {
    let ids = given.into_iter().enumerate();
    ids.filter_map(|(i, id)| fields.id(&Path::top().key("related").index(i), id.trim())).collect()
}
