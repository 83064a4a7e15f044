//! The front page and the listings: what the brief says as a whole, and which claims a verdict or a tag gathers.

use tera::{Context, Value};

use super::routes;
use super::shared::Shared;
use super::value::{list, object, text};

/// The front page stands at the root, and so do the links in its prose.
const ROOT: &str = "";
/// The bottom line stands under a heading of level 2.
const BOTTOM_LINE_HEADING: usize = 3;
/// Beyond this many cells the table of claims by sources helps no reader, and is left out.
const MOST_CELLS: usize = 4_000;

/// What the template of the front page sees beside what all pages see.
pub(super) fn front(shared: &Shared<'_>) -> Context {
    let site = shared.site;
    let brief = &site.brief;
    let items = |items: &[String]| list(items.iter().map(|item| shared.inline(item, ROOT)));
    let mut context = Context::new();
    let bottom_line = brief.bottom_line.as_deref();
    context.insert_value(
        "bottom_line",
        bottom_line.map_or_else(Value::none, |markdown| shared.blocks(markdown, ROOT, BOTTOM_LINE_HEADING)),
    );
    context.insert_value("findings", items(&brief.findings));
    context.insert_value("open_questions", items(&brief.open_questions));
    context.insert_value("claims", shared.claim_cards(&site.listed));
    context.insert_value("sources", list(shared.sources.iter().cloned()));
    context.insert_value("table", table(shared));
    context.insert_value("verdicts", list(shared.verdicts.iter().cloned()));
    let corrections = site.corrections.iter().map(|(claim, correction)| {
        let [date, html, was] = shared.correction(correction, ROOT);
        object([date, html, was, ("claim", shared.claims[*claim].clone())])
    });
    context.insert_value("corrections", list(corrections));
    context
}

/// Which source says what about which claim: a row for each claim, in it for each source the stances of its passages.
fn table(shared: &Shared<'_>) -> Value {
    let site = shared.site;
    if site.listed.len() * site.sources.len() > MOST_CELLS {
        return Value::none();
    }
    let rows = site.listed.iter().map(|position| {
        let claim = &site.claims[*position];
        let cells = (0..site.sources.len()).map(|source| {
            let said = claim.passages.iter().enumerate().filter(|(_, passage)| passage.source == source);
            list(said.map(|(i, passage)| {
                object([
                    ("stance", text(passage.stance().name())),
                    ("href", text(&format!("{}#{}", routes::claim(&claim.id), routes::card_anchor(passage.id())))),
                    ("passage", text(passage.id().as_str())),
                    ("number", Value::from(i + 1)),
                ])
            }))
        });
        object([("claim", shared.claims[*position].clone()), ("cells", list(cells))])
    });
    object([("sources", list(shared.sources.iter().cloned())), ("rows", list(rows))])
}

pub(super) fn verdict(shared: &Shared<'_>, position: usize) -> Context {
    let mut context = Context::new();
    context.insert_value("verdict", shared.verdicts[position].clone());
    context.insert_value("claims", shared.claim_cards(&shared.site.by_verdict[position]));
    context
}

pub(super) fn tag(shared: &Shared<'_>, position: usize) -> Context {
    let mut context = Context::new();
    context.insert_value("tag", shared.tags[position].clone());
    context.insert_value("claims", shared.claim_cards(&shared.site.tags[position].claims));
    context
}
