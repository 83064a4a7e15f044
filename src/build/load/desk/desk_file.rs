//! desk.yaml: what several briefs share, and where they are. Entry point: [`parse`].

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::brief::{OrganisationFields, base_url, organisation};
use super::super::content_policy::{ContentPolicyFields, content_policy};
use super::super::fields::FieldReader;
use super::super::person::{PersonFields, people};
use super::super::publishing::{TargetFields, targets};
use super::super::remark::warn_of_cut_texts;
use super::super::scale::{VerdictFields, scale};
use super::super::static_files::StaticFiles;
use super::super::theme_settings::{ThemeFields, theme_settings};
use super::super::value_kind::ValueKind;
use crate::findings::{Code, Diagnostic};
use crate::model::{BriefPattern, Desk};
use crate::notes::yaml::{OneOrMany, Path};

/// The desk as a whole: its briefs, and what they share.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskFile {
    /// The title of the desk.
    #[schemars(required, example = &"Harbour Fact Desk")]
    title: Option<String>,
    /// A shorter title, for the head of every page.
    #[schemars(example = &"Fact Desk")]
    short_title: Option<String>,
    /// A description in one or two sentences, for search engines and the feed.
    #[schemars(example = &"What is said in the harbour, and what the sources support.")]
    description: Option<String>,
    /// The URL of the folder where the desk is published. A brief without a URL of its own is in the folder of its name below it.
    #[schemars(extend("x-is" = ValueKind::BaseUrl), example = &"https://example.org/facts/")]
    base_url: Option<String>,
    /// The language of the pages over all briefs, and of briefs that do not set their own.
    #[schemars(extend("x-is" = ValueKind::Language), example = &"en", extend("default" = "en"))]
    language: Option<String>,
    /// The folders of the briefs, from the folder of desk.yaml. An asterisk stands for any name.
    #[schemars(required, example = ["briefs/*"])]
    briefs: Option<OneOrMany>,
    /// The publisher.
    organisation: Option<OrganisationFields>,
    /// The authors and reviewers of all briefs. A brief may list others, too.
    people: Option<Vec<PersonFields>>,
    /// The scale of verdicts of all briefs that have none of their own.
    verdicts: Option<Vec<VerdictFields>>,
    /// Colour and typefaces. What a brief sets itself replaces them.
    theme: Option<ThemeFields>,
    /// What pages may load from other sites, unless a brief has a policy of its own.
    policy: Option<ContentPolicyFields>,
    /// Whether the pages over all briefs have a search.
    #[schemars(extend("default" = true))]
    search: Option<bool>,
    /// Where “citeback publish” publishes the desk: places under names of your choice.
    publish: Option<BTreeMap<String, TargetFields>>,
}

/// Reads desk.yaml; `None` if it is not valid YAML. The files that it names are sought among those of static/.
pub(super) fn parse(fields: &mut FieldReader<'_>, statics: StaticFiles<'_>) -> Option<Desk> {
    let file: DeskFile = fields.parse(0..fields.text().len())?;
    let top = Path::top();
    let title = fields.required(&top, "title", file.title).unwrap_or_default();
    let short_title = fields.short(file.short_title, Some(&title));
    let desk = Desk {
        title,
        short_title,
        description: file.description,
        base_url: file.base_url.and_then(|url| base_url(fields, &url)),
        language: fields.language(&top.clone().key("language"), file.language),
        organisation: file.organisation.and_then(|given| organisation(fields, given)),
        briefs: briefs(fields, file.briefs),
        people: people(fields, file.people.unwrap_or_default()),
        scale: file.verdicts.map(|given| scale(fields, given, statics)),
        theme: theme_settings(fields, file.theme.unwrap_or_default(), statics),
        policy: file.policy.map(|given| content_policy(fields, given)),
        search: file.search.unwrap_or(true),
        publish: targets(fields, file.publish),
    };
    warn_of_cut_texts(fields);
    Some(desk)
}

/// The paths as they are written. Whether briefs are there is seen where they are looked for.
fn briefs(fields: &mut FieldReader<'_>, given: Option<OneOrMany>) -> Vec<BriefPattern> {
    let Some(given) = given else {
        fields.missing(&Path::top(), "briefs");
        return vec![];
    };
    let mut patterns: Vec<BriefPattern> = vec![];
    for (index, written) in given.0.into_iter().enumerate() {
        let at = fields.place(&Path::top().key("briefs").index(index));
        let trimmed = written.trim();
        let path = trimmed.strip_prefix("./").unwrap_or(trimmed).trim_end_matches('/');
        let parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        let wrong = if path.starts_with('/') || path.contains(['\\', ':']) || parts.iter().any(|part| part == "..") {
            Some(("is not in the folder of desk.yaml", "expected a path from that folder down, such as briefs/bridge"))
        } else if parts.iter().any(|part| matches!(part.as_str(), "" | ".")) {
            Some((
                "is not the path of a folder",
                "expected a path such as briefs/bridge, or briefs/* for all in a folder",
            ))
        } else if parts.iter().any(|part| part.contains("**")) {
            Some(("has two asterisks in a row", "an asterisk stands for any name in one folder: briefs/*"))
        } else if patterns.iter().any(|other| other.parts == parts) {
            Some(("is listed twice", "remove one of the two"))
        } else {
            None
        };
        match wrong {
            Some((what, hint)) => {
                fields.push(Diagnostic::new(Code::BadBrief, at, format!("“{trimmed}” {what}")).hint(hint));
            }
            None => patterns.push(BriefPattern { parts, at }),
        }
    }
    patterns
}
