//! The page of a note that is unfinished, at its usual address: what is known of it, and for those who write it its lines with the findings
//! under them.

use tera::Value;

use crate::base::escaping::percent_encoded;
use crate::base::files::FileId;
use crate::build::relate::Site;
use crate::build::render::note_lines::{self, NoteFindings};
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, list, map, object, text};
use crate::build::resolve::UnfinishedNote;
use crate::markdown::prose::Destination;
use crate::routes;

const KIND: PageKind = PageKind { name: "unfinished", template: "unfinished.html" };

struct UnfinishedPage {
    kind: Destination,
    id: String,
    /// Its lines and the findings in it, for those who write it on this machine. They may hold remarks that are not for others.
    findings: Option<NoteFindings>,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let all = site.unfinished.all().filter(|(id, note)| has_page(site, note.kind, id));
    let page = |id: &str, note: &UnfinishedNote| UnfinishedPage { kind: note.kind, id: id.to_owned(), findings: None };
    all.map(|(id, note)| OutputFile::page(site, page(id, note))).collect()
}

/// The page at a path, if it is one of an unfinished note, with the findings in this note.
pub(in super::super) fn at(site: &Site, path: &str, findings: Option<NoteFindings>) -> Option<OutputFile<'static>> {
    let (kind, id) = routes::unfinished_at(path)?;
    let is_here = site.unfinished.find(kind, id).is_some() && has_page(site, kind, id);
    is_here.then(|| OutputFile::page(site, UnfinishedPage { kind, id: id.to_owned(), findings }))
}

/// The file of the unfinished note whose page is at a path.
pub(in super::super) fn file_at(site: &Site, path: &str) -> Option<FileId> {
    let (kind, id) = routes::unfinished_at(path)?;
    site.unfinished.find(kind, id).filter(|_| has_page(site, kind, id)).map(|note| note.file)
}

/// Whether the address of an unfinished note is its own: a file with the id of another note has none.
fn has_page(site: &Site, kind: Destination, id: &str) -> bool {
    match kind {
        Destination::Claim => site.claim_position(id).is_none(),
        Destination::Source => site.source_position(id).is_none(),
        Destination::Page => site.page(id).is_none(),
        Destination::Passage => false,
    }
}

/// An unfinished note where something refers to it.
pub(in super::super) fn card(site: &Site, id: &str, note: &UnfinishedNote) -> Value {
    let href = has_page(site, note.kind, id).then(|| percent_encoded(&routes::unfinished(note.kind, id)));
    object([
        ("id", text(id)),
        ("kind", text(routes::kind_name(note.kind))),
        ("title", text(note.title.as_deref().unwrap_or(id))),
        ("href", href.map_or_else(Value::none, |href| text(&href))),
        ("file", text(site.files.path(note.file))),
    ])
}

impl UnfinishedPage {
    fn note<'s>(&self, site: &'s Site) -> &'s UnfinishedNote {
        site.unfinished.find(self.kind, &self.id).expect("pages are made of unfinished notes that exist")
    }
}

impl SitePage for UnfinishedPage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, _: &Site) -> String {
        routes::unfinished(self.kind, &self.id)
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Nobody
    }

    fn is_unlisted(&self, _: &Site) -> bool {
        true
    }

    fn head(&self, site: &Site, _: &str) -> PageHead {
        PageHead::titled(self.note(site).title.clone().unwrap_or_else(|| self.id.clone()))
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let site = &shared.site;
        let note = self.note(site);
        let none = || list([]);
        let rests_on = note.rests_on.iter().filter_map(|id| Some(card(site, id, site.unfinished.sources.get(id)?)));
        let is_unsettled = self.findings.as_ref().is_some_and(|found| !found.has_errors())
            && note.missing.is_empty()
            && note.rests_on.is_empty();
        let mut fields = card(site, &self.id, note).into_map().unwrap_or_default();
        fields.extend(map([
            ("missing", list(note.missing.iter().map(|field| text(field)))),
            ("rests_on", list(rests_on)),
            ("unsettled", Value::from(is_unsettled)),
            ("findings", self.findings.as_ref().map_or_else(none, |found| note_lines::of_file(found, &site.locale))),
            ("lines", self.findings.as_ref().map_or_else(none, |found| note_lines::lines(found, &site.locale))),
        ]));
        let mut context = TemplateContext::default();
        context.insert("unfinished", Value::from(fields));
        context
    }
}
