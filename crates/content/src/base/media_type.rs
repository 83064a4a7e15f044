//! The media type of a file by its name: [`media_type`].

/// The value of the header `Content-Type` for the file of a site; `None` if its name does not tell.
pub fn media_type(path: &str) -> Option<&'static str> {
    if matches!(path, "feed.xml" | "corrections.xml") {
        return Some("application/atom+xml");
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    Some(match ending.as_deref().unwrap_or_default() {
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
        "m4a" => "audio/mp4",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "flac" => "audio/flac",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "ogv" => "video/ogg",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        // Hosts read these files themselves.
        "" if name.starts_with('_') || name == "CNAME" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn types_follow_the_name() {
        for (path, expected) in [
            ("index.html", Some("text/html; charset=utf-8")),
            ("feed.xml", Some("application/atom+xml")),
            ("sitemap.xml", Some("application/xml")),
            ("data/feed.xml", Some("application/xml")),
            ("data/sources/a.txt", Some("text/plain; charset=utf-8")),
            ("pagefind/wasm.en.pagefind", None),
            ("_headers", Some("text/plain; charset=utf-8")),
            ("A.PNG", Some("image/png")),
            (".nojekyll", None),
        ] {
            assert_eq!(media_type(path), expected, "{path}");
        }
    }
}
