//! Marks in the text of an article: [`Marker`] opens and closes them as the text is written.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::base::escaping::escape;
use citeback_quote::text::figures::Raised;

/// A passage to be marked.
#[derive(Debug, Clone)]
pub struct Mark<'a> {
    /// The anchor by which the passage is linked, `CLAIM--PASSAGE`.
    pub anchor: &'a str,
    /// Bytes of the reading text, in order and apart.
    pub parts: &'a [Range<usize>],
}

/// Sets marks into text that is written in order.
pub(super) struct Marker<'m> {
    marks: &'m [Mark<'m>],
    /// Stretches covered by the same passages, in order and apart.
    stretches: Vec<OpenMark>,
    /// The first stretch that does not end before the text being written.
    next: usize,
    /// The stretch whose mark is open.
    pub open: Option<usize>,
    /// Whether each mark's anchor has been written.
    anchored: Vec<bool>,
    /// Marks that began since the last block was finished.
    pub begun: Vec<usize>,
}

/// Passages that may stand in one block are numbered apart, so that a stylesheet can light all marks of the one that is linked to.
const NUMBERS: usize = 24;

fn number(mark: usize) -> usize {
    mark % NUMBERS + 1
}

struct OpenMark {
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
        let stretches = edges
            .windows(2)
            .zip(covering)
            .filter(|(_, marks)| !marks.is_empty())
            .map(|(edge, marks)| OpenMark { range: edge[0]..edge[1], marks })
            .collect();
        Marker { marks, stretches, next: 0, open: None, anchored: vec![false; marks.len()], begun: vec![] }
    }

    /// Writes text that begins at `at`, opening and closing marks where their stretches begin and end. A mark that reaches the end of
    /// the text stays open.
    pub fn text(&mut self, text: &str, at: usize, out: &mut String) {
        self.write(&(at..at + text.len()), out, |range, out| escape(&text[range.start - at..range.end - at], out));
    }

    /// As [`text`](Self::text), of text whose figures have another form in the reading text.
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
            while self.stretches.get(self.next).is_some_and(|stretch| stretch.range.end <= from) {
                self.next += 1;
            }
            let (to, stretch) = match self.stretches.get(self.next) {
                Some(stretch) if stretch.range.start <= from => (stretch.range.end.min(end), Some(self.next)),
                Some(stretch) => (stretch.range.start.min(end), None),
                None => (end, None),
            };
            if self.open != stretch {
                self.close(out);
                if let Some(stretch) = stretch {
                    self.begin(stretch, out);
                }
            }
            text(from..to, out);
            from = to;
        }
        if self.open.is_some_and(|open| self.stretches[open].range.end <= end) {
            self.close(out);
        }
    }

    fn begin(&mut self, stretch: usize, out: &mut String) {
        let OpenMark { marks, .. } = &self.stretches[stretch];
        let mut fresh: Vec<usize> = marks.iter().copied().filter(|mark| !self.anchored[*mark]).collect();
        for mark in &fresh {
            self.anchored[*mark] = true;
        }
        self.begun.extend(&fresh);
        // The numbers of passages that begin together stand in their order.
        let own = fresh.pop();
        for mark in fresh {
            out.push_str("<span class=\"passage-anchor\" id=\"");
            escape(self.marks[mark].anchor, out);
            out.push_str(&format!("\" data-n=\"{}\" data-number=\"{}\"></span>", number(mark), mark + 1));
        }
        let listed =
            |each: &dyn Fn(usize) -> String| marks.iter().map(|mark| each(*mark)).collect::<Vec<_>>().join(" ");
        out.push_str("<mark class=\"passage\" data-passages=\"");
        escape(&listed(&|mark| self.marks[mark].anchor.to_owned()), out);
        out.push_str(&format!("\" data-of=\"{}\"", listed(&|mark| number(mark).to_string())));
        if marks.len() > 1 {
            out.push_str(&format!(" data-depth=\"{}\"", marks.len()));
        }
        if let Some(own) = own {
            out.push_str(" id=\"");
            escape(self.marks[own].anchor, out);
            out.push_str(&format!("\" data-n=\"{}\" data-number=\"{}\"", number(own), own + 1));
        }
        out.push('>');
        self.open = Some(stretch);
    }

    pub fn close(&mut self, out: &mut String) {
        if self.open.take().is_some() {
            out.push_str("</mark>");
        }
    }

    /// Before inline code: a mark stays open around it only when it covers the whole of it.
    pub fn breathe(&mut self, at: &Range<usize>, out: &mut String) {
        if !self.goes_on_around(at) {
            self.close(out);
        }
    }

    pub fn goes_on_around(&self, at: &Range<usize>) -> bool {
        self.open.is_some_and(|open| {
            let range = &self.stretches[open].range;
            range.start < at.start && at.end < range.end
        })
    }
}
