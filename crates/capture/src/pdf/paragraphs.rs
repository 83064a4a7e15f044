//! Paragraphs: [`paragraphs`] takes together the lines of a region, by the space between them, where they begin and end, and their size.

use super::lines::{Line, is_marker};
use super::regions::Region;
use super::words::Document;

/// Lines of this size, compared with that of the text, are a heading.
const HEADING: f32 = 1.13;
/// Headings have so many letters at most.
const MAX_HEADING: usize = 220;
/// A line is as long as its column if it ends within this many heights of it.
const FULL: f32 = 1.5;

/// Lines that belong together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paragraph {
    pub kind: Shape,
    pub lines: Vec<Line>,
    /// Whether its first line begins further in than its column.
    pub is_indented: bool,
    /// Whether its last line is as long as its column.
    pub is_full: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Text,
    Heading,
    /// Rows of cells, each a line.
    Table(Vec<Vec<Line>>),
}

impl Paragraph {
    pub fn size(&self) -> f32 {
        super::lines::size(self.lines.iter().map(|line| (line.size, line.words.len())))
    }

    /// The words in the order of the lines, or of the rows.
    pub fn words(&self) -> Vec<usize> {
        match &self.kind {
            Shape::Table(rows) => rows.iter().flatten().flat_map(|cell| cell.words.clone()).collect(),
            Shape::Text | Shape::Heading => self.lines.iter().flat_map(|line| line.words.clone()).collect(),
        }
    }
}

/// What the paragraphs of a document are measured by.
pub(super) struct Measure<'a> {
    pub document: &'a Document,
    /// The size of most of its text.
    pub size: f32,
    pub is_rtl: bool,
}

pub(super) fn paragraphs(region: Region, measure: &Measure<'_>) -> Vec<Paragraph> {
    match region {
        Region::Column(lines) => of_column(lines, measure),
        Region::Rows(rows) => of_rows(rows, measure),
    }
}

/// The edges of a column, and the usual distance of its lines.
struct Column {
    start: f32,
    end: f32,
    leading: f32,
    /// Whether paragraphs begin at the edge and go on further in.
    hangs: bool,
}

fn of_column(lines: Vec<Line>, measure: &Measure<'_>) -> Vec<Paragraph> {
    let column = Column::of(&lines, measure);
    let mut out: Vec<Paragraph> = vec![];
    for line in lines {
        let is_heading = line.size >= HEADING * measure.size;
        match out.last_mut() {
            Some(last) if !column.begins(last, &line, is_heading, measure) => last.lines.push(line),
            _ => {
                let kind = if is_heading { Shape::Heading } else { Shape::Text };
                let is_indented = measure.start(&line) > column.start + 0.6 * line.size;
                out.push(Paragraph { kind, lines: vec![line], is_indented, is_full: false });
            }
        }
    }
    for paragraph in &mut out {
        let letters: usize = paragraph.lines.iter().map(|line| line.text(measure.document).len()).sum();
        if paragraph.kind == Shape::Heading && letters > MAX_HEADING {
            paragraph.kind = Shape::Text;
        }
        let last = paragraph.lines.last();
        paragraph.is_full = last.is_some_and(|last| measure.end(last) + FULL * last.size >= column.end);
    }
    out
}

impl Measure<'_> {
    /// Where a line begins, counted in the direction of reading.
    fn start(&self, line: &Line) -> f32 {
        if self.is_rtl { -line.rect.right } else { line.rect.left }
    }

    fn end(&self, line: &Line) -> f32 {
        if self.is_rtl { -line.rect.left } else { line.rect.right }
    }

    /// The word at which a line begins or ends.
    fn word(&self, line: &Line, is_first: bool) -> &str {
        let index = if is_first == self.is_rtl { line.words.last() } else { line.words.first() };
        index.map_or("", |index| &self.document.words[*index].text)
    }

    fn width_of_first(&self, line: &Line) -> f32 {
        let index = if self.is_rtl { line.words.last() } else { line.words.first() };
        index.map_or(0.0, |index| self.document.words[*index].rect.width())
    }
}

impl Column {
    fn of(lines: &[Line], measure: &Measure<'_>) -> Column {
        let middle = |mut values: Vec<f32>, part: f32| {
            values.sort_by(f32::total_cmp);
            let at = (values.len() as f32 * part) as usize;
            values.get(at.min(values.len().saturating_sub(1))).copied().unwrap_or(0.0)
        };
        let start = lines.iter().map(|line| measure.start(line)).fold(f32::MAX, f32::min);
        let end = lines.iter().map(|line| measure.end(line)).fold(f32::MIN, f32::max);
        let steps = lines.windows(2).filter(|pair| is_alike(pair[0].size, pair[1].size));
        let steps: Vec<f32> =
            steps.map(|pair| pair[1].rect.bottom - pair[0].rect.bottom).filter(|step| *step > 0.0).collect();
        // Of few lines, or where every line is a paragraph, the distance says nothing.
        let usual = 1.35 * measure.size;
        let leading = if steps.len() < 2 { usual } else { middle(steps, 0.3).min(1.9 * measure.size) };
        let inner = lines.iter().filter(|line| measure.start(line) > start + 0.6 * line.size).count();
        Column { start, end, leading, hangs: lines.len() >= 6 && inner * 2 > lines.len() }
    }

