//! Who wrote an article: [`authors`].

use super::about::About;
use super::meta::{clean, metas};
use super::names::{Clarity, Part, words};

/// How many names are read.
const MAX_AUTHORS: usize = 50;

const NAMES: [&str; 9] = [
    "citation_author",
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "article:author_name",
];

/// What is longer, in characters, is no byline.
const MAX_BYLINE: usize = 250;

/// What stands before a name.
const BEFORE: &[&str] = &[
    "written by",
    "posted by",
    "published by",
    "reported by",
    "story by",
    "by",
    "geschrieben von",
    "verfasst von",
    "veröffentlicht von",
    "ein beitrag von",
    "ein artikel von",
    "von",
    "text von",
    "text:",
    "autor:",
    "autorin:",
    "autor/in:",
    "autoren:",
    "author:",
    "authors:",
    "redaktion:",
    "verfasser:",
    "interview:",
    "bericht:",
    "rédigé par",
    "publié par",
    "par",
    "escrito por",
    "publicado por",
    "por",
    "di",
    "a cura di",
    "door",
    "autoren",
    "autor",
    "autorin",
    "author",
    "authors",
    "auteur",
    "autore",
    "text",
    "eingestellt von",
    "gepostet von",
    "rédaction",
    "pressemitteilung von",
    "eine kolumne von",
    "redacción",
    "opublikowane przez",
    "przez",
    "av",
    "auteur:",
    "autore:",
];

/// What a name never has.
const NOT_NAMES: &[&str] = &[
    "alle beiträge",
    "zeige",
    "weiter",
    "artikel",
    "mehr",
    "more",
    "posts",
    "view",
    "all ",
    "follow",
    "folgen",
    "comment",
    "kommentar",
    "uhr",
    "minute",
    "share",
    "teilen",
    "lesezeit",
    "published",
    "updated",
    "http",
    "www.",
    "@",
    "newsletter",
    "abo",
    "login",
    "profil",
    "profile",
    "website",
    "e-mail",
    "email",
    "kontakt",
    "contact",
    "read",
    "lesen",
    "articles",
    "autor",
    "author",
    "über ",
    "about",
    "drucken",
    "print",
    "hace ",
    "foto",
    "photo",
    "copyright",
    "illustration",
    "gesponsert",
    "inhalte",
    "news",
    "redaktion:",
    "beitrag",
    "norden",
    "süden",
    "blog",
];

/// The names that the page states, else those that it shows near its headline. The name of the site comes last: it is no information.
pub(super) fn authors(about: &About<'_>) -> Vec<String> {
    let stated = stated(about);
    let organisation = about.json_ld.is_organisation("author");
    let person = |name: &String| name.contains(' ') && !organisation && !is_site(about, name);
    if stated.iter().any(person) {
        return stated;
    }
    let shown = shown(about);
    if shown.iter().any(|name| !is_site(about, name)) || stated.is_empty() {
        return shown;
    }
    stated
}

/// Whether a name is that of the site or its publisher.
fn is_site(about: &About<'_>, name: &str) -> bool {
    let fold =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let name = fold(name);
    let publisher = about.publisher.as_deref().map(fold).unwrap_or_default();
    let host = about.host().map(|host| host.trim_start_matches("www.").to_owned()).unwrap_or_default();
    let label = host.split('.').next().map(fold).unwrap_or_default();
    let host = fold(&host);
    name.is_empty()
        || name == publisher
        || name == host
        || label.len() >= 5 && name.contains(&label)
        || name.len() >= 4 && host.starts_with(&name)
}

fn stated(about: &About<'_>) -> Vec<String> {
    let is_name = |name: &String| !name.contains("://") && name.chars().count() <= 160;
    let mut names: Vec<String> = about.json_ld.names_of("author").into_iter().filter(is_name).collect();
    if names.is_empty() {
        names = NAMES
            .iter()
            .map(|name| metas(about.page, &[name]).filter(is_name).collect())
            .find(|names: &Vec<String>| !names.is_empty())
            .unwrap_or_default();
    }
    distinct(names.iter().flat_map(|name| several(&tidy(name))))
}

