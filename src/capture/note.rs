//! The note that an import writes: [`SourceNote`], fields in the order of docs/content-format.md, then the body.

use std::collections::BTreeSet;

use serde::de::IgnoredAny;

use super::metadata::Metadata;
use crate::base::seal::sha256;
use crate::model::{Kind, Show};
use crate::notes::yaml;
use crate::notes::yaml::write::write_scalar;

/// What the note of a captured source is made of.
pub(super) struct SourceNote<'a> {
    pub metadata: &'a Metadata,
    /// A day, as 2019-08-06, or a moment.
    pub captured: &'a str,
    pub kind: Kind,
    pub show: Show,
    /// Markdown, with all that follows the line of the second `---`.
    pub body: &'a str,
}

impl SourceNote<'_> {
    /// The whole file, sealed.
    pub fn file(&self) -> String {
        format!("---\n{}---\n{}", self.fields(&BTreeSet::new()), self.body)
    }

    /// The whole file, where `yaml` is the front matter that it has already: only what is missing there is added, at its end.
    pub fn completed(&self, yaml: &str, present: &BTreeSet<String>) -> String {
        let line_end = if yaml.is_empty() || yaml.ends_with('\n') { "" } else { "\n" };
        format!("---\n{yaml}{line_end}{}---\n{}", self.fields(present), self.body)
    }

    fn fields(&self, present: &BTreeSet<String>) -> String {
        let Metadata { title, publisher, authors, url, published, language } = self.metadata;
        let text = |value: &Option<String>| value.as_deref().map(write_scalar);
        let authors = match authors.as_slice() {
            [] => None,
            [one] => Some(write_scalar(one)),
            several => Some(several.iter().map(|name| format!("\n  - {}", write_scalar(name))).collect()),
        };
        let fields = [
            ("title", text(title)),
            ("publisher", text(publisher)),
            ("author", authors),
            ("url", text(url)),
            ("published", published.clone()),
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

/// Which fields a front matter has; `None` when it cannot be read.
pub(super) fn fields_of(yaml: &str) -> Option<BTreeSet<String>> {
    let parsed = yaml::parse::<std::collections::BTreeMap<String, IgnoredAny>>(yaml);
    parsed.value.filter(|_| parsed.faults.is_empty()).map(|fields| fields.into_keys().collect())
}
