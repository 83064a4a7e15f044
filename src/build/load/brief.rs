//! brief.yaml: title and settings of the brief, its publisher and people, and its scale of verdicts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::accepted::{AcceptedFields, accepted};
use super::archives;
use super::content_policy::{ContentPolicyFields, content_policy};
use super::extra::{ExtraField, extra};
use super::fields::FieldReader;
use super::house_rules::{RuleFields, rules};
use super::language_list::languages;
use super::nav::{NavFields, nav};
use super::person::{PersonFields, people};
use super::publishing::{TargetFields, targets};
use super::remark::warn_of_cut_texts;
use super::scale::{VerdictFields, scale};
use super::static_files::StaticFiles;
use super::theme_settings::{ThemeFields, theme_settings};
use super::value_kind::ValueKind;
use crate::base::index::IndexVec;
use crate::findings::{Code, Diagnostic};
use crate::model::{
    Brief, ContentPolicy, Extra, FeaturedClaim, HouseRules, Language, Organisation, Policies, PublishNotes, Scale,
    Show, ThemeSettings,
};
use crate::notes::yaml::{Entries, OneOrMany, Path};

/// The brief as a whole: its title, its publisher, its conclusions and settings.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BriefFile {
    /// The title of the brief.
    #[schemars(required, example = &"The harbour bridge, checked")]
    title: Option<String>,
    /// A shorter title, for the head of every page.
    #[schemars(example = &"The bridge, checked")]
    short_title: Option<String>,
    /// A description in one or two sentences, for search engines and the feed.
    #[schemars(example = &"What was said about the harbour bridge, and what the sources support.")]
    description: Option<String>,
    /// The URL of the folder where the site is published. Required for feeds, the sitemap and share cards.
    #[schemars(extend("x-is" = ValueKind::BaseUrl), example = &"https://example.org/bridge/")]
    base_url: Option<String>,
    /// The language of the brief and of the interface. Built in are en, fr, de, es, ar, hi and zh.
    #[schemars(extend("x-is" = ValueKind::Language), example = &"en", extend("default" = "en"))]
    language: Option<String>,
    /// The languages in which the brief is published, if there are several: first that of the notes, which may stand alone under “language”, then those that you translate them into.
    #[schemars(extend("x-is" = ValueKind::Language), example = ["en", "fr"])]
    languages: Option<OneOrMany>,
    /// The publisher of the brief.
    organisation: Option<OrganisationFields>,
    /// The authors and reviewers. Each person gets a page that lists their work.
    people: Option<Vec<PersonFields>>,
    /// The conclusion, shown at the top of the front page.
    #[schemars(extend("x-is" = ValueKind::Markdown), example = &"The council approved [a limit](claim:bridge-cost). Nothing shows that it was spent.")]
    bottom_line: Option<String>,
    /// The findings of your research: one entry for each, in order.
    #[schemars(extend("x-is" = ValueKind::Inline), example = ["The steel [was not delivered](source:harbour-post) in March."])]
    findings: Option<OneOrMany>,
    /// What is still unknown: one entry for each question.
    #[schemars(extend("x-is" = ValueKind::Inline), example = ["What has the council paid so far?"])]
    open_questions: Option<OneOrMany>,
    /// The ids of claims to show at the top of the front page, in this order.
    #[schemars(extend("x-is" = ValueKind::Claim), example = ["bridge-cost"])]
    featured: Option<OneOrMany>,
    /// Your own scale of verdicts, in order. It replaces the built-in scale, which “citeback explain verdicts” prints.
    verdicts: Option<Vec<VerdictFields>>,
    /// The links at the top of every page, in this order: a built-in list (claims, sources, people, verdicts, corrections, print) or a page of your own by its id, or a group of fields. Without it, claims, sources, and the pages with “nav: true”.
    nav: Option<Entries<NavFields>>,
    /// Pages on how you work. Every page links to them in its footer.
    policies: Option<PolicyFields>,
    /// The rules of your house, which notes are checked against.
    rules: Option<RuleFields>,
    /// Colours, typefaces, logo. Whatever you leave out keeps its default.
    theme: Option<ThemeFields>,
    /// What pages may load from other sites. Everything else that is not a file of the site is blocked.
    policy: Option<ContentPolicyFields>,
    /// Whether each claim gets a share card, the picture that chats and social networks show with a link.
    #[schemars(extend("default" = true))]
    cards: Option<bool>,
    /// Whether the site has a search.
    #[schemars(extend("default" = true))]
    search: Option<bool>,
    /// Whether each claim gets a small page, embed/ID.html, that other sites can show in a frame.
    #[schemars(extend("default" = false))]
    embeds: Option<bool>,
    /// Whether the page of a claim shows its source file.
    #[schemars(extend("enum" = PublishNotes::NAMES, "enumDescriptions" = PublishNotes::MEANINGS, "default" = "without-remarks"))]
    publish_notes: Option<String>,
    /// The default for the field “show” of sources. An import writes it into each new source, or “excerpts” if it is not set.
    #[schemars(extend("enum" = Show::NAMES, "enumDescriptions" = Show::MEANINGS, "default" = "full"))]
    default_show: Option<String>,
    /// Data of your own, which your templates and data files get: names with values of any shape. The built-in templates show none of it.
    #[schemars(extend("x-is" = ValueKind::FreeForm))]
    extra: Option<ExtraField>,
    /// Findings that need no change: one entry for each, with the reason. Accepted findings are no longer reported.
    accepted: Option<Vec<AcceptedFields>>,
    /// What was checked before: JSON files in content/archive, copied from data/claims.json of other briefs, or ClaimReviews of others in a schema.org DataFeed. Claims like yours in them are pointed out to you; nothing of these files is published.
    #[schemars(example = ["archive/last-year.json"])]
    archive: Option<OneOrMany>,
    /// Where “citeback publish” publishes the brief: places under names of your choice.
    publish: Option<BTreeMap<String, TargetFields>>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationFields {
    /// The name of the organisation.
    #[schemars(required, example = &"The Example Times")]
    name: Option<String>,
    /// Its website.
    #[schemars(extend("x-is" = ValueKind::Url), example = &"https://example.org/")]
    url: Option<String>,
    /// The URL of its logo.
    #[schemars(extend("x-is" = ValueKind::Url), example = &"https://example.org/logo.png")]
    logo: Option<String>,
    /// Its other pages, for example on social networks.
    #[schemars(extend("x-is" = ValueKind::Url), example = ["https://social.example.org/desk"])]
    same_as: Option<OneOrMany>,
    /// Where readers can report errors: an e-mail address, or the URL of a form. If set, every page has a link “Report an error”.
    #[schemars(example = &"corrections@example.org")]
    contact: Option<String>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PolicyFields {
    /// The page on your method. It also shows the scale of verdicts.
    #[schemars(extend("x-is" = ValueKind::Page), example = &"methodology")]
    methodology: Option<String>,
    /// The page on corrections. It is shown above the log of corrections.
    #[schemars(extend("x-is" = ValueKind::Page), example = &"corrections")]
    corrections: Option<String>,
    /// The page on your funding.
    #[schemars(extend("x-is" = ValueKind::Page), example = &"funding")]
    funding: Option<String>,
    /// The page on your ethics.
    #[schemars(extend("x-is" = ValueKind::Page), example = &"ethics")]
    ethics: Option<String>,
}

/// Reads brief.yaml; `None` if it is not valid YAML. The files that it names are sought among those of static/. `shared` is the scale of the
/// desk, which a scale of the brief's own replaces.
pub(super) fn parse(fields: &mut FieldReader<'_>, statics: StaticFiles<'_>, shared: Option<&Scale>) -> Option<Brief> {
    let file: BriefFile = fields.parse(0..fields.text().len())?;
    let top = Path::top();
    let title = fields.required(&top, "title", file.title).unwrap_or_default();
    let base_url = file.base_url.and_then(|url| base_url(fields, &url));
    let language = fields.language(&top.clone().key("language"), file.language);
    let (language, languages) = languages(fields, file.languages, language);
    let organisation = file.organisation.and_then(|given| organisation(fields, given));
    let people = people(fields, file.people.unwrap_or_default());
    let scale = match file.verdicts {
        Some(verdicts) => scale(fields, verdicts, statics),
        None => shared.cloned().unwrap_or_default(),
    };
    let short_title = fields.short(file.short_title, Some(&title));
    let featured = featured(fields, file.featured);
    let policies = file.policies.unwrap_or_default();
    let mut policy = |name: &'static str, id: Option<String>| {
        let path = Path::top().key("policies").key(name);
        id.and_then(|id| fields.id(&path, &id))
    };
    let policies = Policies {
        methodology: policy("methodology", policies.methodology),
        corrections: policy("corrections", policies.corrections),
        funding: policy("funding", policies.funding),
        ethics: policy("ethics", policies.ethics),
    };
    let brief = Brief {
        title,
        short_title,
        description: file.description,
        base_url,
        language: language.unwrap_or_default(),
        languages,
        organisation,
        people: people.into(),
        bottom_line: file.bottom_line,
        findings: file.findings.unwrap_or_default().0,
        open_questions: file.open_questions.unwrap_or_default().0,
        featured,
        rules: rules(fields, file.rules, &scale),
        scale,
        policies,
        nav: nav(fields, file.nav),
        theme: theme_settings(fields, file.theme.unwrap_or_default(), statics),
        policy: content_policy(fields, file.policy.unwrap_or_default()),
        cards: file.cards.unwrap_or(true),
        search: file.search.unwrap_or(true),
        embeds: file.embeds.unwrap_or(false),
        publish_notes: fields
            .word(&top.clone().key("publish_notes"), file.publish_notes, PublishNotes::NAMES, PublishNotes::parse)
            .unwrap_or(PublishNotes::WithoutRemarks),
        default_show: fields.word(&top.key("default_show"), file.default_show, Show::NAMES, Show::parse),
        extra: extra(fields, &Path::top(), file.extra),
        accepted: accepted(fields, file.accepted),
        archive: archives::named(fields, file.archive),
        publish: targets(fields, file.publish),
    };
    warn_of_cut_texts(fields);
    Some(brief)
}

