//! content/pages/ID.md: the newsroom's own pages.

use schemars::JsonSchema;
use serde::Deserialize;

use super::accepted::{AcceptedFields, accepted};
use super::claim_list::{ClaimListFields, claim_list};
use super::extra::{ExtraField, extra};
use super::fields::FieldReader;
use super::remark::warn_of_cut_texts;
use super::value_kind::ValueKind;
use crate::findings::{Code, Diagnostic};
use crate::model::{Id, Page};
use crate::notes::front_matter::split_front_matter;
use crate::notes::yaml::{OneOrMany, Path};

/// The front matter of a page of your own.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageFile {
    /// The title of the page.
    #[schemars(required, example = &"How we check")]
    title: Option<String>,
    /// A one-sentence description for search engines.
    #[schemars(example = &"How we choose, check and correct claims.")]
    description: Option<String>,
    /// Whether the navigation links to it.
    #[schemars(extend("default" = false))]
    nav: Option<bool>,
    /// A file in templates/ that makes the page, in place of page.html.
    #[schemars(example = &"promises.html")]
    template: Option<String>,
    /// The claims that the page lists, newest first: those that have one of each that you name here, or all of them.
    list: Option<ClaimListFields>,
    /// The ids that the page had before, if it was renamed: their addresses lead to the page of this one.
    #[schemars(extend("x-is" = ValueKind::Id), example = ["method"])]
    formerly: Option<OneOrMany>,
    /// Data of your own, which your templates and data files get: names with values of any shape. The built-in templates show none of it.
    #[schemars(extend("x-is" = ValueKind::FreeForm))]
    extra: Option<ExtraField>,
    /// Findings that need no change: one entry for each, with the reason. Accepted findings are no longer reported.
    accepted: Option<Vec<AcceptedFields>>,
}

pub(super) fn parse(fields: &mut FieldReader<'_>, id: Id) -> Option<Page> {
    let (file, body) = with_front_matter::<PageFile>(fields)?;
    let title = fields.required(&Path::top(), "title", file.title).unwrap_or_default();
    warn_of_cut_texts(fields);
    let formerly = fields.former_ids(&Path::top(), file.formerly, &id);
    Some(Page {
        id,
        file: fields.file,
        title,
        description: file.description,
        nav: file.nav.unwrap_or(false),
        template: file.template.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
        list: file.list.map(claim_list),
        body: fields.text()[body].to_owned(),
        formerly,
        extra: extra(fields, &Path::top(), file.extra),
        accepted: accepted(fields, file.accepted),
    })
}

/// Parses the front matter of a Markdown file; returns it with the byte range of the body.
pub(super) fn with_front_matter<T: serde::de::DeserializeOwned>(
    fields: &mut FieldReader<'_>,
) -> Option<(T, std::ops::Range<usize>)> {
    let Some((yaml, body)) = split_front_matter(fields.text()) else {
        let first_line = fields.text().lines().next().unwrap_or_default().len();
        let is_open = fields.text().lines().next().is_some_and(|line| line.trim_end() == "---");
        let mut finding = if is_open {
            Diagnostic::of_file(Code::MissingFrontMatter, fields.file, "the front matter is not closed")
                .label("opened here")
                .hint("add a second line “---” after the last field, before the text")
        } else {
            Diagnostic::of_file(Code::MissingFrontMatter, fields.file, "the file does not begin with front matter")
                .label("expected a line “---”, then fields such as title, then another line “---”")
                .hint("begin the file with three lines: “---”, “title: …”, “---”")
        };
        if fields.text().starts_with("<<<<<<<") {
            finding = finding
                .hint("this is a conflict marker left by git: keep one of the two versions, and delete the markers");
        }
        finding.at.range = 0..first_line;
        fields.push(finding);
        return None;
    };
    Some((fields.parse(yaml)?, body))
}
