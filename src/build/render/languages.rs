//! The pages of a site in other languages: which there are ([`SiteLanguages`]), the links to them ([`SiteLanguages::switch`],
//! [`SiteLanguages::alternates`]), and what pages in a language say of what is not in it.
//!
//! Each language is a whole site in a folder of the original, with the same paths below it, so a page and its translation differ only in
//! that folder.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use tera::Value;

use super::assets::Assets;
use super::outputs::outputs;
use super::shared::Shared;
use super::value::{html, list, map, object, text};
use super::{json_ld, routes};
use crate::build::relate::{Site, Translation};
use crate::build::resolve::{TranslatedNote, Verified};
use crate::model::{Claim, ClaimIdx, Id, Language};
use crate::notes::yaml::Path;

/// A site in all its languages.
pub struct SiteLanguages {
    /// The original first.
    sites: Vec<SiteLanguage>,
}

struct SiteLanguage {
    site: Arc<Site>,
    /// Below the original, ending in `/`; empty for the original.
    folder: String,
    /// The paths of its pages, listed when they are first asked for.
    paths: OnceLock<HashSet<String>>,
}

impl SiteLanguages {
    /// The languages of an original; `None` if it has only its own.
    pub fn of(original: &Arc<Site>) -> Option<Arc<Self>> {
        if original.translations.is_empty() {
            return None;
        }
        let sites = std::iter::once(original).chain(&original.translations);
        let language = |site: &Arc<Site>| SiteLanguage {
            site: Arc::clone(site),
            folder: folder(site).to_owned(),
            paths: OnceLock::new(),
        };
        Some(Arc::new(SiteLanguages { sites: sites.map(language).collect() }))
    }

    /// Links to a page in all languages, as readers see them. A language that does not have the page is represented by its front page.
    pub fn switch(&self, own: &Site, path: &str, root: &str) -> Value {
        list(self.sites.iter().map(|other| {
            let language = &other.site.brief.language;
            let has = other.has(path);
            let path = if has { path } else { routes::FRONT };
            object([
                ("tag", text(language.tag())),
                ("name", text(&language.name())),
                ("dir", text(language.direction())),
                ("href", text(&format!("{root}{}{}{path}", own.up(), other.folder))),
                ("current", Value::from(other.folder == folder(own))),
                ("missing", Value::from(!has)),
            ])
        }))
    }

    /// The addresses of a page in the languages that have it, for search engines, with the one for all other readers; none if it is in one
    /// language only.
    pub fn alternates(&self, own: &Site, path: &str, root: &str) -> Vec<Value> {
        let having: Vec<&SiteLanguage> = self.sites.iter().filter(|other| other.has(path)).collect();
        if having.len() < 2 {
            return vec![];
        }
        let address = |other: &SiteLanguage| match &other.site.brief.base_url {
            Some(base) => json_ld::absolute(base, routes::address(path)),
            None => format!("{root}{}{}{path}", own.up(), other.folder),
        };
        let link = |tag: &str, other: &SiteLanguage| object([("tag", text(tag)), ("href", text(&address(other)))]);
        let links = having.iter().map(|other| link(other.site.brief.language.tag(), other));
        // Whoever reads none of these languages gets the original, or the first that there is.
        links.chain([link("x-default", having[0])]).collect()
    }
}

impl SiteLanguage {
    fn has(&self, path: &str) -> bool {
        let paths = || {
            let files = outputs(&self.site, &Assets::default());
            files.into_iter().filter(|file| file.as_page().is_some()).map(|file| file.path).collect()
        };
        self.paths.get_or_init(paths).contains(path)
    }
}

/// Where a site is below its original; empty for the original.
pub(super) fn folder(site: &Site) -> &str {
    site.translation.as_ref().map_or("", |translation| &translation.folder)
}

/// What the page of a claim says of its translation; none on the original.
pub(super) fn of_claim(site: &Site, id: &Id) -> Value {
    let of = site.translation.as_ref().and_then(|translation| Some((translation, translation.claims.get(id)?)));
    of.map_or_else(Value::none, |(translation, note)| about(site, translation, note, &routes::claim(id)))
}