/// The brief that claims are checked against if brief.yaml cannot be read.
pub(super) fn empty() -> Brief {
    Brief {
        title: String::new(),
        short_title: None,
        description: None,
        base_url: None,
        language: Language::default(),
        languages: vec![],
        organisation: None,
        people: IndexVec::default(),
        bottom_line: None,
        findings: vec![],
        open_questions: vec![],
        featured: vec![],
        scale: Scale::default(),
        policies: Policies::default(),
        nav: None,
        rules: HouseRules::default(),
        theme: ThemeSettings::default(),
        policy: ContentPolicy::default(),
        cards: false,
        search: false,
        embeds: false,
        publish_notes: PublishNotes::None,
        default_show: None,
        extra: Extra::default(),
        accepted: vec![],
        archive: vec![],
        publish: vec![],
    }
}

/// Parses the URL under which a site is published, and adds a trailing slash, so that pages can be joined to it.
///
/// # Errors
/// What was expected instead.
pub fn parse_base_url(text: &str) -> Result<Url, String> {
    let expected = || "expected a URL like https://example.org/briefs/".to_owned();
    let mut url = Url::parse(text.trim()).map_err(|_| expected())?;
    let web = matches!(url.scheme(), "http" | "https") && url.has_host();
    if !web || url.query().is_some() || url.fragment().is_some() {
        return Err(expected());
    }
    let last = url.path().rsplit('/').next().unwrap_or_default().to_lowercase();
    if last.ends_with(".html") || last.ends_with(".htm") {
        let folder = url.join(".").map_err(|_| expected())?;
        return Err(format!("expected the URL of the folder, not of a page in it: {folder}"));
    }
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url)
}

