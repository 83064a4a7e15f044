//! The policy of a page (Content Security Policy, Level 3), and what it keeps from working: [`faults`].

use url::Url;

use super::facts::PageFacts;
use super::fault::{Fault, FaultKind};

/// What is wrong with the policy of a page, and what of the page it forbids.
pub(super) fn faults(facts: &PageFacts) -> Vec<Fault> {
    let fault = |kind: FaultKind, what: &str| Fault { kind, what: what.to_owned() };
    let Some(policy) = facts.policy.as_deref().map(Policy::parse) else {
        return vec![fault(FaultKind::PolicyMissing, "")];
    };
    let mut faults: Vec<Fault> = policy.weaknesses().iter().map(|what| fault(FaultKind::PolicyWeak, what)).collect();
    let inline = facts.inline.iter().filter(|what| !policy.allows_inline(what));
    faults.extend(inline.map(|what| fault(FaultKind::Inline, what)));
    let blocked = facts.foreign.iter().filter(|foreign| !policy.allows(foreign.directive, &foreign.address));
    faults.extend(blocked.map(|foreign| fault(FaultKind::Foreign, &foreign.address)));
    faults
}

/// Directives with their sources.
struct Policy<'p>(Vec<(String, Vec<&'p str>)>);

impl<'p> Policy<'p> {
    fn parse(text: &'p str) -> Self {
        let directive = |text: &'p str| {
            let mut words = text.split_ascii_whitespace();
            Some((words.next()?.to_ascii_lowercase(), words.collect()))
        };
        Policy(text.split(';').filter_map(directive).collect())
    }

    /// The sources of a directive, or those of the fallback.
    fn sources(&self, directive: &str) -> Option<&[&'p str]> {
        let named = |name: &str| self.0.iter().find(|(given, _)| given == name).map(|(_, sources)| &sources[..]);
        named(directive).or_else(|| named("default-src"))
    }

    /// What would let a smuggled script run.
    fn weaknesses(&self) -> Vec<String> {
        let mut found = vec![];
        match self.sources("script-src") {
            None => found.push("script-src is missing".to_owned()),
            Some(sources) => {
                let open = |source: &&&str| {
                    let source = source.to_ascii_lowercase();
                    matches!(
                        &*source,
                        "'unsafe-inline'" | "'unsafe-eval'" | "*" | "data:" | "http:" | "https:" | "blob:"
                    )
                };
                found.extend(sources.iter().filter(open).map(|source| format!("script-src {source}")));
            }
        }
        let is_closed =
            |sources: Option<&[&str]>| sources.is_some_and(|sources| matches!(sources, ["'none'" | "'self'"]));
        if !is_closed(self.sources("object-src")) {
            found.push("object-src must be 'none'".to_owned());
        }
        // This one has no fallback.
        if !is_closed(self.0.iter().find(|(name, _)| name == "base-uri").map(|(_, sources)| &sources[..])) {
            found.push("base-uri must be 'none'".to_owned());
        }
        found
    }

    /// Whether a style, a script or a handler may be in the page itself. `what`: the tag, as facts give it.
    fn allows_inline(&self, what: &str) -> bool {
        let directives: &[&str] = match what {
            "<base>" => return self.0.iter().all(|(name, _)| name != "base-uri"),
            "<style>" => &["style-src-elem", "style-src"],
            _ if what.contains(" style=") => &["style-src-attr", "style-src"],
            _ if what.starts_with("<script>") => &["script-src-elem", "script-src"],
            _ => &["script-src-attr", "script-src"],
        };
        let given = directives.iter().find(|name| self.0.iter().any(|(given, _)| given == *name));
        let sources = self.sources(given.unwrap_or(&"default-src"));
        sources.is_none_or(|sources| {
            // A nonce or a hash makes browsers ignore it.
            let is = |source: &&str, begin: &str| source.to_ascii_lowercase().starts_with(begin);
            sources.iter().any(|source| is(source, "'unsafe-inline'"))
                && !sources.iter().any(|source| is(source, "'nonce-") || is(source, "'sha"))
        })
    }

    /// Whether something may be loaded from an address on another site.
    fn allows(&self, directive: &str, address: &str) -> bool {
        let absolute = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
        let (Some(sources), Ok(url)) = (self.sources(directive), Url::parse(&absolute)) else {
            return false;
        };
        sources.iter().any(|source| matches(source, &url))
    }
}

/// Whether a source of a policy names an address: by its scheme, or by its host with a path.
fn matches(source: &str, url: &Url) -> bool {
    if let Some(scheme) = source.strip_suffix(':') {
        return url.scheme() == scheme;
    }
    if source == "*" {
        return true;
    }
    let (scheme, rest) = source.split_once("://").unwrap_or(("https", source));
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let own = url.port().map_or_else(
        || url.host_str().unwrap_or_default().to_owned(),
        |port| format!("{}:{port}", url.host_str().unwrap_or_default()),
    );
    let is_host = match host.strip_prefix('*') {
        Some(ending) => own.ends_with(ending) && own.len() > ending.len(),
        None => own == host,
    };
    let is_path =
        if path.is_empty() || path.ends_with('/') { url.path().starts_with(path) } else { url.path() == path };
    url.scheme() == scheme && is_host && is_path
}

#[cfg(test)]
mod tests {
    use super::Policy;

    #[test]
    fn a_policy_says_what_may_be_loaded() {
        let policy = Policy::parse(
            "default-src 'none'; img-src 'self' https://*.example.org https://a.test/b/; media-src https:",
        );
        for allowed in ["https://x.example.org/a.png", "//x.example.org/a.png", "https://a.test/b/c.png"] {
            assert!(policy.allows("img-src", allowed), "{allowed}");
        }
        for blocked in [
            "https://example.org/a.png",
            "http://x.example.org/a.png",
            "https://a.test/c.png",
            "https://x.example.org:8443/",
        ] {
            assert!(!policy.allows("img-src", blocked), "{blocked}");
        }
        assert!(policy.allows("media-src", "https://any.test/a.mp3"));
        assert!(!policy.allows("script-src", "https://x.example.org/a.js"));
    }

    #[test]
    fn a_policy_says_what_may_be_inline() {
        let policy = Policy::parse("default-src 'none'; style-src 'self' 'unsafe-inline'; base-uri 'none'");
        assert!(policy.allows_inline("<style>") && policy.allows_inline("<p style=\"…\">"));
        for blocked in ["<script> without src", "<p onclick=\"…\">", "<base>"] {
            assert!(!policy.allows_inline(blocked), "{blocked}");
        }
        let policy =
            Policy::parse("style-src 'unsafe-inline'; style-src-attr 'none'; script-src 'unsafe-inline' 'nonce-a'");
        assert!(policy.allows_inline("<style>") && !policy.allows_inline("<p style=\"…\">"));
        assert!(!policy.allows_inline("<script> without src"));
    }

    #[test]
    fn what_lets_scripts_run_is_a_weakness() {
        let weak = |policy: &str| Policy::parse(policy).weaknesses();
        assert!(weak("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; base-uri 'none'").is_empty());
        assert_eq!(
            weak("script-src 'self' 'UNSAFE-INLINE'; object-src 'none'; base-uri 'self'"),
            ["script-src 'UNSAFE-INLINE'"]
        );
        assert_eq!(
            weak("img-src 'self'"),
            ["script-src is missing", "object-src must be 'none'", "base-uri must be 'none'"]
        );
    }
}
