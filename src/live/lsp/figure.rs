//! Where a figure in a claim's texts stands: [`hover`].

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::cursor::CursorContext;
use super::hover::plain;
use crate::analysis::figures::{FigureState, TracedFigure};
use crate::build::resolve::{Verified, place_of_figure, traced_figures};
use crate::editing::schema::NoteKind;
use crate::model::Claim;
use crate::notes::place::Places;
use citeback_quote::text::{shortened, single_spaced};

/// The maximum length of a passage that is shown, in code points.
const MAX_SHOWN: usize = 300;

/// `None` if there is no figure under the cursor, or the claim has errors.
pub(super) fn hover(cx: &CursorContext<'_>) -> Option<Hover> {
    let file = cx.file().filter(|_| cx.kind == NoteKind::Claim)?;
    let claim = cx.view.verified.iter().find(|claim| claim.file == file)?;
    let note = cx.view.claims.iter().find(|note| note.value.file == file)?;
    let brief = cx.view.brief.as_ref()?;
    let places = Places::of_file(&cx.view.files, file, &note.skipped);
    let traced = traced_figures(claim, brief.language.tag(), &claim.passages, &cx.view.sources);
    let (figure, at) = traced
        .iter()
        .map(|figure| (figure, place_of_figure(&figure.stated, claim, &places)))
        .find(|(_, at)| at.range.start <= cx.cursor && cx.cursor < at.range.end)?;
    let value = described(cx, claim, figure);
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
    Some(Hover { contents, range: Some(cx.text_range(&at.range)) })
}

fn described(cx: &CursorContext<'_>, claim: &Claim<Verified>, figure: &TracedFigure) -> String {
    let text = plain(&figure.stated.text);
    let state = match &figure.state {
        FigureState::Passage(position) => in_passage(cx, &claim.passages[*position]),
        FigureState::Own => "in a date, a name or a title of the notes".to_owned(),
        FigureState::Source(source, at) => {
            let read = &cx.view.sources[*source];
            format!("in no passage, but at {}", plain(&read.place(&cx.view.files, at.start)))
        }
        FigureState::Unread => "perhaps in a passage: number words of its language are not known".to_owned(),
        FigureState::Nowhere => "in no passage of this claim, and nowhere else in its sources".to_owned(),
    };
    format!("**{text}**: {state}")
}

fn in_passage(cx: &CursorContext<'_>, verified: &Verified) -> String {
    let words = match verified {
        Verified::Passage(passage) => passage.words(&cx.view.sources[passage.source]),
        Verified::Absence(absence) => {
            absence.absence.words.iter().map(|word| word.shown()).collect::<Vec<_>>().join(", ")
        }
    };
    let words = plain(&shortened(&single_spaced(&words), MAX_SHOWN));
    format!("in the passage `{}`\n\n> {words}", verified.id())
}
