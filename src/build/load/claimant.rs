//! The fields `claimant` and `reported_by` of a claim note: who made the claim, and who only passed it on. Entry point: [`claimants`].

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::fields::FieldReader;
use super::value_kind::ValueKind;
use crate::findings::{Code, Deferred, Diagnostic, Fix};
use crate::model::{Claimant, ClaimantKind};
use crate::notes::edit::EditedNote;
use crate::notes::yaml::{Entries, OneOrMany, Path, ValueStyle};
use citeback_quote::text::single_spaced;

/// How people also write `claimant`. It is read, but neither documented nor suggested.
pub(super) const CLAIMANTS: &str = "claimants";

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimantFields {
    /// The name of the person or organisation. For a post, what readers are to call it.
    #[schemars(required, example = &"Harbour Works Department")]
    name: Option<String>,
    /// What made the claim, for readers and search engines.
    #[schemars(extend("enum" = ClaimantKind::NAMES, "enumDescriptions" = ClaimantKind::MEANINGS))]
    kind: Option<String>,
    /// Their role, in a few words.
    #[schemars(example = &"the city’s building authority")]
    role: Option<String>,
    /// Their web page, or the address of the post.
    #[schemars(extend("x-is" = ValueKind::Url), example = &"https://works.example.org/")]
    url: Option<String>,
    /// The social network, if the claim was made in a post.
    #[schemars(example = &"Mastodon")]
    platform: Option<String>,
    /// The date of the post.
    #[schemars(extend("x-is" = ValueKind::Date), example = &"2024-03-12")]
    posted: Option<String>,
    /// Other names of the same person or organisation, by which passages may name them as a speaker.
    #[schemars(example = ["the works department"])]
    also: Option<OneOrMany>,
}

impl From<String> for ClaimantFields {
    fn from(name: String) -> Self {
        ClaimantFields { name: Some(name), ..ClaimantFields::default() }
    }
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReporterFields {
    /// The name of the person or organisation.
    #[schemars(required, example = &"Harbour Radio")]
    name: Option<String>,
    /// What passed the claim on.
    #[schemars(extend("enum" = ClaimantKind::NAMES, "enumDescriptions" = ClaimantKind::MEANINGS))]
    kind: Option<String>,
    /// Their role, in a few words.
    #[schemars(example = &"local station")]
    role: Option<String>,
    /// Their web page, or the address of the post.
    #[schemars(extend("x-is" = ValueKind::Url), example = &"https://radio.example.org/")]
    url: Option<String>,
    /// Other names of the same person or organisation, by which passages may name them as a speaker.
    #[schemars(example = ["the station"])]
    also: Option<OneOrMany>,
}

impl From<String> for ReporterFields {
    fn from(name: String) -> Self {
        ReporterFields { name: Some(name), ..ReporterFields::default() }
    }
}

impl From<ReporterFields> for ClaimantFields {
    fn from(ReporterFields { name, also, kind, role, url }: ReporterFields) -> Self {
        ClaimantFields { name, also, kind, role, url, platform: None, posted: None }
    }
}

/// What a note says of those who made its claim.
#[derive(Default)]
pub(super) struct Given {
    pub claimant: Option<Entries<ClaimantFields>>,
    /// The same under the name [`CLAIMANTS`].
    pub claimants: Option<Entries<ClaimantFields>>,
    pub reported_by: Option<Entries<ReporterFields>>,
}

/// A claimant and where it is written.
struct Placed {
    claimant: Claimant,
    path: Path,
}

impl Placed {
    fn is_named_like(&self, other: &Placed) -> bool {
        self.claimant.name.to_lowercase() == other.claimant.name.to_lowercase()
    }

