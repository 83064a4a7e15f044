//! Where a page leads that only leads to another one: [`location`].

use memchr::memmem;
use url::Url;

use crate::site_folder::leads_on;

const CANONICAL: &[u8] = b"<link rel=\"canonical\" href=\"";

/// The address to which such a page leads, for headers: absolute, and percent-encoded. None if the page is an ordinary one, or the site
/// has no address.
pub fn location(page: &[u8]) -> Option<String> {
    if !leads_on(page) {
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
    use super::location;
    use crate::site_folder::leads_on;

    #[test]
    fn a_redirect_is_told_from_a_page() {
        let canonical = "<link rel=\"canonical\" href=\"https://example.org/brief/claims/fünf.html\">\n";
        let refresh = "<meta http-equiv=\"refresh\" content=\"0; url=../claims/f%C3%BCnf.html\">\n";
        let page = format!("<head>{canonical}</head>");
        assert!(!leads_on(page.as_bytes()));
        assert_eq!(location(page.as_bytes()), None);
        let redirect = format!("<head>{canonical}{refresh}</head>");
        assert!(leads_on(redirect.as_bytes()));
        assert_eq!(location(redirect.as_bytes()).as_deref(), Some("https://example.org/brief/claims/f%C3%BCnf.html"));
        // A brief without an address has only relative links.
        assert!(leads_on(refresh.as_bytes()));
        assert_eq!(location(refresh.as_bytes()), None);
        let odd = format!("<link rel=\"canonical\" href=\"data:text/html,x\">{refresh}");
        assert_eq!(location(odd.as_bytes()), None);
    }
}
