//! Fields of a translation that belong to what it translates. Entry point: [`explain_fields_of_the_note`].

use super::fields::FieldReader;
use crate::findings::{Code, Diagnostic};

/// What belongs to the note itself: the verdict, dates, people and evidence of a claim, and the settings of a page.
const OF_THE_NOTE: [&str; 36] = [
    "absent",
    "appearances",
    "authors",
    "checked",
    "claim_passage",
    "claimant",
    "claimed_on",
    "date",
    "embargo",
    "featured",
    "field",
    "formerly",
    "id",
    "language",
    "list",
    "nav",
    "original",
    "policies",
    "prefix",
    "published",
    "quote",
    "related",
    "replies",
    "reported_by",
    "reviewed_by",
    "source",
    "speaker",
    "stance",
    "status",
    "suffix",
    "tags",
    "template",
    "tone",
    "updated",
    "verdict",
    "was",
];

/// Says of fields that belong to the original where they belong, in place of that they are unknown.
pub(super) fn explain_fields_of_the_note(fields: &mut FieldReader<'_>, belongs_in: &str) {
    let text = fields.text();
    let written = |finding: &Diagnostic| {
        let name = text.get(finding.at.range.clone()).unwrap_or_default();
        OF_THE_NOTE.iter().find(|known| finding.code == Code::UnknownField && **known == name).copied()
    };
    let found: Vec<Diagnostic> = fields.findings.completed().cloned().collect();
    let misplaced: Vec<(&str, Diagnostic)> =
        found.into_iter().filter_map(|finding| Some((written(&finding)?, finding))).collect();
    if misplaced.is_empty() {
        return;
    }
    fields.findings.retain_completed(|finding| written(finding).is_none());
    for (name, finding) in misplaced {
        let message = format!("a translation has no “{name}” of its own");
        fields.push(
            Diagnostic::new(Code::EvidenceInTranslation, finding.at, message)
                .label(format!("belongs in {belongs_in}"))
                .hint(format!("delete it here: all languages show the “{name}” of {belongs_in}")),
        );
    }
}
