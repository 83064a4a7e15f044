//! The layout of a document: [`layout`] puts its words into paragraphs, notes, and what stands on page after page. Every word is in
//! exactly one of them.

use super::letters::letters;
use super::lines::{Line, pieces};
use super::notes::{last_word, take_notes};
use super::paragraphs::{Measure, Paragraph, Shape, ends_sentence, ends_with_hyphen, is_alike, paragraphs};
use super::regions::regions;
use super::running::{Pages, take_running};
use super::words::Document;

/// A document in the order in which it is read.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub text: Vec<Paragraph>,
    pub notes: Vec<Paragraph>,
    pub heads: Vec<Line>,
    pub numbers: Vec<Line>,
    /// The number that is printed on each page, if it is known and another than that of the page.
    pub labels: Vec<Option<String>>,
}

/// `keep`: whether what stands on page after page stays in the text.
pub(super) fn layout(document: &Document, keep_running: bool) -> Layout {
    let all: Vec<Vec<Line>> = (0..document.pages.len()).map(|page| pieces(document, page)).collect();
    let Pages { lines, heads, numbers, labels } = if keep_running {
        Pages { labels: vec![None; all.len()], lines: all, ..Pages::default() }
    } else {
        take_running(document, all)
    };
    let heights = lines.iter().flatten().map(|line| (rounded(line.size), line.words.len()));
    let measure = Measure { document, size: most_frequent(heights), is_rtl: is_rtl(document) };
    let mut out = Layout { heads, numbers, ..Layout::default() };
    let mut runs_on = false;
    for (page, lines) in lines.into_iter().enumerate() {
        let regions = regions(lines, document, measure.is_rtl);
        let mut regions: Vec<Vec<Paragraph>> = regions.into_iter().map(|region| paragraphs(region, &measure)).collect();
        let notes = take_notes(document, &mut regions, (page, measure.size), runs_on);
        runs_on = notes.last().is_some_and(|note| !ends_sentence(&last_word(document, note)));
        for (at, note) in notes.into_iter().enumerate() {
            add(&mut out.notes, note, &measure, at == 0);
        }
        for region in regions {
            for (at, paragraph) in region.into_iter().enumerate() {
                add(&mut out.text, paragraph, &measure, at == 0);
            }
        }
    }
    // If everything runs, nothing does.
    if out.text.is_empty() && out.notes.is_empty() && !keep_running {
        return layout(document, true);
    }
    let is_other = |(page, label): (usize, Option<String>)| label.filter(|label| *label != (page + 1).to_string());
    out.labels = labels.into_iter().enumerate().map(is_other).collect();
    out
}

/// Adds a paragraph, or the rest of one that began on another page or in another column.
fn add(paragraphs: &mut Vec<Paragraph>, next: Paragraph, measure: &Measure<'_>, is_first: bool) {
    match paragraphs.last_mut() {
        Some(last) if is_first && runs_on(last, &next, measure) => {
            last.lines.extend(next.lines);
            last.is_full = next.is_full;
        }
        _ => paragraphs.push(next),
    }
}

/// Whether a paragraph goes on with the first one of the next column or page.
fn runs_on(last: &Paragraph, next: &Paragraph, measure: &Measure<'_>) -> bool {
    if last.kind != Shape::Text || next.kind != Shape::Text || !is_alike(last.size(), next.size()) {
        return false;
    }
    let word = last_word(measure.document, last);
    let first =
        next.lines.first().and_then(|line| line.words.first()).map(|index| &measure.document.words[*index].text);
    let first = first.map(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric())).unwrap_or_default();
    if ends_with_hyphen(&word) {
        return first.starts_with(char::is_alphanumeric);
    }
    let goes_on = first.starts_with(char::is_lowercase);
    !ends_sentence(&word) && (goes_on || last.is_full && !next.is_indented && !first.is_empty())
}

fn rounded(size: f32) -> i32 {
    (size * 2.0).round() as i32
}

fn most_frequent(heights: impl Iterator<Item = (i32, usize)>) -> f32 {
    let mut counts = std::collections::BTreeMap::new();
    for (height, words) in heights {
        *counts.entry(height).or_insert(0) += words;
    }
    let most = counts.into_iter().max_by_key(|(_, words)| *words);
    most.map_or(0.0, |(height, _)| height as f32 / 2.0)
}

/// Whether most of its words are read from right to left.
fn is_rtl(document: &Document) -> bool {
    let directions = document.words.iter().filter_map(|word| letters(&word.text).is_rtl);
    let (rtl, ltr): (Vec<bool>, Vec<bool>) = directions.partition(|is_rtl| *is_rtl);
    rtl.len() > ltr.len()
}

impl Layout {
    /// Whether every word of a document is in exactly one place.
    pub fn is_whole(&self, document: &Document) -> bool {
        let mut places = vec![0_u8; document.words.len()];
        let paragraphs = self.text.iter().chain(&self.notes).flat_map(Paragraph::words);
        let running = self.heads.iter().chain(&self.numbers).flat_map(|line| line.words.iter().copied());
        for index in paragraphs.chain(running) {
            places[index] = places[index].saturating_add(1);
        }
        places.into_iter().all(|count| count == 1)
    }

    /// The sizes of its headings, largest first; those that hardly differ are one.
    pub fn heading_sizes(&self) -> Vec<f32> {
        let mut sizes: Vec<f32> = vec![];
        let headings = self.text.iter().filter(|paragraph| paragraph.kind == Shape::Heading);
        let mut all: Vec<f32> = headings.map(Paragraph::size).collect();
        all.sort_by(|a, b| b.total_cmp(a));
        for height in all {
            if sizes.last().is_none_or(|last| height < 0.95 * last) {
                sizes.push(height);
            }
        }
        sizes
    }

    /// The largest words at the top of the first page, as its headline.
    pub fn headline(&self, document: &Document) -> Option<String> {
        let largest = self.heading_sizes().first().copied()?;
        let first = self.text.iter().take(8).find(|paragraph| {
            let is_on_first = paragraph.lines[0].words.first().is_some_and(|index| document.words[*index].page == 0);
            paragraph.kind == Shape::Heading && is_on_first && paragraph.size() >= 0.95 * largest
        })?;
        let tokens = super::text::tokens(document, &first.lines);
        let words: Vec<String> = tokens
            .into_iter()
            .map(|token| if token.is_apart { format!(" {}", token.text) } else { token.text })
            .collect();
        Some(words.concat().trim().to_owned())
    }
}
