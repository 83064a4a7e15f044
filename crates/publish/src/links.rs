//! The links of a page: [`links`].

use url::Url;

use citeback_content::base::escaping::percent_encoded;
use citeback_content::base::site_path::file_at;

/// The paths in the site to which the page at `path` leads, or from which it loads something. `base` is the address of the site; if it
/// has none, any will do. It may return too many, never too few: it is for pages that a build wrote, and looks at every `href` and `src`.
pub fn links(path: &str, html: &str, base: &Url) -> Vec<String> {
    let Ok(own) = base.join(&percent_encoded(path)) else {
        return vec![];
    };
    let mut found = vec![];
    for name in ["href=", "src="] {
        for (at, _) in html.match_indices(name) {
            found.extend(value(&html[at + name.len()..]).and_then(|value| target(value, &own, base)));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The value of an attribute, of which this is the text after the equals sign.
fn value(text: &str) -> Option<&str> {
    let mark = text.chars().next().filter(|mark| matches!(mark, '"' | '\''));
    match mark {
        Some(mark) => text[1..].split(mark).next(),
        None => text.split(|c: char| c.is_whitespace() || c == '>').next(),
    }
}

fn target(value: &str, own: &Url, base: &Url) -> Option<String> {
    if value.starts_with('#') {
        return None;
    }
    let url = own.join(&value.replace("&amp;", "&")).ok()?;
    file_at(&url, base)
}

#[cfg(test)]
mod tests {
    use super::links;

    #[test]
    fn links_are_paths_in_the_site() {
        let base = url::Url::parse("https://example.org/brief/").unwrap();
        let html = "<a href=\"../index.html#x\"> <a href='b.html?q=1&amp;r'> <img src=../card.png> <a href=\"#here\"> \
                    <a href=\"https://other.org/claims/c.html\"> <a href=\"/brief/tags/%C3%A4.html\"> <a href=\"../\"> \
                    <a href=\"/elsewhere.html\"> <a href=\"mailto:a@example.org\">";
        let found = links("claims/a.html", html, &base);
        assert_eq!(found, ["card.png", "claims/b.html", "index.html", "tags/ä.html"]);
    }
}