/// What a page of the newsroom's own says of its translation; none on the original.
pub(super) fn of_page(site: &Site, id: &Id) -> Value {
    let of = site.translation.as_ref().and_then(|translation| Some((translation, translation.pages.get(id)?)));
    of.map_or_else(Value::none, |(translation, note)| {
        about(site, translation, note, &routes::page_of(&translation.original, id))
    })
}

fn about(site: &Site, translation: &Translation, note: &TranslatedNote, path: &str) -> Value {
    let language = &translation.original.brief.language;
    let TranslatedNote { texts, is_outdated, untranslated } = note;
    let by = (texts.machine || texts.by.is_some()).then(|| {
        let phrase = match (texts.machine, &texts.by) {
            (false, _) => "translated_by",
            (true, Some(_)) => "machine_translation_by",
            (true, None) => "machine_translation",
        };
        text(&site.locale.filled(phrase, &[("name", texts.by.as_deref().unwrap_or_default())], None))
    });
    // A title that is not translated is left out, and the statement is shown in its place.
    let partial = untranslated.iter().any(|path| *path != Path::top().key("title"));
    object([
        ("by", by.unwrap_or_else(Value::none)),
        ("outdated", Value::from(*is_outdated)),
        ("partial", Value::from(partial)),
        ("href", text(&format!("{}{path}", site.up()))),
        ("language", text(language.tag())),
        ("name", text(&language.name())),
        ("dir", text(language.direction())),
    ])
}

/// The listed claims that are not in the language of the site, which lead to the original.
pub(super) fn missing_claims(shared: &Shared) -> Value {
    match &shared.site.translation {
        Some(translation) => list(translation.missing().map(|claim| missing(shared, translation, claim))),
        None => list([]),
    }
}

/// Those of these claims that only the original has.
pub(super) fn missing_among<'i>(shared: &Shared, ids: impl Iterator<Item = &'i Id>) -> Value {
    let Some(translation) = &shared.site.translation else { return list([]) };
    let missing_ids = ids.filter(|id| !translation.claims.contains_key(*id));
    let claims = missing_ids.filter_map(|id| translation.original.claim_position(id.as_str()));
    list(claims.map(|claim| missing(shared, translation, claim)))
}

fn missing(shared: &Shared, translation: &Translation, position: ClaimIdx) -> Value {
    let original = &translation.original;
    let claim: &Claim<Verified> = &original.claims[position];
    let language = claim.language.as_ref().unwrap_or(&original.brief.language);
    Value::from(map([
        ("id", text(claim.id.as_str())),
        ("href", text(&format!("{}{}", shared.site.up(), routes::claim(&claim.id)))),
        ("title", text(&claim.title)),
        ("language", text(language.tag())),
        ("dir", text(language.direction())),
        ("page_language", text(original.brief.language.tag())),
        ("verdict", shared.verdicts[claim.verdict].clone()),
    ]))
}

/// Marks a text of the brief that is still in the language of the notes, and one of a claim if `claim` is given.
pub(super) fn marked(site: &Site, claim: Option<&Id>, path: &Path, element: &str, made: Value) -> Value {
    let Some(language) = untranslated(site, claim, path) else { return made };
    let (tag, dir) = (language.tag(), language.direction());
    match made.as_str() {
        Some(made) => html(&format!("<{element} lang=\"{tag}\" dir=\"{dir}\">{made}</{element}>")),
        None => made,
    }
}

/// The language of a text that is not translated.
fn untranslated<'s>(site: &'s Site, claim: Option<&Id>, path: &Path) -> Option<&'s Language> {
    let translation = site.translation.as_ref()?;
    let is_translated = match claim {
        Some(id) => !translation.claims.get(id)?.untranslated.contains(path),
        None => translation.brief.as_ref().is_some_and(|brief| !brief.untranslated.contains(path)),
    };
    (!is_translated).then_some(&translation.original.brief.language)
}
