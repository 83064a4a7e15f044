//! data/annotations/ID.jsonld: the passages of a source as W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>).

use std::borrow::Cow;

use serde::Serialize;

use super::json::{lines, open, write};
use super::passages::{after, before};
use crate::build::relate::{Citation, Site};
use crate::build::render::json_ld;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::translation_label;
use crate::build::resolve::{Passage, ReadSource, Verified};
use crate::model::{Claim, Date, Field, Show, SourceIdx, Translation};
use crate::routes;
use citeback_quote::text::code_points;

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// Why the annotation is made, and why it bears the claim's page (section 3.3.5): the words are linked to a claim that they bear on. It is
/// the claim that is assessed by them, so the motivation is not `assessing`, which would be an assessment of the words.
const LINKING: &str = "linking";
/// Why it bears the stance: the words are classified by it, in one of four words that never vary.
const CLASSIFYING: &str = "classifying";
/// Why it bears a translation: it says what the words mean, and is not the words. Its creator is not the annotation's.
const DESCRIBING: &str = "describing";
/// From a file of annotations to the site's root.
const ROOT: &str = "../../";

/// The collection of a source's annotations (section 5.1), without its page.
#[derive(Serialize)]
struct AnnotationCollection<'a> {
    #[serde(rename = "@context")]
    context: Context,
    id: &'a str,
    #[serde(rename = "type")]
    type_name: &'static str,
    label: &'a str,
    creator: Creator<'a>,
    total: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<&'static str>,
}

/// With the file's own address, to which all others in it are relative; where the site's is not known, the file's is that which it was
/// read from.
#[derive(Serialize)]
#[serde(untagged)]
enum Context {
    Based(&'static str, Base),
    Relative(&'static str),
}

#[derive(Serialize)]
struct Base {
    #[serde(rename = "@base")]
    base: String,
}

/// To which each annotation refers by its id.
#[derive(Serialize)]
#[serde(tag = "type", rename = "Organization")]
struct Creator<'a> {
    id: String,
    name: &'a str,
    homepage: &'a str,
}

/// The only page of a collection (section 5.2), without its items.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AnnotationPage<'a> {
    id: &'static str,
    #[serde(rename = "type")]
    type_name: &'static str,
    part_of: &'a str,
    start_index: usize,
}

#[derive(Serialize)]
struct Annotation<'a> {
    id: String,
    #[serde(rename = "type")]
    type_name: &'static str,
    motivation: &'static str,
    creator: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    body: Vec<Body<'a>>,
    target: Targets<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Body<'a> {
    Claim(ClaimBody<'a>),
    Stance(TextualBody<'a>),
    Translation(TranslationBody<'a>),
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "SpecificResource")]
struct ClaimBody<'a> {
    source: Resource<'a>,
    purpose: &'static str,
}

#[derive(Serialize)]
#[serde(tag = "type")]
struct TextualBody<'a> {
    value: &'a str,
    format: &'static str,
    purpose: &'static str,
}

/// A translation, by its label and its creator (section 3.3.1).
#[derive(Serialize)]
#[serde(tag = "type", rename = "TextualBody")]
struct TranslationBody<'a> {
    label: String,
    value: &'a str,
    format: &'static str,
    language: &'a str,
    purpose: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<Translator<'a>>,
}

/// Whether the translator is a person or an organisation is not known, only whether it is a program.
#[derive(Serialize)]
struct Translator<'a> {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    type_name: Option<&'static str>,
    name: &'a str,
}

/// Each body applies to each of several targets (section 3.2.6), and so they do to the parts of an elided quote. One target with a
/// selector for each part would not do: several selectors are several ways to the same words (section 4.2).
#[derive(Serialize)]
#[serde(untagged)]
enum Targets<'a> {
    One(Target<'a>),
    Many(Vec<Target<'a>>),
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "SpecificResource")]
struct Target<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<TimeState<'a>>,
    source: Resource<'a>,
    scope: String,
    selector: Selectors<'a>,
}

#[derive(Serialize)]
struct Resource<'a> {
    id: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<&'a str>,
    #[serde(rename = "type")]
    type_name: &'static str,
    language: &'a str,
}

