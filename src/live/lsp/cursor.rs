//! Where an editor's cursor is, and all that is needed to say something of it: [`CursorContext`].

use std::ops::Range;
use std::path::Path;

use lsp_types::{Location, Position};

use super::document::{Document, OpenDocuments};
use super::fields::FieldCatalog;
use super::position::{Encoding, Lines};
use super::site::OpenSite;
use crate::base::files::Span;
use crate::build::load::split_front_matter;
use crate::build::resolve::ReadSource;
use crate::editing::schema::NoteKind;
use crate::live::View;
use crate::markdown::source_map::markdown_position;
use crate::model::{Field, Scale};
use crate::notes::place::in_text;
use crate::notes::yaml;
use crate::notes::yaml::tolerant::Outline;
use citeback_quote::locate::{Place, Quote};

/// What does not change while the server runs.
pub(super) struct ServerConfig {
    pub fields: FieldCatalog,
    pub encoding: Encoding,
    /// Whether the editor leads through gaps in what it inserts.
    pub snippets: bool,
}

/// A cursor in a note. Bytes count in `text`.
pub(super) struct CursorContext<'a> {
    pub setting: &'a ServerConfig,
    pub site: &'a OpenSite,
    pub open: &'a OpenDocuments,
    /// What notes may name, and where it is written.
    pub view: &'a View,
    pub document: &'a Document,
    pub kind: NoteKind,
    /// Without a byte order mark.
    pub text: &'a str,
    /// The part of the text that is YAML; the rest is Markdown.
    pub yaml: Range<usize>,
    /// Of the YAML; its bytes count from there.
    pub outline: Outline<'a>,
    pub cursor: usize,
}

impl<'a> CursorContext<'a> {
    /// `None` where the file is no note, or the site was never seen.
    pub fn new(
        setting: &'a ServerConfig,
        site: &'a OpenSite,
        open: &'a OpenDocuments,
        path: &Path,
        position: Position,
    ) -> Option<Self> {
        let kind = site.kind(path)?;
        let document = open.get(path)?;
        let view = site.known()?;
        let text = document.bare();
        let yaml = match kind {
            NoteKind::Claim | NoteKind::Brief => 0..text.len(),
            NoteKind::Source | NoteKind::Page => head(text),
        };
        let offset = Lines::new(&document.text, setting.encoding).offset(position);
        let cursor = offset.saturating_sub(document.mark());
        let outline = Outline::new(&text[yaml.clone()]);
        Some(CursorContext { setting, site, open, view, document, kind, text, yaml, outline, cursor })
    }

    /// The cursor in bytes of the YAML; `None` in the Markdown.
    pub fn in_yaml(&self) -> Option<usize> {
        let inside = self.yaml.start <= self.cursor && self.cursor <= self.yaml.end && !self.yaml.is_empty();
        inside.then(|| self.cursor - self.yaml.start)
    }

    /// A range of the YAML as the editor counts it.
    pub fn range(&self, yaml: &Range<usize>) -> lsp_types::Range {
        self.text_range(&(self.yaml.start + yaml.start..self.yaml.start + yaml.end))
    }

    /// A range of the text as the editor counts it.
    pub fn text_range(&self, range: &Range<usize>) -> lsp_types::Range {
        let mark = self.document.mark();
        Lines::new(&self.document.text, self.setting.encoding).range(&(range.start + mark..range.end + mark))
    }

    pub fn scale(&self) -> Scale {
        self.view.brief.as_ref().map(|brief| brief.scale.clone()).unwrap_or_default()
    }

    pub fn source(&self, id: &str) -> Option<&'a ReadSource> {
        self.view.source(id)
    }

    /// A place of a file as it was last seen.
    pub fn location(&self, span: &Span) -> Option<Location> {
        let path = self.view.files.path(span.file);
        let uri = self.site.uri(path, self.open)?;
        let document = self.open.get(&self.site.folder.join(path));
        let mark = document.map_or(0, Document::mark);
        let text = document.map_or(self.view.files.text(span.file), |document| &document.text);
        let range = span.range.start + mark..span.range.end + mark;
        Some(Location { uri, range: Lines::new(text, self.setting.encoding).range(&range) })
    }

    /// The text of a passage's field, as it is in the editor.
    pub fn passage_text(&self, group: Option<usize>, field: &str) -> Option<String> {
        self.outline.field(group, field).map(|item| self.outline.value(item))
    }

    /// The source that a passage names, and the place of its words there.
    pub fn passage(&self, group: Option<usize>) -> Option<(&'a ReadSource, Option<(Field, Place)>)> {
        let source = self.source(self.passage_text(group, "source")?.trim())?;
        let [exact, prefix, suffix] = ["quote", "prefix", "suffix"].map(|field| self.passage_text(group, field));
        let exact = exact.unwrap_or_default();
        let quote = Quote { exact: &exact, prefix: prefix.as_deref(), suffix: suffix.as_deref() };
        let field = self.passage_text(group, "field").and_then(|field| Field::parse(field.trim()));
        Some((source, source.locate(&quote, field).ok()))
    }

    /// Where the words of a place are written in the file of their source.
    pub fn written(&self, read: &ReadSource, (field, place): &(Field, Place)) -> Span {
        let source = &read.source;
        if *field == Field::Title {
            let text = self.view.files.text(source.file);
            let yaml = split_front_matter(text).map_or(0..0, |(yaml, _)| yaml);
            let title = in_text(&text[yaml.clone()], &yaml::Path::top().key("title"), &yaml::Skipped::default());
            return Span { file: source.file, range: yaml.start + title.start..yaml.start + title.end };
        }
        let span = place.span();
        let last = read.reading.text()[span.clone()].chars().next_back().map_or(0, char::len_utf8);
        let start = markdown_position(&source.body, span.start);
        let end = markdown_position(&source.body, span.end.saturating_sub(last).max(span.start)) + last;
        let range = source.body_start + start..source.body_start + end.clamp(start, source.body.len());
        Span { file: source.file, range }
    }
}

/// The front matter of a Markdown file, whether it ends already or not.
fn head(text: &str) -> Range<usize> {
    match split_front_matter(text) {
        Some((yaml, _)) => yaml,
        None if text.starts_with("---") => text.find('\n').map_or(0..0, |newline| newline + 1..text.len()),
        None => 0..0,
    }
}
