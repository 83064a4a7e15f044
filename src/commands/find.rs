//! `citeback find`: searches the sources for words, and prints each place as a passage to paste into a note.

use std::process::ExitCode;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::error::Error;
use crate::base::files::Files;
use crate::build::load::Note;
use crate::build::project::Project;
use crate::build::resolve::ReadSource;
use crate::cli::{self, print};
use crate::markdown::source_map::SourceMap;
use crate::model::{Field, Language, Source};
use crate::notes::edit::NewPassage;
use citeback_quote::locate::nearest::nearest;
use citeback_quote::locate::selector::{Disambiguator, disambiguate};
use citeback_quote::locate::{Place, Quote, Searchable, Unlocated, locate};
use citeback_quote::text::{in_context, single_spaced};

/// The maximum number of places shown for one source.
const MAX_SHOWN: usize = 20;

pub(crate) fn find(args: cli::Find) -> Result<ExitCode, Error> {
    let Project { files, content, .. } = Project::open(&args.site)?;
    let words = args.words.join(" ");
    let search = SourceSearch { files: &files, words: &words, language: &content.brief.language };
    let mut found: Vec<String> = content.sources.par_iter().map(|source| search.exact(source)).collect();
    found.retain(|places| !places.is_empty());
    if !found.is_empty() {
        print(&found.join("\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut near: Vec<(f64, String)> = content.sources.par_iter().filter_map(|source| search.near(source)).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut text = format!("“{}” was not found in any source.\n", single_spaced(&words));
    if let Some((_, closest)) = near.first() {
        text.push_str("\nThe closest wording:\n\n");
        text.push_str(closest);
    }
    print(&text)?;
    Ok(ExitCode::from(1))
}

struct SourceSearch<'a> {
    files: &'a Files,
    words: &'a str,
    /// Of the brief.
    language: &'a Language,
}

impl SourceSearch<'_> {
    /// All places of the words in the text and the title of a source.
    fn exact(&self, note: &Note<Arc<Source>>) -> String {
        let read = ReadSource::new(Arc::clone(&note.value), self.language);
        let mut shown: Vec<String> = vec![];
        for field in [Field::Body, Field::Title] {
            let text = read.field(field);
            let places = match locate(text, &Quote { exact: self.words, ..Quote::default() }) {
                Ok(place) => vec![place],
                Err(Unlocated::Ambiguous(places)) => places,
                Err(_) => continue,
            };
            shown.extend((0..places.len().min(MAX_SHOWN)).map(|i| self.place(&note.value, (text, field), &places, i)));
            if places.len() > MAX_SHOWN {
                let path = self.files.path(note.value.file);
                shown.push(format!("{path}: and {} more places; search for more words\n", places.len() - MAX_SHOWN));
            }
        }
        shown.join("\n")
    }

    /// The closest wording in a source, with its similarity.
    fn near(&self, note: &Note<Arc<Source>>) -> Option<(f64, String)> {
        let read = ReadSource::new(Arc::clone(&note.value), self.language);
        let reading = &read.reading;
        let near = nearest(reading.text(), self.words)?;
        let exact = single_spaced(&reading.text()[near.range.clone()]);
        let places = match locate(reading, &Quote { exact: &exact, ..Quote::default() }) {
            Ok(place) => vec![place],
            Err(Unlocated::Ambiguous(places)) => places,
            Err(_) => return None,
        };
        let this = places.iter().position(|place| place.span() == near.range)?;
        Some((near.similarity, self.place(&note.value, (reading, Field::Body), &places, this)))
    }

    /// One place: source, line, context, and the passage as YAML.
    fn place(&self, source: &Source, (reading, field): (&Searchable, Field), places: &[Place], this: usize) -> String {
        let span = places[this].span();
        let line = match field {
            Field::Title => "title".to_owned(),
            Field::Body => {
                let at = source.body_start + SourceMap::new(&source.body).markdown_position(&source.body, span.start);
                self.files.get(source.file).line(at).to_string()
            }
        };
        let parts = &places[this].parts;
        let exact: Vec<String> = parts.iter().map(|part| single_spaced(&reading.text()[part.clone()])).collect();
        let mut passage = NewPassage {
            source: source.id.to_string(),
            quote: exact.join(" [...] "),
            field: (field == Field::Title).then(|| field.name().to_owned()),
            ..NewPassage::default()
        };
        let mut comment = None;
        if places.len() > 1 {
            match disambiguate(reading, places, this) {
                Some(Disambiguator::Prefix(words)) => passage.prefix = Some(words),
                Some(Disambiguator::Suffix(words)) => passage.suffix = Some(words),
                None => comment = Some("occurs more than once: quote more words"),
            }
        }
        let context = in_context(reading.text(), &span);
        format!("{}:{line}: {context}\n\n{}", self.files.path(source.file), passage.draft(comment))
    }
}