/// The names in elements that are marked as the author's, else in lines that begin like a byline.
fn shown(about: &About<'_>) -> Vec<String> {
    let page = about.page;
    let first = about.first_prose();
    let (mut above, mut below, mut single) = (vec![], vec![], vec![]);
    let mut after = 0;
    for node in page.descendants(0) {
        let chars = about.measures.chars[node];
        if node < after
            || chars == 0
            || chars > MAX_BYLINE
            || about.visible.is_hidden(node)
            || !is_marked(about, node)
            || is_elsewhere(about, node)
        {
            continue;
        }
        let inside = page
            .descendants(node)
            .filter(|inside| page.has_token(*inside, "itemprop", "name") || page.name(*inside) == "a");
        let linked: Vec<String> = inside.filter_map(|inside| name(&page.text_content(inside))).collect();
        let text = page.text_content(node);
        let names = if linked.is_empty() { names_in(&text) } else { linked };
        if names.is_empty() {
            single.extend(single_name(&text));
            continue;
        }
        after = page.descendants(node).end;
        if node < first { above.extend(names) } else { below.extend(names) }
    }
    if !above.is_empty() {
        return distinct(above.into_iter());
    }
    let byline =
        about.near().into_iter().filter(|line| !is_elsewhere(about, line.block)).find_map(|line| byline(&line.text));
    byline.unwrap_or_else(|| distinct(below.into_iter().chain(single).take(1)))
}

/// A pen name of one word, in an element that holds nothing else.
fn single_name(text: &str) -> Option<String> {
    let text = clean(&tidy(text))?;
    let lower = text.to_lowercase();
    let plain = !text.contains(' ') && (2..=30).contains(&text.chars().count()) && text.contains(char::is_alphabetic);
    (plain
        && !NOT_NAMES.iter().any(|word| lower.contains(word))
        && !matches!(lower.as_str(), "von" | "by" | "par" | "por" | "di"))
    .then_some(text)
}

/// The names in a line that begins with “By” or the like.
fn byline(line: &str) -> Option<Vec<String>> {
    if line.chars().count() > 120 {
        return None;
    }
    let lower = line.to_lowercase();
    if ["foto", "photo", "bild", "image", "picture", "grafik", "video", "illustration"]
        .iter()
        .any(|start| lower.starts_with(start))
    {
        return None;
    }
    let inside = || {
        if line.chars().count() > 60 || line.ends_with(['.', '!', '?']) {
            return None;
        }
        let leads = [" by ", " von ", " par ", " por "];
        let (at, lead) = leads.iter().filter_map(|lead| Some((line.find(lead)?, lead))).max()?;
        Some(&line[at + lead.len()..])
    };
    let names = names_in(without_lead(line).or_else(inside)?);
    (!names.is_empty()).then_some(names)
}

fn is_marked(about: &About<'_>, node: usize) -> bool {
    const WORDS: [&str; 20] = [
        "author",
        "authors",
        "autor",
        "autoren",
        "autorin",
        "byline",
        "verfasser",
        "redakteur",
        "writer",
        "creator",
        "journalist",
        "auteur",
        "autore",
        "redaktor",
        "postauthor",
        "authorname",
        "signature",
        "fn",
        "username",
        "bylines",
    ];
    let page = about.page;
    page.has_token(node, "rel", "author")
        || page.has_token(node, "itemprop", "author")
        || ["class", "id"].into_iter().filter_map(|name| page.attribute(node, name)).any(|value| {
            value.split_ascii_whitespace().any(|name| words(name).iter().any(|word| WORDS.contains(&word.as_str())))
        })
}

