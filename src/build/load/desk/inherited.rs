//! What a brief takes from its desk: [`inherit`]. A value of its own wins.

use super::super::fields::FieldReader;
use crate::model::{Brief, Desk, Person, ThemeSettings};
use crate::notes::yaml::Path;

/// Gives a brief what it does not say itself. `fields` is the file that it was read from; `name` that of its folder.
pub fn inherit(brief: &mut Brief, desk: &Desk, fields: &FieldReader<'_>, name: &str) {
    let has = |field: &'static str| fields.has(&Path::top().key(field));
    let mut people: Vec<Person> = brief.people.iter().cloned().collect();
    let others = desk.people.iter().filter(|shared| brief.people.iter().all(|own| own.id != shared.id));
    people.extend(others.cloned());
    brief.people = people.into();
    if let Some(language) = desk.language.clone().filter(|_| !has("language") && !has("languages")) {
        brief.language = language;
    }
    if !has("organisation") {
        brief.organisation.clone_from(&desk.organisation);
    }
    if !has("base_url") {
        // A name is a single part of an address.
        brief.base_url = desk.base_url.as_ref().and_then(|base| base.join(&format!("{name}/")).ok());
    }
    if let Some(policy) = desk.policy.clone().filter(|_| !has("policy")) {
        brief.policy = policy;
    }
    let ThemeSettings {
        accent,
        text_font,
        heading_font,
        label_font,
        code_font,
        font_files,
        logo,
        stylesheet,
        light,
        dark,
        wide_header,
    } = desk.theme.clone();
    let theme = &mut brief.theme;
    theme.accent = theme.accent.take().or(accent);
    theme.text_font = theme.text_font.take().or(text_font);
    theme.heading_font = theme.heading_font.take().or(heading_font);
    theme.label_font = theme.label_font.take().or(label_font);
    theme.code_font = theme.code_font.take().or(code_font);
    // Files of the same family are parts of one typeface.
    theme.font_files.extend(font_files);
    theme.logo = theme.logo.take().or(logo);
    theme.stylesheet = theme.stylesheet.take().or(stylesheet);
    for (own, shared) in [(&mut theme.light, light), (&mut theme.dark, dark)] {
        for (name, colour) in shared {
            own.entry(name).or_insert(colour);
        }
    }
    if !fields.has(&Path::top().key("theme").key("header")) {
        theme.wide_header = wide_header;
    }
}
