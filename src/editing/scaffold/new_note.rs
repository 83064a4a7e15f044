//! A new claim, source or page: [`new_note()`].

use std::path::Path;

use super::explained::{Prefilled, explained};
use crate::base::disk::{self, Walk};
use crate::base::error::Error;
use crate::build::load::{Content, SiteNames};
use crate::build::project::Project;
use crate::editing::schema::NoteKind;
use crate::findings::{did_you_mean, question};
use crate::markdown::reading::reading_text;
use crate::model::{Id, Source};
use crate::notes::edit::{NewPassage, derived_id};
use crate::notes::yaml;
use citeback_quote::text::sentence::around;
use citeback_quote::text::{shortened, single_spaced};

/// At most this many code points of a source are shown to choose a quote from.
const MAX_SHOWN: usize = 300;

/// What to start.
#[derive(Debug, Clone, Copy)]
pub struct NoteRequest<'a> {
    pub kind: NoteKind,
    pub id: &'a str,
    pub title: Option<&'a str>,
    /// The statement of a claim.
    pub claim: Option<&'a str>,
    /// The source that the first passage of a claim quotes.
    pub from: Option<&'a str>,
    /// The first passage of a claim, whole, in place of `from`.
    pub passage: Option<&'a NewPassage>,
    /// As `2019-08-06`.
    pub today: &'a str,
}

/// Writes a note in which every field is explained, and gives its path relative to the site.
///
/// # Errors
/// When the id is none or taken, the source is unknown, brief.yaml cannot be read, or the file cannot be written.
pub fn new_note(site: &Path, order: &NoteRequest<'_>) -> Result<String, Error> {
    let project = Project::open(site)?;
    let (folder, ending) = match order.kind {
        NoteKind::Claim => ("content/claims", "yaml"),
        NoteKind::Source => ("content/sources", "md"),
        NoteKind::Page => ("content/pages", "md"),
        NoteKind::Brief => return Err(Error::refused("a site has one brief", "“citeback init” starts a site")),
    };
    let id = free_id(site, folder, order.id)?;
    let path = format!("{folder}/{id}.{ending}");
    let text = text(order, &project)?;
    disk::create(site, &path, text.as_bytes())?;
    Ok(path)
}

fn free_id(site: &Path, folder: &str, written: &str) -> Result<Id, Error> {
    let Some(id) = Id::new(written) else {
        let rule = "an id is lower-case letters a to z, figures, and single hyphens between words";
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
            "choose another id, or go on in that file",
        )),
    }
}

fn text(order: &NoteRequest<'_>, project: &Project) -> Result<String, Error> {
    let mut filled = Prefilled::default();
    let top = |field: &'static str| yaml::Path::top().key(field);
    if let Some(title) = order.title {
        filled.value(top("title"), single_spaced(title));
    }
    // A note shows nothing of notes that have nothing to do with it: it may be published or passed on as it is.
    let known = SiteNames { sources: vec![], claims: vec![], tags: vec![], ..project.names() };
    match order.kind {
        NoteKind::Claim => {
            filled.value(top("published"), order.today);
            filled.remark(
                top("published"),
                "This is the day on which the note was begun: change it if you publish on another.",
            );
            filled.value(top("status"), "draft");
            filled.remark(top("status"), "Change it to published when the note is finished.");
            if let Some(claim) = order.claim {
                filled.value(top("claim"), single_spaced(claim));
            }
            if let Some(passage) = order.passage {
                first_passage(&mut filled, passage);
            }
            filled.remark(of_passage("source"), "“citeback find WORDS” says in which sources words stand.");
            if let Some(from) = order.from {
                let source = source(from, &project.content)?;
                filled.value(of_passage("source"), source.id.as_str());
                if let Some(beginning) = beginning(source) {
                    filled.remark(of_passage("quote"), format!("{} begins: “{beginning}”", source.id));
                }
            }
            Ok(explained(order.kind, &known, &filled))
        }
        NoteKind::Source => {
            filled.value(top("captured"), order.today);
            let fields = explained(order.kind, &known, &filled);
            Ok(format!(
                "---\n{fields}---\n<!-- Put the words of the article here, unaltered, in place of this line. -->\n"
            ))
        }
        NoteKind::Page | NoteKind::Brief => {
            let fields = explained(order.kind, &known, &filled);
            Ok(format!("---\n{fields}---\n<!-- Write the page here, in place of this line. -->\n"))
        }
    }
}

fn first_passage(filled: &mut Prefilled, passage: &NewPassage) {
    let id = passage.id.clone().unwrap_or_else(|| derived_id(&passage.quote, &passage.source, &[]));
    for (field, text) in passage.fields(&id) {
        filled.value(of_passage(field), text);
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
        None => "“citeback new source ID” starts one; sources are files in content/sources".to_owned(),
    };
    Err(Error::refused(format!("there is no source “{id}”"), hint))
}

/// The first sentence of a source, on one line.
fn beginning(source: &Source) -> Option<String> {
    let reading = reading_text(&source.body);
    let reading = reading.text();
    // A heading repeats the title, and is seldom what is quoted.
    let prose =
        reading.lines().find(|line| line.ends_with(['.', '!', '?', '。', '।', '؟'])).or(reading.lines().next())?;
    let first = prose.find(char::is_whitespace).unwrap_or(prose.len());
    let sentence = single_spaced(&prose[around(prose, &(0..first))]);
    (!sentence.is_empty()).then(|| shortened(&sentence, MAX_SHOWN))
}
