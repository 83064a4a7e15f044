//! The files of the theme: the built-in ones, overridden by those of the site. Entry point: [`load`].

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::cache::{Cached, LoadCache};
use super::desk::DeskFolder;
use super::listing::report_passed_over;
use super::theme::{Bytes, DEFAULT, OF_DESK, Static, Template, Theme};
use super::{own_cards, text_files};
use crate::base::disk::Found;
use crate::base::error::Error;
use crate::base::files::{File, FileId};
use crate::findings::{Code, Diagnostic, Findings};
use crate::model::SOURCE_LIMIT;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static STATIC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/static");

/// Collects the built-in theme, the files of the desk, which override it, and the site's own, which override both.
pub(super) fn load(
    site: &Path,
    desk: Option<&DeskFolder>,
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Result<Arc<Theme>, Error> {
    if cache.theme.is_none() {
        let mut found = Findings::default();
        let value = Arc::new(collect(site, desk, cache, &mut found)?);
        cache.theme = Some(Cached { value, findings: found.into_all() });
    }
    Ok(cache.theme.as_ref().expect("it has just been loaded").again(findings))
}

fn collect(
    site: &Path,
    desk: Option<&DeskFolder>,
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Result<Theme, Error> {
    let mut templates: BTreeMap<String, (FileId, bool)> = BTreeMap::new();
    for file in built_in(&TEMPLATES) {
        let (Some(name), Some(text)) = (name(file), file.contents_utf8()) else {
            continue;
        };
        let path = format!("templates/{name} (built in)");
        let id = Arc::make_mut(&mut cache.files).add(File::new(path, text));
        templates.insert(name, (id, false));
    }
    let mut all_own = vec![];
    for folder in sites(site, desk) {
        let own = own_files(&folder, "templates", cache, findings)?;
        let (own, misplaced): (Vec<Found>, Vec<Found>) = own.into_iter().partition(|found| !is_binary(&found.relative));
        report_misplaced(&misplaced, &folder, cache, findings);
        for id in text_files::read(&own, SOURCE_LIMIT, cache, findings)? {
            let name = folder.below("templates", cache.files.path(id)).to_owned();
            if let Some(replaced) = templates.insert(name.clone(), (id, true)) {
                let kept_as = if replaced.1 { OF_DESK } else { DEFAULT };
                templates.insert(format!("{kept_as}{name}"), replaced);
            }
            all_own.push(id);
        }
    }
    // A template may build on a built-in one that the site does not replace.
    for id in all_own {
        let named = cache.files.text(id).split(['"', '\'']).filter_map(|named| named.strip_prefix(DEFAULT));
        for name in named.map(str::to_owned) {
            if let Some((built_in, false)) = templates.get(&name).copied() {
                templates.insert(format!("{DEFAULT}{name}"), (built_in, false));
            }
        }
    }
    let mut statics: BTreeMap<String, Bytes> = BTreeMap::new();
    for file in built_in(&STATIC) {
        statics.extend(name(file).map(|name| (name, Bytes::BuiltIn(file.contents()))));
    }
    for folder in sites(site, desk) {
        for found in own_files(&folder, "static", cache, findings)? {
            let name = folder.below("static", &found.relative).to_owned();
            let file = Arc::make_mut(&mut cache.files).add_empty(&found.relative);
            statics.insert(name, Bytes::OnDisk(found.path, file));
        }
    }
    let card = |(path, bytes): (&String, &Bytes)| match bytes {
        Bytes::OnDisk(place, _) if own_cards::is_card(path) => Some((path.clone(), own_cards::size(place)?)),
        _ => None,
    };
    Ok(Theme {
        cards: statics.iter().filter_map(card).collect(),
        templates: templates.into_iter().map(|(name, (file, is_own))| Template { name, file, is_own }).collect(),
        statics: statics.into_iter().map(|(path, bytes)| Static { path, bytes }).collect(),
    })
}

/// Whether a file is a picture, a recording or a typeface, which cannot be a template.
fn is_binary(path: &str) -> bool {
    const ENDINGS: [&str; 17] = [
        "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "woff", "woff2", "ttf", "otf", "mp3", "mp4", "webm", "ogg",
        "wav", "pdf",
    ];
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

fn report_misplaced(misplaced: &[Found], folder: &DeskFolder, cache: &mut LoadCache, findings: &mut Findings) {
    for found in misplaced {
        let path = &found.relative;
        let file = Arc::make_mut(&mut cache.files).add_empty(path);
        let published = folder.below("templates", path);
        let name = published.rsplit('/').next().unwrap_or(published);
        findings.push(
            Diagnostic::of_file(Code::TemplateUnused, file, format!("{name} is no template, so pages cannot use it"))
                .hint(format!("to publish it, move it to {}static/{published}", folder.up)),
        );
    }
}

/// The folders that may have a theme: that of the desk, and then the site's own, which is looked into alike.
fn sites(site: &Path, desk: Option<&DeskFolder>) -> Vec<DeskFolder> {
    desk.cloned().into_iter().chain([DeskFolder::itself(site)]).collect()
}

/// The files of a site or desk in one of the theme's folders.
fn own_files(
    site: &DeskFolder,
    folder: &'static str,
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Result<Vec<Found>, Error> {
    let hidden = folder == "static";
    let mut listing = site.files(folder, hidden)?;
    report_passed_over(std::mem::take(&mut listing.passed_over), Arc::make_mut(&mut cache.files), findings);
    // Skip the files that file managers leave behind.
    listing.files.retain(|found| !found.relative.ends_with("/.DS_Store") && !found.relative.ends_with("/Thumbs.db"));
    Ok(listing.files)
}

pub(super) fn built_in<'d>(dir: &'d Dir<'d>) -> Vec<&'d include_dir::File<'d>> {
    let mut files: Vec<_> = dir.files().collect();
    files.extend(dir.dirs().flat_map(built_in));
    files
}

/// The text of a built-in template, by its path below templates/.
pub fn built_in_template(name: &str) -> Option<&'static str> {
    TEMPLATES.get_file(name)?.contents_utf8()
}

/// The names of all built-in templates, sorted.
pub fn built_in_templates() -> Vec<&'static str> {
    let mut names: Vec<&str> = built_in(&TEMPLATES).into_iter().filter_map(|file| file.path().to_str()).collect();
    names.sort_unstable();
    names
}

/// Whether the default theme has a static file at this path.
pub fn built_in_static(path: &str) -> bool {
    STATIC.get_file(path).is_some()
}

/// The path of a file in the folder that was embedded.
pub(super) fn name(file: &include_dir::File<'_>) -> Option<String> {
    file.path().to_str().map(|path| path.replace('\\', "/"))
}
