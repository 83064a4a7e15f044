//! content/claims/ID.LANGUAGE.yaml, content/pages/ID.LANGUAGE.md and content/brief.LANGUAGE.yaml: the texts of a note, of a page and of the
//! brief in another language. Entry points: [`of_claim`], [`of_page`], [`of_brief`].

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::accepted::{AcceptedFields, accepted};
use super::extra::{ExtraField, extra};
use super::fields::FieldReader;
use super::misplaced::explain_fields_of_the_note;
use super::page::with_front_matter;
use super::remark::warn_of_cut_texts;
use super::translation::{TranslationFields, translation};
use super::value_kind::ValueKind;
use crate::findings::{Code, Diagnostic};
use crate::model::texts::{NoteTexts, Texts, body, note_of_passage, read_record, role_of};
use crate::model::{Id, Language, Translation};
use crate::notes::yaml::{OneOrMany, Path};
use citeback_quote::text::fold::without_directions;
use citeback_quote::text::single_spaced;

/// A translation of a claim note: its texts in another language. The verdict, the dates and the evidence stay in the note itself.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimTextsFile {
    /// The texts of the note that this translates, each with a checksum. “citeback translated ID” writes it when the translation is done, and you are told when one of these texts changes.
    #[schemars(example = &"claim 5e0b1c2d, summary 90af3b7c")]
    translates: Option<String>,
    /// The translator of the note, if readers are to know: a person, an organisation or, for a machine translation, the program.
    #[schemars(example = &"Ana Ruiz")]
    by: Option<String>,
    /// Whether a program made the translation. The page says so.
    #[schemars(extend("default" = false))]
    machine: Option<bool>,
    /// The statement in this language. The translation is not published without it, unless the statement was made in this language.
    #[schemars(example = &"Le pont a coûté le double de ce que le conseil avait approuvé.")]
    claim: Option<String>,
    /// The headline in this language. Defaults to the statement.
    #[schemars(example = &"Le coût du pont")]
    title: Option<String>,
    /// The reason for the verdict, in one or two sentences. The translation is not published without it.
    #[schemars(extend("x-is" = ValueKind::Inline), example = &"Le conseil a approuvé 12 millions ; les factures s’élèvent à 13.")]
    summary: Option<String>,
    /// The full reasoning. Write [^ID] where the note does.
    #[schemars(extend("x-is" = ValueKind::Markdown), example = &"Le procès-verbal indique la somme approuvée.[^approved]")]
    analysis: Option<String>,
    /// What evidence is still missing: as many entries as in the note, in the same order.
    #[schemars(extend("x-is" = ValueKind::Inline), example = ["Le conseil n’a pas publié la facture finale."])]
    gaps: Option<OneOrMany>,
    /// What was corrected: the text of each correction of the note, in the same order.
    #[schemars(extend("x-is" = ValueKind::Inline), example = ["Une version antérieure donnait le montant hors taxes."])]
    corrections: Option<OneOrMany>,
    /// The roles of claimants, by their names as the note has them.
    roles: Option<BTreeMap<String, String>>,
    /// The words about the picture.
    image: Option<ImageTextFields>,
    /// The texts about passages, by the ids of these.
    passages: Option<BTreeMap<String, PassageTextFields>>,
    /// Data of your own in this language, which replace those of the same names in the note.
    #[schemars(extend("x-is" = ValueKind::FreeForm))]
    extra: Option<ExtraField>,
    /// Findings that need no change: one entry for each, with the reason. Accepted findings are no longer reported.
    accepted: Option<Vec<AcceptedFields>>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ImageTextFields {
    /// What the picture shows.
    #[schemars(example = &"Le pont vu du port")]
    alt: Option<String>,
    /// Who made it.
    #[schemars(example = &"Photo : Ana Silva")]
    credit: Option<String>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PassageTextFields {
    /// A translation of the quoted words into this language. It is shown below them, and never as a quotation.
    translation: Option<TranslationFields>,
    /// Your own note on the passage.
    #[schemars(extend("x-is" = ValueKind::Markdown), example = &"Le montant s’entend hors taxes.")]
    note: Option<String>,
}

/// The front matter of a translation of one of your own pages. The text follows below it.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageTextsFile {
    /// The texts of the page that this translates, each with a checksum. “citeback translated ID” writes it when the translation is done, and you are told when one of these texts changes.
    #[schemars(example = &"title 5e0b1c2d, text 90af3b7c")]
    translates: Option<String>,
    /// The translator, if readers are to know: a person, an organisation or, for a machine translation, the program.
    #[schemars(example = &"Ana Ruiz")]
    by: Option<String>,
    /// Whether a program made the translation. The page says so.
    #[schemars(extend("default" = false))]
    machine: Option<bool>,
    /// The title in this language. The translation is not published without it.
    #[schemars(example = &"Notre méthode")]
    title: Option<String>,
    /// The description in this language.
    #[schemars(example = &"Comment nous choisissons, vérifions et corrigeons.")]
    description: Option<String>,
    /// Data of your own in this language, which replace those of the same names in the page.
    #[schemars(extend("x-is" = ValueKind::FreeForm))]
    extra: Option<ExtraField>,
    /// Findings that need no change: one entry for each, with the reason. Accepted findings are no longer reported.
    accepted: Option<Vec<AcceptedFields>>,
}

