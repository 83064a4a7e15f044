//! The words of the interface as templates use them: `{{ words.sources }}`, and `{{ words.passages | fill(count=3) }}` where something
//! is filled in. Phrases of the theme's own are in `words.extra`.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::value::Key;
use tera::{Kwargs, Map, State, Tera, TeraResult, Value};

use super::value::text;
use crate::model::locale::{Locale, Phrase, filled};

/// All phrases, for the context of every page. A phrase with plural forms is an object of them, which only `fill` can show.
pub(super) fn words(locale: &Locale) -> Value {
    let mut words = by_name(&locale.phrases);
    words.insert(Key::from("extra"), Value::from(by_name(&locale.extra)));
    Value::from(words)
}

fn by_name(phrases: &BTreeMap<String, Phrase>) -> Map {
    let value = |phrase: &Phrase| match phrase {
        Phrase::Text(wording) => text(wording),
        Phrase::Forms(forms) => {
            Value::from(forms.iter().map(|(form, wording)| (Key::from(form.clone()), text(wording))).collect::<Map>())
        }
    };
    phrases.iter().map(|(name, phrase)| (Key::from(name.clone()), value(phrase))).collect()
}

/// Makes the filter `fill` known to the templates.
pub(super) fn register(tera: &mut Tera, locale: &Arc<Locale>) {
    let locale = Arc::clone(locale);
    tera.register_filter("fill", move |phrase: &Value, values: Kwargs, state: &State<'_>| {
        fill(&locale, phrase, &values, state)
    });
}

/// Fills a phrase: `count` chooses the plural form; numbers are written as the language does; what is HTML already stays HTML, and all
/// else is escaped then.
fn fill(locale: &Locale, phrase: &Value, values: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let count = values.get::<usize>("count")?;
    let form = Key::from(locale.form_of(count));
    let wording = match phrase.as_map() {
        Some(forms) => forms.get(&form).or_else(|| forms.get(&Key::from("other"))).and_then(Value::as_str),
        None => phrase.as_str(),
    };
    let Some(wording) = wording else {
        return Err(tera::Error::message("`fill` takes a phrase of `words`"));
    };
    let has_html = values.iter().any(|(_, value)| value.is_safe() && value.is_string());
    let escaped = |text: &str| state.escape(text).unwrap_or_default();
    let value = |name: &str| {
        let value = values.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value)?;
        let number = value.as_i128().and_then(|number| usize::try_from(number).ok());
        Some(match (number, value.as_str()) {
            (Some(number), _) => locale.number(number),
            (None, Some(text)) if has_html && !value.is_safe() => escaped(text),
            (None, Some(text)) => text.to_owned(),
            (None, None) => value.to_string(),
        })
    };
    // The wording itself comes from a file of the newsroom's, and is text.
    Ok(if has_html {
        Value::safe_string(&filled(&escaped(wording), value))
    } else {
        Value::normal_string(&filled(wording, value))
    })
}
