//! The design of a card: [`draw`].

use super::colour::{Colour, INK, PAPER, QUIET};
use super::contents::{Card, Seal};
use super::fonts::{Fonts, Typeface};
use super::layout::{Area, HEIGHT, Layout, Sheet, WIDTH};
use super::lines::{self, Frame};
use crate::model::{Drawing, Icon, Look, Tone};

const MARGIN: f32 = 72.0;
/// The top of the band that holds the seal, below a statement and without one.
const BAND: f32 = 488.0;
const TALL_BAND: f32 = 150.0;
const TITLE_TOP: f32 = 54.0;
/// Where a statement may begin below the title, and without one.
const BELOW_TITLE: f32 = 128.0;
const NO_TITLE: f32 = 56.0;
/// The accent rule, and from its outer edge to the words beside it.
const RULE: f32 = 8.0;
const INDENT: f32 = 40.0;
/// From the statement to the claimant.
const GAP: f32 = 18.0;

/// The width and the height of a logo, at most.
const LOGO: (f32, f32) = (300.0, 60.0);
/// The colours of a logo that is drawn, at most: a picture has a palette, of which each takes a part.
pub const MAX_LOGO_COLOURS: usize = 12;

/// Between the label of a card and who publishes it.
const DOT: &str = " · ";
/// Longer statements are cut, in code points.
const MAX_STATEMENT: usize = 300;
/// Of all other texts, in code points, so that no novel is measured; what is shown is cut to its width.
const MAX_LABEL: usize = 200;

/// The parts of a card that the fonts can show.
struct CardContent<'a> {
    title: Option<String>,
    statement: Option<String>,
    claimant: Option<String>,
    verdict: Option<(Option<String>, Stamp<'a>)>,
}

/// What shows a verdict beside its label.
#[derive(Clone, Copy)]
struct Stamp<'a> {
    look: Look,
    icon: Option<&'a Icon>,
    colour: Colour,
}

/// Lays a card out.
pub fn draw(fonts: &Fonts, card: &Card<'_>) -> Layout {
    let shown = CardContent::new(fonts, card);
    let mut sheet = Sheet::new(card.direction == "rtl");
    let taken = card.logo.map_or(0.0, |drawing| logo(&mut sheet, drawing));
    let has_top = shown.title.is_some() || card.logo.is_some();
    if let Some(title) = &shown.title {
        let setting = lines::set(title, &fonts.sans, one_line(WIDTH - 2.0 * MARGIN - taken, 30, 22));
        sheet.text(&fonts.sans, &setting, (MARGIN, TITLE_TOP), QUIET.on(PAPER));
    }
    match (&shown.statement, &shown.verdict) {
        (Some(text), Some((label, stamp))) => {
            statement(&mut sheet, fonts, (text, has_top), &shown, Colour(card.accent));
            band(&mut sheet, &fonts.sans, label.as_deref(), *stamp);
        }
        (Some(text), None) => {
            statement(&mut sheet, fonts, (text, has_top), &shown, Colour(card.accent));
            emblem(&mut sheet, (MARGIN, BAND + 30.0), 48);
        }
        (None, Some((label, stamp))) => {
            let top = if has_top { TALL_BAND } else { 0.0 };
            tall_band(&mut sheet, &fonts.sans, top, (label.as_deref(), *stamp));
        }
        (None, None) => emblem(&mut sheet, ((WIDTH - 5.2 * 140.0) / 2.0, (HEIGHT - 140.0) / 2.0), 140),
    }
    sheet.finish()
}

impl<'a> CardContent<'a> {
    fn new(fonts: &Fonts, card: &Card<'a>) -> Self {
        let label = |text: &str| Some(lines::shortened(&fonts.sans.settable(text)?, MAX_LABEL));
        let statement = fonts.serif.settable(card.statement);
        // A name that equals the statement is shown once.
        let desk = label(card.desk).filter(|_| card.desk != card.statement);
        let title: Vec<String> = label(card.label).into_iter().chain(desk).collect();
        CardContent {
            title: (!title.is_empty()).then(|| title.join(DOT)),
            statement: statement.map(|text| lines::shortened(&text, MAX_STATEMENT)),
            claimant: card.claimant.as_deref().and_then(label),
            verdict: card.verdict.map(|seal| (label(seal.label), Stamp::of(&seal))),
        }
    }
}

impl<'a> Stamp<'a> {
    fn of(seal: &Seal<'a>) -> Self {
        let colour = seal.colour.map_or_else(|| Colour::of(seal.look.tone), Colour);
        Stamp { look: seal.look, icon: seal.icon, colour }
    }

    fn draw(self, sheet: &mut Sheet, place: (f32, f32), size: u16, ground: Colour) {
        match self.icon {
            Some(icon) => sheet.icon(icon, place, size, self.colour.on(ground)),
            None => sheet.shape(self.look, place, size, self.colour.on(ground)),
        }
    }
}

