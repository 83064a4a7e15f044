//! `citeback import`: converts saved articles to sources, and keeps the originals. Entry point: [`import`]. A file that cannot be imported
//! keeps none of the others from it.

mod capturing;
mod known;
mod report;
mod saved_files;
mod versions;

use std::process::ExitCode;

use super::messages::count;
use super::progress::Progress;
use crate::base::error::Error;
use crate::build::load::{brief_path, show_of_imports};
use crate::capture::id_of_words;
use crate::cli::{self, print};
use crate::findings::{did_you_mean, question};
use crate::model::{Id, Kind};
use capturing::{Import, Outcome};
pub(super) use capturing::{converted, read_saved};
use known::KnownSources;
use saved_files::saved_files;

pub(crate) fn import(args: cli::Import) -> Result<ExitCode, Error> {
    brief_path(&args.site)?;
    if !args.map.is_empty() {
        let hint = "a table is a file that ends in .csv";
        return Err(Error::refused("--map applies to a table", hint));
    }
    let id = args.id.as_deref().map(wanted_id).transpose()?;
    let found = saved_files(&args.files)?;
    let is_single = args.files.len() == 1 && found.files == args.files;
    if !is_single && (id.is_some() || args.url.is_some() || args.version_of.is_some()) {
        let message = "--id, --url and --version-of apply to a single file";
        return Err(Error::refused(message, "import the files one at a time"));
    }
    let known = KnownSources::read(&args.site)?;
    let version_of = args.version_of.as_deref().map(|base| base_of_versions(base, &known)).transpose()?;
    let mut import = Import {
        args: &args,
        id,
        version_of,
        kind: Kind::parse(&args.kind).unwrap_or(Kind::Article),
        show: show_of_imports(&args.site)?,
        // The only place that reads the clock.
        today: today(),
        known,
    };
    if is_single { one(&mut import) } else { several(&mut import, &found) }
}

/// Imports a file, and says everything about it.
fn one(import: &mut Import<'_>) -> Result<ExitCode, Error> {
    let path = &import.args.files[0];
    match import.file(path)? {
        Outcome::Shown(file) => print(&file)?,
        Outcome::Same(message) => print(&message)?,
        Outcome::Written(written) => {
            if let (Some(given), Some(id)) = (&import.args.id, &import.id)
                && given != id.as_str()
            {
                print(&format!("the id is {id}: ids are words in lower case, joined by hyphens\n"))?;
            }
            print(&report::report(path, &written))?;
            print(&report::next_steps(&[&written.id]))?;
            if let Some(base) = &import.version_of {
                print(&format!("or see what the publisher changed: citeback diff {base}\n"))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Imports files one by one, with a line for each; then says how many there were, and what went wrong.
fn several(import: &mut Import<'_>, found: &saved_files::SavedFiles) -> Result<ExitCode, Error> {
    if found.files.is_empty() {
        let named: Vec<String> = import.args.files.iter().map(|path| path.display().to_string()).collect();
        let hint =
            format!("files to import end in .html, .mhtml, .pdf, .txt, .md, .vtt or .srt\n{}", found.passed_over());
        let hint = hint.trim_end().replace('\n', "\n  ");
        return Err(Error::refused(format!("there is nothing to import in {}", named.join(", ")), hint));
    }
    let progress = Progress::new("importing");
    let mut ids = vec![];
    let mut refused = vec![];
    for (done, path) in found.files.iter().enumerate() {
        progress.show(done, found.files.len(), &path.display().to_string());
        let outcome = import.file(path);
        progress.clear();
        match outcome {
            Ok(Outcome::Shown(file)) => print(&file)?,
            Ok(Outcome::Same(message)) => print(&message)?,
            Ok(Outcome::Written(written)) => {
                print(&report::line(path, &written))?;
                ids.push(written.id);
            }
            Err(error) => refused.push(error.to_string()),
        }
    }
    if import.args.dry_run {
        return failures(&refused);
    }
    print(&format!("imported {} of {}\n", ids.len(), count(found.files.len(), "file", "files")))?;
    print(&found.passed_over())?;
    print(&report::next_steps(&ids.iter().collect::<Vec<_>>()))?;
    failures(&refused)
}

/// Lists what could not be imported on standard error.
fn failures(refused: &[String]) -> Result<ExitCode, Error> {
    if refused.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = format!("error: {} could not be imported\n", count(refused.len(), "file", "files"));
    for error in refused {
        out.push_str(&format!("  {}\n", error.replace('\n', "\n  ")));
    }
    super::messages::write_stderr(&out);
    Ok(ExitCode::from(1))
}

/// The id that the editor wants; of other words, the one that they make.
fn wanted_id(text: &str) -> Result<Id, Error> {
    Id::new(text).or_else(|| id_of_words(text)).ok_or_else(|| {
        let form = "an id consists of lower-case letters a to z, digits, and single hyphens between words";
        Error::refused(format!("“{text}” cannot be an id"), form)
    })
}

/// The source of which the file is another version.
fn base_of_versions(base: &str, known: &KnownSources) -> Result<Id, Error> {
    let Some((id, source)) = Id::new(base).and_then(|id| known.get(&id).map(|source| (id, source))) else {
        let hint = match did_you_mean(base, known.ids()) {
            Some(meant) => question(meant),
            None => "the id of a source is the name of its file in content/sources, without .md".to_owned(),
        };
        return Err(Error::refused(format!("there is no source “{base}”"), hint));
    };
    if let Some(first) = &source.version_of {
        let message = format!("“{base}” is itself a version, of “{first}”");
        return Err(Error::refused(
            message,
            format!("all versions of a page name the same source: --version-of {first}"),
        ));
    }
    if source.captured.is_none() {
        let message = format!("nothing says when “{base}” was captured, so its versions would have no order");
        return Err(Error::refused(message, format!("add a line “captured: …” with the day to {}", source.path)));
    }
    Ok(id)
}

fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
