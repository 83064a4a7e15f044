//! Filters that the engine does not have: `date` and `json_encode`. [`register`] makes them known; `fill` is among the phrases.

use std::sync::Arc;

use tera::value::Key;
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::value::text;
use crate::model::locale::Locale;
use crate::model::{Date, Grain};

pub(super) fn register(tera: &mut Tera, locale: &Arc<Locale>) {
    let locale = Arc::clone(locale);
    tera.register_filter("date", move |value: &Value, options: Kwargs, _: &State<'_>| {
        date(&locale, value, options.get::<&str>("format")?)
    });
    tera.register_filter("json_encode", |value: &Value, _: Kwargs, _: &State<'_>| json_encode(value));
}

/// A date, or its ISO form, in the words of the language or in a form of the theme's own.
fn date(locale: &Locale, value: &Value, format: Option<&str>) -> TeraResult<Value> {
    let iso = value.as_map().and_then(|fields| fields.get(&Key::from("iso"))).unwrap_or(value).as_str();
    let Some(date) = iso.and_then(Date::parse) else {
        return Err(tera::Error::message("`date` takes a date of the context, or a text such as 2019-08-06"));
    };
    match format {
        None => Ok(text(&locale.date(date))),
        Some(format) => formatted(locale, date, format).map(|written| text(&written)),
    }
}

/// A date by a pattern with the signs of strftime. One that is not known to the day is in the words of the language.
fn formatted(locale: &Locale, date: Date, format: &str) -> TeraResult<String> {
    let (year, month, day) = date.ymd();
    let mut out = String::new();
    let mut signs = format.chars();
    while let Some(c) = signs.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match signs.next() {
            Some('Y') => out.push_str(&year.to_string()),
            Some('m') => out.push_str(&format!("{month:02}")),
            Some('d') => out.push_str(&format!("{day:02}")),
            Some('e') => out.push_str(&day.to_string()),
            Some('B') => out.push_str(locale.month_name(month)),
            Some('%') => out.push('%'),
            _ => return Err(tera::Error::message("`date` knows %Y, %m, %d, %e, %B and %% in its format")),
        }
    }
    Ok(if date.grain() == Grain::Day { out } else { locale.date(date) })
}

/// A value as JSON. No text in it can end a script element.
fn json_encode(value: &Value) -> TeraResult<Value> {
    let json = serde_json::to_string(value).map_err(|error| tera::Error::message(error.to_string()))?;
    Ok(Value::normal_string(&json.replace('<', "\\u003c")))
}
