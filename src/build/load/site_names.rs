//! The names that notes of a site may use: [`SiteNames::of`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::content::{Content, Note};
use crate::base::files::{FileId, Files};
use crate::model::{Brief, Claim, Evidence, Id, Page, Scale, Source, Status};

/// Something that a note may refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedEntry {
    pub id: String,
    /// A one-line description; empty if unknown.
    pub description: String,
}

/// Everything that the notes of a site may refer to. Verdicts are in the order of the scale, the rest in that of the files or of the brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteNames {
    pub verdicts: Vec<NamedEntry>,
    pub sources: Vec<NamedEntry>,
    pub people: Vec<NamedEntry>,
    pub claims: Vec<NamedEntry>,
    pub pages: Vec<NamedEntry>,
    pub tags: Vec<NamedEntry>,
}

/// Without a site, only the built-in scale is known.
impl Default for SiteNames {
    fn default() -> Self {
        let none = Vec::new;
        SiteNames {
            verdicts: verdicts(&Scale::default()),
            sources: none(),
            people: none(),
            claims: none(),
            pages: none(),
            tags: none(),
        }
    }
}

impl SiteNames {
    /// Everything on a site, including notes with errors and unreadable ones: referring to them is not a mistake.
    pub fn of(content: &Content) -> Self {
        let mut known = SiteNames::of_notes(
            &content.files,
            &content.brief,
            content.sources.iter().map(|note| note.value.as_ref()),
            &content.claims,
            &content.pages,
        );
        add_unread(&mut known.sources, &content.unread.sources);
        add_unread(&mut known.claims, &content.unread.claims);
        add_unread(&mut known.pages, &content.unread.pages);
        let shared = content.unread.shared_sources.iter();
        known.sources.extend(shared.map(|id| NamedEntry { id: id.clone(), description: String::new() }));
        known
    }

    /// Everything in the notes that were read.
    pub fn of_notes<'n>(
        files: &Files,
        brief: &Brief,
        sources: impl Iterator<Item = &'n Source>,
        claims: &[Arc<Note<Claim<Evidence>>>],
        pages: &[Arc<Note<Page>>],
    ) -> Self {
        let tags: BTreeSet<&str> = claims.iter().flat_map(|note| &note.value.tags).map(String::as_str).collect();
        let sources = sources.map(|source| {
            let by = source.publisher.as_ref().map(|publisher| format!(" ({publisher})")).unwrap_or_default();
            (&source.id, source.file, format!("{}{by}", source.title))
        });
        let claims = claims.iter().map(|note| {
            let draft = if note.value.status == Status::Draft { "draft: " } else { "" };
            (&note.value.id, note.value.file, format!("{draft}{}", note.value.title))
        });
        let pages = pages.iter().map(|note| (&note.value.id, note.value.file, note.value.title.clone()));
        let people = brief.people.iter();
        SiteNames {
            verdicts: verdicts(&brief.scale),
            sources: notes(files, sources),
            people: people
                .map(|person| NamedEntry { id: person.id.to_string(), description: person.name.clone() })
                .collect(),
            claims: notes(files, claims),
            pages: notes(files, pages),
            tags: tags.into_iter().map(|tag| NamedEntry { id: tag.to_owned(), description: String::new() }).collect(),
        }
    }
}

fn verdicts(scale: &Scale) -> Vec<NamedEntry> {
    let verdicts = scale.verdicts().iter();
    verdicts
        .map(|verdict| NamedEntry {
            id: verdict.id.to_string(),
            description: format!("{}: {}", verdict.label, verdict.definition),
        })
        .collect()
}

fn notes<'n>(files: &Files, notes: impl Iterator<Item = (&'n Id, FileId, String)>) -> Vec<NamedEntry> {
    notes
        // A file whose name is not an id was given a placeholder, which no note can use.
        .filter(|(id, file, _)| {
            let name = files.path(*file).rsplit('/').next().unwrap_or_default();
            name.rsplit_once('.').is_some_and(|(stem, _)| stem == id.as_str())
        })
        .map(|(id, _, description)| NamedEntry { id: id.to_string(), description })
        .collect()
}

fn add_unread(choices: &mut Vec<NamedEntry>, unread: &BTreeMap<String, FileId>) {
    let left = unread.keys().filter(|id| Id::new(id).is_some());
    choices.extend(left.map(|id| NamedEntry { id: id.clone(), description: String::new() }));
}
