//! What a site has that its notes may name: [`Known::of`].

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::files::{FileId, Files};
use crate::load::{Content, Note};
use crate::model::{Id, Scale, Source, Status};

/// Something that a note may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub id: String,
    /// What it is, in a line; empty when that is not known.
    pub said: String,
}

/// What the notes of a site may name. The verdicts are in the order of the scale, all else in that of its files or of the brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub verdicts: Vec<Choice>,
    pub sources: Vec<Choice>,
    pub people: Vec<Choice>,
    pub claims: Vec<Choice>,
    pub pages: Vec<Choice>,
    pub tags: Vec<Choice>,
}

/// Without a site, there is the built-in scale and nothing else.
impl Default for Known {
    fn default() -> Self {
        let none = Vec::new;
        Known {
            verdicts: verdicts(&Scale::default()),
            sources: none(),
            people: none(),
            claims: none(),
            pages: none(),
            tags: none(),
        }
    }
}

impl Known {
    /// All that a site has, notes with errors and those that could not be read included: a name of theirs is no mistake.
    pub fn of(content: &Content) -> Self {
        let files = &content.files;
        let people = content.brief.people.iter();
        let tags: BTreeSet<&str> =
            content.claims.iter().flat_map(|note| &note.value.tags).map(String::as_str).collect();
        Known {
            verdicts: verdicts(&content.brief.scale),
            sources: notes(files, &content.sources, &content.unread.sources, |source: &Arc<Source>| {
                let by = source.publisher.as_ref().map(|publisher| format!(" ({publisher})")).unwrap_or_default();
                (&source.id, source.file, format!("{}{by}", source.title))
            }),
            people: people.map(|person| Choice { id: person.id.to_string(), said: person.name.clone() }).collect(),
            claims: notes(files, &content.claims, &content.unread.claims, |claim| {
                let draft = if claim.status == Status::Draft { "draft: " } else { "" };
                (&claim.id, claim.file, format!("{draft}{}", claim.title))
            }),
            pages: notes(files, &content.pages, &content.unread.pages, |page| {
                (&page.id, page.file, page.title.clone())
            }),
            tags: tags.into_iter().map(|tag| Choice { id: tag.to_owned(), said: String::new() }).collect(),
        }
    }
}

fn verdicts(scale: &Scale) -> Vec<Choice> {
    let verdicts = scale.verdicts().iter();
    verdicts
        .map(|verdict| Choice {
            id: verdict.id.to_string(),
            said: format!("{}: {}", verdict.label, verdict.definition),
        })
        .collect()
}

fn notes<T>(
    files: &Files,
    notes: &[Arc<Note<T>>],
    unread: &BTreeSet<String>,
    read: impl Fn(&T) -> (&Id, FileId, String),
) -> Vec<Choice> {
    let mut choices: Vec<Choice> = vec![];
    for note in notes {
        let (id, file, said) = read(&note.value);
        let name = files.path(file).rsplit('/').next().unwrap_or_default();
        // A file whose name is no id was given a stand-in, which nobody can write.
        if name.rsplit_once('.').is_some_and(|(stem, _)| stem == id.as_str()) {
            choices.push(Choice { id: id.to_string(), said });
        }
    }
    let read: BTreeSet<String> = choices.iter().map(|choice| choice.id.clone()).collect();
    let left = unread.iter().filter(|id| Id::new(id).is_some() && !read.contains(*id));
    choices.extend(left.map(|id| Choice { id: id.clone(), said: String::new() }));
    choices
}
