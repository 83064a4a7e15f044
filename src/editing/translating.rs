//! Translations of notes: what each translates ([`translations`]), the record of it ([`recorded`]), and a new one to fill in ([`new_translation`]).

use std::path::Path as FilePath;

use crate::base::disk;
use crate::base::error::Error;
use crate::base::files::Files;
use crate::build::load::Content;
use crate::findings::{did_you_mean, question};
use crate::model::texts::{self, NoteTexts, Texts, body};
use crate::model::{Claim, Evidence, Language};
use crate::notes::edit::{EditError, EditedNote, apply};
use crate::notes::front_matter::split_front_matter;
use crate::notes::yaml::{Path, Skipped, Step, Tree};

/// The name by which commands know the texts of brief.yaml.
pub const BRIEF_NAME: &str = "brief";

/// A file with texts in another language.
pub struct TranslatedFile<'c> {
    pub texts: &'c NoteTexts,
    /// Those of them that the original still has, as they are there.
    pub originals: Texts,
}

impl TranslatedFile<'_> {
    /// The id of what is translated.
    pub fn name(&self) -> &str {
        self.texts.of.as_ref().map_or(BRIEF_NAME, |id| id.as_str())
    }
}

/// The translations of all notes that are there.
pub fn translations(content: &Content) -> Vec<TranslatedFile<'_>> {
    let mut found = vec![];
    for language in &content.translations {
        let brief = language.brief.iter().map(|note| (&note.value, texts_of_brief(content)));
        let claims = language.claims.iter().filter_map(|note| {
            let claim = content.claims.iter().find(|claim| Some(&claim.value.id) == note.value.of.as_ref())?;
            Some((&note.value, texts::of_claim(&claim.value)))
        });
        let pages = language.pages.iter().filter_map(|note| {
            let page = content.pages.iter().find(|page| Some(&page.value.id) == note.value.of.as_ref())?;
            Some((&note.value, texts::of_page(&page.value)))
        });
        for (given, mut originals) in brief.chain(claims).chain(pages) {
            originals.retain(|path, _| given.texts.contains_key(path));
            found.push(TranslatedFile { texts: given, originals });
        }
    }
    found
}

fn texts_of_brief(content: &Content) -> Texts {
    let mut tags: Vec<&str> =
        content.claims.iter().flat_map(|note| note.value.tags.iter().map(String::as_str)).collect();
    tags.sort_unstable();
    tags.dedup();
    texts::of_brief(&content.brief, tags.into_iter())
}

/// A file with the record of what it translates.
pub struct Recorded {
    pub text: String,
    /// Whether it was recorded as translating other texts.
    pub had_another: bool,
}

/// Writes into a translation which texts it translates, as they are now.
///
/// # Errors
/// If the file cannot be changed safely.
pub fn recorded(files: &Files, translated: &TranslatedFile<'_>) -> Result<Recorded, EditError> {
    let file = translated.texts.file;
    let text = files.text(file);
    let yaml = if files.path(file).ends_with(".md") {
        split_front_matter(text).ok_or_else(|| EditError::new("it has no front matter"))?.0
    } else {
        0..text.len()
    };
    let record = texts::record(&translated.originals);
    let path = Path::top().key("translates");
    let given = Tree::new(&text[yaml.clone()]).and_then(|tree| Some(tree.text_at(&path)?.to_owned()));
    let known = translated.texts.translates.as_ref();
    let is_same = |(path, parts): (&Path, &Vec<String>)| {
        known?.get(&texts::name(path)).map(|known| *known == texts::digest(parts))
    };
    let same: Vec<Option<bool>> = translated.originals.iter().map(is_same).collect();
    let had_another = same.contains(&Some(false));
    // A new translation records all texts of its note.
    if !same.is_empty() && same.iter().all(|same| *same == Some(true)) {
        return Ok(Recorded { text: text.to_owned(), had_another });
    }
    let skipped = Skipped::default();
    let note = EditedNote::new(file, text, yaml, &skipped);
    let edit = match &given {
        Some(given) if !given.is_empty() => note.replace_scalar(&path, &record),
        Some(_) => note.fill_field(&path, &record),
        None => note.insert_field(&Path::top(), "translates", &record, "by"),
    };
    Ok(Recorded { text: apply(text, [&edit?])?, had_another })
}

