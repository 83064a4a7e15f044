//! The texts of a note compared with those of a translation: what is missing, outdated, useless or has lost a reference. [`Compared`]

use std::collections::BTreeSet;

use super::note_text::NoteText;
use crate::base::files::Span;
use crate::findings::{Code, Diagnostic, Findings};
use crate::markdown::prose::{Destination, Link, Prose};
use crate::model::Id;
use crate::model::texts::{self, NoteTexts, Texts, body, digest, is_markdown};
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Step};

/// At most so many texts are named in a message.
const NAMED: usize = 6;

/// The texts of a note beside those of its translation.
pub(super) struct Compared<'a> {
    pub original: &'a Texts,
    pub texts: &'a NoteTexts,
    pub written: NoteText<'a>,
}

impl Compared<'_> {
    /// The texts that readers will see in the language of the note. They are advised about once.
    pub fn untranslated(&self, found: &mut Findings) -> BTreeSet<Path> {
        let mut untranslated = BTreeSet::new();
        for (path, parts) in self.original {
            match self.texts.texts.get(path) {
                Some(translated) if translated.len() != parts.len() => {
                    let message = format!(
                        "“{}” has {} here, and {} in the note",
                        texts::name(path),
                        entries(translated.len()),
                        entries(parts.len())
                    );
                    found.push(
                        Diagnostic::new(Code::TranslationOutdated, self.written.place(path), message)
                            .label("cannot be matched, so readers see those of the note")
                            .hint("give it as many entries as the note has, in the same order"),
                    );
                    untranslated.insert(path.clone());
                }
                Some(_) => {}
                None => drop(untranslated.insert(path.clone())),
            }
        }
        // A short title in one language is none in another, and readers then see the whole one.
        untranslated.remove(&Path::top().key("short_title"));
        let absent = untranslated.iter().filter(|path| !self.texts.texts.contains_key(*path));
        let absent: Vec<&Path> = absent.collect();
        if !absent.is_empty() {
            let many = if absent.len() == 1 { "1 text is".to_owned() } else { format!("{} texts are", absent.len()) };
            let hint = match self.lacking() {
                lacking if lacking.is_empty() => "readers see what is missing in the language of the note".to_owned(),
                lacking => format!("nothing of it is published until it has {}", lacking.join(" and ")),
            };
            let message = format!("{many} not translated: {}", named(absent.into_iter()));
            found.push(Diagnostic::new(Code::Untranslated, self.first_line(), message).hint(hint));
        }
        untranslated
    }

    /// The texts without which it is not published.
    pub fn lacking(&self) -> Vec<String> {
        let fields: &[&str] = match &self.texts.of {
            None => &[],
            // Only a page has a text of its own.
            Some(_) if self.original.contains_key(&body()) => &["title"],
            Some(_) => &["claim", "summary"],
        };
        let paths = fields.iter().map(|field| Path::top().key((*field).to_owned()));
        let lacking = paths.filter(|path| self.original.contains_key(path) && !self.texts.texts.contains_key(path));
        lacking.map(|path| format!("“{}”", texts::name(&path))).collect()
    }

    /// Whether a text that is translated has changed since that was recorded.
    pub fn outdated(&self, id: Option<&Id>, found: &mut Findings) -> bool {
        let own = self.texts.of.as_ref().or(id).map_or("brief", Id::as_str);
        let command = format!("citeback translated {own} --language {}", self.texts.language.tag());
        let Some(record) = &self.texts.translates else {
            let message = "this does not say which texts it translates, so later changes are not noticed";
            found.push(
                Diagnostic::new(Code::TranslationUnrecorded, self.first_line(), message)
                    .hint(format!("compare it with the note, then run {command}")),
            );
            return false;
        };
        let is_changed = |(path, parts): &(&Path, &Vec<String>)| {
            self.texts.texts.contains_key(*path)
                && record.get(&texts::name(path)).is_some_and(|known| *known != digest(parts))
        };
        let changed: Vec<&Path> = self.original.iter().filter(is_changed).map(|(path, _)| path).collect();
        let Some((first, others)) = changed.split_first() else {
            return false;
        };
        let message = format!("the note has changed since this was translated: {}", named(changed.iter().copied()));
        let mut finding =
            Diagnostic::new(Code::TranslationOutdated, self.place(first), message).label("translates an earlier text");
        for path in others.iter().take(NAMED) {
            finding = finding.related(self.place(path), "and so does this");
        }
        found.push(finding.hint(format!("translate what has changed, then run {command}")));
        true
    }

    /// Reports texts that translate nothing, and would never be seen.
    pub fn useless(&self, found: &mut Findings) {
        // A translation may have these without the note.
        let is_free = |path: &Path| match &path[..] {
            [Step::Key(field, _)] => {
                ["title", "short_title", "description", "organisation", "text"].contains(&field.as_ref())
            }
            [Step::Key(group, _), ..] => group == "sources",
            _ => false,
        };
        for path in self.texts.texts.keys().filter(|path| !self.original.contains_key(*path) && !is_free(path)) {
            let message = format!("“{}” translates nothing: the note has no such text", texts::name(path));
            let finding = Diagnostic::new(Code::TranslationOutdated, self.place(path), message);
            found.push(finding.label("readers would not see it").hint("delete it, or correct its name"));
        }
    }

    /// Warns of links and references that a text has lost.
    pub fn lacking_references(&self, found: &mut Findings) {
        // What is not published yet is still being written.
        if !self.lacking().is_empty() {
            return;
        }
        for (path, translated) in self.texts.texts.iter().filter(|(path, _)| is_markdown(path)) {
            let Some(original) = self.original.get(path) else { continue };
            let has = links(translated);
            let lost: Vec<String> = links(original).difference(&has).cloned().collect();
            if !lost.is_empty() {
                let message =
                    format!("“{}” lacks what the note refers to there: {}", texts::name(path), lost.join(", "));
                found.push(
                    Diagnostic::new(Code::TranslationLacksReference, self.place(path), message)
                        .hint("put each at its place in the translation"),
                );
            }
        }
    }

    fn first_line(&self) -> Span {
        first_line(self.written.places)
    }

    /// The place of a text; of one of several lines its first.
    fn place(&self, path: &Path) -> Span {
        let text = &self.written.places.text;
        let mut at = if *path == body() {
            let start = text.len() - self.texts.text(path).map_or(0, str::len);
            let start = start + text[start..].len() - text[start..].trim_start().len();
            Span { range: start..text.len(), ..self.first_line() }
        } else {
            self.written.place(path)
        };
        let end = text[at.range.clone()].find('\n').unwrap_or(at.range.len());
        at.range.end = at.range.start + end;
        at
    }
}

