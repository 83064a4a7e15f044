//! The note that an import writes: [`write_note`]. Fields are in the order of docs/content-format.md; the body follows.

use std::collections::BTreeSet;

use super::id::source_ids;
use super::metadata::{Metadata, missing_fields};
use super::types::{ImportOptions, Imported};
use citeback_content::base::seal::sha256;
use citeback_content::model::{Capture, CapturePlace};
use citeback_content::notes::front_matter::split_front_matter;
use citeback_content::notes::yaml::write::write_scalar;
use citeback_quote::text::single_spaced;

/// The source with this metadata and this Markdown. What the editor says about it takes precedence over the metadata.
pub(super) fn write_note(mut metadata: Metadata, body: &str, options: &ImportOptions<'_>) -> Imported {
    if let Some(url) = options.url {
        metadata.url = Some(url.to_string());
    }
    metadata.split_archived();
    let missing = missing_fields(&metadata);
    let ids = source_ids(options, metadata.title.as_deref(), metadata.url.as_deref());
    let title = metadata.title.take().unwrap_or_else(|| single_spaced(options.stem));
    metadata.title = Some(title.clone());
    let body = format!("\n{body}\n");
    let doubt = metadata.published_doubt.as_ref().zip(metadata.published.as_ref());
    let remarks = doubt.map(|(why, date)| format!("the date {date} may be wrong: {why}; check it in the original"));
    let file = SourceNote::new(&metadata, &body, options).file();
    Imported {
        ids,
        title,
        url: metadata.url,
        file,
        captured: (options.captured().to_owned(), options.captured_by()),
        missing,
        remarks: remarks.into_iter().collect(),
        left_out: vec![],
        doubtful: 0,
    }
}

/// The parts of the note of a captured source.
pub(super) struct SourceNote<'a> {
    metadata: &'a Metadata,
    options: &'a ImportOptions<'a>,
    /// Markdown: everything after the line of the second `---`.
    body: &'a str,
}

impl<'a> SourceNote<'a> {
    pub fn new(metadata: &'a Metadata, body: &'a str, options: &'a ImportOptions<'a>) -> Self {
        SourceNote { metadata, options, body }
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
        let Metadata { title, publisher, authors, url, archive_url, published, published_doubt, language } =
            self.metadata;
        let options = self.options;
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
            ("archive_url", text(archive_url)),
            ("published", published.as_ref().map(|date| date.clone() + &doubt)),
            ("captured", Some(options.captured().to_owned())),
            ("language", text(language)),
            ("kind", Some(options.kind.name().to_owned())),
            ("show", Some(options.show.name().to_owned())),
            ("version_of", options.version_of.map(ToString::to_string)),
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

/// The whole file of a source with the field `capture`, at the end of its front matter.
pub fn with_capture(file: &str, capture: &Capture) -> String {
    let Some((yaml, _)) = split_front_matter(file) else {
        return file.to_owned();
    };
    let (field, value) = match &capture.place {
        CapturePlace::Kept(path) => ("file", path),
        CapturePlace::Elsewhere(name) => ("name", name),
    };
    let mut group = format!("capture:\n  {field}: {}\n  sha256: {}\n", write_scalar(value), capture.sha256);
    if !capture.keep.is_empty() {
        group.push_str("  keep:\n");
    }
    for kept in &capture.keep {
        group.push_str(&format!("    - {}\n", write_scalar(kept)));
    }
    if let Some(url) = &capture.url {
        group.push_str(&format!("  url: {}\n", write_scalar(url)));
    }
    format!("{}{group}{}", &file[..yaml.end], &file[yaml.end..])
}
