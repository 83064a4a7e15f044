//! Findings about words that are in a source and yet not quoted fairly: what a quotation cuts or crosses, and what its marks leave out,
//! insert or change; and what is to be looked at in one that has its place.

use std::ops::Range;

use super::ReadSource;
use super::quote_context::QuoteContext;
use crate::base::files::{Files, Span};
use crate::base::lines::LineIndex;
use crate::findings::{Code, Diagnostic};
use crate::markdown::reading::{LeftOut, Why};
use crate::model::Field;
use citeback_quote::locate::caution::{Caution, cautions};
use citeback_quote::locate::{Misuse, Obstacle, Place, TooWide};
use citeback_quote::text::fold::{Folded, folded};
use citeback_quote::text::reading_text::{BlockBoundary, SEAM};
use citeback_quote::text::{shortened, single_spaced};

/// Signs of Markdown that may be words to an editor, or the other way round.
const MARKUP: [char; 5] = ['*', '_', '~', '`', '\\'];
/// At most this many code points of a source are shown in a hint.
const MAX_SHOWN: usize = 160;

pub(super) fn not_in(written: &QuoteContext<'_>, source: &ReadSource) -> Diagnostic {
    let message = format!("these words are not in the source “{}”", source.source.id);
    Diagnostic::new(Code::QuoteNotFound, written.field("quote"), message)
}

/// A quote that begins or ends inside a number or a word.
pub(super) fn cuts(written: &QuoteContext<'_>, source: &ReadSource, whole: &Range<usize>) -> Diagnostic {
    let words = shortened(&single_spaced(&source.reading.text()[whole.clone()]), MAX_SHOWN);
    let place = source.place(written.note.files, whole.start);
    not_in(written, source)
        .label("cuts a number or a word of the source")
        .hint(format!("the source has, at {place}: {words}\nquote the whole number or word"))
}

/// A quote that runs across something that is not text, or from one block into another that it is never joined to.
pub(super) fn crosses(
    written: &QuoteContext<'_>,
    source: &ReadSource,
    place: &Place,
    obstacle: Obstacle,
) -> Diagnostic {
    let at = source.place(written.note.files, place.span().start);
    let message = format!("these words do not stand together in the source “{}”", source.source.id);
    Diagnostic::new(Code::QuoteCrosses, written.field("quote"), message)
        .label(format!("runs across {}", what(obstacle)))
        .hint(format!("they begin at {at}\n{}", advice(obstacle)))
}