/// A translation of brief.yaml: its texts in another language. All settings stay in brief.yaml.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BriefTextsFile {
    /// The texts of brief.yaml that this translates, each with a checksum. “citeback translated brief” writes it when the translation is done, and you are told when one of these texts changes.
    #[schemars(example = &"title 5e0b1c2d, description 90af3b7c")]
    translates: Option<String>,
    /// The title of the brief in this language.
    #[schemars(example = &"Le pont du port, vérifié")]
    title: Option<String>,
    /// A shorter title, for the head of every page.
    #[schemars(example = &"Le pont, vérifié")]
    short_title: Option<String>,
    /// The description, in one or two sentences.
    #[schemars(example = &"Ce qui a été dit du pont du port, et ce que les sources confirment.")]
    description: Option<String>,
    /// The name of the publisher in this language.
    #[schemars(example = &"The Example Times, édition française")]
    organisation: Option<String>,
    /// The conclusion.
    #[schemars(extend("x-is" = ValueKind::Markdown), example = &"Le conseil a approuvé [un plafond](claim:bridge-cost).")]
    bottom_line: Option<String>,
    /// The findings of your research: as many entries as in brief.yaml, in the same order.
    #[schemars(extend("x-is" = ValueKind::Inline), example = ["L’acier [n’a pas été livré](source:harbour-post) en mars."])]
    findings: Option<OneOrMany>,
    /// What is still unknown: as many entries as in brief.yaml, in the same order.
    #[schemars(extend("x-is" = ValueKind::Inline), example = ["Qu’a payé le conseil jusqu’ici ?"])]
    open_questions: Option<OneOrMany>,
    /// What people do, by their ids.
    people: Option<BTreeMap<String, PersonTextFields>>,
    /// The words of verdicts, by their ids.
    verdicts: Option<BTreeMap<String, VerdictTextFields>>,
    /// Tags in this language, by the tags of your notes.
    tags: Option<BTreeMap<String, String>>,
    /// The words of links in the navigation, by those of brief.yaml.
    nav: Option<BTreeMap<String, String>>,
    /// Your words about sources, by their ids.
    sources: Option<BTreeMap<String, SourceTextFields>>,
    /// Data of your own in this language, which replace those of the same names in brief.yaml.
    #[schemars(extend("x-is" = ValueKind::FreeForm))]
    extra: Option<ExtraField>,
    /// Findings that need no change: one entry for each, with the reason. Accepted findings are no longer reported.
    accepted: Option<Vec<AcceptedFields>>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PersonTextFields {
    /// The person’s role in this language.
    #[schemars(example = &"Rédactrice")]
    role: Option<String>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct VerdictTextFields {
    /// The label in this language.
    #[schemars(example = &"Vrai")]
    label: Option<String>,
    /// What the verdict means, in a sentence.
    #[schemars(example = &"Les sources confirment l’affirmation.")]
    definition: Option<String>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SourceTextFields {
    /// Under what rights the source is shown.
    #[schemars(example = &"Avec l’aimable autorisation de l’éditeur")]
    rights: Option<String>,
}

/// Which file is read, of what, and in which language.
pub(super) type Of<'a> = (Option<Id>, &'a Language);

/// Reads a translation of a claim.
pub(super) fn of_claim(fields: &mut FieldReader<'_>, (of, language): Of<'_>) -> Option<NoteTexts> {
    let file: ClaimTextsFile = parsed(fields, "the note itself")?;
    let mut collected = Collected { texts: Texts::new() };
    collected.text("claim", file.claim.map(|text| single_spaced(&text)));
    collected.text("title", file.title.map(|text| single_spaced(&text)));
    collected.text("summary", file.summary);
    collected.text("analysis", file.analysis);
    collected.list("gaps", file.gaps);
    collected.list("corrections", file.corrections);
    for (name, role) in file.roles.unwrap_or_default() {
        collected.at(role_of(&name), Some(role));
    }
    let image = file.image.unwrap_or_default();
    collected.at(Path::top().key("image").key("alt"), image.alt);
    collected.at(Path::top().key("image").key("credit"), image.credit);
    let mut passages = BTreeMap::new();
    for (id, given) in file.passages.unwrap_or_default() {
        let path = Path::top().key("passages").key(id.clone());
        let Some(id) = fields.id(&path, &id) else { continue };
        collected.at(note_of_passage(&id), given.note);
        let translated = given.translation.and_then(|given| of_passage(fields, &path, given, language));
        passages.extend(translated.map(|translated| (id, translated)));
    }
    warn_of_cut_texts(fields);
    Some(NoteTexts {
        file: fields.file,
        of,
        language: language.clone(),
        by: translator(file.by),
        machine: file.machine.unwrap_or_default(),
        texts: collected.texts,
        passages,
        extra: extra(fields, &Path::top(), file.extra),
        translates: translates(fields, file.translates),
        accepted: accepted(fields, file.accepted),
    })
}

/// Reads a translation of a page.
pub(super) fn of_page(fields: &mut FieldReader<'_>, (of, language): Of<'_>) -> Option<NoteTexts> {
    let (file, text) = with_front_matter::<PageTextsFile>(fields)?;
    explain_fields_of_the_note(fields, "the page itself");
    let mut collected = Collected { texts: Texts::new() };
    collected.text("title", file.title);
    collected.text("description", file.description);
    collected.at(body(), Some(fields.text()[text].to_owned()));
    warn_of_cut_texts(fields);
    Some(NoteTexts {
        file: fields.file,
        of,
        language: language.clone(),
        by: translator(file.by),
        machine: file.machine.unwrap_or_default(),
        texts: collected.texts,
        passages: BTreeMap::new(),
        extra: extra(fields, &Path::top(), file.extra),
        translates: translates(fields, file.translates),
        accepted: accepted(fields, file.accepted),
    })
}

/// Reads a translation of brief.yaml.
pub(super) fn of_brief(fields: &mut FieldReader<'_>, (_, language): Of<'_>) -> Option<NoteTexts> {
    let file: BriefTextsFile = parsed(fields, "brief.yaml")?;
    let mut collected = Collected { texts: Texts::new() };
    let top = |name: &'static str| Path::top().key(name);
    collected.text("title", file.title);
    collected.text("short_title", file.short_title);
    collected.text("description", file.description);
    collected.text("organisation", file.organisation);
    collected.text("bottom_line", file.bottom_line);
    collected.list("findings", file.findings);
    collected.list("open_questions", file.open_questions);
    for (id, person) in file.people.unwrap_or_default() {
        collected.at(top("people").key(id).key("role"), person.role);
    }
    for (id, verdict) in file.verdicts.unwrap_or_default() {
        let group = top("verdicts").key(id);
        collected.at(group.clone().key("label"), verdict.label);
        collected.at(group.key("definition"), verdict.definition);
    }
    for (name, words) in file.tags.unwrap_or_default() {
        collected.at(top("tags").key(name), Some(words));
    }
    for (name, words) in file.nav.unwrap_or_default() {
        collected.at(top("nav").key(name), Some(words));
    }
    for (id, source) in file.sources.unwrap_or_default() {
        collected.at(top("sources").key(id).key("rights"), source.rights);
    }
    warn_of_cut_texts(fields);
    Some(NoteTexts {
        file: fields.file,
        of: None,
        language: language.clone(),
        by: None,
        machine: false,
        texts: collected.texts,
        passages: BTreeMap::new(),
        extra: extra(fields, &Path::top(), file.extra),
        translates: translates(fields, file.translates),
        accepted: accepted(fields, file.accepted),
    })
}

fn translator(by: Option<String>) -> Option<String> {
    by.map(|by| single_spaced(&without_directions(&by))).filter(|by| !by.is_empty())
}

/// The texts of a file so far.
struct Collected {
    texts: Texts,
}

impl Collected {
    fn at(&mut self, path: Path, text: Option<String>) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            self.texts.insert(path, vec![text]);
        }
    }

    fn text(&mut self, name: &'static str, text: Option<String>) {
        self.at(Path::top().key(name), text);
    }

    fn list(&mut self, name: &'static str, given: Option<OneOrMany>) {
        let given = given.unwrap_or_default().0;
        if given.iter().any(|text| !text.trim().is_empty()) {
            self.texts.insert(Path::top().key(name), given);
        }
    }
}

