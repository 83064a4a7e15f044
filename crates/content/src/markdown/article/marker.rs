//! Highlights passages in an article: [`Marker`] opens and closes marks as the text is written.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::base::escaping::escape;
use citeback_quote::text::figures::Raised;

/// A passage to highlight.
#[derive(Debug, Clone)]
pub struct Mark<'a> {
    /// The anchor of the passage, `CLAIM--PASSAGE`.
    pub anchor: &'a str,
    /// The number that readers know the passage by.
    pub number: usize,
    /// What tells the numbers of one claim from those of others; may be empty.
    pub letter: &'a str,
    /// The name of its stance.
    pub stance: &'a str,
    /// Byte ranges in the reading text, ordered, not overlapping.
    pub parts: &'a [Range<usize>],
}

/// Inserts marks into text that is written in order.
pub(super) struct Marker<'m> {
    marks: &'m [Mark<'m>],
    /// Ranges covered by the same passages, ordered, not overlapping.
    segments: Vec<Segment>,
    /// The first segment that does not end before the text being written.
    next: usize,
    /// The segment whose mark is open.
    pub open: Option<usize>,
    /// Whether each mark's anchor has been written.
    anchored: Vec<bool>,
    /// Marks that started in the current block.
    pub started: Vec<usize>,
}

/// Passages in one block get different numbers, so that a stylesheet can highlight all marks of the link target.
const NUMBERS: usize = 16;

/// The short number of a mark, from its position.
pub fn short_number(mark: usize) -> usize {
    mark % NUMBERS + 1
}

/// In place of a stance, for words that passages of different stances cover.
const SEVERAL: &str = "several";

struct Segment {
    range: Range<usize>,
    marks: Vec<usize>,
}

impl<'m> Marker<'m> {
    pub fn new(marks: &'m [Mark<'m>]) -> Self {
        let edges: BTreeSet<usize> =
            marks.iter().flat_map(|mark| mark.parts.iter().flat_map(|part| [part.start, part.end])).collect();
        let edges: Vec<usize> = edges.into_iter().collect();
        let mut covering: Vec<Vec<usize>> = vec![vec![]; edges.len()];
        for (i, mark) in marks.iter().enumerate() {
            for part in mark.parts {
                let first = edges.partition_point(|edge| *edge < part.start);
                let end = edges.partition_point(|edge| *edge < part.end);
                covering[first..end].iter_mut().for_each(|marks| marks.push(i));
            }
        }
        let segments = edges
            .windows(2)
            .zip(covering)
            .filter(|(_, marks)| !marks.is_empty())
            .map(|(edge, marks)| Segment { range: edge[0]..edge[1], marks })
            .collect();
        Marker { marks, segments, next: 0, open: None, anchored: vec![false; marks.len()], started: vec![] }
    }

    /// Writes text that begins at byte `at`, opening and closing marks where their segments begin and end. A mark that continues after the
    /// text stays open.
    pub fn text(&mut self, text: &str, at: usize, out: &mut String) {
        self.write(&(at..at + text.len()), out, |range, out| escape(&text[range.start - at..range.end - at], out));
    }

    /// Like [`text`](Self::text), for text whose digits have another form in the reading text.
    pub fn raised(&mut self, text: &str, raised: Raised, at: &Range<usize>, out: &mut String) {
        self.write(at, out, |range, out| {
            let mut place = at.start;
            for c in text.chars() {
                if range.contains(&place) {
                    escape(c.encode_utf8(&mut [0; 4]), out);
                }
                place += raised.form(c).len_utf8();
            }
        });
    }

    fn write(&mut self, at: &Range<usize>, out: &mut String, text: impl Fn(Range<usize>, &mut String)) {
        let (mut from, end) = (at.start, at.end);
        while from < end {
            while self.segments.get(self.next).is_some_and(|segment| segment.range.end <= from) {
                self.next += 1;
            }
            let (to, segment) = match self.segments.get(self.next) {
                Some(segment) if segment.range.start <= from => (segment.range.end.min(end), Some(self.next)),
                Some(segment) => (segment.range.start.min(end), None),
                None => (end, None),
            };
            if self.open != segment {
                self.close(out);
                if let Some(segment) = segment {
                    self.begin(segment, out);
                }
            }
            text(from..to, out);
            from = to;
        }
        if self.open.is_some_and(|open| self.segments[open].range.end <= end) {
            self.close(out);
        }
    }

    fn begin(&mut self, segment: usize, out: &mut String) {
        let Segment { marks, .. } = &self.segments[segment];
        let mut new: Vec<usize> = marks.iter().copied().filter(|mark| !self.anchored[*mark]).collect();
        for mark in &new {
            self.anchored[*mark] = true;
        }
        self.started.extend(&new);
        // Passages that begin together are numbered in order.
        let own = new.pop();
        for mark in new {
            out.push_str("<span class=\"passage-anchor\" id=\"");
            escape(self.marks[mark].anchor, out);
            self.numbers(mark, out);
            out.push_str("></span>");
        }
        let listed =
            |each: &dyn Fn(usize) -> String| marks.iter().map(|mark| each(*mark)).collect::<Vec<_>>().join(" ");
        out.push_str("<mark class=\"passage stance-");
        escape(self.stance(marks), out);
        out.push_str("\" data-passages=\"");
        escape(&listed(&|mark| self.marks[mark].anchor.to_owned()), out);
        out.push_str(&format!("\" data-of=\"{}\"", listed(&|mark| short_number(mark).to_string())));
        if marks.len() > 1 {
            out.push_str(&format!(" data-depth=\"{}\"", marks.len()));
        }
        if let Some(own) = own {
            out.push_str(" id=\"");
            escape(self.marks[own].anchor, out);
            self.numbers(own, out);
        }
        out.push('>');
        self.open = Some(segment);
    }

    /// Ends the `id` of a mark, and writes its numbers.
    fn numbers(&self, mark: usize, out: &mut String) {
        let Mark { number, letter, .. } = self.marks[mark];
        out.push_str(&format!("\" data-n=\"{}\" data-number=\"{number}\"", short_number(mark)));
        if !letter.is_empty() {
            out.push_str(" data-letter=\"");
            escape(letter, out);
            out.push('"');
        }
    }

    /// The stance of passages that cover the same words.
    fn stance(&self, marks: &[usize]) -> &'m str {
        let mut stances = marks.iter().map(|mark| self.marks[*mark].stance);
        let first = stances.next().unwrap_or_default();
        if stances.all(|stance| stance == first) { first } else { SEVERAL }
    }

    pub fn close(&mut self, out: &mut String) {
        if self.open.take().is_some() {
            out.push_str("</mark>");
        }
    }

    /// Before inline code: closes the mark unless it continues on both sides.
    pub fn before_code(&mut self, at: &Range<usize>, out: &mut String) {
        if !self.continues_around(at) {
            self.close(out);
        }
    }

    pub fn continues_around(&self, at: &Range<usize>) -> bool {
        self.open.is_some_and(|open| {
            let range = &self.segments[open].range;
            range.start < at.start && at.end < range.end
        })
    }
}
