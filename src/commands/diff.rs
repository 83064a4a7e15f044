//! `citeback diff`: what the publisher of a page changed from one of its versions to another.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::json;

use super::messages::count;
use crate::base::error::Error;
use crate::base::files::Files;
use crate::build::project::Project;
use crate::build::resolve::{Captures, ReadSource, Step};
use crate::cli::{self, DiffFormat, print};
use crate::findings::{did_you_mean, question};
use crate::model::Field;
use crate::report::printable;
use citeback_quote::locate::compare::{Change, ChangeKind, Side};
use citeback_quote::text::single_spaced;

pub(crate) fn diff(args: cli::Diff) -> Result<ExitCode, Error> {
    let Project { files, content, .. } = Project::open(&args.site)?;
    let Some(captures) = Captures::of(&args.id, &content.sources, &content.brief.language) else {
        let ids = content.sources.iter().map(|note| note.value.id.as_str());
        return Err(match content.sources.iter().find(|note| note.value.id.as_str() == args.id) {
            Some(note) => Error::refused(
                format!("there is no other version of “{}”", note.value.id),
                format!("another capture of the same page says so in its front matter: version_of: {}", note.value.id),
            ),
            None => Error::refused(
                format!("there is no source “{}”", args.id),
                did_you_mean(&args.id, ids)
                    .map_or_else(|| "ids are the names of files in content/sources".to_owned(), question),
            ),
        });
    };
    let own;
    let steps = match (&args.old, &args.new) {
        (Some(old), Some(new)) => {
            own = [Step::new(version(&captures, old)?, version(&captures, new)?)];
            &own[..]
        }
        _ => &captures.steps,
    };
    let mut out = String::new();
    for step in steps {
        let shown = Shown { files: &files, step };
        out.push_str(&match args.format {
            DiffFormat::Json => shown.json(),
            DiffFormat::Human => {
                let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
                let separator = if out.is_empty() { "" } else { "\n" };
                format!("{separator}{}", shown.human(if colour { &COLOURS } else { &PLAIN }))
            }
        });
    }
    if steps.is_empty() {
        return Err(Error::refused(
            format!(
                "the versions of “{}” cannot be compared, because some have only a part of the page",
                captures.base
            ),
            "name two of them to compare what they have: citeback diff ID A B",
        ));
    }
    print(&out)?;
    Ok(ExitCode::SUCCESS)
}

/// The version with this id, or of this day.
fn version<'a>(captures: &'a Captures, name: &str) -> Result<&'a Arc<ReadSource>, Error> {
    let day = |read: &ReadSource| read.source.captured.map(|day| day.iso());
    let is_named = |read: &&Arc<ReadSource>| read.source.id.as_str() == name || day(read).as_deref() == Some(name);
    captures.versions.iter().find(is_named).ok_or_else(|| {
        let known: Vec<&str> = captures.versions.iter().map(|read| read.source.id.as_str()).collect();
        Error::refused(
            format!("“{name}” is no version of “{}”", captures.base),
            format!("versions are: {}", known.join(", ")),
        )
    })
}

/// What is written around words that differ, and around lines.
struct Marks {
    old: (&'static str, &'static str),
    new: (&'static str, &'static str),
}

const PLAIN: Marks = Marks { old: ("[-", "-]"), new: ("{+", "+}") };
/// Red and green, and inverse.
const COLOURS: Marks = Marks { old: ("\x1b[31;7m", "\x1b[0m"), new: ("\x1b[32;7m", "\x1b[0m") };

/// A comparison of two versions.
struct Shown<'a> {
    files: &'a Files,
    step: &'a Step,
}