pub(super) fn base_url(fields: &mut FieldReader<'_>, text: &str) -> Option<Url> {
    parse_base_url(text)
        .map_err(|expected| {
            let finding = Diagnostic::new(
                Code::BadUrl,
                fields.place(&Path::top().key("base_url")),
                format!("“{text}” is not a URL under which a site can be published"),
            );
            fields.push(finding.label(expected));
        })
        .ok()
}

pub(super) fn organisation(fields: &mut FieldReader<'_>, given: OrganisationFields) -> Option<Organisation> {
    let path = Path::top().key("organisation");
    let name = fields.required(&path, "name", given.name)?;
    let same_as = given.same_as.unwrap_or_default().0.into_iter().enumerate();
    Some(Organisation {
        name,
        url: fields.url(&path.clone().key("url"), given.url),
        logo: fields.url(&path.clone().key("logo"), given.logo),
        contact: fields.url(&path.clone().key("contact"), given.contact.map(contact)),
        same_as: same_as.filter_map(|(i, url)| fields.url(&path.clone().key("same_as").index(i), Some(url))).collect(),
    })
}

/// A bare e-mail address is accepted as a link.
fn contact(written: String) -> String {
    if written.contains('@') && !written.contains([':', '/']) { format!("mailto:{}", written.trim()) } else { written }
}

fn featured(fields: &mut FieldReader<'_>, given: Option<OneOrMany>) -> Vec<FeaturedClaim> {
    let mut featured: Vec<FeaturedClaim> = vec![];
    for (index, id) in given.unwrap_or_default().0.into_iter().enumerate() {
        let path = Path::top().key("featured").index(index);
        let Some(id) = fields.id(&path, id.trim()) else {
            continue;
        };
        if featured.iter().any(|other| other.id == id) {
            let finding =
                Diagnostic::new(Code::DuplicateId, fields.place(&path), format!("the claim “{id}” is listed twice"));
            fields.push(finding.label("already listed above").hint("remove one of the two"));
        }
        featured.push(FeaturedClaim { id, index });
    }
    featured
}
