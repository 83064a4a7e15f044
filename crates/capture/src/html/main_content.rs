//! Finds the part of a page that is the article: [`find`].

use super::elements::is_container;
use super::measure::Measures;
use super::names::{Clarity, Part};
use super::page::SavedPage;
use super::visible::VisibleNodes;

/// The shortest article beside comments, in characters.
const MIN_ARTICLE: usize = 20;

/// Where the article is.
pub(super) struct Region {
    /// The node that contains all of the article, and may contain other parts.
    pub root: usize,
    /// The node with most of its running text.
    pub core: usize,
    pub headline: Option<usize>,
    /// Running text inside each node, without what is in boxes that are clearly something else.
    pub clean: Vec<usize>,
}

/// Finds the article by its running text, its marks and its headline. `titles`: what the page says its title is.
pub(super) fn find(page: &SavedPage, visible: &VisibleNodes, measures: &Measures, titles: &[String]) -> Region {
    let body = page.elements(&["body"]).next().unwrap_or(0);
    let (clean, chars) = without_suspects(page, visible, measures, body);
    let headline = headline(page, visible, titles);
    if clean[body] == 0 {
        let marked = marked(page, visible, &chars).filter(|node| chars[*node] * 4 >= chars[body]);
        let root = marked.unwrap_or(body);
        return Region { root: with_headline(page, root, headline, body), core: root, headline, clean };
    }
    let mut root = smallest_with(page, body, &clean, clean[body] * 9 / 10);
    // A single paragraph is no article: what stands beside it, and is not much more, may belong to it.
    let single = if measures.prose_blocks[root] == 1 { measures.chars[root] * 2 } else { 0 };
    while root != body
        && page.parent(root) > 0
        && (!is_container(page.name(root)) || measures.chars[page.parent(root)] <= single)
    {
        root = page.parent(root);
    }
    let marked = marked(page, visible, &clean);
    if let Some(node) = marked.filter(|node| clean[*node] * 10 >= clean[body] * 6) {
        // Short paragraphs, lists and tables of a marked article belong to it.
        let around = page.descendants(node).contains(&root);
        root = if around || page.descendants(root).contains(&node) { node } else { root };
    }
    let core = core(page, &clean, measures, root);
    Region { root: with_headline(page, root, headline, body), core, headline, clean }
}

/// Running text and all text inside each node, without what is in boxes that are clearly something else.
fn without_suspects(
    page: &SavedPage,
    visible: &VisibleNodes,
    measures: &Measures,
    body: usize,
) -> (Vec<usize>, Vec<usize>) {
    let (mut prose, mut chars) = (measures.prose.clone(), measures.chars.clone());
    let total = measures.prose[body];
    let mut after = 0;
    for node in page.descendants(body) {
        if node < after || measures.prose[node] == 0 || visible.is_hidden(node) {
            continue;
        }
        if is_suspect(page, measures, node, total) {
            after = page.descendants(node).end;
            for (amounts, less) in [(&mut prose, measures.prose[node]), (&mut chars, measures.chars[node])] {
                for ancestor in page.ancestors_and_self(node) {
                    amounts[ancestor] -= less;
                }
                for inside in page.descendants(node) {
                    amounts[inside] = 0;
                }
            }
        }
    }
    (prose, chars)
}

/// Whether a box is clearly not the article. `total`: the prose of the page.
fn is_suspect(page: &SavedPage, measures: &Measures, node: usize, total: usize) -> bool {
    let (name, prose) = (page.name(node), measures.prose[node]);
    if !is_container(name) {
        return false;
    }
    if let Some((Part::Comments, Clarity::Clear)) = measures.named(node) {
        // A short item can have a hundred comments.
        let inside = page.descendants(node);
        let beside = |article: usize| {
            !inside.contains(&article) && !page.descendants(article).contains(&node) && article != node
        };
        return total - prose > 50
            || page.elements(&["article"]).any(|article| beside(article) && measures.chars[article] >= MIN_ARTICLE);
    }
    let role = page.attribute(node, "role").unwrap_or_default();
    if let Some((Part::Author | Part::Related | Part::Notice | Part::Advertisement, Clarity::Clear)) =
        measures.named(node)
    {
        return total - prose > 150 && prose * 4 < total * 3;
    }
    let other = matches!(name, "nav" | "footer" | "aside")
        || matches!(role, "navigation" | "complementary" | "contentinfo" | "dialog" | "alertdialog" | "search")
        || matches!(measures.named(node), Some((_, Clarity::Clear)));
    other && prose * 2 < total
}

