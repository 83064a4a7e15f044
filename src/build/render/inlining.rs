//! Templates with their includes inlined: [`inlined`]. They render to the same bytes in half the time, because the engine sets up a
//! scope for every include, and looks each name up through all of them.
//!
//! Only what is plainly equal is written out; any other include stays as it is. A partial sees the names of the template that includes it,
//! and those that it sets itself end with it: so these get names of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use super::value::text;
use crate::base::escaping::escape;
use crate::model::locale::{Locale, Phrase};

/// A template that would become longer than this stays as it is: includes that double at each level would fill the memory.
const MAX_LENGTH: usize = 1 << 18;
/// Keywords: words that are not names of variables.
const KEYWORDS: [&str; 20] = [
    "and", "or", "not", "in", "is", "if", "elif", "else", "for", "set", "include", "true", "false", "True", "False",
    "none", "None", "null", "endif", "endfor",
];

/// A piece of a template, without comments, after white space was removed where it says so.
#[derive(Debug, Clone)]
enum Part {
    Text(String),
    /// What is between `{%` and `%}`.
    Tag(String),
    /// What is between `{{` and `}}`.
    Show(String),
}

/// A template that can be written out where it is included.
struct Partial {
    parts: Vec<Part>,
    /// The names that it sets.
    sets: BTreeSet<String>,
}

/// The templates by name, each with its new text; without those that were written out everywhere.
pub(super) fn inlined(texts: &[(&str, &str)], locale: &Locale) -> Vec<(String, String)> {
    let mut inliner =
        Inliner { texts: texts.iter().copied().collect(), partials: BTreeMap::new(), open: vec![], used: 0 };
    let mut written: Vec<(String, String)> = vec![];
    // What no template refers to is a page; what a template still refers to after this is needed as well.
    let (mut referred, mut needed) = (BTreeSet::new(), BTreeSet::new());
    for (name, source) in texts {
        referred.extend(references(source));
        let new = inliner.expanded(name).and_then(|parts| write(name, parts, locale));
        let new = new.unwrap_or_else(|| (*source).to_owned());
        needed.extend(references(&new).map(str::to_owned));
        written.push(((*name).to_owned(), new));
    }
    written.retain(|(name, _)| needed.contains(name) || !referred.contains(name.as_str()));
    written
}

/// The names of the templates that a text includes or extends, and other texts in quotation marks.
pub(super) fn references(source: &str) -> impl Iterator<Item = &str> {
    source.split(['"', '\''])
}

struct Inliner<'t> {
    texts: BTreeMap<&'t str, &'t str>,
    partials: BTreeMap<&'t str, Option<Rc<Partial>>>,
    /// The templates that are being expanded, which must not include themselves.
    open: Vec<&'t str>,
    /// How many includes were written out: the names that they set are made unique by it.
    used: usize,
}

impl<'t> Inliner<'t> {
    /// A template with all includes written out that can be; `None` if it cannot be read.
    fn expanded(&mut self, name: &str) -> Option<Vec<Part>> {
        let mut parts = vec![];
        let mut length = 0;
        for part in parse(self.texts.get(name)?)? {
            match included(&part).and_then(|name| self.partial(name)) {
                Some(partial) => {
                    self.used += 1;
                    for part in &partial.parts {
                        let part = renamed(part, &partial.sets, self.used)?;
                        length += part.len();
                        parts.push(part);
                    }
                }
                None => {
                    length += part.len();
                    parts.push(part);
                }
            }
            if length > MAX_LENGTH {
                return None;
            }
        }
        Some(parts)
    }

    fn partial(&mut self, name: &str) -> Option<Rc<Partial>> {
        let name: &'t str = self.texts.get_key_value(name).map(|(name, _)| *name)?;
        if let Some(known) = self.partials.get(name) {
            return known.clone();
        }
        if self.open.contains(&name) {
            return None;
        }
        self.open.push(name);
        let parts = self.expanded(name);
        self.open.pop();
        let partial = parts.and_then(|parts| Some(Rc::new(Partial { sets: own_names(&parts)?, parts })));
        self.partials.insert(name, partial.clone());
        partial
    }
}

