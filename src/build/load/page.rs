//! content/pages/ID.md: plain pages of the newsroom's own.

use schemars::JsonSchema;
use serde::Deserialize;

use super::accepted::{AcceptedFields, accepted};
use super::fields::FieldReader;
use super::front_matter;
use super::remark::warn_of_cut_texts;
use crate::findings::{Code, Diagnostic};
use crate::model::{Id, Page};
use crate::notes::yaml::Path;

/// The front matter of a page of your own.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageFile {
    /// The title of the page.
    #[schemars(required, example = &"How we check")]
    title: Option<String>,
    /// A sentence for search engines.
    #[schemars(example = &"How the desk chooses, checks and corrects claims.")]
    description: Option<String>,
    /// Whether the navigation of every page links it.
    #[schemars(extend("default" = false))]
    nav: Option<bool>,
    /// Findings of a check that are right as they are: one entry for each, with the reason. What is accepted is reported no longer.
    accepted: Option<Vec<AcceptedFields>>,
}

pub(super) fn parse(fields: &mut FieldReader<'_>, id: Id) -> Option<Page> {
    let (file, body) = with_front_matter::<PageFile>(fields)?;
    let title = fields.required(&Path::top(), "title", file.title).unwrap_or_default();
    warn_of_cut_texts(fields);
    Some(Page {
        id,
        file: fields.file,
        title,
        description: file.description,
        nav: file.nav.unwrap_or(false),
        body: fields.text()[body].to_owned(),
        accepted: accepted(fields, file.accepted),
    })
}

/// Parses the front matter of a Markdown file; gives it with the byte range of the body.
pub(super) fn with_front_matter<T: serde::de::DeserializeOwned>(
    fields: &mut FieldReader<'_>,
) -> Option<(T, std::ops::Range<usize>)> {
    let Some((yaml, body)) = front_matter::split(fields.text()) else {
        let first_line = fields.text().lines().next().unwrap_or_default().len();
        let begins = fields.text().lines().next().is_some_and(|line| line.trim_end() == "---");
        let mut finding = match begins {
            true => Diagnostic::of_file(Code::MissingFrontMatter, fields.file, "the front matter does not end")
                .label("begun here")
                .hint("add a second line “---” after the last field, before the text"),
            false => {
                Diagnostic::of_file(Code::MissingFrontMatter, fields.file, "the file does not begin with front matter")
                    .label("expected a line “---”, then fields such as title, then another line “---”")
                    .hint("begin the file with three lines: “---”, “title: …”, “---”")
            }
        };
        if fields.text().starts_with("<<<<<<<") {
            finding = finding
                .hint("git left the mark of a conflict here: choose one of the two versions, and delete the marks");
        }
        finding.at.range = 0..first_line;
        fields.push(finding);
        return None;
    };
    Some((fields.parse(yaml)?, body))
}