/// The logo at the top, on the side where lines end, in the middle of the title's line; how much of the line it takes.
fn logo(sheet: &mut Sheet, drawing: &Drawing) -> f32 {
    let scale = (LOGO.1 / drawing.height).min(LOGO.0 / drawing.width);
    let (width, height) = (drawing.width * scale, drawing.height * scale);
    let area = Area { x: WIDTH - MARGIN - width, y: TITLE_TOP + 18.0 - height / 2.0, width, height };
    sheet.drawing(drawing, area, INK.on(PAPER));
    width + 32.0
}

/// The statement beside the accent rule, the claimant below it, both in the middle between the title and the band.
fn statement(sheet: &mut Sheet, fonts: &Fonts, (text, has_top): (&str, bool), shown: &CardContent<'_>, accent: Colour) {
    let x = MARGIN + INDENT;
    let width = WIDTH - MARGIN - x;
    let claimant = shown.claimant.as_ref().map(|name| lines::set(name, &fonts.sans, one_line(width, 32, 22)));
    let below = claimant.as_ref().map_or(0.0, |setting| GAP + setting.height());

    let top = if has_top { BELOW_TITLE } else { NO_TITLE };
    let room = BAND - 34.0 - top;
    let frame = Frame { width, height: room - below, most_lines: 20, largest: 80, smallest: 22, leading: 1.28 };
    let setting = lines::set(text, &fonts.serif, frame);

    let height = setting.height() + below;
    let start = top + (room - height) / 2.0;
    sheet.fill(Area { x: MARGIN, y: start, width: RULE, height }, accent);
    sheet.text(&fonts.serif, &setting, (x, start), INK.on(PAPER));
    if let Some(claimant) = claimant {
        sheet.text(&fonts.sans, &claimant, (x, start + setting.height() + GAP), QUIET.on(PAPER));
    }
}

/// The seal along the bottom.
fn band(sheet: &mut Sheet, face: &Typeface, label: Option<&str>, stamp: Stamp<'_>) {
    let middle = f32::midpoint(BAND, HEIGHT);
    let size = 80;
    let tint = tinted(sheet, BAND, stamp.colour);
    stamp.draw(sheet, (MARGIN, middle - f32::from(size) / 2.0), size, tint);
    if let Some(label) = label {
        let x = MARGIN + f32::from(size) + 28.0;
        let setting = lines::set(label, face, one_line(WIDTH - MARGIN - x, 64, 36));
        sheet.text(face, &setting, (x, middle - setting.height() / 2.0), stamp.colour.on(tint));
    }
}

/// The seal large, where there is no statement to show; without a label its shape alone.
fn tall_band(sheet: &mut Sheet, face: &Typeface, top: f32, (label, stamp): (Option<&str>, Stamp<'_>)) {
    let middle = f32::midpoint(top, HEIGHT);
    let tint = tinted(sheet, top, stamp.colour);
    let Some(label) = label else {
        let size = 280;
        let place = ((WIDTH - f32::from(size)) / 2.0, middle - f32::from(size) / 2.0);
        return stamp.draw(sheet, place, size, tint);
    };
    let size = 200;
    let x = MARGIN + f32::from(size) + 56.0;
    let frame =
        Frame { width: WIDTH - MARGIN - x, height: 400.0, most_lines: 3, largest: 116, smallest: 48, leading: 1.15 };
    let setting = lines::set(label, face, frame);
    stamp.draw(sheet, (MARGIN, middle - f32::from(size) / 2.0), size, tint);
    sheet.text(face, &setting, (x, middle - setting.height() / 2.0), stamp.colour.on(tint));
}

/// The shapes of all tones in a row, 5.2 times as long as high: what a brief is about, without a word.
fn emblem(sheet: &mut Sheet, (x, y): (f32, f32), size: u16) {
    let mut x = x;
    for tone in [Tone::Positive, Tone::Mixed, Tone::Negative, Tone::Neutral] {
        sheet.shape(Look { tone, shape: 1 }, (x, y), size, Colour::of(tone).on(PAPER));
        x += f32::from(size) * 1.4;
    }
}

/// From `top` to the bottom, the tint of a colour below a line in it; the tint.
fn tinted(sheet: &mut Sheet, top: f32, colour: Colour) -> Colour {
    let area = Area { x: 0.0, y: top, width: WIDTH, height: HEIGHT - top };
    let tint = colour.tint();
    sheet.fill(area, tint);
    sheet.fill(Area { height: 4.0, ..area }, colour);
    tint
}

fn one_line(width: f32, largest: u16, smallest: u16) -> Frame {
    let leading = 1.2;
    Frame { width, height: f32::from(largest) * leading, most_lines: 1, largest, smallest, leading }
}