fn is_elsewhere(about: &About<'_>, node: usize) -> bool {
    let page = about.page;
    page.ancestors_and_self(node).take_while(|ancestor| !page.descendants(*ancestor).contains(&about.region.core)).any(
        |ancestor| {
            matches!(about.measures.named(ancestor), Some((Part::Comments | Part::Related, Clarity::Clear)))
                || matches!(page.name(ancestor), "nav" | "figure" | "figcaption")
        },
    )
}

/// The names in a text such as “Von Ana Ruiz und Ben Okri | 6. August 2019”.
fn names_in(text: &str) -> Vec<String> {
    let text = without_lead(text).unwrap_or(text);
    let cut = text
        .find(|c: char| matches!(c, '|' | '•' | '·' | '(' | '[' | '→' | '/') || c.is_ascii_digit())
        .unwrap_or(text.len());
    let text = [
        " – ",
        " - ",
        " — ",
        " Illustration",
        " Foto",
        " Fotos",
        " Photo",
        " am ",
        " on ",
        " vom ",
        " in ",
        " für ",
        " for ",
        ": ",
    ]
    .iter()
    .fold(&text[..cut], |text, sign| text.split(sign).next().unwrap_or(text));
    several(text).iter().filter_map(|part| name(part)).collect()
}

/// The parts of a list of names.
fn several(text: &str) -> Vec<String> {
    let mut parts = vec![text.to_owned()];
    for sign in [", ", ";", " und ", " and ", " et ", " & ", " y ", " e ", " sowie "] {
        parts = parts.iter().flat_map(|part| part.split(sign).map(str::to_owned)).collect();
    }
    // Organisations with a comma in their name, and names with one word, are kept whole.
    if parts.iter().all(|part| part.trim().split(' ').count() >= 2) { parts } else { vec![text.to_owned()] }
}

/// A name of two to five words that begin with a capital letter, or particles.
fn name(text: &str) -> Option<String> {
    const PARTICLES: [&str; 22] = [
        "von", "van", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "al", "el", "bin", "zu",
        "zur", "y", "und", "ter", "ten",
    ];
    let text = clean(&tidy(without_lead(text).unwrap_or(text)))?;
    let lower = text.to_lowercase();
    if NOT_NAMES.iter().any(|word| lower.contains(word))
        || text.contains(|c: char| c.is_ascii_digit() || matches!(c, '?' | '!' | '“' | '"'))
    {
        return None;
    }
    let words: Vec<&str> = text.split(' ').collect();
    let capital = |word: &&str| {
        word.starts_with(char::is_uppercase)
            || PARTICLES.contains(word)
            || !word.starts_with(|c: char| c.is_lowercase())
    };
    ((2..=5).contains(&words.len()) && words.iter().all(capital) && text.chars().count() <= 50).then_some(text)
}

/// A line without what stands before a name.
fn without_lead(text: &str) -> Option<&str> {
    let text = text.trim();
    BEFORE.iter().find_map(|lead| {
        let start = text.get(..lead.len())?;
        let rest = text.get(lead.len()..)?;
        (start.to_lowercase() == *lead && (lead.ends_with(':') || rest.starts_with([' ', ':', '\u{A0}', '\n'])))
            .then(|| rest.trim_start_matches([' ', ':', '\u{A0}']))
    })
}

/// A stated name without “By”, a role or an address.
fn tidy(name: &str) -> String {
    let name = without_lead(name).unwrap_or(name.trim());
    let name = name.split(" @").next().unwrap_or(name);
    let name = [" | ", " • ", " · ", " – "].iter().fold(name, |name, sign| name.split(sign).next().unwrap_or(name));
    let name = match name.rsplit_once(", ") {
        Some((before, office))
            if office.len() <= 5 && before.contains(' ') && office.chars().all(char::is_uppercase) =>
        {
            before
        }
        _ => name,
    };
    name.trim().trim_end_matches([',', ';', ':', '|']).trim().to_owned()
}

fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen: Vec<String> = vec![];
    for name in names.take(MAX_AUTHORS).map(|name| name.trim().to_owned()) {
        if !name.is_empty() && !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}
