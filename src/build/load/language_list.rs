//! The field `languages` of brief.yaml ([`languages`]), and the names of what is in one of them ([`folder_of`], [`translated_name`]).

use super::fields::FieldReader;
use super::listing::stem;
use crate::findings::{Code, Diagnostic};
use crate::model::Language;
use crate::notes::yaml::{OneOrMany, Path};

/// Where the readers of a language find its site, below the site of the original: `fr/`.
pub fn folder_of(language: &Language) -> String {
    format!("{}/", language.tag())
}

/// The id and the language in the name of a translation, such as `ceiling.fr.yaml`. Ids hold no dots.
pub fn translated_name(path: &str) -> Option<(&str, Language)> {
    let (id, tag) = stem(path).rsplit_once('.')?;
    Some((id, Language::new(tag)?))
}

/// Reads the field `languages`; `own` is that of the field `language`. Returns the original's language and the others.
pub(super) fn languages(
    fields: &mut FieldReader<'_>,
    given: Option<OneOrMany>,
    own: Option<Language>,
) -> (Option<Language>, Vec<Language>) {
    let mut listed: Vec<Language> = vec![];
    for (index, tag) in given.unwrap_or_default().0.into_iter().enumerate() {
        let path = Path::top().key("languages").index(index);
        let Some(language) = fields.language(&path, Some(tag)) else { continue };
        if listed.iter().any(|known| known.tag().eq_ignore_ascii_case(language.tag())) {
            let message = format!("the language “{}” is listed twice", language.tag());
            let finding = Diagnostic::new(Code::BadLanguage, fields.place(&path), message);
            fields.push(finding.label("already listed above").hint("remove one of the two"));
            continue;
        }
        listed.push(language);
    }
    if let (Some(own), Some(first)) = (&own, listed.first())
        && own != first
    {
        let path = Path::top().key("language");
        let message = format!("“language” says {}, but the first of “languages” is {}", own.tag(), first.tag());
        fields.push(
            Diagnostic::new(Code::BadLanguage, fields.place(&path), message)
                .label("is this the language of the notes themselves?")
                .related(fields.place(&Path::top().key("languages")), "the first is that of the notes")
                .hint(format!("if the notes are in {}, delete this line", first.tag()))
                .hint(format!("if they are in {}, put it first under “languages”", own.tag())),
        );
    }
    let mut listed = listed.into_iter();
    let first = listed.next();
    (own.or(first), listed.collect())
}