fn parsed<T: serde::de::DeserializeOwned>(fields: &mut FieldReader<'_>, belongs_in: &str) -> Option<T> {
    let file = fields.parse(0..fields.text().len());
    explain_fields_of_the_note(fields, belongs_in);
    file
}

/// The translation of a passage, which must be into the language of the file.
fn of_passage(
    fields: &mut FieldReader<'_>,
    path: &Path,
    given: TranslationFields,
    language: &Language,
) -> Option<Translation> {
    let path = path.clone().key("translation");
    let translated = translation(fields, &path, given, language)?;
    if !translated.language.is_same_as(language) {
        let message =
            format!("this is a translation into “{}”, in a file for “{}”", translated.language.tag(), language.tag());
        let finding = Diagnostic::new(Code::BadTranslation, fields.place(&path.key("language")), message);
        fields.push(finding.label("expected the language of the file").hint("delete the line “language”"));
        return None;
    }
    Some(translated)
}

fn translates(fields: &mut FieldReader<'_>, given: Option<String>) -> Option<BTreeMap<String, String>> {
    let given = given.filter(|given| !given.trim().is_empty())?;
    let read = read_record(&given);
    if read.is_none() {
        let at = fields.place(&Path::top().key("translates"));
        fields.push(
            Diagnostic::new(Code::BadTranslation, at, "this is not a list of texts with their checksums")
                .label("not written by citeback")
                .hint("delete the line, compare the translation with the note, and run citeback translated"),
        );
    }
    read
}