/// When the original read like that, and a copy of it as it was (section 4.3.1).
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
struct TimeState<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    source_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cached: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Selectors<'a> {
    Quote(TextQuoteSelector<'a>),
    QuoteAndPosition(TextQuoteSelector<'a>, TextPositionSelector),
    /// The page or the time, and the words on it.
    Located(Box<FragmentSelector<'a>>),
}

/// A part of a document or a recording (section 4.2.1), which the words then narrow (section 4.2.9).
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
struct FragmentSelector<'a> {
    value: String,
    conforms_to: &'static str,
    refined_by: TextQuoteSelector<'a>,
}

#[derive(Serialize)]
#[serde(tag = "type")]
struct TextQuoteSelector<'a> {
    exact: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suffix: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(tag = "type")]
struct TextPositionSelector {
    start: usize,
    end: usize,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let sources = site.sources.enumerated();
    sources
        .map(|(i, read)| {
            let path = routes::annotations(&read.source.id);
            OutputFile::data(path, move |shared| Ok(annotations(&shared.site, i).into()))
        })
        .collect()
}

/// The collection with its page: the passages of all claims that have a page, in the order of the text. A source that no claim cites has
/// no page of annotations, for a page may not be empty.
fn annotations(site: &Site, position: SourceIdx) -> Vec<u8> {
    let read = &site.sources[position];
    let citations = &site.citations[position];
    let address = |path: &str| site.brief.base_url.as_ref().map(|base| json_ld::absolute(base, path));
    let own = address(&routes::annotations(&read.source.id));
    // The collection and its creator go by their full addresses also for programs that read no context.
    let id = own.clone().unwrap_or_else(|| format!("{}.jsonld", read.source.id));
    let home = address("").unwrap_or_else(|| ROOT.to_owned());
    let mut collection = AnnotationCollection {
        context: own.map_or(Context::Relative(CONTEXT), |base| Context::Based(CONTEXT, Base { base })),
        id: &id,
        type_name: "AnnotationCollection",
        label: &read.source.title,
        creator: Creator {
            id: json_ld::object::organisation_id(&home),
            name: site.brief.publisher_name(),
            homepage: site.brief.publisher_url(&home),
        },
        total: citations.len(),
        last: None,
    };
    let mut out = vec![];
    if citations.is_empty() {
        write(&collection, &mut out);
    } else {
        collection.last = Some("#page");
        let page = AnnotationPage { id: "#page", type_name: "AnnotationPage", part_of: &id, start_index: 0 };
        let source = AnnotatedSource::new(site, read);
        open(&collection, "first", &mut out);
        open(&page, "items", &mut out);
        lines(
            citations.iter().map(|citation| source.annotation(&collection.creator.id, *citation)),
            citations.len(),
            &mut out,
        );
        out.extend_from_slice(b"}}");
    }
    out.push(b'\n');
    out
}

/// A source whose passages are annotated.
struct AnnotatedSource<'a> {
    site: &'a Site,
    read: &'a ReadSource,
    /// Addresses of its page and of its reading text.
    page: String,
    text: String,
}

impl<'a> AnnotatedSource<'a> {
    fn new(site: &'a Site, read: &'a ReadSource) -> Self {
        let id = &read.source.id;
        let address = |path: String| format!("{ROOT}{path}");
        AnnotatedSource { site, read, page: address(routes::source(id)), text: address(routes::source_text(id)) }
    }

    fn annotation<'s>(&'s self, creator: &'s str, citation: Citation) -> Annotation<'s> {
        let claim = &self.site.claims[citation.claim];
        let passage = self.site.passage(citation);
        let anchor = routes::mark_anchor(&claim.id, passage.id());
        let moment = |date: Option<Date>| date.and_then(|date| date.utc());
        let scope = format!("{}#{anchor}", self.page);
        let targets = (0..passage.parts.len()).map(|part| self.target(passage, part, scope.clone()));
        let mut targets: Vec<Target<'_>> = targets.collect();
        targets.extend(self.in_original(passage, &scope));
        Annotation {
            id: format!("#{anchor}"),
            type_name: "Annotation",
            motivation: LINKING,
            creator,
            created: moment(claim.published),
            modified: moment(claim.updated),
            body: self.bodies(claim, passage),
            target: if targets.len() == 1 { Targets::One(targets.remove(0)) } else { Targets::Many(targets) },
        }
    }

