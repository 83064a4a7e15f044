//! Pages that only lead to another one, recognised by what they say: [`is_redirect`], [`location`].

use memchr::memmem;
use url::Url;

const REFRESH: &[u8] = b"<meta http-equiv=\"refresh\"";
const CANONICAL: &[u8] = b"<link rel=\"canonical\" href=\"";

/// Whether this is a page from which browsers go on to another one by themselves. Words that look like this are escaped in pages.
pub fn is_redirect(page: &[u8]) -> bool {
    memmem::find(page, REFRESH).is_some()
}

/// The address to which such a page leads, for headers: absolute, and percent-encoded. None if the page is an ordinary one, or the site
/// has no address.
pub fn location(page: &[u8]) -> Option<String> {
    if !is_redirect(page) {
        return None;
    }
    let value = &page[memmem::find(page, CANONICAL)? + CANONICAL.len()..];
    let value = str::from_utf8(&value[..memchr::memchr(b'"', value)?]).ok()?;
    // A path of the site has no other character that HTML escapes.
    let url = Url::parse(&value.replace("&amp;", "&")).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::{is_redirect, location};

    #[test]
    fn a_redirect_is_told_from_a_page() {
        let canonical = "<link rel=\"canonical\" href=\"https://example.org/brief/claims/fünf.html\">\n";
        let refresh = "<meta http-equiv=\"refresh\" content=\"0; url=../claims/f%C3%BCnf.html\">\n";
        let page = format!("<head>{canonical}</head>");
        assert!(!is_redirect(page.as_bytes()));
        assert_eq!(location(page.as_bytes()), None);
        let redirect = format!("<head>{canonical}{refresh}</head>");
        assert!(is_redirect(redirect.as_bytes()));
        assert_eq!(location(redirect.as_bytes()).as_deref(), Some("https://example.org/brief/claims/f%C3%BCnf.html"));
        // A brief without an address has only relative links.
        assert!(is_redirect(refresh.as_bytes()));
        assert_eq!(location(refresh.as_bytes()), None);
        let odd = format!("<link rel=\"canonical\" href=\"data:text/html,x\">{refresh}");
        assert_eq!(location(odd.as_bytes()), None);
    }
}
