//! The field `nav` of brief.yaml: the links at the top of every page. Entry point: [`nav`].

use schemars::JsonSchema;
use serde::Deserialize;

use super::fields::FieldReader;
use super::value_kind::ValueKind;
use crate::findings::{Code, Diagnostic};
use crate::model::{NavEntry, NavList, NavTarget};
use crate::notes::yaml::{Entries, Path};

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NavFields {
    /// The id of a page of your own.
    #[schemars(extend("x-is" = ValueKind::Page), example = &"methodology")]
    page: Option<String>,
    /// A list that the site has.
    #[schemars(extend("enum" = NavList::NAMES, "enumDescriptions" = NavList::MEANINGS))]
    list: Option<String>,
    /// The URL of a page elsewhere; it needs “words”.
    #[schemars(extend("x-is" = ValueKind::Url), example = &"https://example.org/")]
    url: Option<String>,
    /// What the link says. Without it, the title of the page or the name of the list.
    #[schemars(example = &"The Example Times")]
    words: Option<String>,
    /// A text in place of the group: the name of a list, or the id of a page.
    #[serde(skip)]
    #[schemars(skip)]
    name: Option<String>,
}

impl From<String> for NavFields {
    fn from(name: String) -> Self {
        NavFields { name: Some(name), ..NavFields::default() }
    }
}

/// The links in their order; `None` if the brief leaves them to the program.
pub(super) fn nav(fields: &mut FieldReader<'_>, given: Option<Entries<NavFields>>) -> Option<Vec<NavEntry>> {
    let given = given?.at(Path::top().key("nav"));
    let entries = given.enumerate().filter_map(|(index, (path, given))| {
        let words = fields.short(given.words.clone(), None);
        let target = target(fields, &path, given)?;
        Some(NavEntry { target, words, index })
    });
    Some(entries.collect())
}

fn target(fields: &mut FieldReader<'_>, path: &Path, given: NavFields) -> Option<NavTarget> {
    if let Some(name) = given.name {
        let name = name.trim();
        return match NavList::parse(name) {
            Some(list) => Some(NavTarget::List(list)),
            None => fields.id(path, name).map(NavTarget::Page),
        };
    }
    let named: Vec<&str> = [("page", &given.page), ("list", &given.list), ("url", &given.url)]
        .into_iter()
        .filter_map(|(field, value)| value.as_ref().map(|_| field))
        .collect();
    if named.len() != 1 {
        let found = if named.is_empty() { "none of them".to_owned() } else { named.join(" and ") };
        let at = fields.place(path);
        if !fields.has_error_at(&at) {
            let message = format!("expected one of “page”, “list” and “url”, found {found}");
            let finding = Diagnostic::new(Code::WrongType, at, message).label("a link leads to one place");
            fields.push(finding.hint("write each link as an entry of its own, after “- ”"));
        }
        return None;
    }
    if let Some(page) = given.page {
        return fields.id(&path.clone().key("page"), page.trim()).map(NavTarget::Page);
    }
    if given.list.is_some() {
        return fields.word(&path.clone().key("list"), given.list, NavList::NAMES, NavList::parse).map(NavTarget::List);
    }
    let words = fields.required(path, "words", given.words);
    fields.url(&path.clone().key("url"), given.url).filter(|_| words.is_some()).map(NavTarget::Url)
}