    fn bodies<'s>(&'s self, claim: &Claim<Verified>, passage: &'s Passage) -> Vec<Body<'s>> {
        let page = Resource {
            id: format!("{ROOT}{}", routes::claim(&claim.id)).into(),
            format: Some("text/html"),
            via: None,
            type_name: "Text",
            language: self.site.brief.language.tag(),
        };
        let stance = TextualBody { value: passage.stance().name(), format: "text/plain", purpose: CLASSIFYING };
        let mut bodies = vec![Body::Claim(ClaimBody { source: page, purpose: LINKING }), Body::Stance(stance)];
        bodies.extend(passage.quotation.translation.as_ref().map(|given| Body::Translation(self.translation(given))));
        bodies
    }

    fn translation<'s>(&self, given: &'s Translation) -> TranslationBody<'s> {
        let machine = given.machine.then_some("Software");
        TranslationBody {
            label: translation_label(&self.site.locale, given),
            value: &given.text,
            format: "text/plain",
            language: given.language.tag(),
            purpose: DESCRIBING,
            creator: given.by.as_deref().map(|name| Translator { type_name: machine, name }),
        }
    }

    /// A part of a passage. Its positions count in the reading text, so they are given where that is published, and the reading text is
    /// what is annotated. Else it is the original, in which the words can be found but not counted to, or for want of one the source's
    /// page.
    fn target(&self, passage: &'a Passage, part: usize, scope: String) -> Target<'_> {
        let source = &self.read.source;
        let (id, format, via, state) = match (source.show, source.url.as_deref()) {
            (Show::Full, via) if passage.field == Field::Body => (self.text.as_str(), Some("text/plain"), via, None),
            (_, Some(url)) => (url, None, None, self.state()),
            (_, None) => (self.page.as_str(), Some("text/html"), None, None),
        };
        let language = self.read.language.tag();
        Target {
            state,
            source: Resource { id: id.into(), format, via, type_name: "Text", language },
            scope,
            selector: self.selectors(passage, part),
        }
    }

    /// The page or the time in the original of words whose place in the reading text the other targets give.
    fn in_original(&self, passage: &'a Passage, scope: &str) -> Option<Target<'_>> {
        let source = &self.read.source;
        let url = source.url.as_deref().filter(|_| source.show == Show::Full)?;
        let (value, conforms_to) = passage.locator(self.read).fragment()?;
        let exact = &passage.text(self.read)[passage.parts.first()?.clone()];
        let refined_by = TextQuoteSelector { exact, prefix: None, suffix: None };
        let language = self.read.language.tag();
        Some(Target {
            state: self.state(),
            source: Resource { id: url.into(), format: None, via: None, type_name: "Text", language },
            scope: scope.to_owned(),
            selector: Selectors::Located(Box::new(FragmentSelector { value, conforms_to, refined_by })),
        })
    }

    fn state(&self) -> Option<TimeState<'_>> {
        let source_date = self.read.source.captured.and_then(|date| date.utc());
        let cached = self.read.source.archive_url.as_deref();
        (source_date.is_some() || cached.is_some()).then_some(TimeState { source_date, cached })
    }

    /// The words with what stands beside them (section 4.2.4), and where they stand in the reading text (section 4.2.5). What is not shown
    /// in full gives no more of its own words than the other data files do.
    fn selectors(&self, passage: &'a Passage, part: usize) -> Selectors<'_> {
        let text = passage.text(self.read);
        let range = &passage.parts[part];
        let full = self.read.source.show == Show::Full && passage.field == Field::Body;
        let shown = |at_the_edge: bool| full || (at_the_edge && self.read.source.show == Show::Excerpts);
        let quote = TextQuoteSelector {
            exact: &text[range.clone()],
            prefix: Some(before(text, range.start)).filter(|_| shown(part == 0)),
            suffix: Some(after(text, range.end)).filter(|_| shown(part + 1 == passage.parts.len())),
        };
        if !full {
            let located = passage.locator(self.read).fragment().filter(|_| self.read.source.url.is_some());
            return match located {
                Some((value, conforms_to)) => {
                    Selectors::Located(Box::new(FragmentSelector { value, conforms_to, refined_by: quote }))
                }
                None => Selectors::Quote(quote),
            };
        }
        let counted = code_points(text, range);
        Selectors::QuoteAndPosition(quote, TextPositionSelector { start: counted.start, end: counted.end })
    }
}