/// What is to be translated.
#[derive(Debug, Clone, Copy)]
pub enum Translatable<'a> {
    Claim(&'a str),
    Page(&'a str),
    Brief,
}

/// Creates a file to fill in with the texts of a note in another language. Returns its path relative to the site.
///
/// # Errors
/// If the brief does not list the language, there is no such note, or the file exists or cannot be written.
pub fn new_translation(site: &FilePath, content: &Content, what: Translatable<'_>, tag: &str) -> Result<String, Error> {
    let listed = &content.brief.languages;
    let Some(language) = listed.iter().find(|known| known.tag().eq_ignore_ascii_case(tag)) else {
        let known: Vec<&str> = listed.iter().map(Language::tag).collect();
        let hint = if known.is_empty() {
            let own = content.brief.language.tag();
            format!("add a line to brief.yaml: languages: [{own}, {tag}]")
        } else {
            format!("it lists {}: add {tag} there, if you want to translate into it", known.join(", "))
        };
        return Err(Error::refused(format!("brief.yaml does not list “{tag}” among its languages"), hint));
    };
    let files = &content.files;
    let (original, text) = match what {
        Translatable::Claim(id) => {
            let ids = || content.claims.iter().map(|note| note.value.id.as_str());
            let claim = content.claims.iter().find(|note| note.value.id.as_str() == id);
            let claim = claim.ok_or_else(|| no_note("claim", id, &mut ids()))?;
            (files.path(claim.value.file), claim_text(files.path(claim.value.file), &claim.value, language))
        }
        Translatable::Page(id) => {
            let ids = || content.pages.iter().map(|note| note.value.id.as_str());
            let page = content.pages.iter().find(|note| note.value.id.as_str() == id);
            let page = page.ok_or_else(|| no_note("page", id, &mut ids()))?;
            let path = files.path(page.value.file);
            let mut fields = texts::of_page(&page.value);
            let record = texts::record(&fields);
            fields.remove(&body());
            let fields = written(path, &record, &fields, language);
            let below = format!("<!-- Replace this line with the text of {path} in “{}”. -->\n", language.tag());
            (path, format!("---\n{fields}---\n{below}"))
        }
        Translatable::Brief => {
            let path = files.path(content.brief_file);
            let texts = texts_of_brief(content);
            (path, written(path, &texts::record(&texts), &texts, language))
        }
    };
    let (stem, ending) = original.rsplit_once('.').unwrap_or((original, "yaml"));
    let path = format!("{stem}.{}.{ending}", language.tag());
    disk::create(site, &path, text.as_bytes())?;
    Ok(path)
}

fn no_note(kind: &str, id: &str, known: &mut dyn Iterator<Item = &str>) -> Error {
    let meant = did_you_mean(id, known).map_or_else(|| "its file must be there, and readable".to_owned(), question);
    Error::refused(format!("there is no {kind} “{id}” to translate"), meant)
}

fn claim_text(path: &str, claim: &Claim<Evidence>, language: &Language) -> String {
    let texts = texts::of_claim(claim);
    let mut out = written(path, &texts::record(&texts), &texts, language);
    let quotations: Vec<_> = claim.passages.iter().filter_map(Evidence::quotation).collect();
    if !quotations.is_empty() {
        out.push_str("\n# Translations of quoted words go below their passage, with the name of the translator:\n");
        out.push_str("# passages:\n");
    }
    for quotation in quotations {
        out.push_str(&format!("#   {}:\n", quotation.id));
        comment(&mut out, "#     # ", &quotation.quote);
        out.push_str("#     translation:\n#       text:\n#       by:\n");
    }
    out
}

/// The order in which notes are read.
const ORDER: [&str; 17] = [
    "title",
    "short_title",
    "description",
    "claim",
    "summary",
    "analysis",
    "bottom_line",
    "findings",
    "open_questions",
    "gaps",
    "corrections",
    "roles",
    "image",
    "passages",
    "people",
    "verdicts",
    "tags",
];

/// The fields to fill in, each below the text that is to be translated.
fn written(path: &str, record: &str, texts: &Texts, language: &Language) -> String {
    let mut out = format!(
        "# The texts of {path} in “{}”. The original is above each; what stays empty is not translated.\n",
        language.tag()
    );
    out.push_str("# Everything else is the same in all languages, and stays there.\n");
    out.push_str(
        "# What was translated, so that you are told when it changes; “citeback translated” writes it anew.\n",
    );
    out.push_str(&format!("translates: {}\n", serde_json::Value::from(record)));
    let mut open: Vec<&str> = vec![];
    let mut ordered: Vec<_> = texts.iter().collect();
    // Those of a group stay together.
    ordered.sort_by_key(|(path, _)| match path.first() {
        Some(Step::Key(name, _)) => ORDER.iter().position(|field| field == name).unwrap_or(ORDER.len()),
        _ => ORDER.len(),
    });
    for (path, parts) in ordered {
        let names: Vec<&str> = path
            .iter()
            .filter_map(|step| match step {
                Step::Key(name, _) => Some(name.as_ref()),
                Step::Index(_) => None,
            })
            .collect();
        let Some((field, groups)) = names.split_last() else { continue };
        let same = open.iter().zip(groups).take_while(|(a, b)| a == b).count();
        if groups.is_empty() || same == 0 {
            out.push('\n');
        }
        for (depth, group) in groups.iter().enumerate().skip(same) {
            out.push_str(&format!("{}{}:\n", "  ".repeat(depth), key(group)));
        }
        let indent = "  ".repeat(groups.len());
        let is_list = matches!(*field, "gaps" | "corrections" | "findings" | "open_questions") && groups.is_empty();
        if is_list {
            out.push_str(&format!("{field}:\n"));
            for part in parts {
                comment(&mut out, "  # ", part);
                out.push_str("  - \"\"\n");
            }
        } else {
            parts.iter().for_each(|part| comment(&mut out, &format!("{indent}# "), part));
            out.push_str(&format!("{indent}{}: \"\"\n", key(field)));
        }
        open = groups.to_vec();
    }
    out
}

fn comment(out: &mut String, lead: &str, text: &str) {
    for line in text.trim().lines() {
        out.push_str(format!("{lead}{line}").trim_end());
        out.push('\n');
    }
}

/// A name as a key of YAML.
fn key(name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
        && !matches!(
            name.to_ascii_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "null" | "on" | "off" | "y" | "n"
        );
    if is_plain { name.to_owned() } else { serde_json::Value::from(name).to_string() }
}