/// The innermost node inside `from` that has this much.
fn smallest_with(page: &SavedPage, from: usize, amounts: &[usize], least: usize) -> usize {
    let mut node = from;
    while let Some(child) = page.children(node).find(|child| amounts[*child] >= least.max(1)) {
        node = child;
    }
    node
}

/// The marked article with most of `amounts`.
fn marked(page: &SavedPage, visible: &VisibleNodes, amounts: &[usize]) -> Option<usize> {
    let largest = |matches: &dyn Fn(usize) -> bool| {
        (1..page.len())
            .filter(|node| matches(*node) && amounts[*node] > 0 && !visible.is_hidden(*node))
            .max_by_key(|node| (amounts[*node], std::cmp::Reverse(*node)))
    };
    let article = |node: usize| page.name(node) == "article" || page.has_token(node, "role", "article");
    let body = largest(&|node| page.has_token(node, "itemprop", "articleBody"));
    let around = body.map(|body| page.ancestors_and_self(body).find(|node| article(*node)).unwrap_or(body));
    around
        .or_else(|| largest(&article))
        .or_else(|| largest(&|node| page.name(node) == "main" || page.has_token(node, "role", "main")))
}

/// The node whose children and grandchildren have most of the running text.
fn core(page: &SavedPage, clean: &[usize], measures: &Measures, root: usize) -> usize {
    let mut scores = vec![0; page.len()];
    for node in page.descendants(root).filter(|node| clean[*node] > 0 && measures.is_prose(*node)) {
        let (chars, links) = measures.own_chars(node);
        let weights = [8, 8, 4, 2, 1];
        for (ancestor, weight) in page.ancestors_and_self(node).zip(weights) {
            scores[ancestor] += (chars - links) * weight;
            if ancestor == root {
                break;
            }
        }
    }
    std::iter::once(root)
        .chain(page.descendants(root))
        .max_by_key(|node| (scores[*node], std::cmp::Reverse(*node)))
        .unwrap_or(root)
}

/// The headline that readers see: the heading that a title of the page repeats most exactly.
fn headline(page: &SavedPage, visible: &VisibleNodes, titles: &[String]) -> Option<usize> {
    let fold =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let titles: Vec<String> = titles.iter().map(|title| fold(title)).filter(|title| !title.is_empty()).collect();
    let mut best: Option<(usize, usize)> = None;
    for node in
        (1..page.len()).filter(|node| matches!(page.name(*node), "h1" | "h2" | "h3") && !visible.is_hidden(*node))
    {
        let text = fold(&page.text_content(node));
        if text.chars().count() < 4 {
            continue;
        }
        let agreement = titles
            .iter()
            .filter(|title| title.contains(&text) || text.contains(title.as_str()))
            .map(|title| 100 * title.len().min(text.len()) / title.len().max(text.len()))
            .max()
            .unwrap_or(0);
        let score = agreement + if page.name(node) == "h1" { 15 } else { 0 };
        if agreement >= 30 && best.is_none_or(|(known, _)| score > known) {
            best = Some((score, node));
        }
    }
    // Else the only first heading of the page.
    let only = || {
        let mut first = page.elements(&["h1"]).filter(|node| !visible.is_hidden(*node));
        first.next().filter(|node| first.next().is_none() && page.text_content(*node).contains(' '))
    };
    best.map(|(_, node)| node).or_else(only)
}

/// The innermost node around the article and its headline, if the headline is before it.
fn with_headline(page: &SavedPage, root: usize, headline: Option<usize>, body: usize) -> usize {
    let Some(headline) = headline.filter(|headline| *headline < root) else {
        return root;
    };
    page.ancestors_and_self(root)
        .find(|node| *node == body || page.descendants(*node).contains(&headline))
        .unwrap_or(root)
}
