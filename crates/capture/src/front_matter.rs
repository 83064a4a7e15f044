//! Front matter of Markdown files by other programs, such as Obsidian’s Web Clipper, Jekyll and Hugo: [`read()`] maps it to the fields of a
//! source.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::dates::normalise_date;
use super::metadata::Metadata;
use super::saved::web_address;
use super::types::{ImportError, ImportOptions};
use citeback_content::model::{Date, Language, SOURCE_FIELDS};
use citeback_content::notes::front_matter::split_front_matter;
use citeback_content::notes::yaml;
use citeback_content::notes::yaml::write::write_scalar;
use citeback_quote::text::{shortened, single_spaced};

/// How much of the value of an unknown field is shown, in characters.
const MAX_SHOWN: usize = 40;

/// Front matter and what follows it.
pub(super) struct FrontMatter<'a> {
    /// YAML with the fields that can stay.
    pub kept: String,
    /// The names of these fields.
    pub present: BTreeSet<String>,
    /// What other fields say, and what those say that can stay.
    pub metadata: Metadata,
    /// When the file was saved.
    pub captured: Option<String>,
    /// The fields that a source does not have, with their values.
    pub unused: Vec<String>,
    pub body: &'a str,
}

/// The fields of a source, with what other programs call them.
const NAMES: [(&str, &[&str]); 8] = [
    ("title", &["headline", "name"]),
    ("publisher", &["site", "site_name", "sitename", "website", "publication"]),
    ("author", &["authors", "by", "byline", "creator", "creators"]),
    ("url", &["source", "link", "source_url", "canonical", "canonical_url", "canonicalurl", "original_url", "href"]),
    ("archive_url", &["archive", "archived", "archived_url", "snapshot"]),
    (
        "published",
        &["date", "date_published", "datepublished", "publish_date", "publishdate", "published_at", "pubdate"],
    ),
    (
        "captured",
        &["created", "clipped", "saved", "accessed", "retrieved", "date_saved", "date_accessed", "captured_at"],
    ),
    ("language", &["lang", "locale"]),
];

/// Reads the front matter at the beginning of a file: YAML between `---`, or TOML between `+++`.
///
/// # Errors
/// When it is neither.
pub(super) fn read<'a>(text: &'a str, options: &ImportOptions<'_>) -> Result<FrontMatter<'a>, ImportError> {
    if let Some((toml, body)) = split_toml(text) {
        let table: toml::Table = toml::from_str(toml).map_err(|_| unreadable("“+++”", "TOML"))?;
        let fields = table.into_iter().map(|(name, value)| (name, of_toml(value)));
        return Ok(Mapping::new(options, None).of(fields.collect(), body));
    }
    let parts = split_front_matter(text);
    let (yaml, body) = parts.map_or(("", text), |(yaml, body)| (&text[yaml], &text[body]));
    let parsed = yaml::parse::<BTreeMap<String, Value>>(yaml);
    let fields = parsed.value.filter(|_| parsed.faults.is_empty()).ok_or_else(|| unreadable("“---”", "YAML"))?;
    let lines = field_lines(yaml, &fields);
    let mut ordered: Vec<(String, Value)> = fields.clone().into_iter().collect();
    ordered.sort_by_key(|(name, _)| lines.iter().position(|(found, _)| found == name));
    let read = Mapping::new(options, Some(&lines)).of(ordered, body);
    if read.present.len() == fields.len() {
        // Nothing was taken out: comments stay, too.
        return Ok(FrontMatter { kept: yaml.to_owned(), ..read });
    }
    // The lines of a field are found by their form: what they say must still be the same.
    let kept = yaml::parse::<BTreeMap<String, Value>>(&read.kept).value.unwrap_or_default();
    let same = kept.len() == read.present.len() && kept.iter().all(|(name, value)| fields.get(name) == Some(value));
    if same { Ok(read) } else { Err(unreadable("“---”", "YAML of the usual form")) }
}

fn unreadable(lines: &str, language: &str) -> ImportError {
    ImportError::new(
        format!("the fields between its two lines {lines} are not valid {language}"),
        "fix them, or delete them along with both lines: citeback fills in what it can",
    )
}

/// TOML between two lines `+++`, and the rest of the file.
fn split_toml(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("+++")?;
    let (_, rest) = rest.split_once('\n').filter(|(after, _)| after.trim().is_empty())?;
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Some((&rest[..at], &rest[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// A value of TOML, whose dates become texts.
fn of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(truth) => Value::from(truth),
        toml::Value::Datetime(moment) => Value::from(moment.to_string()),
        toml::Value::Array(list) => Value::from(list.into_iter().map(of_toml).collect::<Vec<_>>()),
        toml::Value::Table(group) => {
            Value::Object(group.into_iter().map(|(name, value)| (name, of_toml(value))).collect())
        }
    }
}

/// The lines of each field, in their order: from its name to the next one.
fn field_lines<'y>(yaml: &'y str, fields: &BTreeMap<String, Value>) -> Vec<(String, &'y str)> {
    let mut starts: Vec<(usize, String)> = vec![];
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        let name = line.split_once(':').map(|(name, _)| name.trim_end().trim_matches(['"', '\'']));
        if let Some(name) = name.filter(|name| fields.contains_key(*name) && !starts.iter().any(|(_, own)| own == name))
        {
            starts.push((at, name.to_owned()));
        }
        at += line.len();
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|(start, _)| *start).chain([yaml.len()]).collect();
    starts.into_iter().zip(ends).map(|((start, name), end)| (name, &yaml[start..end])).collect()
}