impl Part {
    fn len(&self) -> usize {
        match self {
            Part::Text(text) | Part::Tag(text) | Part::Show(text) => text.len() + 6,
        }
    }
}

/// Cuts a template into its parts; `None` if it has something that this does not read.
fn parse(source: &str) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = vec![];
    let mut rest = source;
    let mut trim = false;
    loop {
        let next = ["{{", "{%", "{#"].iter().filter_map(|open| rest.find(open)).min();
        let (plain, tag) = rest.split_at(next.unwrap_or(rest.len()));
        let plain = if trim { plain.trim_start() } else { plain };
        let plain = if tag[tag.len().min(2)..].starts_with('-') { plain.trim_end() } else { plain };
        if !plain.is_empty() {
            parts.push(Part::Text(plain.to_owned()));
        }
        if tag.is_empty() {
            return Some(parts);
        }
        let (open, close) = (
            &tag[..2],
            if tag.starts_with("{{") {
                "}}"
            } else if tag.starts_with("{%") {
                "%}"
            } else {
                "#}"
            },
        );
        let end = if open == "{#" { tag.find(close)? } else { end_of(tag, close)? };
        let body = &tag[2..end];
        trim = body.ends_with('-');
        let body = body.strip_prefix('-').unwrap_or(body);
        let body = body.strip_suffix('-').unwrap_or(body).trim();
        match open {
            "{{" => parts.push(Part::Show(body.to_owned())),
            "{%" => parts.push(Part::Tag(body.to_owned())),
            _ => {}
        }
        rest = &tag[end + 2..];
    }
}

/// The byte at which the end of a tag begins, outside of strings.
fn end_of(tag: &str, close: &str) -> Option<usize> {
    let mut quote = None;
    let bytes = tag.as_bytes();
    let mut at = 2;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (Some(_), b'\\') => at += 1,
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, byte @ (b'"' | b'\'' | b'`')) => quote = Some(byte),
            (None, _) if bytes[at..].starts_with(close.as_bytes()) => return Some(at),
            (None, b'{') => return None,
            (None, _) => {}
        }
        at += 1;
    }
    None
}

/// The name of the template that a part includes.
fn included(part: &Part) -> Option<&str> {
    let Part::Tag(body) = part else { return None };
    let name = body.strip_prefix("include")?.trim().strip_prefix('"')?.strip_suffix('"')?;
    (!name.contains(['"', '\\'])).then_some(name)
}

