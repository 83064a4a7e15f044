//! The id of an imported source: [`source_ids`].

use url::{Host, Url};

use super::stop_words::is_stop_word;
use super::types::ImportOptions;
use citeback_content::model::Id;
use citeback_content::notes::edit::romanised;

/// How many words of the title an id has, if there are as many and they are short.
const WORDS: usize = 4;
const MIN_WORDS: usize = 2;
/// The length, in bytes, from which on an id gets no further word beyond the least.
const SHORT: usize = 32;
/// The longest id made from words, in bytes.
const MAX_ID: usize = 60;

/// Hosts of many publishers: the name before theirs tells which.
const PLATFORMS: [&str; 9] =
    ["substack", "wordpress", "blogspot", "medium", "github", "tumblr", "ghost", "typepad", "livejournal"];
/// What stands before the name of a publisher and says nothing.
const PREFIXES: [&str; 6] = ["www", "m", "mobile", "amp", "edition", "web"];
/// Second levels under which countries register names, such as `co.uk`.
const SECOND_LEVELS: [&str; 14] =
    ["co", "com", "org", "net", "gov", "gob", "gouv", "gv", "ac", "edu", "or", "ne", "go", "nic"];

/// The id that the editor asked for. Else that of the version, if it is one. Else ids made from the address and the title, each one
/// word longer than the one before, or from the file name.
pub(super) fn source_ids(options: &ImportOptions<'_>, title: Option<&str>, url: Option<&str>) -> Vec<Id> {
    if let Some(id) = options.id {
        return vec![id.clone()];
    }
    if let Some(base) = options.version_of {
        let day = options.captured().get(..10).unwrap_or_default();
        let numbered = (2..100).map(|number| format!("{base}-{day}-{number}"));
        return std::iter::once(format!("{base}-{day}")).chain(numbered).filter_map(|id| Id::new(&id)).collect();
    }
    let publisher = url.and_then(publisher);
    let of_title = title.map(|title| ids(publisher.as_deref(), title)).unwrap_or_default();
    if of_title.is_empty() { ids(publisher.as_deref(), options.stem) } else { of_title }
}

/// An id with these words, such as `bbc-one` of “BBC One”.
pub fn id_of_words(text: &str) -> Option<Id> {
    let words: Vec<String> = words(text).collect();
    Id::new(&words.join("-"))
}

/// The words of a text in letters from a to z and digits.
fn words(text: &str) -> impl Iterator<Item = String> {
    let plain = romanised(text);
    plain.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>().into_iter()
}

fn ids(publisher: Option<&str>, text: &str) -> Vec<Id> {
    let all: Vec<String> = words(text).collect();
    let is_chinese = text.chars().any(|c| matches!(c, '\u{4E00}'..='\u{9FFF}'));
    let telling = |word: &&String| !is_stop_word(word, is_chinese) && Some(word.as_str()) != publisher;
    let mut chosen: Vec<&String> = all.iter().filter(telling).collect();
    if chosen.is_empty() {
        chosen = all.iter().collect();
    }
    if !chosen.iter().any(|word| word.contains(|c: char| c.is_ascii_alphabetic())) && publisher.is_none() {
        return vec![];
    }
    let mut id: String = publisher.unwrap_or_default().to_owned();
    let mut ids: Vec<String> = vec![];
    for (at, word) in chosen.into_iter().enumerate() {
        let joined = if id.is_empty() { word.clone() } else { format!("{id}-{word}") };
        if joined.len() > MAX_ID && at > 0 {
            break;
        }
        id = joined.chars().take(MAX_ID).collect();
        let is_first = ids.is_empty();
        if at + 1 < MIN_WORDS || is_first && at + 1 < WORDS && id.len() < SHORT {
            continue;
        }
        ids.push(id.clone());
    }
    if ids.is_empty() && !id.is_empty() {
        ids.push(id);
    }
    ids.iter().filter_map(|id| Id::new(id)).collect()
}

/// The telling part of an address: `bbc` of `https://www.bbc.co.uk/news`.
fn publisher(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let Some(Host::Domain(host)) = url.host() else {
        return None;
    };
    let mut labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    if labels.len() > 2 && PREFIXES.contains(&labels[0]) {
        labels.remove(0);
    }
    if labels.len() > 1 {
        labels.pop();
    }
    if labels.len() > 1 && labels.last().is_some_and(|label| SECOND_LEVELS.contains(label)) {
        labels.pop();
    }
    if labels.len() > 1 && labels.last().is_some_and(|label| PLATFORMS.contains(label)) {
        labels.pop();
    }
    // A name in other letters is encoded, and cannot be read.
    let name = labels.pop().filter(|label| !label.starts_with("xn--"))?;
    id_of_words(name).map(|id| id.to_string())
}

#[cfg(test)]
mod tests {
    use super::{id_of_words, ids, publisher};

    #[test]
    fn the_telling_part_of_an_address_is_the_publisher() {
        for (address, name) in [
            ("https://www.bbc.co.uk/news/1", Some("bbc")),
            ("https://news.example.org/vote", Some("example")),
            ("https://www.theguardian.com/", Some("theguardian")),
            ("https://harbour.substack.com/p/vote", Some("harbour")),
            ("https://orf.at/stories/1", Some("orf")),
            ("https://ministry.gov.au/", Some("ministry")),
            ("http://192.168.0.1/", None),
            ("https://xn--bcher-kva.example/", None),
        ] {
            assert_eq!(publisher(address).as_deref(), name, "{address}");
        }
    }

    #[test]
    fn telling_words_make_short_ids() {
        for (publisher, title, id) in [
            (Some("bbc"), "The Tunis museum", "bbc-tunis-museum"),
            (Some("post"), "Harbour bridge to reopen in May, two years late", "post-harbour-bridge-reopen-may"),
            (None, "Die Brücke über den Fluß", "brucke-uber-fluss"),
            (None, "Le pont de la baie rouvre", "pont-baie-rouvre"),
            (None, "El puente del puerto", "puente-puerto"),
            (None, "It is", "it-is"),
            (None, "被盗资金的去向", "bei-dao-zi-jin"),
            (Some("post"), "2019", "post-2019"),
        ] {
            assert_eq!(ids(publisher, title).first().map(ToString::to_string).as_deref(), Some(id), "{title}");
        }
        assert_eq!(ids(None, "2019"), []);
        assert_eq!(ids(None, "新しい橋"), []);
    }

    #[test]
    fn further_words_make_longer_ids() {
        let all = ids(None, "Council votes on bridge repairs again");
        let all: Vec<&str> = all.iter().map(|id| id.as_str()).collect();
        assert_eq!(all, ["council-votes-bridge-repairs", "council-votes-bridge-repairs-again"]);
    }

    #[test]
    fn words_become_an_id() {
        assert_eq!(id_of_words("BBC One").map(|id| id.to_string()).as_deref(), Some("bbc-one"));
        assert_eq!(id_of_words("…"), None);
    }
}
