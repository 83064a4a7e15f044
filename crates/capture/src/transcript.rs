//! Imports the subtitles of a recording, WebVTT (.vtt) and SubRip (.srt), as a transcript: [`import`].
//!
//! Cues follow one another in paragraphs. Their times, and the voices that they name, become invisible marks.

use super::block::{Block, Inline};
use super::metadata::Metadata;
use super::note::write_note;
use super::types::{ImportError, ImportOptions, Imported};
use super::verify::write_verified;
use citeback_content::model::Kind;
use citeback_content::model::locator::{LocatorMark, Time};
use cue::{Cue, Line};

pub(super) use cue::is_subtitles;

mod cue;

/// A silence of so many milliseconds ends a paragraph, and a shorter one if a sentence ends there.
const SILENCE: u64 = 6000;
const PAUSE: u64 = 1500;
/// A paragraph of more words ends with its next sentence.
const LONG: usize = 80;
/// If in so many of a hundred cues the first line repeats the last line of the cue before, the lines roll over the screen.
const ROLLING: usize = 30;
/// Where lines roll, one is shown again after a pause of at most so many milliseconds.
const ROLLING_PAUSE: u64 = 10_000;

pub(super) fn import(text: &str, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let mut file = cue::parse(text);
    let repeated = without_repetition(&mut file.cues);
    file.cues.retain(|cue| !cue.lines.is_empty());
    if file.cues.is_empty() {
        return Err(ImportError::new(
            "it contains no cues with words",
            "subtitles have lines such as “00:00:05.000 --> 00:00:07.000” before their words",
        ));
    }
    let blocks = paragraphs(&file.cues);
    let expected: String = file.cues.iter().flat_map(|cue| &cue.lines).map(|line| line.text.as_str()).collect();
    let expected: String = expected.chars().filter(|c| !c.is_whitespace()).collect();
    let body = write_verified(&blocks, &expected)?;
    let metadata = Metadata { title: file.title, language: file.language, ..Metadata::default() };
    // What is no kind of its own.
    let kind = if options.kind == Kind::Article { Kind::Transcript } else { options.kind };
    let mut imported = write_note(metadata, &body, &ImportOptions { kind, ..*options });
    if repeated > 0 {
        let remark = format!("the lines roll over the screen, so {repeated} repeated ones were written once");
        imported.remarks.push(remark);
    }
    if !file.outside.is_empty() {
        imported.remarks.push(format!("left out as belonging to no cue: “{}”", file.outside.join("” · “")));
    }
    Ok(imported)
}

/// Removes the lines that cues show again while new ones appear below them, and returns how many there were.
fn without_repetition(cues: &mut [Cue]) -> usize {
    let again = |before: &Cue, cue: &Cue, pause: u64| -> usize {
        let most = before.lines.len().min(cue.lines.len());
        let same = |count: usize| {
            let last = &before.lines[before.lines.len() - count..];
            last.iter().zip(&cue.lines).all(|(a, b)| a.text == b.text)
        };
        // The screen shows no line twice if the cue before has gone, unless a new one rolls up below it after a pause.
        let follows = |count: usize| {
            cue.start <= before.end.saturating_add(200)
                || count < cue.lines.len() && cue.start <= before.end.saturating_add(pause)
        };
        (1..=most).rev().find(|count| follows(*count) && same(*count)).unwrap_or(0)
    };
    let repeated = |pause: u64| -> Vec<usize> {
        std::iter::once(0).chain(cues.windows(2).map(|pair| again(&pair[0], &pair[1], pause))).collect()
    };
    let rolling = repeated(0).iter().filter(|count| **count > 0).count();
    if rolling * 100 < cues.len() * ROLLING {
        return 0;
    }
    let repeated = repeated(ROLLING_PAUSE);
    for (cue, count) in cues.iter_mut().zip(&repeated) {
        cue.lines.drain(..*count);
    }
    repeated.iter().sum()
}

/// The cues in paragraphs: a new one begins with a speaker, after a silence, and where a long one ends a sentence.
fn paragraphs(cues: &[Cue]) -> Vec<Block> {
    let mut blocks = vec![];
    let mut run: Vec<Inline> = vec![];
    let (mut words, mut end, mut voice): (usize, u64, Option<String>) = (0, 0, None);
    for cue in cues {
        let silence = cue.start.saturating_sub(end);
        let ends = last_text(&run).is_some_and(ends_sentence);
        let mut is_new = silence >= SILENCE || ends && (silence >= PAUSE || words >= LONG);
        // The mark of the time stands before the first words of the cue.
        let mut marks = vec![LocatorMark::Time(Time::of_milliseconds(cue.start))];
        for Line { text, speaker } in &cue.lines {
            let is_answer = text.starts_with(['-', '–', '—', '>']);
            // A dash begins the words of somebody else, who is not named.
            let nobody = Some(String::new()).filter(|_| is_answer && voice.is_some());
            let speaker = speaker.clone().or(nobody);
            let speaks = speaker.is_some() && speaker != voice;
            if speaks {
                marks.extend(speaker.as_deref().map(LocatorMark::speaker));
                voice = speaker;
            }
            if is_new || speaks || is_answer {
                blocks.extend((!run.is_empty()).then(|| Block::Paragraph(std::mem::take(&mut run))));
                words = 0;
                is_new = false;
            }
            if run.is_empty() {
                blocks.extend(marks.drain(..).map(Block::Locator));
            } else {
                run.push(Inline::Text(" ".to_owned()));
                run.extend(marks.drain(..).map(Inline::Locator));
            }
            words += text.split_whitespace().count();
            run.push(Inline::Text(text.clone()));
        }
        end = cue.end;
    }
    blocks.extend((!run.is_empty()).then_some(Block::Paragraph(run)));
    blocks
}

fn last_text(run: &[Inline]) -> Option<&str> {
    match run.last()? {
        Inline::Text(text) => Some(text),
        _ => None,
    }
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।'])
}
