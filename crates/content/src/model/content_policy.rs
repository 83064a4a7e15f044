//! What pages may load, as a Content-Security-Policy (W3C, Level 3): [`ContentPolicy`].

use std::collections::BTreeMap;

/// What the pages of a site may load: its own files, and what the brief adds.
#[derive(Debug, Clone, Default)]
pub struct ContentPolicy {
    /// Sources by directive, beside those of [`DIRECTIVES`].
    added: BTreeMap<&'static str, Vec<String>>,
}

/// The directives that a brief may add to, with what they allow by themselves.
const DIRECTIVES: [(&str, &str); 9] = [
    // 'wasm-unsafe-eval' lets the search index be read.
    ("script-src", "'self' 'wasm-unsafe-eval'"),
    ("style-src", "'self'"),
    ("font-src", "'self'"),
    ("img-src", "'self' data:"),
    ("connect-src", "'self'"),
    ("worker-src", "'self'"),
    ("media-src", ""),
    ("frame-src", ""),
    ("manifest-src", ""),
];

impl ContentPolicy {
    /// The directives that a brief may add to.
    pub fn directives() -> impl Iterator<Item = &'static str> {
        DIRECTIVES.iter().map(|(directive, _)| *directive)
    }

    /// Adds a source to a directive.
    ///
    /// # Errors
    /// Why pages may not load it, and what to write.
    pub fn add(&mut self, directive: &'static str, source: &str) -> Result<(), &'static str> {
        check(directive, source)?;
        let sources = self.added.entry(directive).or_default();
        if source != "'self'" || !allowed(directive).contains(source) {
            sources.push(source.to_owned());
        }
        Ok(())
    }

    /// The value of the header or of the meta element. `plays`: whether a page plays a recording of the site's own.
    pub fn text(&self, plays: bool) -> String {
        let mut out = "default-src 'none'".to_owned();
        for (directive, own) in DIRECTIVES {
            let own = if directive == "media-src" && plays { "'self'" } else { own };
            let added = self.added.get(directive).into_iter().flatten().map(String::as_str);
            let sources: Vec<&str> = own.split(' ').filter(|source| !source.is_empty()).chain(added).collect();
            if !sources.is_empty() {
                out.push_str(&format!("; {directive} {}", sources.join(" ")));
            }
        }
        out.push_str("; base-uri 'none'; form-action 'none'");
        out
    }
}

fn allowed(directive: &str) -> &'static str {
    DIRECTIVES.iter().find(|(name, _)| *name == directive).map_or("", |(_, own)| own)
}

fn check(directive: &str, source: &str) -> Result<(), &'static str> {
    const ADDRESS: &str = "write the address of a site that you trust, such as https://pictures.example.org";
    if source == "'self'" {
        return Ok(());
    }
    if source.starts_with('\'') {
        return Err(
            "put styles and scripts into files in static/: what runs inside a page could come from a captured article",
        );
    }
    let passive = matches!(directive, "font-src" | "img-src" | "media-src");
    if passive && matches!(source, "data:" | "https:") {
        return Ok(());
    }
    let Some(rest) = source.strip_prefix("https://") else {
        return Err(if source.starts_with("http://") { "begin the address with https://" } else { ADDRESS });
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let name = host.strip_prefix("*.").unwrap_or(host);
    let plain = |text: &str, more: &[u8]| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.contains(&byte));
    // Nothing in it may end the directive.
    if name.contains('.') && !name.starts_with('.') && plain(name, b".-:") && plain(path, b"/.-_~%") {
        Ok(())
    } else {
        Err(ADDRESS)
    }
}

#[cfg(test)]
mod tests {
    use super::ContentPolicy;

    #[test]
    fn a_brief_adds_to_what_pages_may_load() {
        let mut policy = ContentPolicy::default();
        let own = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; \
                   img-src 'self' data:; connect-src 'self'; worker-src 'self'";
        assert_eq!(policy.text(false), format!("{own}; base-uri 'none'; form-action 'none'"));
        policy.add("media-src", "https://media.example.org/talks/").unwrap();
        policy.add("font-src", "'self'").unwrap();
        policy.add("frame-src", "https://*.example.org").unwrap();
        let added = "media-src 'self' https://media.example.org/talks/; frame-src https://*.example.org";
        assert_eq!(policy.text(true), format!("{own}; {added}; base-uri 'none'; form-action 'none'"));
    }

    #[test]
    fn nothing_opens_it_to_everything() {
        let refused = [
            ("script-src", "'unsafe-inline'"),
            ("script-src", "https:"),
            ("script-src", "*"),
            ("script-src", "data:"),
            ("img-src", "http://example.org"),
            ("img-src", "https://example.org; script-src *"),
            ("img-src", "https://example.org,a"),
            ("img-src", "https://*"),
            ("img-src", "https://"),
            ("img-src", "example.org"),
            ("img-src", ""),
        ];
        for (directive, source) in refused {
            assert!(ContentPolicy::default().add(directive, source).is_err(), "{directive} {source}");
        }
        assert!(ContentPolicy::default().add("img-src", "https:").is_ok());
    }
}
