//! How a file is served: its content type ([`content_type`]) and its cache rule ([`cache_rule`]), both by its path.

/// The fewest hexadecimal digits that name a file by its content, as in `citeback.3f2a91.css`.
const DIGITS: usize = 6;

/// The value of the header `Content-Type`.
pub fn content_type(path: &str) -> &'static str {
    if matches!(path, "feed.xml" | "corrections.xml") {
        return "application/atom+xml";
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref().unwrap_or_default() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "jsonld" => "application/ld+json",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        // Hosts read these files themselves.
        "" if name.starts_with('_') || name == "CNAME" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The value of the header `Cache-Control`: browsers keep a file that is named by its content for a year, and ask about all others
/// each time, so that readers see a correction at once.
pub fn cache_rule(path: &str) -> &'static str {
    if is_named_by_content(path) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// Whether the name of a file changes with its content, as `citeback.3f2a91.css`.
pub fn is_named_by_content(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let digest = name.rsplit_once('.').and_then(|(stem, _)| stem.rsplit_once('.')).map(|(_, digest)| digest);
    digest.is_some_and(|digest| {
        digest.len() >= DIGITS && digest.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    use super::{cache_rule, content_type};

    #[test]
    fn types_follow_the_name() {
        for (path, expected) in [
            ("index.html", "text/html; charset=utf-8"),
            ("feed.xml", "application/atom+xml"),
            ("sitemap.xml", "application/xml"),
            ("data/feed.xml", "application/xml"),
            ("data/sources/a.txt", "text/plain; charset=utf-8"),
            ("pagefind/wasm.en.pagefind", "application/octet-stream"),
            ("_headers", "text/plain; charset=utf-8"),
            ("A.PNG", "image/png"),
            (".nojekyll", "application/octet-stream"),
        ] {
            assert_eq!(content_type(path), expected, "{path}");
        }
    }

    #[test]
    fn only_names_made_of_the_content_are_kept_for_long() {
        for path in ["citeback.3f2a91.css", "static/x.0123456789abcdef.js"] {
            assert!(cache_rule(path).contains("immutable"), "{path}");
        }
        for path in ["citeback.css", "claims.2.html", "index.html", "3f2a91.css", "a.3f2a9z.css"] {
            assert_eq!(cache_rule(path), "no-cache", "{path}");
        }
    }
}
