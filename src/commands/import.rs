//! `citeback import`: converts saved articles to sources. All files are read before the first is written.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use crate::base::disk::{self, Walk};
use crate::base::error::Error;
use crate::build::load::{SOURCE_LIMIT, brief_path, show_of_imports};
use crate::capture::{self, ImportFormat, ImportOptions, Imported, LeftOut};
use crate::cli::{self, print};
use crate::model::{Id, Kind};
use citeback_quote::text::boundary::dictionary_word_count;
use citeback_quote::text::shortened;

/// How much of what is left out is shown, in characters.
const MAX_BEGINNING: usize = 60;

/// The maximum length of a file to import, in bytes.
const PAGE_LIMIT: u64 = SOURCE_LIMIT;

pub(crate) fn import(args: cli::Import) -> Result<ExitCode, Error> {
    brief_path(&args.site)?;
    let id = args.id.as_deref().map(wanted_id).transpose()?;
    if args.files.len() > 1 && (id.is_some() || args.url.is_some()) {
        return Err(Error::refused("--id and --url apply to a single file", "import the files one at a time"));
    }
    // The only place that reads the clock.
    let captured = args.captured.unwrap_or_else(today);
    let kind = Kind::parse(&args.kind).unwrap_or(Kind::Article);
    let show = show_of_imports(&args.site)?;
    let mut taken = taken(&args.site)?;
    let mut sources = vec![];
    for path in &args.files {
        let options = ImportOptions {
            stem: &stem(path),
            id: id.as_ref(),
            captured: &captured,
            kind,
            show,
            url: args.url.as_ref(),
            keep: &args.keep,
        };
        let imported = read(path, &options)?;
        let id = free_id(path, &imported, &mut taken)?;
        sources.push((path, id, imported));
    }
    if args.dry_run {
        for (_, _, imported) in &sources {
            print(&imported.file)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let written = sources
        .iter()
        .map(|(_, id, imported)| {
            disk::new_file(&args.site, &format!("content/sources/{id}.md"), imported.file.as_bytes())
        })
        .collect::<Result<Vec<_>, _>>()?;
    for (file, (path, id, imported)) in written.into_iter().zip(&sources) {
        file.place()?;
        print(&report(path, id, imported))?;
    }
    print(&next_steps(&sources.iter().map(|(_, id, _)| id).collect::<Vec<_>>()))?;
    Ok(ExitCode::SUCCESS)
}

fn wanted_id(text: &str) -> Result<Id, Error> {
    Id::new(text).ok_or_else(|| {
        let form = "an id consists of lower-case letters a to z, digits, and single hyphens between words";
        let hint = Id::suggestion(text).map_or(form.to_owned(), |id| format!("{form}: --id {id}"));
        Error::refused(format!("“{text}” cannot be an id"), hint)
    })
}

fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// The ids in use, with the file of each.
fn taken(site: &Path) -> Result<BTreeMap<String, String>, Error> {
    let listing = disk::walk(site, Walk { folder: "content/sources", fence: "content", hidden: false })?;
    let named =
        listing.files.into_iter().filter_map(|file| Some((file.path.file_stem()?.to_str()?.to_owned(), file.relative)));
    Ok(named.collect())
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Reads and converts one file.
fn read(path: &Path, options: &ImportOptions<'_>) -> Result<Imported, Error> {
    let shown = path.display();
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    let Some(format) = ImportFormat::of_ending(&ending) else {
        let hint = match ending.to_ascii_lowercase().as_str() {
            "pdf" | "doc" | "docx" | "odt" | "rtf" | "pages" => {
                "open it in its own program, and save or copy its text as plain text (.txt)"
            }
            "mhtml" | "mht" | "webarchive" => "open it in a browser and save it as “Web page, HTML only” (.html)",
            _ => "only .html, .txt and .md files can be imported; save the article as one of these",
        };
        return Err(Error::refused(format!("{shown} cannot be imported"), hint));
    };
    let Some(bytes) = disk::read(path, PAGE_LIMIT)? else {
        return Err(Error::refused(
            format!("{shown} is longer than {} MiB", PAGE_LIMIT >> 20),
            "open it in a browser, select the article, and save its text as a .txt file",
        ));
    };
    capture::import(&bytes, format, options)
        .map_err(|refusal| Error::refused(format!("{shown}: {}", refusal.message), refusal.hint))
}

/// The id of a new source, which must not be in use.
fn free_id(path: &Path, imported: &Imported, taken: &mut BTreeMap<String, String>) -> Result<Id, Error> {
    let hint = "choose another id with --id, such as --id harbour-post-2024";
    let Some(id) = imported.id.clone() else {
        return Err(Error::refused(format!("no id can be made from the title of {}", path.display()), hint));
    };
    match taken.insert(id.to_string(), path.display().to_string()) {
        Some(owner) => Err(Error::refused(format!("the id “{id}” is taken by {owner}"), hint)),
        None => Ok(id),
    }
}

/// What was written, and what the editor should add or check.
fn report(path: &Path, id: &Id, imported: &Imported) -> String {
    let mut out = format!("wrote content/sources/{id}.md from {}\n", path.display());
    for remark in &imported.remarks {
        out.push_str(&format!("  note: {remark}\n"));
    }
    if imported.doubtful > 0 {
        let blocks = counted(imported.doubtful, "block");
        out.push_str(&format!(
            "  doubtful: {blocks}, between the lines “<!-- doubtful … -->” and “<!-- end of doubtful -->”\n"
        ));
        out.push_str(&format!("  to keep or remove them, run citeback serve and open /sources/{id}.html there\n"));
    }
    out.push_str(&left_out(&imported.left_out));
    if !imported.missing.is_empty() {
        out.push_str(&format!("  still missing; add what you know: {}\n", imported.missing.join(", ")));
    }
    out
}

/// What is not in the source, in groups: how much it is, and how it begins.
fn left_out(parts: &[LeftOut]) -> String {
    let mut groups: BTreeMap<&str, Vec<&LeftOut>> = BTreeMap::new();
    for part in parts {
        groups.entry(part.what).or_default().push(part);
    }
    let mut out = String::new();
    for (what, parts) in groups {
        let words = parts.iter().map(|part| dictionary_word_count(&part.text)).sum();
        let places = if parts.len() > 1 { format!(" in {} places", parts.len()) } else { String::new() };
        // The longest is most likely to be missed.
        let longest = parts.iter().rev().max_by_key(|part| part.text.len()).map_or("", |part| &part.text);
        let begins = shortened(longest, MAX_BEGINNING);
        out.push_str(&format!("  left out: {what}, {}{places}, “{begins}”\n", counted(words, "word")));
    }
    if !out.is_empty() {
        out.push_str(
            "  import again with --keep GROUP to have a group in the text, or with --keep and some of its words\n",
        );
    }
    out
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn next_steps(ids: &[&Id]) -> String {
    let [first, ..] = ids else {
        return String::new();
    };
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    format!(
        "Next: read the text once. If a line is not part of the article, delete it and seal the text again: citeback seal {}\n\
         Then find the words to quote: citeback find WORDS\n\
         or start a note on it: citeback new claim ID --from {first}\n",
        ids.join(" ")
    )
}
