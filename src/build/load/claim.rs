//! content/claims/ID.yaml: a claim note.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::accepted::{AcceptedFields, accepted};
use super::claimant::{ClaimantFields, Given, ReporterFields, claimants};
use super::dates;
use super::extra::{ExtraField, extra};
use super::fields::FieldReader;
use super::image::{ImageFields, image};
use super::passage::{PassageFields, evidence};
use super::remark::{warn_of_cut_texts, warn_of_withheld_note};
use super::reply::{ReplyFields, replies};
use super::scale::verdict_position;
use super::theme::Theme;
use super::translation::{OriginalFields, original};
use super::value_kind::ValueKind;
use crate::base::index::Idx as _;
use crate::findings::{Code, Diagnostic, did_you_mean, question};
use crate::model::{
    Appearance, Brief, Claim, ClaimNote, Correction, Evidence, Id, PassageLinks, PersonIdx, Status, VerdictIdx,
};
use crate::notes::yaml::{Entries, OneOrMany, Path, ValueStyle};

/// A claim note: the statement, the verdict, and the passages that it rests on.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-any-of" = ["passages", "gaps"]))]
pub struct ClaimFile {
    /// The statement being checked, as it was made. It is shown next to the verdict.
    #[schemars(required, example = &"The harbour bridge cost twice what the council had approved.")]
    claim: Option<String>,
    /// The id of the passage that contains the words of the claim. If set, the page shows the claim as a quotation; otherwise, it says that the claim is in your words.
    #[schemars(extend("x-is" = ValueKind::Id), example = &"approved")]
    claim_passage: Option<String>,
    /// The language of the statement, if it differs from the language of the note.
    #[schemars(extend("x-is" = ValueKind::Language), example = &"pt-BR")]
    language: Option<String>,
    /// The statement as it was made, if it was made in another language.
    original: Option<OriginalFields>,
    /// A short headline for the top of the page. Defaults to the statement.
    #[schemars(example = &"Cost of the harbour bridge")]
    title: Option<String>,
    /// Who made the claim: a name, a group of fields, or a list of these if several made it.
    claimant: Option<Entries<ClaimantFields>>,
    #[schemars(skip)]
    claimants: Option<Entries<ClaimantFields>>,
    /// Who only passed the claim on: a name, a group of fields, or a list of these. Not shown as a claimant.
    reported_by: Option<Entries<ReporterFields>>,
    /// The date on which the claim was made.
    #[schemars(extend("x-is" = ValueKind::Date), example = &"2024-03-12")]
    claimed_on: Option<String>,
    /// Where the claim was made: one entry for each place on the web.
    appearances: Option<Vec<AppearanceFields>>,
    /// Your verdict, from the scale. “citeback explain verdicts” prints the built-in scale; verdicts in brief.yaml replace it.
    #[schemars(required, extend("x-is" = ValueKind::Verdict))]
    verdict: Option<String>,
    /// The reason for the verdict, in one or two sentences. Lists show it without links.
    #[schemars(required, extend("x-is" = ValueKind::Inline), example = &"The council approved 12 million; the invoices come to 13.")]
    summary: Option<String>,
    /// The full reasoning. Write [^ID] after a sentence to refer to the passage with that id.
    #[schemars(extend("x-is" = ValueKind::Markdown), example = &"The minutes name the sum that was approved.[^approved]")]
    analysis: Option<String>,
    /// What the verdict rests on: words that are in your sources, or that are not. There may be none while “gaps” says what is missing, if the verdict has “needs_evidence: false” in the scale, as “unproven” has.
    #[schemars(required)]
    passages: Option<Vec<PassageFields>>,
    /// The authors of the note: ids of people in brief.yaml.
    #[schemars(extend("x-is" = ValueKind::Person), example = ["ana"])]
    authors: Option<OneOrMany>,
    /// The reviewers of the note: ids of people in brief.yaml.
    #[schemars(extend("x-is" = ValueKind::Person), example = ["tom"])]
    reviewed_by: Option<OneOrMany>,
    /// The date on which the note was published. Lists begin with the newest.
    #[schemars(extend("x-is" = ValueKind::Date), example = &"2024-03-14")]
    published: Option<String>,
    /// The date on which the note was last changed.
    #[schemars(extend("x-is" = ValueKind::Date), example = &"2024-04-02")]
    updated: Option<String>,
    /// The date on which the note was last checked against its sources, whether or not anything was changed.
    #[schemars(extend("x-is" = ValueKind::Date), example = &"2024-05-20")]
    checked: Option<String>,
    /// One of your own pictures, shown above the evidence.
    image: Option<ImageFields>,
    /// What was corrected after publication: one entry for each correction.
    corrections: Option<Vec<CorrectionFields>>,
    /// The right of reply: one entry for each person or organisation that you asked, or that answered unasked.
    replies: Option<Vec<ReplyFields>>,
    /// The topics of the claim. Each tag gets its own page.
    #[schemars(extend("x-is" = ValueKind::Tag), example = ["bridges", "public money"])]
    tags: Option<OneOrMany>,
    /// The ids of related claims.
    #[schemars(extend("x-is" = ValueKind::Claim), example = ["bridge-opening"])]
    related: Option<OneOrMany>,
    /// What evidence is still missing: one entry for each gap.
    #[schemars(extend("x-is" = ValueKind::Inline), example = ["The council has not published the final invoice."])]
    gaps: Option<OneOrMany>,
    /// The publication status of the note. A draft needs no field but “claim”.
    #[schemars(extend("enum" = Status::NAMES, "enumDescriptions" = Status::MEANINGS, "default" = "published"))]
    status: Option<String>,
    /// The time until which the note, and every claim that links to it, is left out of the site. “--now” tells a build what time it is.
    #[schemars(extend("x-is" = ValueKind::Moment), example = &"2024-03-14T06:00:00+01:00")]
    embargo: Option<String>,
    /// The ids that the note had before, if it was renamed: their addresses lead to the page of this one.
    #[schemars(extend("x-is" = ValueKind::Id), example = ["bridge-price"])]
    formerly: Option<OneOrMany>,
    /// Data of your own, which your templates and data files get: names with values of any shape. The built-in templates show none of it.
    #[schemars(extend("x-is" = ValueKind::FreeForm))]
    extra: Option<ExtraField>,
    /// Findings that need no change: one entry for each, with the reason. Accepted findings are no longer reported.
    accepted: Option<Vec<AcceptedFields>>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AppearanceFields {
    /// The URL of the page with the claim.
    #[schemars(required, extend("x-is" = ValueKind::Url), example = &"https://news.example.org/harbour-bridge")]
    url: Option<String>,
    /// The title of that page.
    #[schemars(example = &"Harbour bridge doubles in cost")]
    title: Option<String>,
    /// The publication date of that page.
    #[schemars(extend("x-is" = ValueKind::Date), example = &"2024-03-12")]
    published: Option<String>,
    /// The URL of a copy in a web archive.
    #[schemars(extend("x-is" = ValueKind::Url), example = &"https://archive.example.org/2024/harbour-bridge")]
    archive_url: Option<String>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CorrectionFields {
    /// The date of the correction.
    #[schemars(required, extend("x-is" = ValueKind::Date), example = &"2024-04-02")]
    date: Option<String>,
    /// What was corrected, in a sentence or two.
    #[schemars(required, extend("x-is" = ValueKind::Inline), example = &"An earlier version gave the amount without taxes.")]
    text: Option<String>,
    /// The verdict before the correction, if the correction changed it.
    #[schemars(extend("x-is" = ValueKind::Verdict), example = &"mixed")]
    was: Option<String>,
}

pub(super) fn parse(fields: &mut FieldReader<'_>, id: Id, brief: &Brief, theme: &Theme) -> Option<Claim<Evidence>> {
    let open = brief.scale.verdicts().iter().filter(|verdict| !verdict.needs_evidence);
    fields.open_verdicts = open.map(|verdict| format!("“{}”", verdict.id)).collect::<Vec<_>>().join(", ");
    fields.scale =
        Some(brief.scale.verdicts().iter().map(|verdict| verdict.id.as_str()).collect::<Vec<_>>().join(", "));
    let file: ClaimFile = fields.parse(0..fields.text().len())?;
    warn_of_withheld_note(fields, brief);
    let top = Path::top();
    let at = |field: &'static str| Path::top().key(field);
    let claim = fields.required(&top, "claim", file.claim).unwrap_or_default();
    let misspelt = file.status.is_some();
    let status = fields.word(&at("status"), file.status, Status::NAMES, Status::parse);
    // A misspelt status may be meant for that of a draft.
    let mut needed = Needed { is_draft: status.map_or(misspelt, |status| status == Status::Draft), missing: vec![] };
    let verdict = needed.text(fields, "verdict", file.verdict);
    let summary = needed.text(fields, "summary", file.summary).unwrap_or_default();
    let verdict = verdict.and_then(|id| verdict_position(fields, &at("verdict"), &id, &brief.scale));
    let mut given = file.passages.unwrap_or_default();
    let gaps = file.gaps.unwrap_or_default().0;
    // A new note begins with a passage whose fields are still empty.
    if needed.is_draft && given.iter().all(PassageFields::is_blank) {
        given.clear();
    }
    let awaits_evidence = given.is_empty() && may_await_evidence(brief, verdict, &gaps);
    if given.is_empty() && !awaits_evidence {
        needed.lacks(fields, "passages");
    }
    let claim = single_line(&claim);
    let formerly = fields.former_ids(&top, file.formerly, &id);
    let published = fields.date(&at("published"), file.published);
    let updated = fields.date(&at("updated"), file.updated);
    let checked = fields.date(&at("checked"), file.checked);
    let language = fields.language(&at("language"), file.language);
    let original = file.original.and_then(|given| {
        let claim = language.as_ref().unwrap_or(&brief.language);
        original(fields, given, claim)
    });
    let voices = Given { claimant: file.claimant, claimants: file.claimants, reported_by: file.reported_by };
    let (claimants, reported_by) = claimants(fields, voices);
    let note = ClaimNote {
        id,
        file: fields.file,
        title: file
            .title
            .filter(|title| !title.trim().is_empty())
            .map_or_else(|| claim.clone(), |title| single_line(&title)),
        claim,
        claim_passage: file.claim_passage.and_then(|id| fields.id(&at("claim_passage"), id.trim())),
        language,
        original,
        claimants,
        reported_by,
        claimed_on: fields.date(&at("claimed_on"), file.claimed_on),
        appearances: appearances(fields, file.appearances.unwrap_or_default()),
        verdict: verdict.unwrap_or(VerdictIdx::new(0)),
        summary,
        analysis: file.analysis.filter(|text| !text.trim().is_empty()),
        authors: people(fields, "authors", file.authors.unwrap_or_default().0, brief),
        reviewed_by: people(fields, "reviewed_by", file.reviewed_by.unwrap_or_default().0, brief),
        published,
        updated,
        checked,
        image: file.image.and_then(|given| image(fields, given, theme)),
        corrections: corrections(fields, file.corrections.unwrap_or_default(), brief),
        replies: replies(fields, file.replies.unwrap_or_default(), [checked, updated, published]),
        tags: tags(fields, file.tags.unwrap_or_default().0),
        related: related(fields, file.related.unwrap_or_default().0),
        gaps,
        awaits_evidence,
        status: status.unwrap_or(Status::Published),
        missing: needed.missing,
        embargo: fields.embargo(&Path::top(), file.embargo),
        formerly,
        extra: extra(fields, &top, file.extra),
        accepted: accepted(fields, file.accepted),
    };
    let claim = Claim {
        note: Arc::new(note),
        passages: evidence(fields, given, &brief.language),
        links: PassageLinks::default(),
    };
    warn_of_cut_texts(fields);
    dates::of_claim(fields, &claim);
    Some(claim)
}

/// The fields that every claim needs but a draft: what it lacks is no error, but it has no page until it has them.
struct Needed {
    is_draft: bool,
    missing: Vec<&'static str>,
}

impl Needed {
    fn text(&mut self, fields: &mut FieldReader<'_>, field: &'static str, value: Option<String>) -> Option<String> {
        let value = value.filter(|value| !value.trim().is_empty());
        if value.is_none() {
            self.lacks(fields, field);
        }
        value
    }

    fn lacks(&mut self, fields: &mut FieldReader<'_>, field: &'static str) {
        if self.is_draft {
            self.missing.push(field);
        } else {
            fields.missing(&Path::top(), field);
        }
    }
}

/// Whether a note may be without passages. An unknown verdict is one mistake, not two.
fn may_await_evidence(brief: &Brief, verdict: Option<VerdictIdx>, gaps: &[String]) -> bool {
    let needs_evidence = verdict.is_some_and(|verdict| brief.scale.verdicts()[verdict].needs_evidence);
    !needs_evidence && gaps.iter().any(|gap| !gap.trim().is_empty())
}

fn single_line(text: &str) -> String {
    citeback_quote::text::single_spaced(text)
}

fn appearances(fields: &mut FieldReader<'_>, given: Vec<AppearanceFields>) -> Vec<Appearance> {
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

fn people(fields: &mut FieldReader<'_>, field: &'static str, ids: Vec<String>, brief: &Brief) -> Vec<PersonIdx> {
    let mut positions = vec![];
    for (i, id) in ids.into_iter().enumerate() {
        let position = brief.people.find(|person| person.id.as_str() == id.trim());
        if position.is_none() {
            let known = || brief.people.iter().map(|person| person.id.as_str());
            let called = brief.people.iter().find(|person| person.name.to_lowercase() == id.trim().to_lowercase());
            let path = Path::top().key(field).index(i);
            let finding = Diagnostic::new(
                Code::UnknownPerson,
                fields.place(&path),
                format!("there is no person with the id “{id}”"),
            )
            .label("not among the people of brief.yaml")
            .hint(match (called, did_you_mean(&id, known())) {
                (Some(person), _) => format!("use the id of the person: {} is “{}”", person.name, person.id),
                (None, Some(meant)) => question(meant),
                (None, None) => "add the person to “people” in content/brief.yaml".to_owned(),
            });
            fields.push(match called {
                Some(person) => fields.rewritten(finding, &path, person.id.as_str()),
                None => fields.respelt(finding, &path, known()),
            });
        }
        positions.extend(position.filter(|position| !positions.contains(position)));
    }
    positions
}

fn corrections(fields: &mut FieldReader<'_>, given: Vec<CorrectionFields>, brief: &Brief) -> Vec<Correction> {
    let mut corrections = vec![];
    for (i, given) in given.into_iter().enumerate() {
        let path = Path::top().key("corrections").index(i);
        let date = fields.required(&path, "date", given.date);
        let date = fields.date(&path.clone().key("date"), date);
        let text = fields.required(&path, "text", given.text);
        let was = given.was.and_then(|id| verdict_position(fields, &path.clone().key("was"), &id, &brief.scale));
        if let (Some(date), Some(text)) = (date, text) {
            corrections.push(Correction { date, text, was });
        }
    }
    corrections
}

fn tags(fields: &mut FieldReader<'_>, given: Vec<String>) -> Vec<String> {
    let mut tags: Vec<String> = vec![];
    let path = Path::top().key("tags");
    let one = given.iter().any(|tag| tag.contains(','))
        && !matches!(fields.tree().and_then(|tree| tree.shape(&path)), Some(ValueStyle::List { .. }));
    if one {
        let finding =
            Diagnostic::new(Code::WrongType, fields.place(&path), "expected a list, found several tags in one text");
        fields.push(
            finding
                .label("this would be one tag")
                .hint("write each tag on its own line, after “- ”, or put brackets around them: [a, b]"),
        );
    }
    for (i, tag) in given.into_iter().enumerate() {
        let tag = single_line(&tag);
        if crate::base::slug::slug(&tag).is_empty() {
            let path = Path::top().key("tags").index(i);
            let finding = Diagnostic::new(Code::BadId, fields.place(&path), format!("“{tag}” cannot be a tag"))
                .label("a tag needs at least one letter or digit");
            fields.push(finding);
        } else if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn related(fields: &mut FieldReader<'_>, given: Vec<String>) -> Vec<Id> {
    let ids = given.into_iter().enumerate();
    ids.filter_map(|(i, id)| fields.id(&Path::top().key("related").index(i), id.trim())).collect()
}
