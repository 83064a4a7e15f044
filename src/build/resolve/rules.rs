//! Findings about words that are in a source but not quoted correctly: what a quotation cuts or crosses, and what its marks leave out,
//! insert or change; also cautions about located quotations.

use std::ops::Range;
use std::sync::Arc;

use super::passage::ReadSource;
use super::quote_context::QuoteContext;
use crate::base::files::{Files, Span};
use crate::base::lines::LineIndex;
use crate::findings::{Code, Deferred, Diagnostic, Findings};
use crate::markdown::reading::{LeftOut, Why};
use crate::model::Field;
use crate::model::locator::FORMS;
use citeback_quote::locate::caution::{Caution, cautions};
use citeback_quote::locate::{Misuse, Obstacle, Place, TooWide};
use citeback_quote::text::fold::{Folded, folded};
use citeback_quote::text::reading_text::{BlockBoundary, SEAM};
use citeback_quote::text::{shortened, single_spaced};

/// Markdown characters that an editor may mistake for text, or the other way round.
const MARKUP: [char; 5] = ['*', '_', '~', '`', '\\'];
/// Maximum length of an excerpt in a hint, in code points.
const MAX_SHOWN: usize = 160;

pub(super) fn not_in(written: &QuoteContext<'_>, source: &ReadSource) -> Diagnostic {
    let message = format!("these words were not found in the source “{}”", source.source.id);
    Diagnostic::new(Code::QuoteNotFound, written.field("quote"), message)
}

/// A quote that begins or ends inside a number or a word.
pub(super) fn cuts(written: &QuoteContext<'_>, source: &ReadSource, whole: &Range<usize>) -> Diagnostic {
    let words = shortened(&single_spaced(&source.reading.text()[whole.clone()]), MAX_SHOWN);
    let place = source.place(written.note.files, whole.start);
    not_in(written, source)
        .label("cuts off a number or a word of the source")
        .hint(format!("the source has, at {place}: {words}\nquote the whole number or word"))
}

/// A quote that runs across something other than text, or between blocks that are never joined.
pub(super) fn crosses(
    written: &QuoteContext<'_>,
    source: &ReadSource,
    place: &Place,
    obstacle: Obstacle,
) -> Diagnostic {
    let at = source.place(written.note.files, place.span().start);
    let message = format!("these words are not contiguous in the source “{}”", source.source.id);
    Diagnostic::new(Code::QuoteCrosses, written.field("quote"), message)
        .label(format!("runs across {}", obstacle_in_words(obstacle)))
        .hint(format!("they begin at {at}\n{}", advice(obstacle)))
}

/// A quote whose marks leave out more than is allowed.
pub(super) fn too_wide(written: &QuoteContext<'_>, source: &ReadSource, place: &Place, why: TooWide) -> Diagnostic {
    let (label, hint) = match why {
        TooWide::Across(obstacle) => {
            (format!("leaves out {}", obstacle_in_words(obstacle)), "cite two passages, one on each side".to_owned())
        }
        TooWide::Characters(count) => (
            format!("leaves out {count} characters"),
            "a mark may leave out at most 300 characters: cite two passages".to_owned(),
        ),
        TooWide::Sentences(count) => (
            format!("leaves out words from {count} sentences"),
            "a mark may leave out at most two ends of sentences: cite two passages".to_owned(),
        ),
        TooWide::Insertion => (
            "the words in brackets replace too much".to_owned(),
            "words in brackets may replace at most six words of the same sentence; write [...] where you leave words out"
                .to_owned(),
        ),
    };
    let at = source.place(written.note.files, place.span().start);
    let message = format!("the parts of this quote are too far apart in the source “{}”", source.source.id);
    Diagnostic::new(Code::ElisionTooWide, written.field("quote"), message)
        .label(label)
        .hint(format!("the first part is at {at}"))
        .hint(hint)
}

/// A hint about words that have an image or hidden words between them.
pub(super) fn across_a_seam(source: &ReadSource, quote: &str) -> Option<String> {
    let text = source.reading.text();
    let words = folded(quote);
    let joined = |with: &str| folded(&text.replace(SEAM, with)).contains(&words);
    let is_there = text.contains(SEAM) && !words.is_empty() && (joined("") || joined(" "));
    is_there.then(|| {
        format!("the words are separated by {}\n{}", obstacle_in_words(Obstacle::Seam), advice(Obstacle::Seam))
    })
}