/// A quote whose marks leave out more than marks may.
pub(super) fn too_wide(written: &QuoteContext<'_>, source: &ReadSource, place: &Place, why: TooWide) -> Diagnostic {
    let (label, hint) = match why {
        TooWide::Across(obstacle) => {
            (format!("leaves out {}", what(obstacle)), "cite two passages, one on each side of it".to_owned())
        }
        TooWide::Characters(count) => (
            format!("leaves out {count} characters"),
            "a mark leaves out at most 300 characters: cite two passages".to_owned(),
        ),
        TooWide::Sentences(count) => (
            format!("leaves out words of {count} sentences"),
            "a mark leaves out at most two ends of sentences: cite two passages".to_owned(),
        ),
        TooWide::Insertion => (
            "the words in brackets stand for too much".to_owned(),
            "words in brackets stand for at most six words of the same sentence; write [...] where words are left out"
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

/// A hint for words that would be there without an image, or without words that are not shown, between them.
pub(super) fn across_a_seam(source: &ReadSource, quote: &str) -> Option<String> {
    let text = source.reading.text();
    let words = folded(quote);
    let joined = |with: &str| folded(&text.replace(SEAM, with)).contains(&words);
    let is_there = text.contains(SEAM) && !words.is_empty() && (joined("") || joined(" "));
    is_there.then(|| format!("the words are on both sides of {}\n{}", what(Obstacle::Seam), advice(Obstacle::Seam)))
}

/// A hint for words that are in a source's file and yet are no such text to a reader, with their line.
pub(super) fn in_the_file(files: &Files, source: &ReadSource, quote: &str) -> Option<String> {
    let bare = |text: &str| text.replace(MARKUP, "");
    let file = bare(&source.source.body);
    let folded_file = Folded::new(&file);
    let words = folded(&bare(quote));
    let start = folded_file.text().find(&words).filter(|_| !words.is_empty())?;
    let at = folded_file.to_source(&(start..start + words.len()))?.start;
    let in_bare = LineIndex::new(&file).line(at);
    // Taking signs away took no line away.
    let line = files.get(source.source.file).line(source.source.body_start) + in_bare - 1;
    let path = files.path(source.source.file);
    Some(format!(
        "the words are in the file at {path}:{line}, but readers do not see them as this text: the number of a list, \
         HTML, or signs such as * are no words of the article\nciteback find prints what can be quoted"
    ))
}

/// Warns of what may mislead in a quotation that has its place.
pub(super) fn caution(
    written: &QuoteContext<'_>,
    source: &ReadSource,
    field: Field,
    place: &Place,
    found: &mut Vec<Diagnostic>,
) {
    let files = written.note.files;
    let at = || match field {
        Field::Body => source.line(files, place.span().start).to_string(),
        Field::Title => "title".to_owned(),
    };
    for caution in cautions(source.field(field), place) {
        let (code, message, label, hint) = match caution {
            Caution::Struck => (
                Code::QuoteStruck,
                "these words are struck through in the source".to_owned(),
                "struck through there",
                "the page shows them struck through: say in the note why they are quoted".to_owned(),
            ),
            Caution::OpenParagraph(words) => (
                Code::ParagraphsJoined,
                "this quote joins two paragraphs that may not belong together".to_owned(),
                "runs on into the next paragraph",
                format!(
                    "the first one ends without a final mark, after “{words}”: is it a heading, or a line of a list?"
                ),
            ),
            Caution::Negated(negation) => (
                Code::QuoteAfterNegation,
                format!("“{negation}” stands right before these words in the source"),
                "begins after a negation",
                format!("quote “{negation}” as well, if it belongs to the first word"),
            ),
            Caution::SplitsNumber(word) => (
                Code::NumberShortened,
                format!("this quote parts a number of the source from “{word}”"),
                "the number is another one without it",
                format!("quote the number with “{word}”"),
            ),
            Caution::LeavesOutQualifier(word) => (
                Code::ElisionDropsNegation,
                format!("the words left out hold “{word}”"),
                "do they change the meaning?",
                "quote them too, if the passage says something else with them".to_owned(),
            ),
        };
        let path = files.path(source.source.file);
        let finding = Diagnostic::new(code, written.field("quote"), message).label(label);
        found.push(finding.hint(format!("{path}:{}: {hint}", at())));
    }
}

/// Warns of words of a source's file that no reader sees.
pub(super) fn left_out(source: &ReadSource, left_out: &LeftOut) -> Diagnostic {
    let written = &source.source.body[left_out.at.clone()];
    let line = written.trim_end().lines().next().unwrap_or_default();
    let start = source.source.body_start + left_out.at.start;
    let (what, hint) = match left_out.why {
        Why::Hidden => (
            "HTML hides these words, or has browsers show something else in their place",
            "no passage can quote them; if readers of the original see them, take the tags away",
        ),
        Why::Definition => (
            "Markdown takes this line for the address of a link, and does not show it",
            "if it is text, put a backslash before it: \\[",
        ),
        Why::Cells => (
            "this row has more cells than the head of its table, and the last ones are not shown",
            "give the first row of the table as many cells",
        ),
    };
    let at = Span { file: source.source.file, range: start..start + line.len() };
    Diagnostic::new(Code::TextLeftOut, at, what).label("not shown").hint(hint)
}

/// A mark that changes what the source says.
pub(super) fn misused(written: &QuoteContext<'_>, misuse: &Misuse) -> Diagnostic {
    let (message, hint) = explained(misuse);
    Diagnostic::new(Code::MarkChangesMeaning, written.field("quote"), message)
        .label("not what the source says")
        .hint(hint)
}

/// What is wrong with a mark, and what to do about it.
pub(super) fn explained(misuse: &Misuse) -> (String, String) {
    match misuse {
        Misuse::EmptyBrackets => (
            "these brackets hold nothing that a reader can see".to_owned(),
            "write [...] where words are left out, and your own words where you insert some".to_owned(),
        ),
        Misuse::InsideWord(mark) => (
            format!("“{mark}” changes a word of the source"),
            "inside a word brackets may change its first letter, as in [D]emocratic, or its ending, as in work[ed]"
                .to_owned(),
        ),
        Misuse::Figure { inserted, replaced } if replaced.is_empty() => (
            format!("“{inserted}” makes another number of a number of the source"),
            "quote the number as the source has it, and explain it in the note".to_owned(),
        ),
        Misuse::Figure { inserted, replaced } => (
            format!("“{inserted}” stands for a number of the source: “{}”", single_spaced(replaced)),
            "quote the number as the source has it, and explain it in the note".to_owned(),
        ),
        Misuse::ChangesQualifier { inserted, word } if inserted.to_lowercase().contains(&word.to_lowercase()) => (
            format!("“{inserted}” adds “{word}”, which the source does not say there"),
            "words in brackets explain, they never negate or hedge: say it in the note".to_owned(),
        ),
        Misuse::ChangesQualifier { inserted, word } => (
            format!("“{inserted}” stands for words of the source that hold “{word}”"),
            format!("quote “{word}”: it changes the meaning"),
        ),
        Misuse::LeavesOutQualifier(word) => {
            (format!("the mark leaves out “{word}”"), format!("quote “{word}”: it changes the meaning"))
        }
        Misuse::TwoQuotations => (
            "the mark leads from the inside of one quotation into another, and leaves out words of them".to_owned(),
            "cite two passages; a mark may leave out what the reporter says between two quotations, and nothing more"
                .to_owned(),
        ),
    }
}

pub(super) fn what(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Seam => "an image, or words that are not shown",
        Obstacle::Cell => "the border of a table's cell",
        Obstacle::Block(BlockBoundary::Heading) => "a heading, or a paragraph that is all bold",
        Obstacle::Block(BlockBoundary::Table) => "the end of a table's row",
        Obstacle::Block(BlockBoundary::Code) => "the border of a block of code",
        Obstacle::Block(BlockBoundary::Rule) => "a line across the page",
        Obstacle::Block(BlockBoundary::Footnote) => "the border of a footnote",
        Obstacle::Block(BlockBoundary::Container) => "the border of a list or of a block quotation",
    }
}

fn advice(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Cell => "cells of one row are quoted with “ | ” between them",
        _ => "cite two passages, one on each side of it",
    }
}
