//! Whether two addresses lead to the same page: then [`canonical_address`] is the same.

use url::Url;

/// Parameters that tell where a reader came from, not what is shown. Those that end in `_` are beginnings.
const TRACKING: [&str; 16] = [
    "utm_", "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "_ga", "ref_src", "cmpid",
    "ito", "ocid", "wt_", "at_",
];

/// An address on the web without scheme, `www.`, port of the scheme, slash at the end, fragment and tracking parameters. It is for
/// comparing: no browser opens it.
pub fn canonical_address(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    let port = url.port().filter(|port| ![80, 443].contains(port)).map(|port| format!(":{port}")).unwrap_or_default();
    let is_tracking =
        |name: &str| TRACKING.iter().any(|own| name == *own || own.ends_with('_') && name.starts_with(own));
    let query: Vec<&str> = url
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|part| !part.is_empty() && !is_tracking(&part.split('=').next().unwrap_or_default().to_lowercase()))
        .collect();
    Some(format!("{host}{port}{}?{}", url.path().trim_end_matches('/'), query.join("&")))
}

#[cfg(test)]
mod tests {
    use super::canonical_address;

    #[test]
    fn what_does_not_change_the_page_is_ignored() {
        let address = "https://www.a.example/vote?id=7";
        for same in [
            "http://a.example/vote?id=7",
            "https://A.example:443/vote/?id=7#comments",
            "https://a.example/vote?utm_source=x&id=7&fbclid=y",
        ] {
            assert_eq!(canonical_address(address), canonical_address(same), "{same}");
        }
        for other in ["https://a.example/vote", "https://a.example/vote?id=8", "https://b.example/vote?id=7"] {
            assert_ne!(canonical_address(address), canonical_address(other), "{other}");
        }
    }
}
