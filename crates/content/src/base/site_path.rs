//! Addresses of a site and the files that they lead to: [`file_at`].

use percent_encoding::percent_decode_str;
use url::Url;

/// The file of a folder that servers give for the folder itself.
const INDEX: &str = "index.html";

/// The path, relative to the site's root, of the file that an address leads to; `None` if it is not below `base`, the address of the site.
pub fn file_at(address: &Url, base: &Url) -> Option<String> {
    if address.origin() != base.origin() {
        return None;
    }
    let path = address.path().strip_prefix(base.path())?;
    let path = percent_decode_str(path).decode_utf8_lossy();
    Some(if path.is_empty() || path.ends_with('/') { format!("{path}{INDEX}") } else { path.into_owned() })
}
