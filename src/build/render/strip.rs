//! The strip on a source's page that shows where in the text the evidence lies: [`ticks`] gathers the places, [`svg`] draws them.

use std::fmt::Write as _;
use std::ops::Range;

use crate::base::escaping::escape;
use crate::markdown::article::Mark;
use crate::model::locale::Locale;

/// The width of the strip in units, for a text of any length.
const WIDTH: usize = 1000;
/// A tick is never thinner than this.
const MIN_WIDTH: usize = 6;

/// A stretch of text that passages cover without a gap.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tick<'a> {
    /// Bytes of the reading text.
    pub range: Range<usize>,
    /// Where it leads: the anchor of the first passage of the stretch.
    pub anchor: &'a str,
    pub passages: usize,
}

/// The stretches that passages cover, in order. Marks come in the order in which they begin.
pub(super) fn ticks<'a>(marks: &[Mark<'a>]) -> Vec<Tick<'a>> {
    let mut parts: Vec<(Range<usize>, usize, usize)> = vec![];
    for (mark, of) in marks.iter().enumerate() {
        parts.extend(of.parts.iter().enumerate().map(|(part, range)| (range.clone(), mark, part)));
    }
    parts.sort_by_key(|(range, mark, part)| (range.start, *mark, *part));
    let mut ticks: Vec<Tick<'a>> = vec![];
    for (range, mark, part) in parts {
        let begins = usize::from(part == 0);
        match ticks.last_mut() {
            Some(last) if range.start <= last.range.end => {
                last.range.end = last.range.end.max(range.end);
                last.passages += begins;
            }
            _ => ticks.push(Tick { range, anchor: marks[mark].anchor, passages: begins.max(1) }),
        }
    }
    ticks
}

/// The strip as SVG; each tick is a link where the page carries the anchors in its text.
pub(super) fn svg(ticks: &[Tick<'_>], length: usize, linked: bool, locale: &Locale) -> String {
    let mut out = format!(
        "<svg class=\"strip\" viewBox=\"0 0 {WIDTH} 24\" preserveAspectRatio=\"none\" role=\"group\" aria-label=\""
    );
    escape(locale.wording("where_evidence_lies", None), &mut out);
    let _ = write!(out, "\"><rect class=\"strip-ground\" y=\"9\" width=\"{WIDTH}\" height=\"6\"/>");
    for tick in ticks {
        let x = tick.range.start * WIDTH / length;
        let width = (tick.range.len() * WIDTH / length).max(MIN_WIDTH).min(WIDTH - x.min(WIDTH - MIN_WIDTH));
        let x = x.min(WIDTH - MIN_WIDTH);
        // Writing to a String cannot fail.
        let rect = |out: &mut String| {
            let _ =
                write!(out, "<rect class=\"strip-tick\" x=\"{x}\" y=\"2\" width=\"{width}\" height=\"20\" rx=\"1\"/>");
        };
        if linked {
            out.push_str("<a href=\"#");
            escape(tick.anchor, &mut out);
            out.push_str("\" aria-label=\"");
            let percent = (tick.range.start * 100 / length).to_string();
            escape(&locale.filled("tick", &[("percent", &percent)], Some(tick.passages)), &mut out);
            out.push_str("\">");
            rect(&mut out);
            out.push_str("</a>");
        } else {
            rect(&mut out);
        }
    }
    out + "</svg>"
}

#[cfg(test)]
mod tests {
    use super::{Mark, Tick, ticks};

    #[test]
    fn passages_that_touch_are_one_tick() {
        let mark = |anchor, parts| Mark { anchor, number: 1, letter: "", stance: "supports", parts };
        let marks = [
            mark("a", &[0..10, 30..40][..]),
            mark("b", std::slice::from_ref(&(5..12))),
            mark("c", std::slice::from_ref(&(20..25))),
        ];
        let expected = [
            Tick { range: 0..12, anchor: "a", passages: 2 },
            Tick { range: 20..25, anchor: "c", passages: 1 },
            Tick { range: 30..40, anchor: "a", passages: 1 },
        ];
        assert_eq!(ticks(&marks), expected);
    }
}
