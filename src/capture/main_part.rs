//! Where the article of a page is: [`main_part`].

use dom_query::{Document, NodeData};
use dom_smoothie::{Config, Readability};

use super::boilerplate::{VisibleNodes, is_in_furniture, letters_outside_furniture};
use super::page::SavedPage;

/// Larger pages are not searched for their main text; they have to mark it.
const SEARCHED: usize = 30_000;

/// The attribute that carries a node's number through the search for the main text.
const NUMBER: &str = "data-citeback-number";

/// The smallest node that holds the article: by the page's own marks where it has them, else by what looks like running text.
pub(super) fn main_part(page: &SavedPage, shown: &VisibleNodes) -> usize {
    let body = page.elements(&["body"]).next().unwrap_or(0);
    let all = letters_outside_furniture(page, shown, body);
    let substantial = |node: &usize| shown.letters(*node) * 4 >= all && shown.letters(*node) > 0;
    let marked = body_of_article(page, shown).or_else(|| leading_article(page, shown));
    if let Some(node) = marked.filter(substantial) {
        return node;
    }
    let main = largest(page, shown, |node| page.name(node) == "main" || page.has_word(node, "role", "main"));
    if let Some(node) = main.filter(substantial) {
        return node;
    }
    let Some(text) = running_text(page).filter(|node| !is_in_furniture(page, *node)) else {
        return marked.or(main).unwrap_or(body);
    };
    // A short article is one all the same if its text runs on inside it.
    marked.or(main).filter(|node| *node == text || page.inside(*node).contains(&text)).unwrap_or(text)
}

/// The article around what is marked as its body, so that its lead and its headline come along.
fn body_of_article(page: &SavedPage, shown: &VisibleNodes) -> Option<usize> {
    let body = largest(page, shown, |node| page.has_word(node, "itemprop", "articleBody"))?;
    page.and_around(body).find(|node| page.name(*node) == "article").or(Some(body))
}

/// The article that holds more than all others of the page together.
fn leading_article(page: &SavedPage, shown: &VisibleNodes) -> Option<usize> {
    let is_article = |node: usize| page.name(node) == "article" || page.has_word(node, "role", "article");
    let outermost = |node: usize| {
        is_article(node)
            && !page
                .and_around(page.parent(node))
                .any(|around| is_article(around) || matches!(page.name(around), "aside" | "nav" | "footer"))
    };
    let leading = largest(page, shown, outermost)?;
    let all: usize = (1..page.len()).filter(|node| outermost(*node)).map(|node| shown.letters(node)).sum();
    (shown.letters(leading) * 2 > all).then_some(leading)
}

fn largest(page: &SavedPage, shown: &VisibleNodes, wanted: impl Fn(usize) -> bool) -> Option<usize> {
    (1..page.len())
        .filter(|node| wanted(*node) && shown.letters(*node) > 0)
        .max_by_key(|node| (shown.letters(*node), std::cmp::Reverse(*node)))
}

/// The smallest node that holds all that Readability takes for the main text. Its own result is not used, as it drops words.
fn running_text(page: &SavedPage) -> Option<usize> {
    if page.len() > SEARCHED {
        return None;
    }
    let doc = page.doc.clone();
    for (number, id) in page.ids.iter().enumerate() {
        doc.tree.update_node(id, |node| simplify(&mut node.data));
        if let Some(node) = doc.tree.get(id).filter(|node| node.is_element()) {
            node.set_attr(NUMBER, &number.to_string());
        }
    }
    let config = Config { disable_json_ld: true, max_elements_to_parse: SEARCHED, ..Config::default() };
    let found = Readability::with_document(doc, None, Some(config)).ok()?.parse().ok()?;
    let found = Document::from(found.content);
    let numbers: Vec<usize> = found
        .select(&format!("[{NUMBER}]"))
        .iter()
        .filter_map(|element| element.attr(NUMBER)?.parse().ok())
        .filter(|number| *number > 0 && *number < page.len())
        .collect();
    let (first, last) = (*numbers.iter().min()?, *numbers.iter().max()?);
    page.and_around(first).find(|node| *node == last || page.inside(*node).contains(&last))
}

/// Replaces what must be escaped in HTML. The result is written as HTML in between, which takes time in the square of such characters;
/// for finding the place of the text they do not matter.
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