    /// Two people of one name have another role or page.
    fn is_same_as(&self, other: &Placed) -> bool {
        let known = |placed: &Placed| (placed.claimant.role.clone(), placed.claimant.url.clone());
        self.is_named_like(other) && known(self) == known(other)
    }
}

/// Reads those who made the claim, and those who only passed it on.
pub(super) fn claimants(fields: &mut FieldReader<'_>, given: Given) -> (Vec<Claimant>, Vec<Claimant>) {
    if given.claimants.is_some() {
        other_spelling(fields, given.claimant.is_some());
    }
    let mut made: Vec<Placed> = vec![];
    for (field, entries) in [("claimant", given.claimant), (CLAIMANTS, given.claimants)] {
        for placed in read(fields, field, entries) {
            if placed.claimant.kind.is_none() {
                kind_missing(fields, &placed);
            }
            let twice = made.iter().find(|known| known.is_same_as(&placed));
            if let Some(first) = twice.map(|first| first.path.clone()) {
                let message = format!("“{}” is listed twice under “claimant”", placed.claimant.name);
                let finding = bad(fields, &name(&placed.path), message)
                    .label("named before")
                    .related(fields.place(&name(&first)), "the first time")
                    .hint("remove one; if they are two people, give them different roles");
                fields.push(finding);
            }
            made.push(placed);
        }
    }
    let mut reported = vec![];
    for placed in read(fields, "reported_by", given.reported_by) {
        if let Some(first) = made.iter().find(|known| known.is_named_like(&placed)).map(|first| first.path.clone()) {
            let message = format!(
                "the note says that “{}” made the claim, and that they only passed it on",
                placed.claimant.name
            );
            let finding = bad(fields, &name(&placed.path), message)
                .label("only passed it on")
                .related(fields.place(&name(&first)), "made the claim")
                .hint(
                    "name them once: under “claimant” if the claim is theirs, under “reported_by” if it is another’s",
                );
            fields.push(finding);
        }
        reported.push(placed.claimant);
    }
    (made.into_iter().map(|placed| placed.claimant).collect(), reported)
}

/// The place of the name of a claimant: where a text alone is written, that text.
fn name(claimant: &Path) -> Path {
    claimant.clone().key("name")
}

fn read(
    fields: &mut FieldReader<'_>,
    field: &'static str,
    entries: Option<Entries<impl Into<ClaimantFields>>>,
) -> Vec<Placed> {
    let mut read = vec![];
    for (path, given) in entries.unwrap_or_default().at(Path::top().key(field)) {
        read.extend(claimant(fields, &path, given.into()).map(|claimant| Placed { claimant, path }));
    }
    read
}

fn claimant(fields: &mut FieldReader<'_>, path: &Path, given: ClaimantFields) -> Option<Claimant> {
    let at = |field: &'static str| path.clone().key(field);
    let url = fields.url(&at("url"), given.url);
    let kind_given = given.kind.is_some();
    let kind = fields.word(&at("kind"), given.kind, ClaimantKind::NAMES, ClaimantKind::parse);
    let posted = fields.date(&at("posted"), given.posted);
    let name = single_spaced(&fields.required(path, "name", given.name)?);
    if kind_given && kind.is_none() {
        // The word that is no kind has been reported.
        return None;
    }
    let platform = given.platform.filter(|platform| !platform.trim().is_empty());
    Some(Claimant { name, also: given.also.unwrap_or_default().0, kind, role: given.role, url, platform, posted })
}

fn kind_missing(fields: &mut FieldReader<'_>, placed: &Placed) {
    let (places, claimant) = (Arc::clone(fields.places()), placed.path.clone());
    let message =
        format!("the note does not say whether “{}” is a person, an organisation or a post", placed.claimant.name);
    fields.push(Deferred::new(Code::ClaimantKindMissing, fields.file, move || {
        let is_group = places
            .tree()
            .and_then(|tree| tree.shape(&claimant))
            .is_some_and(|shape| matches!(shape, ValueStyle::Group { .. }));
        let finding = Diagnostic::new(Code::ClaimantKindMissing, places.place(&name(&claimant)), message)
            .label("needs a “kind” as well");
        let finding = finding.hint(if is_group {
            "add a line “kind: person”, “kind: organisation” or “kind: post” to the claimant"
        } else {
            "write the name after “name: ”, and below it “kind: person”, “kind: organisation” or “kind: post”"
        });
        let places = Arc::clone(&places);
        finding.chosen_by(move || {
            let note = EditedNote::at(&places);
            let added = |kind: &&str| {
                let edit = if is_group {
                    note.insert_field(&claimant, "kind", kind, "name")
                } else {
                    note.expand_text(&claimant, "name", ("kind", kind))
                };
                Some(Fix::new(format!("add “kind: {kind}”"), [edit.ok()?]))
            };
            ClaimantKind::NAMES.iter().filter_map(added).collect()
        })
    }));
}

/// Reports that the field is called `claimant`, also where it lists several.
fn other_spelling(fields: &mut FieldReader<'_>, both: bool) {
    let (wrong, right) = (Path::top().key(CLAIMANTS), Path::top().key("claimant"));
    let key =
        |fields: &FieldReader<'_>, path| fields.tree().and_then(|tree| tree.key(path)).map(|key| fields.in_file(key));
    let at = key(fields, &wrong).unwrap_or_else(|| fields.place(&wrong));
    if both {
        let first = key(fields, &right).unwrap_or_else(|| fields.place(&right));
        let message = "the claimants are in two fields, “claimant” and “claimants”";
        let finding = Diagnostic::new(Code::DuplicateField, at, message)
            .label("the same field")
            .related(first, "the field")
            .hint("list all of them under “claimant”");
        return fields.push(finding);
    }
    let key = at.range.clone();
    let finding =
        Diagnostic::new(Code::OtherSpelling, at, "the field is called “claimant”, also for several claimants")
            .label("read as “claimant”")
            .hint("rename the field to “claimant”; “citeback check --fix” does it");
    let finding = fields.renamed(finding, &key, "claimant");
    fields.push(finding);
}

fn bad(fields: &FieldReader<'_>, path: &Path, message: String) -> Diagnostic {
    Diagnostic::new(Code::BadClaimant, fields.place(path), message)
}
