//! The words of the interface in another language, as a file to translate. Entry point: [`translation_file`].

use std::collections::BTreeMap;
use std::path::Path;

use super::locale::{ENGLISH, FIRST_OF_A_MONTH, built_in, built_in_text, own_phrases};
use super::locale_file::Phrases;
use crate::base::error::Error;
use crate::model::Language;
use crate::model::locale::{Locale, Phrase};

/// The plural categories in the order of CLDR.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
/// Numbers that show what a plural category is for.
const EXAMPLES: usize = 4;

/// A file for `locales/` with every phrase, each below the English one. What is known in the language already, built in or from the site,
/// is filled in; the rest is empty, and stays English until somebody writes it.
///
/// # Errors
/// If a file of the site cannot be read.
pub fn translation_file(site: &Path, language: &Language) -> Result<String, Error> {
    let tag = language.tag().to_ascii_lowercase();
    let primary = tag.split('-').next().unwrap_or_default();
    let mut known = built_in(&tag).or_else(|| built_in(primary)).unwrap_or_default();
    known.extend(own_phrases(site, language)?);
    let writer = Writer { forms: Locale::new(language.clone(), Phrases::new()), known };
    let mut out = format!(
        "# The words of the interface in the language {0}. Save this file as locales/{0}.yaml, beside content/.\n\
         # Above each phrase is the English one. Names in {{braces}} are filled in, and stay as they are. What is empty stays English.\n",
        language.tag()
    );
    let english = built_in_text(ENGLISH).unwrap_or_default();
    // The first comment is about the English file.
    let mut lines = english.lines().skip_while(|line| line.starts_with('#')).peekable();
    while let Some(line) = lines.next() {
        let Some((name, wording)) = line.split_once(':').filter(|_| !line.starts_with('#')) else {
            out.push_str(&format!("{line}\n"));
            continue;
        };
        let mut forms = vec![];
        while let Some(form) = lines.next_if(|line| line.starts_with(' ')) {
            forms.push(form.trim());
        }
        if forms.is_empty() {
            writer.text(name, wording.trim(), &mut out)
        } else {
            writer.forms(name, &forms, &mut out)
        }
    }
    if let Some(Phrase::Text(first)) = writer.known.get(FIRST_OF_A_MONTH) {
        out.push_str(&format!("\n# The first day of a month\n{FIRST_OF_A_MONTH}: {}\n", quoted(first)));
    }
    Ok(out)
}

struct Writer {
    /// The plural forms of the language.
    forms: Locale,
    known: Phrases,
}

impl Writer {
    fn text(&self, name: &str, english: &str, out: &mut String) {
        let known = self.known.get(name).map(|phrase| phrase.form("other"));
        out.push_str(&format!("# {english}\n"));
        out.push_str(format!("{name}: {}", known.map(quoted).unwrap_or_default()).trim_end());
        out.push('\n');
    }

    fn forms(&self, name: &str, english: &[&str], out: &mut String) {
        english.iter().for_each(|form| out.push_str(&format!("# {form}\n")));
        out.push_str(&format!("{name}:\n"));
        let categories = self.forms.categories();
        let examples = self.examples();
        for category in CATEGORIES.iter().filter(|category| categories.contains(**category)) {
            let known = self.known.get(name).map(|phrase| match phrase {
                Phrase::Forms(forms) => forms.get(*category).map_or("", String::as_str),
                Phrase::Text(text) => text,
            });
            let known = known.filter(|known| !known.is_empty()).map(quoted).unwrap_or_default();
            let line = format!("  {category}: {known}").trim_end().to_owned();
            match examples.get(category) {
                Some(examples) if known.is_empty() => out.push_str(&format!("{line} # {examples}\n")),
                None if known.is_empty() => {
                    out.push_str(&format!("{line} # no whole number, but every phrase needs it\n"))
                }
                _ => out.push_str(&format!("{line}\n")),
            }
        }
    }

    /// The first numbers of each category: `2, 3, 4, 22 …`.
    fn examples(&self) -> BTreeMap<&'static str, String> {
        let mut numbers: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for number in 0..200 {
            numbers.entry(self.forms.form_of(Some(number))).or_default().push(number.to_string());
        }
        let shown = |numbers: Vec<String>| {
            let more = if numbers.len() > EXAMPLES { " …" } else { "" };
            format!("{}{more}", numbers[..numbers.len().min(EXAMPLES)].join(", "))
        };
        numbers.into_iter().map(|(category, numbers)| (category, shown(numbers))).collect()
    }
}

/// A text in quotation marks; YAML reads JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
