//! An editor's cursor, with all that is needed to answer requests about it: [`CursorContext`].

use std::ops::Range;
use std::path::Path;

use lsp_types::{Location, Position};

use super::document::{Document, OpenDocuments, place};
use super::position::{Encoding, Lines};
use super::site::OpenSite;
use crate::base::files::{FileId, Span};
use crate::build::resolve::ReadSource;
use crate::editing::fields::FieldCatalog;
use crate::editing::schema::NoteKind;
use crate::live::View;
use crate::model::{Field, Scale};
use crate::notes::front_matter::split_front_matter;
use crate::notes::place::in_text;
use crate::notes::yaml;
use crate::notes::yaml::tolerant::Outline;
use citeback_quote::locate::{Place, Quote};

/// Tells the date as year-month-day.
pub type Today = fn() -> String;

/// What stays the same while the server runs.
pub(super) struct ServerConfig {
    pub fields: FieldCatalog,
    pub encoding: Encoding,
    /// Tells the date.
    pub today: Today,
    /// Whether the editor supports snippets with tab stops.
    pub snippets: bool,
    /// Whether an edit can name the versions of files.
    pub versions_edits: bool,
    /// Whether an edit can rename files.
    pub renames_files: bool,
    /// Whether the editor can be asked to show a place.
    pub shows_documents: bool,
    /// Whether the editor can indent further lines like the line into which it inserts.
    pub adjusts_indentation: bool,
}

/// A cursor in a note. Byte offsets are in `text` unless stated otherwise.
pub(super) struct CursorContext<'a> {
    pub config: &'a ServerConfig,
    pub site: &'a OpenSite,
    pub open: &'a OpenDocuments,
    /// What notes can refer to, and where it is defined.
    pub view: &'a View,
    pub document: &'a Document,
    /// Of its file, relative to the site.
    pub path: String,
    pub kind: NoteKind,
    /// Without byte order mark.
    pub text: &'a str,
    /// The bytes that are YAML; the rest is Markdown.
    pub yaml: Range<usize>,
    /// Of the YAML; its byte offsets start there.
    pub outline: Outline<'a>,
    pub cursor: usize,
    /// Of the document.
    lines: Lines<'a>,
}

impl<'a> CursorContext<'a> {
    /// `None` if the file is not a note, or the site was never refreshed.
    pub fn new(
        config: &'a ServerConfig,
        site: &'a OpenSite,
        open: &'a OpenDocuments,
        path: &Path,
        position: Position,
    ) -> Option<Self> {
        let kind = site.kind(path)?;
        let relative = site.relative(path)?;
        let document = open.get(path)?;
        let view = site.known()?;
        let text = document.without_bom();
        let yaml = if kind.is_front_matter() { front_matter(text) } else { 0..text.len() };
        let lines = Lines::new(&document.text, config.encoding);
        let cursor = lines.offset(position).saturating_sub(document.bom_len());
        let outline = Outline::new(&text[yaml.clone()]);
        Some(CursorContext {
            config,
            site,
            open,
            view,
            document,
            path: relative,
            kind,
            text,
            yaml,
            outline,
            cursor,
            lines,
        })
    }

    /// Its file at the last refresh.
    pub fn file(&self) -> Option<FileId> {
        self.view.files.find(&self.path)
    }

    /// The cursor's byte offset in the YAML; `None` in the Markdown.
    pub fn in_yaml(&self) -> Option<usize> {
        let inside = self.yaml.start <= self.cursor && self.cursor <= self.yaml.end && !self.yaml.is_empty();
        inside.then(|| self.cursor - self.yaml.start)
    }

    /// Whether the cursor is in the captured text of a source.
    pub fn is_in_source(&self) -> bool {
        self.kind == NoteKind::Source && self.in_yaml().is_none()
    }

    /// A range of the YAML in the editor's terms.
    pub fn range(&self, yaml: &Range<usize>) -> lsp_types::Range {
        self.text_range(&(self.yaml.start + yaml.start..self.yaml.start + yaml.end))
    }

    /// A range of the text in the editor's terms.
    pub fn text_range(&self, range: &Range<usize>) -> lsp_types::Range {
        let bom = self.document.bom_len();
        self.lines.range(&(range.start + bom..range.end + bom))
    }

    pub fn scale(&self) -> Scale {
        self.view.brief.as_ref().map(|brief| brief.scale.clone()).unwrap_or_default()
    }

    pub fn source(&self, id: &str) -> Option<&'a ReadSource> {
        self.view.source(id)
    }

    /// A place in a file as of the last refresh.
    pub fn location(&self, span: &Span) -> Option<Location> {
        let path = self.view.files.path(span.file);
        let uri = self.site.uri(path, self.open)?;
        let document = self.open.get(&place(&self.site.folder, path));
        let bom = document.map_or(0, Document::bom_len);
        let text = document.map_or(self.view.files.text(span.file), |document| &document.text);
        let range = span.range.start + bom..span.range.end + bom;
        Some(Location { uri, range: Lines::new(text, self.config.encoding).range(&range) })
    }

    /// The text of a field of a passage, as it is in the editor.
    pub fn passage_text(&self, group: Option<usize>, field: &str) -> Option<String> {
        self.outline.field(group, field).map(|item| self.outline.value(item))
    }

    /// The source that a passage cites, and the place of its words there.
    pub fn passage(&self, group: Option<usize>) -> Option<(&'a ReadSource, Option<(Field, Place)>)> {
        let source = self.source(self.passage_text(group, "source")?.trim())?;
        let [exact, prefix, suffix] = ["quote", "prefix", "suffix"].map(|field| self.passage_text(group, field));
        let exact = exact.unwrap_or_default();
        let quote = Quote { exact: &exact, prefix: prefix.as_deref(), suffix: suffix.as_deref() };
        let field = self.passage_text(group, "field").and_then(|field| Field::parse(field.trim()));
        Some((source, source.locate(&quote, field).ok()))
    }

    /// Where a place is in the file of its source.
    pub fn span_in_file(&self, read: &ReadSource, (field, place): &(Field, Place)) -> Span {
        let source = &read.source;
        if *field == Field::Title {
            let text = self.view.files.text(source.file);
            let yaml = split_front_matter(text).map_or(0..0, |(yaml, _)| yaml);
            let title = in_text(&text[yaml.clone()], &yaml::Path::top().key("title"), &yaml::Skipped::default());
            return Span { file: source.file, range: yaml.start + title.start..yaml.start + title.end };
        }
        read.span(&place.span())
    }
}

/// The front matter of a Markdown file, even if its end is not typed yet.
fn front_matter(text: &str) -> Range<usize> {
    match split_front_matter(text) {
        Some((yaml, _)) => yaml,
        None if text.starts_with("---") => text.find('\n').map_or(0..0, |newline| newline + 1..text.len()),
        None => 0..0,
    }
}