/// A hint about words that are in a source's file but not in the text that readers see, with their line.
pub(super) fn in_the_file(files: &Files, source: &ReadSource, quote: &str) -> Option<String> {
    let bare = |text: &str| text.replace(MARKUP, "");
    let file = bare(&source.source.body);
    let folded_file = Folded::new(&file);
    let words = folded(&bare(quote));
    let start = folded_file.text().find(&words).filter(|_| !words.is_empty())?;
    let at = folded_file.to_source(&(start..start + words.len()))?.start;
    let in_bare = LineIndex::new(&file).line(at);
    // Removing markup has not removed any line.
    let line = files.get(source.source.file).line(source.source.body_start) + in_bare - 1;
    let path = files.path(source.source.file);
    Some(format!(
        "the words are in the file at {path}:{line}, but readers do not see them as this text: the number of a list, \
         HTML, or characters such as * are not part of the text\nciteback find prints what can be quoted"
    ))
}

/// Warns of what may mislead in a quotation that was located at `place`, in a field of a source.
pub(super) fn caution(
    written: &QuoteContext<'_>,
    source: &Arc<ReadSource>,
    field: Field,
    place: &Place,
    found: &mut Findings,
) {
    let start = place.span().start;
    for caution in cautions(source.field(field), place) {
        let code = match caution {
            Caution::Struck => Code::QuoteStruck,
            Caution::OpenParagraph(_) => Code::ParagraphsJoined,
            Caution::Negated(_) => Code::QuoteAfterNegation,
            Caution::SplitsNumber(_) => Code::NumberShortened,
            Caution::LeavesOutQualifier(_) => Code::ElisionDropsNegation,
        };
        let (files, source) = (Arc::clone(written.note.files), Arc::clone(source));
        let (places, path) = (Arc::clone(written.note.places), written.path("quote"));
        found.push(Deferred::new(code, places.file, move || {
            let (message, label, hint) = caution_in_words(caution);
            let at = match field {
                Field::Body => source.line(&files, start).to_string(),
                Field::Title => "title".to_owned(),
            };
            let file = files.path(source.source.file);
            let finding = Diagnostic::new(code, places.place(&path), message).label(label);
            finding.hint(format!("{file}:{at}: {hint}"))
        }));
    }
}

/// The message, the label and the hint of a caution.
pub fn caution_in_words(caution: Caution) -> (String, &'static str, String) {
    match caution {
        Caution::Struck => (
            "these words are struck through in the source".to_owned(),
            "struck through in the source",
            "the page shows them struck through: explain in the note why you quote them".to_owned(),
        ),
        Caution::OpenParagraph(words) => (
            "this quote joins two paragraphs that may not belong together".to_owned(),
            "continues into the next paragraph",
            format!("the first one ends without punctuation, after “{words}”: is it a heading or a list item?"),
        ),
        Caution::Negated(negation) => (
            format!("“{negation}” comes right before these words in the source"),
            "begins after a negation",
            format!("include “{negation}” if it belongs to the first word"),
        ),
        Caution::SplitsNumber(word) => (
            format!("this quote separates a number from “{word}”"),
            "without it, the number has another value",
            format!("quote the number together with “{word}”"),
        ),
        Caution::LeavesOutQualifier(word) => (
            format!("the words left out include “{word}”"),
            "do they change the meaning?",
            "include them if the passage says something else with them".to_owned(),
        ),
    }
}

/// Warns of a block that an import was not sure about.
fn doubtful(source: &ReadSource, at: Span) -> Diagnostic {
    Diagnostic::new(Code::DoubtfulBlock, at, "this block may not be part of the article, so it is not shown")
        .label("not shown, up to “<!-- end of doubtful -->”")
        .hint("compare it with the original: if it is part of the article, delete the two lines “<!-- … -->” around it, if not, delete it with them")
        .hint(format!("then seal the text again: citeback seal {}", source.source.id))
}

/// Warns of what is in a source's file and does nothing on its page.
pub(super) fn unseen(source: &ReadSource, findings: &mut Findings) {
    findings.extend(source.left_out.iter().map(|left_out| self::left_out(source, left_out)));
    findings.extend(source.faulty_locators.iter().map(|at| bad_locator(source, at)));
}

