//! Addresses that a publication would take away from readers: [`gone`].
//!
//! A release keeps only paths and hashes, so all that is known of an old page is its id. What became of it is guessed, for hints only.

use super::plan::Plan;
use super::release::{Release, Sha256};
use citeback_content::findings::did_you_mean;
use citeback_content::routes::{NamedPage, likeness, named_page};

/// A published page that the new site does not have, nor a redirect in its place.
#[derive(Debug, PartialEq, Eq)]
pub struct Gone<'a> {
    pub path: &'a str,
    pub page: NamedPage<'a>,
    pub successor: Option<Successor<'a>>,
}

/// A new page that may be the old one under another id.
#[derive(Debug, PartialEq, Eq)]
pub struct Successor<'a> {
    pub id: &'a str,
    /// Whether something of both is the same: the picture of a claim, the text of a source.
    pub is_same: bool,
}

/// The pages of the live release that `plan` removes, in the order of their paths.
pub fn gone<'a>(plan: &'a Plan, now: &Release, live: &Release) -> Vec<Gone<'a>> {
    let removed = plan.removed.iter().filter(|path| live.files.contains_key(*path));
    let found = removed.filter_map(|path| Some((path, named_page(path)?)));
    found.map(|(path, page)| Gone { path, page, successor: successor(page, plan, now, live) }).collect()
}

fn successor<'a>(page: NamedPage<'_>, plan: &'a Plan, now: &Release, live: &Release) -> Option<Successor<'a>> {
    let new = plan.new.iter().filter_map(|path| named_page(path)).filter(|new| new.what == page.what);
    let new: Vec<NamedPage<'_>> = new.collect();
    let like = |page: NamedPage<'_>, release: &Release| -> Option<Sha256> {
        Some(release.files.get(&likeness(page)?)?.sha256)
    };
    let old = like(page, live);
    if let Some(same) = new.iter().find(|new| old.is_some() && like(**new, now) == old) {
        return Some(Successor { id: same.id, is_same: true });
    }
    let similar = did_you_mean(page.id, new.iter().map(|new| new.id));
    let only = || if let [only] = new.as_slice() { Some(only.id) } else { None };
    let id = new.iter().map(|new| new.id).find(|id| similar == Some(*id)).or_else(only)?;
    Some(Successor { id, is_same: false })
}

#[cfg(test)]
mod tests {
    use super::{Successor, gone};
    use crate::plan::Plan;
    use crate::release::Release;
    use crate::site_folder::entry;

    fn release(files: &[(&str, &str)]) -> Release {
        let file = |(path, text): &(&str, &str)| ((*path).to_owned(), entry(path, text.as_bytes()));
        Release { files: files.iter().map(file).collect() }
    }

    /// What becomes of the pages of `live`: each address with the id of its successor, and whether that is certain.
    fn found(live: &[(&str, &str)], now: &[(&str, &str)]) -> Vec<(String, Option<(String, bool)>)> {
        let (live, now) = (release(live), release(now));
        let missing =
            |a: &Release, b: &Release| a.files.keys().filter(|path| !b.files.contains_key(*path)).cloned().collect();
        let plan = Plan { new: missing(&now, &live), removed: missing(&live, &now), ..Plan::default() };
        let successor = |successor: Successor<'_>| (successor.id.to_owned(), successor.is_same);
        gone(&plan, &now, &live).into_iter().map(|gone| (gone.path.to_owned(), gone.successor.map(successor))).collect()
    }

    #[test]
    fn a_successor_is_the_same_or_similar_or_the_only_one() {
        let old =
            [("claims/cost.html", "a"), ("cards/cost.png", "card"), ("people/ana.2.html", ""), ("tags/x.html", "")];
        let certain = [("claims/price.html", "b"), ("cards/price.png", "card"), ("claims/costs.html", "c")];
        let address = "claims/cost.html".to_owned();
        assert_eq!(found(&old, &certain), [(address.clone(), Some(("price".to_owned(), true)))]);
        let similar = [("claims/other.html", "b"), ("claims/costs.html", "c")];
        assert_eq!(found(&old, &similar), [(address.clone(), Some(("costs".to_owned(), false)))]);
        let only = [("claims/other.html", "b"), ("sources/cost.html", "c")];
        assert_eq!(found(&old, &only), [(address.clone(), Some(("other".to_owned(), false)))]);
        let unclear = [("claims/other.html", "b"), ("claims/another.html", "c")];
        assert_eq!(found(&old, &unclear), [(address, None)]);
        let redirected = [("claims/cost.html", "redirect"), ("claims/price.html", "b")];
        assert_eq!(found(&old, &redirected), []);
    }
}
