//! The templates of a site beside the built-in ones: what each replaces and whether that is still what it was copied from. Entry points:
//! [`own_templates`], and [`copy`] for a new one.

mod stamp;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::base::disk;
use crate::base::error::Error;
use crate::build::load::{Content, built_in_template, built_in_templates};
use crate::findings::{did_you_mean, question};
pub use stamp::Stamp;

/// A file of the site's own in templates/.
#[derive(Debug, PartialEq, Eq)]
pub struct OwnTemplate<'a> {
    /// Its path below templates/.
    pub name: &'a str,
    /// What it says, without the stamp of a copy.
    pub text: &'a str,
    pub built_in: Option<BuiltIn>,
    /// The first template that includes or extends it, and that a page uses.
    pub used_by: Option<&'a str>,
    /// Whether a page uses it.
    pub is_used: bool,
}

/// The built-in template that one of the site's own replaces.
#[derive(Debug, PartialEq, Eq)]
pub struct BuiltIn {
    pub text: &'static str,
    pub origin: Origin,
}

/// How a template came to replace the built-in one.
#[derive(Debug, PartialEq, Eq)]
pub enum Origin {
    /// It extends the built-in one, and fills these blocks.
    Extends(Vec<String>),
    /// It is a copy, with its stamp. `is_current`: the built-in one is still what was copied.
    Copied { stamp: Stamp, is_current: bool },
    /// It says nothing of where it comes from.
    Unknown,
}

/// The site's own templates, sorted by name.
pub fn own_templates(content: &Content) -> Vec<OwnTemplate<'_>> {
    let Content { theme, files, pages, .. } = content;
    let texts: BTreeMap<&str, &str> =
        theme.templates.iter().map(|template| (template.name.as_str(), files.text(template.file))).collect();
    let named = pages.iter().filter_map(|page| page.value.template.as_deref());
    let users = users(&texts, theme.page_templates().chain(named));
    let own = theme.templates.iter().filter(|template| template.is_own);
    own.map(|template| {
        let name = template.name.as_str();
        let (stamp, text) = Stamp::split(texts[name]);
        let built_in = built_in_template(name).map(|built_in| BuiltIn {
            text: built_in,
            origin: match stamp {
                _ if is_extension(name, text) => Origin::Extends(blocks(text)),
                Some(stamp) => Origin::Copied { is_current: stamp == Stamp::of(built_in), stamp },
                None => Origin::Unknown,
            },
        });
        let used_by = users.get(name).copied();
        OwnTemplate { name, text, built_in, used_by: used_by.flatten(), is_used: used_by.is_some() }
    })
    .collect()
}

/// Writes a copy of a built-in template, with its stamp, into the site's own templates; the path of the new file.
///
/// # Errors
/// If there is no such template, the site has one of that name, or it cannot be written.
pub fn copy(site: &Path, name: &str) -> Result<String, Error> {
    let name = name.trim_start_matches("./").trim_start_matches("templates/");
    let Some(text) = built_in_template(name) else {
        let known = built_in_templates();
        let hint = match did_you_mean(name, known.iter().copied()) {
            Some(meant) => question(meant),
            None => "docs/theming.md lists the templates and partials".to_owned(),
        };
        return Err(Error::refused(format!("there is no built-in template “{name}”"), hint));
    };
    let path = format!("templates/{name}");
    if site.join(&path).symlink_metadata().is_ok() {
        let hint = format!("“citeback theme diff {name}” shows how it differs from the built-in one");
        return Err(Error::refused(format!("{path} exists already, and is not overwritten"), hint));
    }
    disk::create(site, &path, format!("{}{text}", Stamp::of(text).line(name)).as_bytes())?;
    Ok(path)
}

/// The templates that pages use, each with the first other one that includes or extends it; `of_pages` are those that pages are made with.
fn users<'a>(
    texts: &BTreeMap<&'a str, &'a str>,
    of_pages: impl Iterator<Item = &'a str>,
) -> BTreeMap<&'a str, Option<&'a str>> {
    let mut users: BTreeMap<&str, Option<&str>> =
        of_pages.filter(|name| texts.contains_key(name)).map(|name| (name, None)).collect();
    let mut open: BTreeSet<&str> = users.keys().copied().collect();
    while let Some(user) = open.pop_first() {
        for named in texts[user].split(['"', '\'']) {
            if let Some((name, _)) = texts.get_key_value(named).filter(|(name, _)| !users.contains_key(*name)) {
                users.insert(*name, Some(user));
                open.insert(*name);
            }
        }
    }
    users
}

fn is_extension(name: &str, text: &str) -> bool {
    tags(text, "extends").any(|tag| tag.split(['"', '\'']).any(|named| named.strip_prefix("default/") == Some(name)))
}

/// The names of the blocks that a template fills.
fn blocks(text: &str) -> Vec<String> {
    tags(text, "block").filter_map(|tag| tag.split_whitespace().next()).map(str::to_owned).collect()
}

/// What follows a keyword in the tags that begin with it.
fn tags<'t>(text: &'t str, keyword: &'static str) -> impl Iterator<Item = &'t str> {
    text.split("{%").skip(1).filter_map(move |tag| {
        let (tag, _) = tag.split_once("%}")?;
        tag.trim_matches(['-', ' ', '\n']).strip_prefix(keyword).filter(|rest| rest.starts_with(char::is_whitespace))
    })
}

#[cfg(test)]
mod tests {
    use super::{blocks, is_extension};

    #[test]
    fn an_extension_is_known_by_its_blocks() {
        let text = "{%- extends \"default/base.html\" -%}\n{% block styles %}{{ super() }}{% endblock styles %}{% block end %}{% endblock %}";
        assert!(is_extension("base.html", text));
        assert!(!is_extension("claim.html", text));
        assert!(!is_extension("base.html", "{# {% extends default/base.html %} #}"));
        assert_eq!(blocks(text), ["styles", "end"]);
    }
}
