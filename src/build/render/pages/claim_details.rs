//! What a claim's page says beside its passages, as its template sees it: its picture, where it was made, replies, and translations of words.

use tera::Value;

use crate::base::escaping::percent_encoded;
use crate::build::render::shared::translation_label;
use crate::build::render::value::{maybe, maybe_date, object, text};
use crate::model::locale::Locale;
use crate::model::{Appearance, Image, Reply, Translation, archived};

pub(super) fn translation(translation: &Translation, locale: &Locale) -> Value {
    object([
        ("label", text(&translation_label(locale, translation))),
        ("text", text(&translation.text)),
        ("language", text(translation.language.tag())),
        ("dir", text(translation.language.direction())),
        ("by", maybe(translation.by.as_deref())),
        ("machine", Value::from(translation.machine)),
    ])
}

pub(super) fn image(image: &Image) -> Value {
    object([
        ("file", text(&percent_encoded(&image.file))),
        ("alt", text(&image.alt)),
        ("credit", maybe(image.credit.as_deref())),
        ("width", Value::from(image.width)),
        ("height", Value::from(image.height)),
    ])
}

pub(super) fn appearance(appearance: &Appearance, locale: &Locale) -> Value {
    object([
        ("url", text(&appearance.url)),
        ("title", maybe(appearance.title.as_deref())),
        ("published", maybe_date(appearance.published, locale)),
        ("archive_url", maybe(appearance.archive_url.as_deref())),
        ("archived", maybe_date(appearance.archive_url.as_deref().and_then(archived), locale)),
    ])
}

pub(super) fn reply(reply: &Reply, locale: &Locale) -> Value {
    object([
        ("by", text(&reply.by)),
        ("asked", maybe_date(reply.asked, locale)),
        ("answered", maybe_date(reply.answered, locale)),
        ("until", maybe_date(reply.until, locale)),
        ("text", maybe(reply.text.as_deref())),
        ("url", maybe(reply.url.as_deref())),
    ])
}