/// Warns of a comment that was meant to be a mark and is not read as one.
fn bad_locator(source: &ReadSource, at: &Range<usize>) -> Diagnostic {
    let written = source.source.body[at.clone()].trim_end();
    let start = source.source.body_start + at.start;
    let at = Span { file: source.source.file, range: start..start + written.len() };
    Diagnostic::new(Code::BadLocator, at, "this comment looks like the mark of a page or a time, but cannot be read")
        .label("no passage gets its page or time from here")
        .hint(format!("write it as {FORMS}"))
}

/// Warns of words in a source's file that no reader sees.
pub(super) fn left_out(source: &ReadSource, left_out: &LeftOut) -> Diagnostic {
    let written = &source.source.body[left_out.at.clone()];
    let line = written.trim_end().lines().next().unwrap_or_default();
    let start = source.source.body_start + left_out.at.start;
    let at = Span { file: source.source.file, range: start..start + line.len() };
    let (description, hint) = match left_out.why {
        Why::Doubtful => return doubtful(source, at),
        Why::Hidden => (
            "HTML hides these words, or makes browsers show something else instead",
            "no passage can quote them; if readers of the original see them, remove the tags",
        ),
        Why::Definition => (
            "Markdown treats this line as a link definition and does not show it",
            "if it is text, put a backslash before it: \\[",
        ),
        Why::Cells => (
            "this row has more cells than the table header, so the last ones are not shown",
            "add cells to the first row of the table",
        ),
    };
    Diagnostic::new(Code::TextLeftOut, at, description).label("not shown").hint(hint)
}

/// A mark that changes what the source says.
pub(super) fn misused(written: &QuoteContext<'_>, misuse: &Misuse) -> Diagnostic {
    let (message, hint) = explained(misuse);
    Diagnostic::new(Code::MarkChangesMeaning, written.field("quote"), message)
        .label("not what the source says")
        .hint(hint)
}

/// What is wrong with a mark, and how to fix it.
pub fn explained(misuse: &Misuse) -> (String, String) {
    match misuse {
        Misuse::EmptyBrackets => (
            "these brackets contain nothing visible".to_owned(),
            "write [...] where you leave words out, and put words that you insert in brackets".to_owned(),
        ),
        Misuse::InsideWord(mark) => (
            format!("“{mark}” changes a word of the source"),
            "inside a word, brackets may change only its first letter, as in [D]emocratic, or its ending, as in work[ed]"
                .to_owned(),
        ),
        Misuse::Figure { inserted, replaced } if replaced.is_empty() => (
            format!("“{inserted}” changes a number of the source"),
            "quote the number as it is in the source, and explain it in the note".to_owned(),
        ),
        Misuse::Figure { inserted, replaced } => (
            format!("“{inserted}” replaces a number of the source: “{}”", single_spaced(replaced)),
            "quote the number as it is in the source, and explain it in the note".to_owned(),
        ),
        Misuse::ChangesQualifier { inserted, word } if inserted.to_lowercase().contains(&word.to_lowercase()) => (
            format!("“{inserted}” adds “{word}”, which the source does not say there"),
            "words in brackets may explain, but not negate or hedge: say it in the note".to_owned(),
        ),
        Misuse::ChangesQualifier { inserted, word } => (
            format!("“{inserted}” replaces words of the source that include “{word}”"),
            format!("include “{word}”: it changes the meaning"),
        ),
        Misuse::LeavesOutQualifier(word) => {
            (format!("the mark leaves out “{word}”"), format!("include “{word}”: it changes the meaning"))
        }
        Misuse::TwoQuotations => (
            "the mark runs from inside one quotation into another and leaves out quoted words".to_owned(),
            "cite two passages; between two quotations, a mark may leave out only the reporter’s own words"
                .to_owned(),
        ),
    }
}

/// What a quote runs across.
pub fn obstacle_in_words(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Seam => "an image or hidden words",
        Obstacle::Cell => "the border of a table cell",
        Obstacle::Block(BlockBoundary::Heading) => "a heading, or a paragraph that is all bold",
        Obstacle::Block(BlockBoundary::Table) => "the end of a table row",
        Obstacle::Block(BlockBoundary::Code) => "the border of a code block",
        Obstacle::Block(BlockBoundary::Rule) => "a horizontal rule",
        Obstacle::Block(BlockBoundary::Footnote) => "the border of a footnote",
        Obstacle::Block(BlockBoundary::Container) => "the border of a list or block quotation",
    }
}

fn advice(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Cell => "put “ | ” between cells of the same row",
        _ => "cite two passages, one on each side",
    }
}