/// The first line of the YAML of a file.
fn first_line(places: &Places) -> Span {
    let place = places.in_file(0..0);
    let end = places.text[place.range.start..].find('\n').map_or(places.text.len(), |end| place.range.start + end);
    Span { range: place.range.start..end, ..place }
}

fn entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

fn named<'p>(paths: impl ExactSizeIterator<Item = &'p Path>) -> String {
    let more = if paths.len() > NAMED { " …" } else { "" };
    let names: Vec<String> = paths.take(NAMED).map(texts::name).collect();
    format!("{}{more}", names.join(", "))
}

/// What texts refer to in the brief.
fn links(parts: &[String]) -> BTreeSet<String> {
    let link = |link: Link| match link {
        Link::Internal(Destination::Passage, id) => Some(format!("[^{id}]")),
        Link::Internal(Destination::Claim, id) => Some(format!("claim:{id}")),
        Link::Internal(Destination::Source, id) => Some(format!("source:{id}")),
        Link::Internal(Destination::Page, id) => Some(format!("page:{id}")),
        Link::Unsafe(_) | Link::Broken => None,
    };
    let of = |part: &String| {
        Prose::parse(part).links().into_iter().filter_map(|linked| link(linked.link)).collect::<Vec<_>>()
    };
    parts.iter().filter(|part| part.contains(['[', '<'])).flat_map(of).collect()
}
