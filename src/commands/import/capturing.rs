//! The import of one file: [`Import::file`] reads it, converts it, and writes the source and the original.

use std::path::Path;

use super::known::{KnownSource, KnownSources};
use super::versions::same_words;
use crate::base::disk;
use crate::base::error::Error;
use crate::base::seal::sha256_of_bytes;
use crate::capture::{self, ImportFormat, ImportOptions, Imported, canonical_address, format_of, with_capture};
use crate::cli;
use crate::model::{Capture, CapturePlace, Id, Kind, Show};

/// The maximum length of a file to import, in bytes: saved pages hold their pictures.
const FILE_LIMIT: u64 = 32 << 20;
/// The same for web archives, which hold the pictures and recordings of all their pages.
const ARCHIVE_LIMIT: u64 = 128 << 20;

/// What applies to all files of a run.
pub(super) struct Import<'a> {
    pub args: &'a cli::Import,
    pub id: Option<Id>,
    pub version_of: Option<Id>,
    pub kind: Kind,
    pub show: Show,
    pub today: String,
    pub known: KnownSources,
}

/// What became of a file.
pub(super) enum Outcome {
    Written(Box<Written>),
    /// The source that would be written.
    Shown(String),
    /// It says what a source says already. With a message.
    Same(String),
}

/// A source that was written.
pub(super) struct Written {
    pub id: Id,
    pub imported: Imported,
    /// Where the original is kept, relative to the site.
    pub original: Option<String>,
    /// The source that was captured from the same address before.
    pub captured_before: Option<String>,
}

impl Import<'_> {
    /// Imports a file.
    ///
    /// # Errors
    /// When it cannot be read or converted, its id is taken, or the source cannot be written; nothing is written then.
    pub fn file(&mut self, path: &Path) -> Result<Outcome, Error> {
        let (bytes, format) = read_saved(path)?;
        let sha256 = sha256_of_bytes(&bytes);
        if let Some(before) = self.known.of_original(&sha256).filter(|_| self.id.is_none() && self.version_of.is_none())
        {
            let message = format!("{} was imported before: {before}", path.display());
            return Err(Error::refused(message, "to import it again as another source, choose an id with --id"));
        }
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let stem = stem.strip_suffix(".warc").unwrap_or(&stem);
        let options = ImportOptions {
            stem,
            id: self.id.as_ref(),
            captured: self.args.captured.as_deref(),
            today: &self.today,
            kind: self.kind,
            show: self.show,
            url: self.args.url.as_ref(),
            keep: &self.args.keep,
            version_of: self.version_of.as_ref(),
            saved: None,
        };
        let imported = converted(path, (&bytes, format), &options)?;
        if let Some(base) = &self.version_of
            && let Some(same) = same_words(&self.args.site, (base, &self.known), &imported, |original, sealed| {
                again(original, sealed, &options)
            })?
        {
            return Ok(Outcome::Same(format!(
                "the words of {} are those of {same}: nothing was written\n",
                path.display()
            )));
        }
        let id = self.free_id(path, &imported)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let place = if self.args.no_original { CapturePlace::Elsewhere(name) } else { self.place(&id, format) };
        let url = self.args.url.as_ref().map(ToString::to_string);
        let capture = Capture { place, sha256, keep: self.args.keep.clone(), url };
        let file = with_capture(&imported.file, &capture);
        if self.args.dry_run {
            self.remember(&id, path, &imported, capture.sha256);
            return Ok(Outcome::Shown(file));
        }
        let captured_before = imported.url.as_deref().filter(|_| self.version_of.is_none());
        let captured_before = captured_before.and_then(|url| self.known.of_address(url)).map(str::to_owned);
        let original = self.write(&id, &file, (&bytes, &capture.place))?;
        self.remember(&id, path, &imported, capture.sha256);
        Ok(Outcome::Written(Box::new(Written { id, imported, original, captured_before })))
    }

    fn remember(&mut self, id: &Id, path: &Path, imported: &Imported, original: String) {
        let source = KnownSource {
            path: path.display().to_string(),
            title: Some(imported.title.clone()),
            address: imported.url.as_deref().and_then(canonical_address),
            captured: Some(imported.captured.0.clone()),
            version_of: self.version_of.as_ref().map(ToString::to_string),
            original: Some(original),
            kept: None,
        };
        self.known.add(id, source);
    }

    /// The best id that is not in use. A source of the same title is likely to be the same article: then a longer id would only hide it.
    fn free_id(&self, path: &Path, imported: &Imported) -> Result<Id, Error> {
        let hint = "choose another id with --id, such as --id harbour-post-2024";
        if imported.ids.is_empty() {
            return Err(Error::refused(format!("no id can be made from the title of {}", path.display()), hint));
        }
        let is_version = self.version_of.is_some();
        for id in &imported.ids {
            let Some(taken) = self.known.get(id) else {
                return Ok(id.clone());
            };
            if !is_version && taken.title.as_deref().is_none_or(|title| title == imported.title) {
                let again = format!("{hint}; if it is the same page, captured again: --version-of {id}");
                let address = imported.url.as_deref().and_then(canonical_address);
                let same = address.is_some() && taken.address == address;
                let hint = if same { again.as_str() } else { hint };
                return Err(Error::refused(
                    format!("{}: the id “{id}” is taken by {}", path.display(), taken.path),
                    hint,
                ));
            }
        }
        let id = &imported.ids[0];
        let owner = self.known.get(id).map(|known| known.path.as_str()).unwrap_or_default();
        Err(Error::refused(format!("{}: the id “{id}” is taken by {owner}", path.display()), hint))
    }

    /// Where the original of a source is kept: a file that is not there yet.
    fn place(&self, id: &Id, format: ImportFormat) -> CapturePlace {
        let ending = format.ending();
        let numbered = (2..).map(|number| format!("captures/{id}-{number}.{ending}"));
        let mut names = std::iter::once(format!("captures/{id}.{ending}")).chain(numbered);
        let free = names.find(|name| !self.args.site.join("content").join(name).exists());
        CapturePlace::Kept(free.expect("there is no end of numbers"))
    }

    /// Writes the source and, if it is kept, the original. Returns where that is.
    fn write(&self, id: &Id, file: &str, (bytes, place): (&[u8], &CapturePlace)) -> Result<Option<String>, Error> {
        let site = &self.args.site;
        let source = disk::new_file(site, &format!("content/sources/{id}.md"), file.as_bytes())?;
        let CapturePlace::Kept(kept) = place else {
            source.place()?;
            return Ok(None);
        };
        let kept = format!("content/{kept}");
        disk::new_file(site, &kept, bytes)?.place()?;
        // An original without its source would be in the way of the next attempt.
        if let Err(error) = source.place() {
            let _ = std::fs::remove_file(site.join(&kept));
            return Err(error);
        }
        Ok(Some(kept))
    }
}