impl Shown<'_> {
    fn human(&self, marks: &Marks) -> String {
        let name = |read: &ReadSource| {
            let day = read.source.captured.map_or_else(String::new, |day| format!(", captured on {}", day.iso()));
            printable(&format!("{}{day}", self.files.path(read.source.file)))
        };
        let mut out = format!("--- {}\n+++ {}\n", name(&self.step.old), name(&self.step.new));
        let mut kinds: BTreeMap<ChangeKind, usize> = BTreeMap::new();
        self.step.changes().all().for_each(|(_, change)| *kinds.entry(change.kind).or_default() += 1);
        if kinds.is_empty() {
            out.push_str("no words changed\n");
            return out;
        }
        let kinds: Vec<String> = kinds.iter().map(|(kind, found)| of_kind(*kind, *found)).collect();
        out.push_str(&format!("{}\n", kinds.join(", ")));
        for (field, change) in self.step.changes().all() {
            let [old, new] = self.lines(field, change);
            let place = match (old, new) {
                _ if field == Field::Title => "title".to_owned(),
                (Some(old), Some(new)) if old == new => format!("line {old}"),
                (Some(old), Some(new)) => format!("line {old}, now {new}"),
                (Some(line), None) | (None, Some(line)) => format!("line {line}"),
                (None, None) => String::new(),
            };
            out.push_str(&format!("\n{}, {place}\n", of_one(change.kind)));
            let [old, new] = self.wordings(field, change, marks);
            match change.kind {
                ChangeKind::Moved => out.push_str(&format!("  {new}\n")),
                _ => {
                    for (sign, words) in [("-", old), ("+", new)].into_iter().filter(|(_, words)| !words.is_empty()) {
                        out.push_str(&format!("  {sign} {words}\n"));
                    }
                }
            }
        }
        out
    }

    fn json(&self) -> String {
        let mut out = String::new();
        for (field, change) in self.step.changes().all() {
            let ([old_line, new_line], [old, new]) =
                (self.lines(field, change), self.wordings(field, change, &Marks { old: ("", ""), new: ("", "") }));
            let side = |read: &ReadSource, line: Option<usize>, words: String| {
                json!({
                    "source": read.source.id.as_str(),
                    "captured": read.source.captured.map(|day| day.iso()),
                    "line": line,
                    "text": Some(words).filter(|words| !words.is_empty()),
                })
            };
            let record = json!({
                "kind": change.kind.name(),
                "field": field.name(),
                "old": side(&self.step.old, old_line, old),
                "new": side(&self.step.new, new_line, new),
            });
            out.push_str(&format!("{record}\n"));
        }
        out
    }

    /// The lines of a change in both files; `None` where nothing is, and in a title.
    fn lines(&self, field: Field, change: &Change) -> [Option<usize>; 2] {
        [(&self.step.old, &change.old), (&self.step.new, &change.new)].map(|(read, range)| {
            (field == Field::Body && !range.is_empty()).then(|| read.line(self.files, range.start))
        })
    }

    /// Both wordings of a change, on one line each, with marks around what differs.
    fn wordings(&self, field: Field, change: &Change, marks: &Marks) -> [String; 2] {
        let (old, new) = (self.step.old.field(field).text(), self.step.new.field(field).text());
        let mut shown = [String::new(), String::new()];
        for words in &change.words {
            let sides = match words.side {
                Side::Both => &[false, true][..],
                Side::Old => &[false][..],
                Side::New => &[true][..],
            };
            for is_new in sides {
                let (text, range, marks) =
                    if *is_new { (new, &words.new, marks.new) } else { (old, &words.old, marks.old) };
                let (before, after) = if words.side == Side::Both { ("", "") } else { marks };
                let shown = &mut shown[usize::from(*is_new)];
                if !shown.is_empty() && text[..range.start].ends_with(char::is_whitespace) {
                    shown.push(' ');
                }
                shown.extend([before, &printable(&single_spaced(&text[range.clone()])), after]);
            }
        }
        shown
    }
}

fn of_one(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Headline => "headline",
        ChangeKind::New => "new sentence",
        ChangeKind::Gone => "sentence gone",
        ChangeKind::Moved => "sentence moved",
        ChangeKind::Figure => "figure",
        ChangeKind::Quoted => "quoted words",
        ChangeKind::Wording => "wording",
    }
}

fn of_kind(kind: ChangeKind, found: usize) -> String {
    let (one, many) = match kind {
        ChangeKind::Headline => ("headline", "headlines"),
        ChangeKind::New => ("new sentence", "new sentences"),
        ChangeKind::Gone => ("sentence gone", "sentences gone"),
        ChangeKind::Moved => ("sentence moved", "sentences moved"),
        ChangeKind::Figure => ("figure", "figures"),
        ChangeKind::Quoted => ("quotation", "quotations"),
        ChangeKind::Wording => ("wording", "wordings"),
    };
    count(found, one, many)
}
