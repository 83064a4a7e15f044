//! A built-in brief with which themes are checked: [`load_specimen`]. It has the templates, the phrases and the settings of a site, and
//! notes of its own, which are in the folder specimen of this repository.

use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::brief_read::load_brief;
use super::cache::{LoadCache, ReadText};
use super::content::Content;
use super::desk::folder_for;
use super::static_files::StaticFiles;
use super::theme::{Bytes, Static, Theme};
use super::{load_again, theme_files};
use crate::base::disk::Found;
use crate::base::error::Error;
use crate::base::files::{File, Files};
use crate::findings::Findings;

static SPECIMENS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/specimen");

/// How much there is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Specimen {
    /// Every field of every kind of note: other languages, long words, drafts and retired claims.
    Full,
    /// The same with more claims than fit on a page of a list.
    Many,
    /// Nothing but the required fields.
    Bare,
}

/// More than a list shows on one page.
const MANY: usize = 60;

/// The notes of a specimen as if they were those of `site`. What is wrong with the names of its files in templates/ and static/ goes to
/// `findings`; templates have the same numbers among the files of every specimen.
///
/// # Errors
/// If a file of the site cannot be read, or it has no brief.
pub fn load_specimen(
    site: &Path,
    which: Specimen,
    findings: &mut Findings,
) -> Result<(Arc<Files>, Option<Content>), Error> {
    let mut cache = LoadCache::default();
    let mut aside = Findings::default();
    // Nothing else may hold the theme when the pictures of the specimen are added.
    let own = {
        let theme = theme_files::load(site, folder_for(site, &mut cache)?.as_ref(), &mut cache, findings)?;
        load_brief(site, StaticFiles(Some(&theme)), &mut cache, &mut aside)?.brief
    };
    let folder = if which == Specimen::Bare { "bare" } else { "full" };
    let dir = SPECIMENS.get_dir(folder).expect("the specimen is in the program");
    let language = own.as_ref().map_or("en", |own| own.language.tag());
    keep_texts(dir, folder, language, which == Specimen::Many, &mut cache);
    keep_statics(dir, folder, &mut cache);
    let mut content = load_again(site, &mut cache, &mut aside)?;
    if let (Some(content), Some(own)) = (&mut content, own) {
        content.brief.policy = own.policy;
        content.brief.theme = own.theme;
    }
    Ok((cache.files, content))
}

/// Puts the notes where those of the site would be.
fn keep_texts(dir: &'static Dir<'static>, folder: &str, language: &str, many: bool, cache: &mut LoadCache) {
    let mut texts: Vec<(String, String)> = theme_files::built_in(dir)
        .into_iter()
        .filter_map(|file| {
            let path = theme_files::name(file)?.strip_prefix(folder)?.trim_start_matches('/').to_owned();
            path.starts_with("content/").then_some((path, file.contents_utf8()?.to_owned()))
        })
        .collect();
    if many {
        texts.extend((1..=MANY).map(|number| (format!("content/claims/more-{number}.yaml"), more(number))));
    }
    texts.sort();
    let files = Arc::make_mut(&mut cache.files);
    let mut read = vec![];
    for (path, text) in texts {
        // The same brief under both names that it may have.
        let names = match path.as_str() {
            "content/brief.yaml" => vec![path.clone(), "content/brief.yml".to_owned()],
            _ => vec![path],
        };
        let text = if names.len() == 2 { format!("{}\nlanguage: {language}\n", text.trim_end()) } else { text };
        for name in names {
            let file = files.add(File::new(name.as_str(), text.as_str()));
            read.push((name, ReadText { file, sound: true, finding: None, linked: false }));
        }
    }
    for kind in ["content/sources", "content/claims", "content/pages"] {
        let of_kind = read.iter().filter(|(path, _)| path.starts_with(kind));
        let found = of_kind.map(|(path, _)| Found { path: path.into(), relative: path.clone(), linked: false });
        cache.keep_listing(kind, &Arc::new(found.collect()), vec![]);
    }
    for (path, text) in read {
        cache.keep_text(path, text);
    }
}

/// One of many claims, each about another number.
fn more(number: usize) -> String {
    format!(
        "claim: On day {number} of the winter the ferry stayed at the pier.\nverdict: unproven\nsummary: The report does not count by days.\n\
         passages:\n  - id: made\n    source: inquiry-report\n    quote: the Maid of Skerry was to make 1,080 sailings; she made 960\n    \
         stance: context\nclaimant: Reader {number}\ntags: [figures, day {number}]\nauthors: [moira]\npublished: 2023-10-18\n"
    )
}

/// Adds the pictures of the specimen to those of the site.
fn keep_statics(dir: &'static Dir<'static>, folder: &str, cache: &mut LoadCache) {
    let Some(theme) = cache.theme.as_mut().and_then(|cached| Arc::get_mut(&mut cached.value)) else { return };
    let Theme { statics, .. } = theme;
    for file in theme_files::built_in(dir) {
        let path = theme_files::name(file).and_then(|path| {
            let path = path.strip_prefix(folder)?.trim_start_matches('/').strip_prefix("static/")?;
            Some(path.to_owned())
        });
        if let Some(path) = path.filter(|path| !statics.iter().any(|known| known.path == *path)) {
            statics.push(Static { path, bytes: Bytes::BuiltIn(file.contents()) });
        }
    }
    statics.sort_by(|a, b| a.path.cmp(&b.path));
}
