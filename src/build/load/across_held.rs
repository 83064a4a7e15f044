//! Until when a claim of another brief is kept out of the site, by its own embargo or by that of what it names: [`OtherNotes::held_until`].
//!
//! The other brief is not loaded for this: of its notes only those are read that lead from the claim to an embargo. What is wrong with one
//! is reported where its brief is built.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path as FilePath, PathBuf};

use super::brief_file::find_brief;
use super::listing::stem;
use super::text_files::NOTE_LIMIT;
use crate::base::disk::{self, Found};
use crate::base::error::Error;
use crate::model::SOURCE_LIMIT;
use crate::model::{Date, Desk};
use crate::notes::front_matter::split_front_matter;
use crate::notes::yaml::{Path, Step, texts};

/// The notes of another brief.
pub(super) struct OtherNotes<'a> {
    pub root: &'a FilePath,
    /// The folder of the desk.
    pub desk_root: &'a FilePath,
    pub desk: &'a Desk,
    /// The claim notes.
    pub claims: &'a [Found],
    /// The own sources of the brief.
    pub sources: &'a [Found],
}

/// The texts of a note by their places; empty if it cannot be read.
pub(super) type Texts = Vec<(Path, String)>;

/// What a note names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Claim(String),
    Source(String),
    Person(String),
}

/// Makes a name of an id.
type MakeName = fn(String) -> Name;

impl OtherNotes<'_> {
    /// The end of the last embargo that keeps out the claim with these texts.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn held_until(&self, claim: &Texts) -> Result<Option<Date>, Error> {
        let mut end = embargo(claim);
        let mut seen: BTreeSet<Name> = BTreeSet::new();
        let mut next: Vec<Name> = named(claim);
        let mut people: Option<BTreeMap<String, Date>> = None;
        while let Some(name) = next.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            let found = match &name {
                Name::Claim(id) => self.claims.iter().find(|found| stem(&found.relative) == id).map(claim_texts),
                Name::Source(id) => self.source(id).as_deref().map(source_texts),
                Name::Person(id) => {
                    let people = match &people {
                        Some(people) => people,
                        None => people.insert(self.people()?),
                    };
                    end = later(end, people.get(id).copied());
                    None
                }
            };
            if let Some(found) = found.transpose()? {
                end = later(end, embargo(&found));
                next.extend(named(&found));
            }
        }
        Ok(end)
    }

    /// The file of a source of the brief or the desk.
    fn source(&self, id: &str) -> Option<PathBuf> {
        let own = self.sources.iter().find(|found| stem(&found.relative) == id).map(|found| found.path.clone());
        let shared = || Some(self.desk_root.join(format!("sources/{id}.md"))).filter(|path| path.is_file());
        own.or_else(shared)
    }

    /// The ends of the embargoes on people, by their ids. A person of the brief replaces the one of the desk.
    fn people(&self) -> Result<BTreeMap<String, Date>, Error> {
        let brief = match find_brief(self.root) {
            Some(path) => note_texts(&self.root.join(path))?,
            None => vec![],
        };
        let mut own: BTreeMap<usize, (Option<String>, Option<Date>)> = BTreeMap::new();
        for (path, text) in &brief {
            if let [Step::Key(list, _), Step::Index(person), Step::Key(field, _)] = &path[..]
                && list == "people"
            {
                let entry = own.entry(*person).or_default();
                match field.as_ref() {
                    "id" => entry.0 = Some(text.trim().to_owned()),
                    "embargo" => entry.1 = Date::parse(text.trim()),
                    _ => {}
                }
            }
        }
        let of_desk = self.desk.people.iter().map(|person| (person.id.to_string(), person.embargo));
        let own = own.into_values().filter_map(|(id, end)| Some((id?, end)));
        let all: BTreeMap<String, Option<Date>> = of_desk.chain(own).collect();
        Ok(all.into_iter().filter_map(|(id, end)| Some((id, end?))).collect())
    }
}

/// The texts of a YAML file.
///
/// # Errors
/// If it cannot be read.
pub(super) fn note_texts(path: &FilePath) -> Result<Texts, Error> {
    let bytes = disk::read(path, NOTE_LIMIT)?.unwrap_or_default();
    Ok(texts(&String::from_utf8_lossy(&bytes)).unwrap_or_default())
}

fn claim_texts(found: &Found) -> Result<Texts, Error> {
    note_texts(&found.path)
}

fn source_texts(path: &FilePath) -> Result<Texts, Error> {
    let bytes = disk::read(path, SOURCE_LIMIT)?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    Ok(split_front_matter(&text).and_then(|(yaml, _)| texts(&text[yaml])).unwrap_or_default())
}

fn embargo(note: &Texts) -> Option<Date> {
    let written = note.iter().find(|(path, _)| matches!(&path[..], [Step::Key(field, _)] if field == "embargo"));
    Date::parse(written?.1.trim())
}

/// What keeps a note out if it is kept out itself: what it cites, who wrote it, and what its texts link to.
fn named(note: &Texts) -> Vec<Name> {
    let mut names = vec![];
    for (path, text) in note {
        let value = || text.trim().to_owned();
        match &path[..] {
            [Step::Key(first, _), ..] if first == "accepted" => continue,
            [Step::Key(list, _), Step::Index(_), Step::Key(field, _)] if list == "passages" && field == "source" => {
                names.push(Name::Source(value()));
            }
            [Step::Key(field, _)] if field == "version_of" => names.push(Name::Source(value())),
            [Step::Key(field, _), ..] if field == "authors" || field == "reviewed_by" => {
                names.push(Name::Person(value()))
            }
            _ => {}
        }
        let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let kinds: [(&str, MakeName); 3] =
            [("claim:", Name::Claim), ("source:", Name::Source), ("person:", Name::Person)];
        for (scheme, kind) in kinds {
            let links =
                text.split(scheme).skip(1).map(|rest| &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())]);
            names.extend(links.filter(|id| !id.is_empty()).map(|id| kind(id.to_owned())));
        }
    }
    names
}

fn later(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if other.is_after(&one) { other } else { one }),
        (one, other) => one.or(other),
    }
}