/// Fields being mapped.
struct Mapping<'a> {
    own: BTreeSet<&'static str>,
    /// The names of fields that the editor overrides.
    overridden: Vec<&'static str>,
    /// The lines of each field in YAML; without them, fields are written anew.
    lines: Option<&'a [(String, &'a str)]>,
    kept: String,
    present: BTreeSet<String>,
    metadata: Metadata,
    captured: Option<String>,
    unused: Vec<String>,
}

impl<'a> Mapping<'a> {
    fn new(options: &ImportOptions<'_>, lines: Option<&'a [(String, &'a str)]>) -> Self {
        // The file itself is now the original.
        let own = SOURCE_FIELDS.into_iter().filter(|field| *field != "capture").collect();
        let overridden = [
            ("url", options.url.is_some()),
            ("captured", options.captured.is_some()),
            ("version_of", options.version_of.is_some()),
        ];
        Mapping {
            own,
            overridden: overridden.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect(),
            lines,
            kept: String::new(),
            present: BTreeSet::new(),
            metadata: Metadata::default(),
            captured: None,
            unused: vec![],
        }
    }

    fn of(mut self, fields: Vec<(String, Value)>, body: &str) -> FrontMatter<'_> {
        // A field of the name that a source has goes before one of another name.
        let (own, others): (Vec<_>, Vec<_>) =
            fields.into_iter().partition(|(name, _)| self.own.contains(name.as_str()));
        for (name, value) in own.into_iter().chain(others) {
            self.field(&name, &value);
        }
        let Mapping { kept, present, metadata, captured, unused, .. } = self;
        FrontMatter { kept, present, metadata, captured, unused, body }
    }

    fn field(&mut self, name: &str, value: &Value) {
        let plain = name.to_lowercase().replace(['-', ' '], "_");
        let meant = NAMES.iter().find(|(own, others)| plain == *own || others.contains(&plain.as_str()));
        let meant = meant.map(|(own, _)| *own);
        if value.is_null() || self.overridden.iter().any(|given| *given == name || Some(*given) == meant) {
            return;
        }
        let is_kept = match meant {
            Some(own) => match self.take(own, value) {
                Some(as_it_is) => as_it_is && own == name,
                None => return self.leave(name, value),
            },
            None if self.own.contains(name) => true,
            None => return self.leave(name, value),
        };
        if is_kept {
            self.keep(name, value);
        }
    }

    /// Takes the value of a field; whether it is as a source has it, or `None` if it is none.
    fn take(&mut self, own: &str, value: &Value) -> Option<bool> {
        let metadata = &mut self.metadata;
        if own == "author" {
            let names: Vec<String> = names(value).collect();
            if names.is_empty() || !metadata.authors.is_empty() {
                return None;
            }
            let plain = |value: &Value| value.as_str().is_some_and(|name| names.iter().any(|own| own == name));
            let as_it_is = plain(value) || value.as_array().is_some_and(|list| list.iter().all(plain));
            metadata.authors = names;
            return Some(as_it_is);
        }
        let written = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let text = single_spaced(&without_brackets(&written));
        let (place, found) = match own {
            "title" => (&mut metadata.title, Some(text)),
            "publisher" => (&mut metadata.publisher, Some(text)),
            "url" => (&mut metadata.url, web_address(&text).map(|_| text)),
            "archive_url" => (&mut metadata.archive_url, web_address(&text).map(|_| text)),
            "published" => (&mut metadata.published, day(&text)),
            "captured" => (&mut self.captured, day(&text)),
            _ => (&mut metadata.language, Language::new(&text.replace('_', "-")).map(|found| found.tag().to_owned())),
        };
        let found =
            found.filter(|found| !found.is_empty() && place.is_none() && !value.is_array() && !value.is_object())?;
        let as_it_is = found == written;
        *place = Some(found);
        Some(as_it_is)
    }

    fn keep(&mut self, name: &str, value: &Value) {
        match self.lines.and_then(|lines| lines.iter().find(|(found, _)| found == name)) {
            Some((_, lines)) => self.kept.push_str(lines),
            None if value.is_array() || value.is_object() => return self.leave(name, value),
            None => {
                let text = value.as_str().map_or_else(|| value.to_string(), write_scalar);
                self.kept.push_str(&format!("{name}: {text}\n"));
            }
        }
        self.present.insert(name.to_owned());
    }

    fn leave(&mut self, name: &str, value: &Value) {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Array(list) if list.iter().all(Value::is_string) => {
                list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
            }
            other => other.to_string(),
        };
        self.unused.push(format!("{name} “{}”", shortened(&single_spaced(&text), MAX_SHOWN)));
    }
}

