//! `citeback recapture`: imports the original of a source again, and shows where the source differs. Entry point: [`recapture`].

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use url::Url;

use super::import::{converted, read_saved};
use super::messages::count;
use crate::base::error::Error;
use crate::base::files::Files;
use crate::base::seal::sha256_of_bytes;
use crate::build::project::Project;
use crate::build::resolve::ReadSource;
use crate::capture::{ImportOptions, Imported};
use crate::cli::{Recapture, print};
use crate::findings::{did_you_mean, question};
use crate::markdown::reading::reading_text;
use crate::markdown::source_map::SourceMap;
use crate::model::{Capture, CapturePlace, Field, Language, Source};
use crate::notes::front_matter::split_front_matter;
use crate::notes::yaml::{Path as NotePath, Tree};
use citeback_quote::Searchable;
use citeback_quote::locate::compare::{Change, Side, compare};
use citeback_quote::text::single_spaced;

/// The fields that an import writes from the page, and an editor may correct.
const FIELDS: [&str; 7] = ["title", "publisher", "author", "url", "archive_url", "published", "language"];

pub(crate) fn recapture(args: Recapture) -> Result<ExitCode, Error> {
    let Project { files, content, .. } = Project::open(&args.site)?;
    let sources = || content.sources.iter().map(|note| &note.value);
    let Some(source) = sources().find(|source| source.id.as_str() == args.id) else {
        let hint = match did_you_mean(&args.id, sources().map(|source| source.id.as_str())) {
            Some(meant) => question(meant),
            None => "the id of a source is the name of its file in content/sources, without .md".to_owned(),
        };
        return Err(Error::refused(format!("there is no source “{}” that can be read", args.id), hint));
    };
    let (capture, path) = original(&args, source)?;
    let imported = imported_again(source, capture, &path)?;
    let mut out = fields(files.text(source.file), &imported);
    out.push_str(&text(source, &imported, (&files, &content.brief.language)));
    let shown = path.strip_prefix(&*args.site).unwrap_or(&path).display();
    let answer = if out.is_empty() {
        format!("{}: the source says what its original says, {shown}\n", args.id)
    } else {
        format!("{}: the source differs from its original, {shown}\n{out}", args.id)
    };
    print(&answer)?;
    Ok(ExitCode::SUCCESS)
}

/// The file that a source was imported from.
fn original<'s>(args: &Recapture, source: &'s Source) -> Result<(&'s Capture, PathBuf), Error> {
    let id = &source.id;
    let Some(capture) = &source.capture else {
        let message = format!("“{id}” does not say what it was imported from");
        return Err(Error::refused(message, "a source that is imported with citeback has the field “capture”"));
    };
    match (&args.from, &capture.place) {
        (Some(path), _) => Ok((capture, path.clone())),
        (None, CapturePlace::Kept(file)) => Ok((capture, args.site.join("content").join(file))),
        (None, CapturePlace::Elsewhere(name)) => Err(Error::refused(
            format!("the original of “{id}” is not kept with the site"),
            format!("say where it is: citeback recapture {id} --from {name}"),
        )),
    }
}

/// Imports the original with what the source says of it.
fn imported_again(source: &Source, capture: &Capture, path: &Path) -> Result<Imported, Error> {
    let (bytes, format) = read_saved(path)?;
    if !sha256_of_bytes(&bytes).eq_ignore_ascii_case(&capture.sha256) {
        let message = format!("{} is not the file that “{}” was imported from", path.display(), source.id);
        return Err(Error::refused(message, "its checksum is not that of the field “capture”: restore the file"));
    }
    let name = match &capture.place {
        CapturePlace::Kept(file) => file,
        CapturePlace::Elsewhere(name) => name,
    };
    let captured = source.captured.map(|date| date.iso());
    let url = capture.url.as_deref().and_then(|url| Url::parse(url).ok());
    let options = ImportOptions {
        stem: Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default(),
        id: Some(&source.id),
        captured: captured.as_deref(),
        today: captured.as_deref().unwrap_or_default(),
        kind: source.kind,
        show: source.show,
        url: url.as_ref(),
        keep: &capture.keep,
        version_of: source.version_of.as_ref(),
        saved: None,
    };
    converted(path, (&bytes, format), &options)
}

/// The fields of the front matter that differ.
fn fields(own: &str, imported: &Imported) -> String {
    let mut out = String::new();
    let (own, again) = (front_matter(own), front_matter(&imported.file));
    let (Some(own_tree), Some(again_tree)) = (Tree::new(own), Tree::new(again)) else {
        return out;
    };
    // A title that the page does not have was made from the name of the file.
    let is_of_page = |name: &&str| *name != "title" || !imported.missing.contains(name);
    for name in FIELDS.into_iter().filter(is_of_page) {
        let path = NotePath::top().key(name);
        let value = |tree: &Tree<'_>, yaml: &str| {
            let written = tree.value(&path).map(|at| single_spaced(&yaml[at]));
            tree.text_at(&path).map(str::to_owned).or(written).filter(|value| !value.is_empty())
        };
        let (own, again) = (value(&own_tree, own), value(&again_tree, again));
        if own != again {
            let shown = |value: Option<String>| value.unwrap_or_else(|| "(nothing)".to_owned());
            out.push_str(&format!("  {name}: {}\n    an import says: {}\n", shown(own), shown(again)));
        }
    }
    out
}

fn front_matter(file: &str) -> &str {
    split_front_matter(file).map_or("", |(yaml, _)| &file[yaml])
}

/// The sentences of the text that differ, each with its line in the source.
fn text(source: &Arc<Source>, imported: &Imported, (files, language): (&Files, &Language)) -> String {
    let read = ReadSource::new(Arc::clone(source), language);
    let own = read.field(Field::Body);
    let body = split_front_matter(&imported.file).map_or("", |(_, body)| &imported.file[body]);
    let again = Searchable::new(reading_text(body), source.language.as_ref().unwrap_or(language).tag());
    let changes = compare(&again, own);
    if changes.is_empty() {
        return String::new();
    }
    let map = SourceMap::new(&source.body);
    let file = files.text(source.file);
    let mut out = format!(
        "  {} of the text: [-words of the original-] {{+words of the source+}}\n",
        count(changes.len(), "change", "changes")
    );
    for change in &changes {
        let at = source.body_start + map.markdown_position(&source.body, change.new.start);
        let line = file[..at].bytes().filter(|byte| *byte == b'\n').count() + 1;
        out.push_str(&format!("  line {line}: {}\n", sentence(change, &again, own)));
    }
    out
}

/// The words of a change, with marks around those that only one of the texts has.
fn sentence(change: &Change, again: &Searchable, own: &Searchable) -> String {
    let mut out = String::new();
    for words in &change.words {
        let (text, open, close) = match words.side {
            Side::Both => (&own.text()[words.new.clone()], "", ""),
            Side::Old => (&again.text()[words.old.clone()], "[-", "-]"),
            Side::New => (&own.text()[words.new.clone()], "{+", "+}"),
        };
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&format!("{open}{}{close}", single_spaced(text)));
    }
    out
}