/// An original of which the checksum is known, imported with these options; `None` if it is not as it was.
fn again(path: &Path, sealed: &str, options: &ImportOptions<'_>) -> Option<Imported> {
    let (bytes, format) = read_saved(path).ok()?;
    let is_same = sealed.eq_ignore_ascii_case(&sha256_of_bytes(&bytes));
    is_same.then(|| converted(path, (&bytes, format), options).ok())?
}

/// The bytes of a file, and what they are.
pub(in crate::commands) fn read_saved(path: &Path) -> Result<(Vec<u8>, ImportFormat), Error> {
    let shown = path.display();
    if !path.exists() {
        let hint = "look at its name, and at the folder in which the command runs";
        return Err(Error::refused(format!("there is no file {shown}"), hint));
    }
    if !path.is_file() {
        let hint =
            "save what comes out of it as a file, and import that; its name and checksum tell later what was imported";
        return Err(Error::refused(format!("{shown} is no regular file, but a folder, a pipe or a device"), hint));
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    let is_archive = ["warc", "gz", "wacz"].iter().any(|archive| ending.eq_ignore_ascii_case(archive));
    let (limit, hint) = if is_archive {
        let hint = "record the page by itself, for example with the ArchiveWeb.page extension, or open the archive at replayweb.page \
                    and save the page from there as .html";
        (ARCHIVE_LIMIT, hint)
    } else {
        (FILE_LIMIT, "open it in a browser, select the article, and save its text as a .txt file")
    };
    let Some(bytes) = disk::read(path, limit)? else {
        return Err(Error::refused(format!("{shown} is longer than {} MiB", limit >> 20), hint));
    };
    let format = format_of(&bytes, &ending)
        .map_err(|refusal| Error::refused(format!("{shown}: {}", refusal.message), refusal.hint))?;
    Ok((bytes, format))
}

/// A file as a source.
pub(in crate::commands) fn converted(
    path: &Path,
    (bytes, format): (&[u8], ImportFormat),
    options: &ImportOptions<'_>,
) -> Result<Imported, Error> {
    capture::import(bytes, format, options)
        .map_err(|refusal| Error::refused(format!("{}: {}", path.display(), refusal.message), refusal.hint))
}
