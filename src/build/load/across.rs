//! Links to claims of other briefs of the desk, `claim:BRIEF/ID`: what is at their ends. Entry point: [`read`].

use std::collections::{BTreeMap, BTreeSet};

use super::across_held::{OtherNotes, Texts, note_texts};
use super::brief::parse_base_url;
use super::brief_file::find_brief;
use super::desk::{DeskBrief, DeskFolder, briefs};
use super::listing::stem;
use crate::base::disk::{self, Found, Walk};
use crate::base::error::Error;
use crate::findings::Findings;
use crate::model::{Across, Desk, Id, OtherBrief, OtherClaim, Status};
use crate::notes::yaml::{Path, Step};

/// How a link to a claim begins.
const SCHEME: &str = "claim:";

/// What the links in some texts lead to.
///
/// # Errors
/// If a file cannot be read.
pub fn read<'t>(folder: &DeskFolder, desk: &Desk, texts: impl IntoIterator<Item = &'t str>) -> Result<Across, Error> {
    let mut linked: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (brief, id) in texts.into_iter().flat_map(links) {
        linked.entry(brief).or_default().insert(id);
    }
    if linked.is_empty() {
        return Ok(Across::default());
    }
    // What is wrong with the list is reported where the desk is built.
    let all = briefs(&folder.root, &desk.briefs, &mut Findings::default())?;
    let mut across = Across { names: all.iter().map(|brief| brief.name.to_string()).collect(), ..Across::default() };
    for brief in all {
        if let Some(ids) = linked.get(brief.name.as_str()) {
            across.briefs.insert(brief.name.to_string(), other(folder, desk, &brief, ids)?);
        }
    }
    Ok(across)
}

/// The links to claims of other briefs in a text: the name of the brief, and the id.
fn links(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(SCHEME).skip(1).filter_map(|rest| {
        let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let (brief, rest) = rest.split_once('/')?;
        let id = rest.split(|c| !is_part(c)).next()?;
        (Id::new(brief).is_some() && Id::new(id).is_some()).then_some((brief, id))
    })
}

fn other(folder: &DeskFolder, desk: &Desk, brief: &DeskBrief, ids: &BTreeSet<&str>) -> Result<OtherBrief, Error> {
    let root = folder.root.join(&brief.path);
    let own = match find_brief(&root) {
        Some(path) => value(&note_texts(&root.join(path))?, "base_url").and_then(|url| parse_base_url(url).ok()),
        None => None,
    };
    let of_desk = || desk.base_url.as_ref()?.join(&format!("{}/", brief.name)).ok();
    let listed = |folder: &'static str, endings: &[&str]| -> Result<Vec<Found>, Error> {
        let mut files = disk::walk(&root, Walk { folder, fence: "content", hidden: false })?.files;
        files.retain(|found| endings.iter().any(|ending| found.relative.ends_with(ending)));
        Ok(files)
    };
    let (notes, sources) = (listed("content/claims", &[".yaml", ".yml"])?, listed("content/sources", &[".md"])?);
    let others = OtherNotes { root: &root, desk_root: &folder.root, desk, claims: &notes, sources: &sources };
    let mut claims = BTreeMap::new();
    for found in &notes {
        let id = stem(&found.relative);
        if ids.contains(id) {
            let note = note_texts(&found.path)?;
            let is_draft = value(&note, "status").and_then(Status::parse) == Some(Status::Draft);
            claims.insert(id.to_owned(), OtherClaim { is_draft, embargo: others.held_until(&note)? });
        }
    }
    let mut ids: Vec<String> = notes.iter().map(|found| stem(&found.relative).to_owned()).collect();
    ids.sort_unstable();
    Ok(OtherBrief { base_url: own.or_else(of_desk), ids, claims })
}

/// The text of a field at the top of a file.
fn value<'t>(note: &'t Texts, field: &str) -> Option<&'t str> {
    let is_field = |path: &Path| matches!(&path[..], [Step::Key(name, _)] if name == field);
    note.iter().find(|(path, _)| is_field(path)).map(|(_, text)| text.trim())
}

#[cfg(test)]
mod tests {
    use super::links;

    #[test]
    fn only_links_with_a_brief_lead_to_other_briefs() {
        let text =
            "See [one](claim:bridge/cost), [two](claim:own-claim) and <claim:ferry/fares>; claim: a/b, claim:A/b.";
        assert_eq!(links(text).collect::<Vec<_>>(), [("bridge", "cost"), ("ferry", "fares")]);
    }
}
