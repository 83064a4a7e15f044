//! Static files that only notes under embargo name: [`held_files`].

use std::collections::{BTreeMap, BTreeSet};

use super::embargo::{Embargoed, Held, Noted};
use super::mentions::has_path;
use crate::base::files::FileId;
use crate::build::load::Theme;
use crate::model::{Claim, Date, Evidence, Id, MediaPlace, Source};
use crate::notes::yaml::Path;

/// The pictures of claims, and the pictures and recordings of sources, that nothing published names. `published` are the sources that are.
pub(super) fn held_files(
    held: &Held,
    noted: &Noted<'_>,
    theme: &Theme,
    published: &BTreeSet<&Id>,
    is_shown: impl Fn(&Claim<Evidence>) -> bool,
) -> Vec<Embargoed> {
    let notes = held.listed.iter().filter(|entry| entry.part.is_empty());
    let ends: BTreeMap<FileId, Date> = notes.map(|entry| (entry.file, entry.until)).collect();
    let mut files: BTreeMap<&str, Embargoed> = BTreeMap::new();
    let mut add = |path, file| {
        let Some(until) = ends.get(&file).copied() else { return };
        let entry = Embargoed { file, part: Path::top(), until, names: None, static_file: Some(str::to_owned(path)) };
        // It is published with the first note that names it.
        let known = files.entry(path).or_insert_with(|| entry.clone());
        if known.until.is_after(&until) {
            *known = entry;
        }
    };
    let claims = || noted.claims.iter().map(|note| &note.value);
    for claim in claims().filter(|claim| held.claims.contains(&claim.id)) {
        if let Some(image) = &claim.image {
            add(&image.file, claim.file);
        }
    }
    for source in noted.sources.iter().map(|note| &note.value) {
        let Some(path) = media_file(source) else { continue };
        add(path, source.file);
        // A source that only such claims cite is not published either.
        if !published.contains(&source.id) {
            let cites =
                |claim: &&Claim<Evidence>| claim.passages.iter().any(|passage| passage.source() == source.id.as_str());
            claims().filter(cites).for_each(|claim| add(path, claim.file));
        }
    }
    if files.is_empty() {
        return vec![];
    }
    let shown = || claims().filter(|claim| is_shown(claim));
    let sources = || noted.sources.iter().map(|note| &note.value).filter(|source| published.contains(&source.id));
    // They may spell it otherwise than it is found.
    for path in shown()
        .filter_map(|claim| Some(claim.image.as_ref()?.file.as_str()))
        .chain(sources().filter_map(|source| media_file(source)))
    {
        files.remove(path);
    }
    let pages = noted.pages.iter().map(|note| &note.value).filter(|page| !held.pages.contains(&page.id));
    let templates = theme.templates.iter().map(|template| template.file);
    let notes =
        shown().map(|claim| claim.file).chain(sources().map(|source| source.file)).chain(pages.map(|page| page.file));
    for file in notes.chain(templates).chain([noted.brief.1]) {
        let text = noted.files.text(file);
        files.retain(|path, _| !has_path(text, path));
    }
    files.into_values().collect()
}

fn media_file(source: &Source) -> Option<&str> {
    match &source.media.as_ref()?.place {
        MediaPlace::File { path, .. } => Some(path),
        MediaPlace::Url(_) => None,
    }
}