/// A date as notes have it.
fn day(text: &str) -> Option<String> {
    if Date::parse(text).is_some() { Some(text.to_owned()) } else { normalise_date(text) }
}

/// The names in a text, a list, or a group with a field `name`. `[[Ana Ruiz]]` is a list of a list in YAML.
fn names(value: &Value) -> Box<dyn Iterator<Item = String> + '_> {
    match value {
        Value::String(text) => {
            let name = single_spaced(&without_brackets(text));
            Box::new((!name.is_empty()).then_some(name).into_iter())
        }
        Value::Array(list) => Box::new(list.iter().flat_map(names)),
        Value::Object(group) => Box::new(group.get("name").into_iter().flat_map(names)),
        _ => Box::new(std::iter::empty()),
    }
}

/// `Ana` of `[[people/Ana Ruiz|Ana]]`, `[[Ana]]` and `[Ana](https://…)`; other texts as they are.
fn without_brackets(text: &str) -> String {
    let text = text.trim();
    if let Some(inside) = text.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
        return inside.rsplit(['|', '/']).next().unwrap_or(inside).to_owned();
    }
    let link = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(')')).and_then(|rest| rest.split_once("]("));
    link.map_or(text, |(words, _)| words).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{FrontMatter, read};
    use crate::types::ImportOptions;
    use citeback_content::model::{Kind, Show};

    fn read_plain(text: &str) -> FrontMatter<'_> {
        let options = ImportOptions {
            stem: "clip",
            id: None,
            captured: None,
            today: "2024-03-14",
            kind: Kind::Article,
            show: Show::Full,
            url: None,
            keep: &[],
            version_of: None,
            saved: None,
        };
        read(text, &options).unwrap_or_else(|error| panic!("{error:?}"))
    }

    #[test]
    fn a_clipping_of_obsidian_is_mapped() {
        let read = read_plain(
            "---\ntitle: \"A vote\"\nsource: \"https://a.example/vote\"\nauthor:\n  - \"[[Ana Ruiz]]\"\npublished: 2024-03-12\n\
             created: 2024-03-13\ndescription: \"Eleven to four.\"\ntags:\n  - \"clippings\"\n---\nText\n",
        );
        assert_eq!(read.kept, "title: \"A vote\"\npublished: 2024-03-12\n");
        assert_eq!(read.metadata.url.as_deref(), Some("https://a.example/vote"));
        assert_eq!(
            (read.metadata.authors.as_slice(), read.captured.as_deref()),
            (["Ana Ruiz".to_owned()].as_slice(), Some("2024-03-13"))
        );
        assert_eq!(
            (read.unused.join(", ").as_str(), read.body),
            ("description “Eleven to four.”, tags “clippings”", "Text\n")
        );
    }

    #[test]
    fn toml_is_mapped() {
        let read = read_plain(
            "+++\ntitle = \"A vote\"\ndate = 2024-03-12T09:30:00Z\ndraft = false\n[[authors]]\nname = \"Ana Ruiz\"\n+++\nText\n",
        );
        assert_eq!(
            (read.metadata.title.as_deref(), read.metadata.published.as_deref()),
            (Some("A vote"), Some("2024-03-12T09:30:00Z"))
        );
        assert_eq!(
            (read.metadata.authors.join(", ").as_str(), read.unused.join(", ").as_str()),
            ("Ana Ruiz", "draft “false”")
        );
    }

    #[test]
    fn fields_of_a_source_stay_as_they_are() {
        let yaml = "# By hand.\ntitle: 'A vote'\nauthor: [Ana, Ben]\npublished: 2024-03\nkind: report\n";
        let text = format!("---\n{yaml}---\nText\n");
        let read = read_plain(&text);
        assert_eq!((read.kept.as_str(), read.unused.len()), (yaml, 0));
        assert_eq!(read.metadata.title.as_deref(), Some("A vote"));
    }

    #[test]
    fn one_value_is_taken_and_the_others_are_reported() {
        let read = read_plain(
            "---\ndate: 2024-03-12\npublished: 2024-03-10 08:00:00\nurl: /2024/vote\nlink: https://a.example/vote\n---\nText\n",
        );
        assert_eq!(
            (read.metadata.published.as_deref(), read.metadata.url.as_deref()),
            (Some("2024-03-10"), Some("https://a.example/vote"))
        );
        assert_eq!(read.unused, ["url “/2024/vote”", "date “2024-03-12”"]);
    }
}
