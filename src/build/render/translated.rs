//! What pages in another language than that of the notes say of it: whose translation they are ([`of_claim`], [`of_page`]), what is only in
//! the original ([`missing_claims`], [`missing_among`]), and which words are still its own ([`marked`]).

use tera::Value;

use super::shared::Shared;
use super::value::{html, list, map, object, text};
use crate::build::relate::{Site, Translation};
use crate::build::resolve::{TranslatedNote, Verified};
use crate::model::{Claim, ClaimIdx, Id, Language};
use crate::notes::yaml::Path;
use crate::routes;

/// What the page of a claim says of its translation; none on the original.
pub(super) fn of_claim(site: &Site, id: &Id) -> Value {
    let of = site.translation.as_ref().and_then(|translation| Some((translation, translation.claims.get(id)?)));
    of.map_or_else(Value::none, |(translation, note)| about(site, translation, note, &routes::claim(id)))
}

/// What a page of the newsroom's own says of its translation; none on the original.
pub(super) fn of_page(site: &Site, id: &Id) -> Value {
    let of = site.translation.as_ref().and_then(|translation| Some((translation, translation.pages.get(id)?)));
    of.map_or_else(Value::none, |(translation, note)| {
        about(site, translation, note, &routes::page_of(&translation.original.brief, id))
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