/// Where an expression or a tag names a variable; `None` if it has something that this does not read.
fn names(body: &str) -> Option<Vec<Range<usize>>> {
    let bytes = body.as_bytes();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut found = vec![];
    let (mut at, mut depth) = (0, 0_usize);
    // What is before: a character, and if that ends a word, this word and the one before it.
    let (mut before, mut words) = (b' ', ["", ""]);
    while at < bytes.len() {
        let (start, byte) = (at, bytes[at]);
        at += 1;
        match byte {
            b'"' | b'\'' => {
                while bytes.get(at).is_some_and(|inner| *inner != byte) {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
            }
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b'`' | b'{' | 0x80.. => return None,
            _ if byte.is_ascii_whitespace() => continue,
            _ if is_word(byte) => {
                at += bytes[at..].iter().take_while(|byte| is_word(**byte)).count();
                let word = &body[start..at];
                if word.starts_with("__tera") || (depth > 0 && word == "for") {
                    return None;
                }
                let after = body[at..].trim_start();
                let argument = depth > 0 && after.starts_with('=') && !after.starts_with("==");
                let test = before == b'w' && (words[1] == "is" || words == ["is", "not"]);
                let attribute = matches!(before, b'.' | b'|') || byte.is_ascii_digit();
                if !(attribute || argument || test || after.starts_with('(') || KEYWORDS.contains(&word)) {
                    found.push(start..at);
                }
                words = [if before == b'w' { words[1] } else { "" }, word];
                before = b'w';
                continue;
            }
            _ => {}
        }
        before = byte;
    }
    Some(found)
}

/// The names that a partial sets, if it can be written out: each is read only where it was set, so it is the same under any other name.
fn own_names(parts: &[Part]) -> Option<BTreeSet<String>> {
    let mut sets = BTreeSet::new();
    let mut unset: BTreeSet<&str> = BTreeSet::new();
    let mut looped: BTreeSet<&str> = BTreeSet::new();
    let mut scopes: Vec<BTreeSet<&str>> = vec![BTreeSet::new()];
    let mut captured: Vec<&str> = vec![];
    for part in parts {
        let (body, tag) = match part {
            Part::Text(_) => continue,
            Part::Show(body) => (body.as_str(), ""),
            Part::Tag(body) => (body.as_str(), body.split_ascii_whitespace().next()?),
        };
        let mut read: Vec<&str> = names(body)?.into_iter().map(|range| &body[range]).collect();
        let mut bound: Vec<&str> = vec![];
        match tag {
            "" | "if" => {}
            "elif" | "else" | "endif" | "endfor" => drop(scopes.pop()?),
            "for" => {
                let variables = body["for".len()..].split_once(" in ")?.0.split(',').map(str::trim);
                bound.extend(variables);
                looped.extend(&bound);
                read.retain(|name| !bound.contains(name));
                bound.push("loop");
            }
            "set" if body.contains('=') => {
                let name = *read.first()?;
                read.remove(0);
                bound.push(name);
                sets.insert(name.to_owned());
            }
            "set" if read.len() == 1 && !body.contains('|') => {
                captured.append(&mut read);
            }
            "endset" => {
                let name = captured.pop()?;
                read.clear();
                bound.push(name);
                sets.insert(name.to_owned());
            }
            _ => return None,
        }
        let known = |name: &&str| scopes.iter().any(|scope| scope.contains(name));
        unset.extend(read.into_iter().filter(|name| !known(name)));
        match tag {
            "if" | "elif" | "else" => scopes.push(BTreeSet::new()),
            "for" => scopes.push(bound.into_iter().collect()),
            _ => scopes.last_mut()?.extend(bound),
        }
    }
    // The state of a loop is not seen in what the loop includes.
    if unset.contains("loop") {
        return None;
    }
    let plain = |name: &String| !unset.contains(name.as_str()) && !looped.contains(name.as_str());
    sets.iter().all(plain).then_some(sets)
}

/// A part of a partial whose own names are made unique by a number.
fn renamed(part: &Part, sets: &BTreeSet<String>, number: usize) -> Option<Part> {
    let renamed = |body: &str| {
        let mut out = String::with_capacity(body.len());
        let mut from = 0;
        for range in names(body)? {
            out.push_str(&body[from..range.end]);
            if sets.contains(&body[range.clone()]) {
                out.push_str(&format!("__{number}"));
            }
            from = range.end;
        }
        out.push_str(&body[from..]);
        Some(out)
    };
    Some(match part {
        Part::Text(text) => Part::Text(text.clone()),
        Part::Tag(body) => Part::Tag(renamed(body)?),
        Part::Show(body) => Part::Show(renamed(body)?),
    })
}

/// The text of a template; phrases that need nothing filled in are written out as well.
fn write(name: &str, parts: Vec<Part>, locale: &Locale) -> Option<String> {
    let shadowed = parts.iter().any(|part| match part {
        Part::Tag(body) => ["set", "for"].iter().any(|tag| body.starts_with(tag)) && body.contains("words"),
        _ => false,
    });
    let escaped = name.ends_with(".html") || name.ends_with(".xml");
    let phrase = |body: &str| match locale.phrases.get(body.strip_prefix("words.")?) {
        Some(Phrase::Text(wording)) if escaped && !shadowed => {
            let mut out = String::new();
            escape(text(wording).as_str()?, &mut out);
            (!out.contains('{')).then_some(out)
        }
        _ => None,
    };
    let mut out = String::new();
    for part in parts {
        let piece = match part {
            Part::Text(text) => text,
            Part::Tag(body) => format!("{{% {body} %}}"),
            Part::Show(body) => phrase(&body).unwrap_or_else(|| format!("{{{{ {body} }}}}")),
        };
        // Together they would begin a tag that is in neither.
        if out.ends_with('{') && piece.starts_with(['{', '%', '#']) {
            return None;
        }
        out.push_str(&piece);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use tera::{Context, Tera};

    use super::inlined;
    use crate::model::Language;
    use crate::model::locale::{Locale, Phrase};

    /// Renders `page.html` as it is and with its includes written out, which must be equal, and returns the text that it became.
    #[track_caller]
    fn check(texts: &[(&str, &str)], expected: &str) -> String {
        let phrases = std::collections::BTreeMap::from([("colon".to_owned(), Phrase::Text(" <:".to_owned()))]);
        let locale = Locale::new(Language::default(), phrases);
        let mut context = Context::new();
        context.insert("words", &std::collections::BTreeMap::from([("colon", " <:")]));
        context.insert("date", "today");
        context.insert("days", &["Monday", "Tuesday"]);
        let new = inlined(texts, &locale);
        let render = |tera: &Tera| tera.render("page.html", &context).unwrap();
        let (mut plain, mut fast) = (Tera::default(), Tera::default());
        plain.add_raw_templates(texts.iter().copied()).unwrap();
        fast.add_raw_templates(new.iter().map(|(name, text)| (name.as_str(), text.as_str()))).unwrap();
        assert_eq!(render(&plain), expected);
        assert_eq!(render(&fast), expected);
        new.into_iter().find(|(name, _)| name == "page.html").unwrap().1
    }

    #[test]
    fn includes_and_phrases_are_written_out() {
        let page = "{# A page. -#}\n<p>{% include \"a.html\" -%}\n .</p>\n";
        let new = check(
            &[("page.html", page), ("a.html", "  {#- A. -#}\n{{ date }}{{ words.colon }} ")],
            "<p>today &lt;: .</p>\n",
        );
        assert_eq!(new, "<p>{{ date }} &lt;: .</p>\n");
    }

    #[test]
    fn what_a_partial_sets_ends_with_it() {
        let page = "{% for day in days %}{% include \"a.html\" %} {{ date }}{% endfor %}";
        let partial = "{% set date = day %}[{{ date }}{% include \"b.html\" %}]";
        let inner = "{% if date %}{% set x %}<{{ date }}>{% endset %}{{ x }}{% endif %}";
        let new = check(
            &[("page.html", page), ("a.html", partial), ("b.html", inner)],
            "[Monday<Monday>] today[Tuesday<Tuesday>] today",
        );
        assert!(!new.contains("include"), "{new}");
    }

    #[test]
    fn what_may_differ_stays_an_include() {
        for partial in [
            "{{ date }}{% set date = \"x\" %}",
            "{% if days %}{% set date = \"today\" %}{% endif %}{{ date }}",
            "{% raw %}today{% endraw %}",
            "{% if false %}{{ loop.index }}{% endif %}today",
            "{% for date in [\"x\"] %}{% endfor %}{% set date = \"today\" %}{{ date }}",
        ] {
            let new = check(&[("page.html", "{% include \"a.html\" %}"), ("a.html", partial)], "today");
            assert!(new.contains("include"), "{new}");
        }
    }

    #[test]
    fn two_pieces_never_become_a_tag() {
        for begin in ["% if date %}", "# no remark", "{ date }}"] {
            let page = "{ {%- include \"a.html\" %}";
            check(&[("page.html", page), ("a.html", begin)], &format!("{{{begin}"));
        }
    }

    #[test]
    fn only_variables_are_renamed() {
        let partial = "{% set date = {\"date\": \"a\"} %}";
        check(&[("page.html", "{% include \"a.html\" %}{{ date }}"), ("a.html", partial)], "today");
        let partial =
            "{% set date = \"date}}\" %}{{ date | replace(from=\"d\", to=date) }}{% if date is string %}!{% endif %}";
        let new =
            check(&[("page.html", "{% include \"a.html\" %}{{ date }}"), ("a.html", partial)], "date}}ate}}!today");
        assert!(!new.contains("include"), "{new}");
    }
}
