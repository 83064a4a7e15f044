//! Finds the part of a page that is the article: [`find`].

use dom_query::{Document, NodeData};
use dom_smoothie::{Config, Readability};

use super::boilerplate::{VisibleNodes, chars_outside_boilerplate, is_in_boilerplate};
use super::page::SavedPage;

/// Pages with more nodes are not searched with Readability; they have to mark their article.
const MAX_SEARCHED: usize = 30_000;

/// The attribute that carries a node's number through Readability.
const NUMBER_ATTRIBUTE: &str = "data-citeback-number";

/// The smallest node that contains the article: where the page marks it, else where Readability finds running text.
pub(super) fn find(page: &SavedPage, visible: &VisibleNodes) -> usize {
    let body = page.elements(&["body"]).next().unwrap_or(0);
    let total = chars_outside_boilerplate(page, visible, body);
    let substantial = |node: &usize| visible.char_count(*node) * 4 >= total && visible.char_count(*node) > 0;
    let marked = article_around_body(page, visible).or_else(|| leading_article(page, visible));
    if let Some(node) = marked.filter(substantial) {
        return node;
    }
    let main = largest(page, visible, |node| page.name(node) == "main" || page.has_token(node, "role", "main"));
    if let Some(node) = main.filter(substantial) {
        return node;
    }
    let Some(text) = running_text(page).filter(|node| !is_in_boilerplate(page, *node)) else {
        return marked.or(main).unwrap_or(body);
    };
    // A short article is still the right one if the running text is inside it.
    marked.or(main).filter(|node| *node == text || page.descendants(*node).contains(&text)).unwrap_or(text)
}

/// The article element around a marked article body, so that it includes headline and lead.
fn article_around_body(page: &SavedPage, visible: &VisibleNodes) -> Option<usize> {
    let body = largest(page, visible, |node| page.has_token(node, "itemprop", "articleBody"))?;
    page.ancestors_and_self(body).find(|node| page.name(*node) == "article").or(Some(body))
}

/// The article with more text than all others of the page together.
fn leading_article(page: &SavedPage, visible: &VisibleNodes) -> Option<usize> {
    let is_article = |node: usize| page.name(node) == "article" || page.has_token(node, "role", "article");
    let outermost = |node: usize| {
        is_article(node)
            && !page
                .ancestors_and_self(page.parent(node))
                .any(|ancestor| is_article(ancestor) || matches!(page.name(ancestor), "aside" | "nav" | "footer"))
    };
    let leading = largest(page, visible, outermost)?;
    let total: usize = (1..page.len()).filter(|node| outermost(*node)).map(|node| visible.char_count(node)).sum();
    (visible.char_count(leading) * 2 > total).then_some(leading)
}

fn largest(page: &SavedPage, visible: &VisibleNodes, matches: impl Fn(usize) -> bool) -> Option<usize> {
    (1..page.len())
        .filter(|node| matches(*node) && visible.char_count(*node) > 0)
        .max_by_key(|node| (visible.char_count(*node), std::cmp::Reverse(*node)))
}

/// The smallest node that contains everything that Readability extracts. The extract itself is not used, as it drops words.
fn running_text(page: &SavedPage) -> Option<usize> {
    if page.len() > MAX_SEARCHED {
        return None;
    }
    let doc = page.doc.clone();
    for (number, id) in page.ids.iter().enumerate() {
        doc.tree.update_node(id, |node| simplify(&mut node.data));
        if let Some(node) = doc.tree.get(id).filter(|node| node.is_element()) {
            node.set_attr(NUMBER_ATTRIBUTE, &number.to_string());
        }
    }
    let config = Config { disable_json_ld: true, max_elements_to_parse: MAX_SEARCHED, ..Config::default() };
    let found = Readability::with_document(doc, None, Some(config)).ok()?.parse().ok()?;
    let found = Document::from(found.content);
    let numbers: Vec<usize> = found
        .select(&format!("[{NUMBER_ATTRIBUTE}]"))
        .iter()
        .filter_map(|element| element.attr(NUMBER_ATTRIBUTE)?.parse().ok())
        .filter(|number| *number > 0 && *number < page.len())
        .collect();
    let (first, last) = (*numbers.iter().min()?, *numbers.iter().max()?);
    page.ancestors_and_self(first).find(|node| *node == last || page.descendants(*node).contains(&last))
}

/// Replaces characters that HTML escapes: Readability writes its result as HTML, which takes quadratic time in their number, and they
/// do not matter for finding the text.
fn simplify(data: &mut NodeData) {
    const ESCAPED: [char; 5] = ['&', '<', '>', '"', '\u{A0}'];
    match data {
        NodeData::Text { contents } if contents.contains(ESCAPED) => *contents = contents.replace(ESCAPED, " ").into(),
        NodeData::Element(element) => {
            for attribute in element.attrs.iter_mut().filter(|attribute| attribute.value.contains(ESCAPED)) {
                attribute.value = attribute.value.replace(ESCAPED, " ").into();
            }
        }
        _ => {}
    }
}
