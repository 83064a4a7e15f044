//! Creates a claim, source or page: [`new_note()`].

use std::path::Path;

use super::note_template::{Prefilled, note_template};
use crate::base::disk::{self, Walk};
use crate::base::error::Error;
use crate::build::load::{Content, SiteNames};
use crate::build::project::Project;
use crate::editing::schema::NoteKind;
use crate::findings::{did_you_mean, question};
use crate::markdown::reading::reading_text;
use crate::model::{Id, Source};
use crate::notes::yaml;
use citeback_quote::text::sentence::around;
use citeback_quote::text::{shortened, single_spaced};

/// The maximum length of the sentence shown to choose a quote from, in code points.
const MAX_SHOWN: usize = 300;

/// The note to create.
#[derive(Debug, Clone, Copy)]
pub struct NoteRequest<'a> {
    pub kind: NoteKind,
    pub id: &'a str,
    pub title: Option<&'a str>,
    /// The source that the first passage of a claim quotes.
    pub from: Option<&'a str>,
    /// As `2019-08-06`.
    pub today: &'a str,
}

/// Creates a note in which every field is explained. Returns its path relative to the site.
///
/// # Errors
/// If the id is invalid or taken, the source is unknown, brief.yaml cannot be read, or the file cannot be written.
pub fn new_note(site: &Path, request: &NoteRequest<'_>) -> Result<String, Error> {
    let project = Project::open(site)?;
    let (folder, ending) = match request.kind {
        NoteKind::Claim => ("content/claims", "yaml"),
        NoteKind::Source => ("content/sources", "md"),
        NoteKind::Page => ("content/pages", "md"),
        NoteKind::Brief | NoteKind::Desk => {
            return Err(Error::refused("a site has only one brief", "run “citeback init” to create a site"));
        }
    };
    let id = free_id(site, folder, request.id)?;
    let path = format!("{folder}/{id}.{ending}");
    let text = text(request, &project)?;
    disk::create(site, &path, text.as_bytes())?;
    Ok(path)
}

/// The id, if it is valid and no file of `folder` has it.
pub(super) fn free_id(site: &Path, folder: &str, written: &str) -> Result<Id, Error> {
    let Some(id) = Id::new(written) else {
        let rule = "an id consists of lower-case letters a to z, digits, and single hyphens between words";
        let hint = match Id::suggestion(written) {
            Some(id) => format!("{rule}; {}", question(id)),
            None => rule.to_owned(),
        };
        return Err(Error::refused(format!("“{written}” cannot be an id"), hint));
    };
    let listing = disk::walk(site, Walk { folder, fence: "content", hidden: false })?;
    let taken = listing.files.iter().find(|found| found.path.file_stem().is_some_and(|stem| stem == id.as_str()));
    match taken {
        None => Ok(id),
        Some(found) => Err(Error::refused(
            format!("the id “{id}” is taken by {}", found.relative),
            "choose another id, or continue in that file",
        )),
    }
}

fn text(request: &NoteRequest<'_>, project: &Project) -> Result<String, Error> {
    let mut filled = Prefilled::default();
    let top = |field: &'static str| yaml::Path::top().key(field);
    if let Some(title) = request.title {
        filled.value(top("title"), single_spaced(title));
    }
    // Ids of other notes are left out: the note may be published or passed on with its comments.
    let known = SiteNames { sources: vec![], claims: vec![], tags: vec![], ..project.names() };
    match request.kind {
        NoteKind::Claim => {
            filled.value(top("published"), request.today);
            filled.comment(
                top("published"),
                "This is the day on which the note was created: change it if you publish on another day.",
            );
            filled.value(top("status"), "draft");
            filled.comment(top("status"), "Change it to published when the note is finished.");
            filled.comment(of_passage("source"), "“citeback find WORDS” searches the sources.");
            if let Some(from) = request.from {
                let source = source(from, &project.content)?;
                filled.value(of_passage("source"), source.id.as_str());
                if let Some(beginning) = beginning(source) {
                    filled.comment(of_passage("quote"), format!("{} begins: “{beginning}”", source.id));
                }
            }
            Ok(note_template(request.kind, &known, &filled))
        }
        NoteKind::Source => {
            filled.value(top("captured"), request.today);
            let fields = note_template(request.kind, &known, &filled);
            Ok(format!("---\n{fields}---\n<!-- Replace this line with the unaltered text of the article. -->\n"))
        }
        NoteKind::Page | NoteKind::Brief | NoteKind::Desk => {
            let fields = note_template(request.kind, &known, &filled);
            Ok(format!("---\n{fields}---\n<!-- Replace this line with the text of the page. -->\n"))
        }
    }
}

fn of_passage(field: &'static str) -> yaml::Path {
    yaml::Path::top().key("passages").index(0).key(field)
}

fn source<'c>(id: &str, content: &'c Content) -> Result<&'c Source, Error> {
    let sources = || content.sources.iter().map(|note| &note.value);
    if let Some(source) = sources().find(|source| source.id.as_str() == id) {
        return Ok(source);
    }
    let hint = match did_you_mean(id, sources().map(|source| source.id.as_str())) {
        Some(meant) => question(meant),
        None => "run “citeback new source ID” to create one; sources are files in content/sources".to_owned(),
    };
    Err(Error::refused(format!("there is no source “{id}”"), hint))
}

/// The first sentence of a source, on one line.
fn beginning(source: &Source) -> Option<String> {
    let reading = reading_text(&source.body);
    let reading = reading.text();
    // Headings are seldom quoted, so the first line that ends like a sentence is preferred.
    let prose =
        reading.lines().find(|line| line.ends_with(['.', '!', '?', '。', '।', '؟'])).or(reading.lines().next())?;
    let first = prose.find(char::is_whitespace).unwrap_or(prose.len());
    let sentence = single_spaced(&prose[around(prose, &(0..first))]);
    (!sentence.is_empty()).then(|| shortened(&sentence, MAX_SHOWN))
}