    /// Whether a line begins another paragraph than the one before it.
    fn begins(&self, before: &Paragraph, line: &Line, is_heading: bool, measure: &Measure<'_>) -> bool {
        let Some(last) = before.lines.last() else { return true };
        let step = line.rect.bottom - last.rect.bottom;
        let leading = self.leading.max(1.05 * last.size.min(line.size));
        // A broken word goes on, whatever type the rest is in.
        let first = measure.word(line, true);
        let breaks_word = ends_with_hyphen(measure.word(last, false)) && first.starts_with(char::is_lowercase);
        if breaks_word && (0.0..1.8 * leading).contains(&step) {
            return false;
        }
        if !is_alike(last.size, line.size) || step > 1.32 * leading || step < -0.5 * leading {
            return true;
        }
        if is_heading {
            return false;
        }
        if is_marker(first) && !ends_with_hyphen(measure.word(last, false)) && line.words.len() > 1 {
            return true;
        }
        let (start, last_start) = (measure.start(line), measure.start(last));
        let indent = start - last_start;
        let begins_in = indent > 0.7 * line.size && !self.hangs && before.lines.len() > 1;
        let begins_out =
            indent < -0.7 * line.size && (self.hangs || before.lines.len() > 1 && self.was_inner(before, measure));
        // A bullet stands further out than the lines below it.
        let is_entry = before.lines.len() == 1 && is_marker(measure.word(&before.lines[0], true));
        if (begins_in && !is_entry) || begins_out {
            return true;
        }
        // Below a bullet or a number, a line may end early before words that belong together.
        let in_list = indent > 0.7 * line.size && is_entry;
        let room = if in_list { 2.5 } else { 0.8 };
        let is_short =
            measure.end(last) + 0.35 * last.size + measure.width_of_first(line) < self.end - room * last.size;
        let goes_on = !ends_sentence(measure.word(last, false)) && first.chars().next().is_some_and(char::is_lowercase);
        // After a single line, an indent begins a paragraph only if a full line ends a sentence.
        is_short && !goes_on && !ends_with_hyphen(measure.word(last, false))
            || indent > 0.7 * line.size
                && !self.hangs
                && !is_entry
                && before.lines.len() == 1
                && !is_short
                && !before.is_indented
                && start > self.start + 0.7 * line.size
                && ends_sentence(measure.word(last, false))
    }

    /// Whether the lines of a paragraph begin further in than its column, all at one place.
    fn was_inner(&self, paragraph: &Paragraph, measure: &Measure<'_>) -> bool {
        let [.., one, two] = paragraph.lines.as_slice() else { return false };
        let (one, two) = (measure.start(one), measure.start(two));
        (one - two).abs() < 0.4 * paragraph.lines[0].size && one > self.start + 0.7 * paragraph.lines[0].size
    }
}

pub(super) fn is_alike(a: f32, b: f32) -> bool {
    a.max(b) <= 1.12 * a.min(b)
}

pub(super) fn ends_sentence(word: &str) -> bool {
    let word = word.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '“']);
    word.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '；', '：', '؟', '।', '؛'])
}

pub(super) fn ends_with_hyphen(word: &str) -> bool {
    word.ends_with(['-', '\u{2010}', '\u{AD}']) && word.chars().count() > 1
}

/// Rows of a table if that is certain; or else each row is a paragraph, and goes on where the first column is empty.
fn of_rows(rows: Vec<Vec<Line>>, measure: &Measure<'_>) -> Vec<Paragraph> {
    let join = |row: &[Line]| Line::joined(row.to_vec(), measure.document);
    if let Some(table) = table(&rows, measure) {
        let lines = rows.iter().map(|row| join(row)).collect();
        return vec![Paragraph { kind: Shape::Table(table), lines, is_indented: false, is_full: false }];
    }
    let first = rows.iter().flatten().map(|piece| measure.start(piece)).fold(f32::MAX, f32::min);
    let mut out: Vec<Paragraph> = vec![];
    let mut columns = 0;
    for row in rows {
        let line = join(&row);
        let is_labelled = measure.start(&line) <= first + line.size;
        match out.last_mut() {
            // The text beside a label.
            Some(last)
                if row.len() == 1
                    && !is_labelled
                    && columns == 2
                    && last.lines.last().is_some_and(|last| is_alike(last.size, line.size)) =>
            {
                last.lines.push(line)
            }
            _ => {
                columns = row.len();
                out.push(Paragraph { kind: Shape::Text, lines: vec![line], is_indented: false, is_full: false });
            }
        }
    }
    out
}

/// The cells of rows, if every row has its pieces in the same columns, at most one in each, and hardly one is missing.
fn table(rows: &[Vec<Line>], measure: &Measure<'_>) -> Option<Vec<Vec<Line>>> {
    let mut spans: Vec<(f32, f32)> = rows.iter().flatten().map(|piece| (piece.rect.left, piece.rect.right)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns: Vec<(f32, f32)> = vec![];
    for (left, right) in spans {
        match columns.last_mut() {
            Some(last) if left <= last.1 + 0.3 * measure.size => last.1 = last.1.max(right),
            _ => columns.push((left, right)),
        }
    }
    let is_even = rows.iter().all(|row| row.len() == columns.len());
    let size = |row: &Vec<Line>| row.iter().map(|piece| piece.size).fold(0.0, f32::max);
    let is_one_size = rows.windows(2).all(|pair| is_alike(size(&pair[0]), size(&pair[1])));
    if columns.len() < 2 || rows.len() < 3 || !is_even || !is_one_size {
        return None;
    }
    let in_order = |row: &Vec<Line>| {
        let mut row = row.clone();
        if measure.is_rtl {
            row.reverse();
        }
        row
    };
    Some(rows.iter().map(in_order).collect())
}
