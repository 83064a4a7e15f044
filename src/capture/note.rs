//! The note that an import writes: [`write_note`]. Fields are in the order of docs/content-format.md; the body follows.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::IgnoredAny;

use super::id::source_id;
use super::metadata::{Metadata, missing_fields};
use super::types::{ImportOptions, Imported};
use crate::base::seal::sha256;
use crate::model::{Kind, Show};
use crate::notes::yaml;
use crate::notes::yaml::write::write_scalar;
use citeback_quote::text::single_spaced;

/// The source with this metadata and this Markdown. What the editor says about it takes precedence over the metadata.
pub(super) fn write_note(mut metadata: Metadata, body: &str, options: &ImportOptions<'_>) -> Imported {
    if let Some(url) = options.url {
        metadata.url = Some(url.to_string());
    }
    let missing = missing_fields(&metadata);
    let id = source_id(options, metadata.title.as_deref());
    let title = metadata.title.take().unwrap_or_else(|| single_spaced(options.stem));
    metadata.title = Some(title);
    let body = format!("\n{body}\n");
    let doubt = metadata.published_doubt.as_ref().zip(metadata.published.as_ref());
    let remarks = doubt.map(|(why, date)| format!("the date {date} may be wrong: {why}; check it in the original"));
    let file = SourceNote::new(&metadata, &body, options).file();
    Imported { id, file, missing, remarks: remarks.into_iter().collect(), left_out: vec![], doubtful: 0 }
}

/// The parts of the note of a captured source.
pub(super) struct SourceNote<'a> {
    metadata: &'a Metadata,
    /// A day, such as 2019-08-06, or a moment.
    captured: &'a str,
    kind: Kind,
    show: Show,
    /// Markdown: everything after the line of the second `---`.
    body: &'a str,
}

impl<'a> SourceNote<'a> {
    pub fn new(metadata: &'a Metadata, body: &'a str, options: &ImportOptions<'a>) -> Self {
        SourceNote { metadata, captured: options.captured, kind: options.kind, show: options.show, body }
    }

    /// The whole file, sealed.
    fn file(&self) -> String {
        format!("---\n{}---\n{}", self.fields(&BTreeSet::new()), self.body)
    }

    /// The whole file with its own front matter `yaml`: the fields that are not `present` in it are added at its end.
    pub fn completed(&self, yaml: &str, present: &BTreeSet<String>) -> String {
        let line_end = if yaml.is_empty() || yaml.ends_with('\n') { "" } else { "\n" };
        format!("---\n{yaml}{line_end}{}---\n{}", self.fields(present), self.body)
    }

    fn fields(&self, present: &BTreeSet<String>) -> String {
        let Metadata { title, publisher, authors, url, published, published_doubt, language } = self.metadata;
        let text = |value: &Option<String>| value.as_deref().map(write_scalar);
        let authors = match authors.as_slice() {
            [] => None,
            [one] => Some(write_scalar(one)),
            several => Some(several.iter().map(|name| format!("\n  - {}", write_scalar(name))).collect()),
        };
        let doubt = published_doubt.as_ref().map(|why| format!("  # unsure: {why}")).unwrap_or_default();
        let fields = [
            ("title", text(title)),
            ("publisher", text(publisher)),
            ("author", authors),
            ("url", text(url)),
            ("published", published.as_ref().map(|date| date.clone() + &doubt)),
            ("captured", Some(self.captured.to_owned())),
            ("language", text(language)),
            ("kind", Some(self.kind.name().to_owned())),
            ("show", Some(self.show.name().to_owned())),
            ("sha256", Some(sha256(self.body))),
        ];
        let mut out = String::new();
        for (name, value) in fields.into_iter().filter(|(name, _)| !present.contains(*name)) {
            if let Some(value) = value {
                let space = if value.starts_with('\n') { "" } else { " " };
                out.push_str(&format!("{name}:{space}{value}\n"));
            }
        }
        out
    }
}

/// The names of the fields in front matter; `None` when it is not valid YAML.
pub(super) fn field_names(yaml: &str) -> Option<BTreeSet<String>> {
    let parsed = yaml::parse::<BTreeMap<String, IgnoredAny>>(yaml);
    parsed.value.filter(|_| parsed.faults.is_empty()).map(|fields| fields.into_keys().collect())
}
