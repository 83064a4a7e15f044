//! Doubtful blocks of a source: [`doubtful_blocks`] finds them, [`decided`] keeps or removes one.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::sealing::resealed;
use crate::markdown::article::blocks;
use crate::markdown::reading::{DOUBTFUL, END_OF_DOUBTFUL, Why, read, structure};
use crate::notes::edit::EditError;
use crate::notes::front_matter::split_front_matter;
use crate::notes::yaml::lines::{after_line, line_start};

/// In Markdown, a comment keeps two lists apart that would otherwise be one.
const SEPARATOR: &str = "<!-- -->";

/// What becomes of a doubtful block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is part of the article: the two comments around it go.
    Keep,
    /// It is not: it goes, with the comments.
    Remove,
}

/// A doubtful block of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubtfulBlock {
    /// What it may be, as the comment says.
    pub what: String,
    /// The Markdown between the comments.
    pub markdown: String,
    /// How many blocks of the article are before it.
    pub blocks_before: usize,
    /// The line of its first comment in the file, from 1.
    pub line: usize,
}

/// The doubtful blocks of a source's file, in order. None if it has no front matter.
pub fn doubtful_blocks(file: &str) -> Vec<DoubtfulBlock> {
    let Some((_, body)) = split_front_matter(file) else {
        return vec![];
    };
    let text = &file[body.clone()];
    places(text)
        .into_iter()
        .map(|place| DoubtfulBlock {
            what: place.what(text).to_owned(),
            markdown: text[place.content.clone()].to_owned(),
            blocks_before: blocks(read(&text[..place.whole.start]), &[], None).len(),
            line: file[..body.start + place.whole.start].matches('\n').count() + 1,
        })
        .collect()
}

/// The file of a source with a decision about its doubtful block at `index`, from 0. A seal that fitted the text fits it again.
///
/// # Errors
/// If there is no such block, or the rest of the article would not stay as it is; then nothing is changed.
pub fn decided(file: &str, index: usize, decision: Decision) -> Result<String, EditError> {
    let gone = || EditError::new("this block is no longer there: reload the page");
    let (_, body) = split_front_matter(file).ok_or_else(gone)?;
    let (head, old) = file.split_at(body.start);
    let place = places(old).into_iter().nth(index).ok_or_else(gone)?;
    if place.end_comment.is_none() {
        let message = format!("the line “{END_OF_DOUBTFUL}” after this block is missing: add it in your text editor");
        return Err(EditError::new(message));
    }
    let proof = Proof::new(old, &place, decision);
    let new = candidates(old, &place, decision).into_iter().find(|new| proof.holds(new));
    let new = new.ok_or_else(|| {
        EditError::new("this block cannot be decided without changing the text around it: do it in your text editor")
    })?;
    resealed(file, &format!("{head}{new}"))
}

/// Where a doubtful block is in the body of a source; all ranges are of whole lines.
struct Place {
    /// With its comments.
    whole: Range<usize>,
    comment: Range<usize>,
    content: Range<usize>,
    end_comment: Option<Range<usize>>,
}

impl Place {
    fn what<'b>(&self, body: &'b str) -> &'b str {
        let comment = body[self.comment.clone()].trim();
        let inside = comment.strip_prefix(DOUBTFUL).and_then(|rest| rest.strip_suffix("-->")).unwrap_or_default();
        inside.trim_start_matches(':').trim()
    }
}

fn places(body: &str) -> Vec<Place> {
    let found = read(body).left_out;
    let doubtful = found.into_iter().filter(|left_out| left_out.why == Why::Doubtful);
    doubtful.map(|left_out| place(body, &left_out.at)).collect()
}

fn place(body: &str, at: &Range<usize>) -> Place {
    let start = line_start(body, at.start);
    let opened = body[at.clone()].find("-->").map_or(at.end, |close| at.start + close);
    let comment = start..after_line(body, opened);
    let words = body[..at.end].trim_end();
    let last = line_start(body, words.len());
    let ends = last >= comment.end && words[last..].trim() == END_OF_DOUBTFUL;
    let end_comment = ends.then(|| last..after_line(body, words.len()));
    let content = comment.end..end_comment.as_ref().map_or(body.len(), |end| end.start);
    Place { whole: start..end_comment.as_ref().map_or(body.len(), |end| end.end), comment, content, end_comment }
}

/// The ways to write the body with a decision, best first.
fn candidates(body: &str, place: &Place, decision: Decision) -> Vec<String> {
    let (before, after) = (&body[..place.whole.start], &body[place.whole.end..]);
    let kept = match decision {
        Decision::Keep => trim_blank_lines(&body[place.content.clone()]),
        Decision::Remove => "",
    };
    let comment = &body[place.comment.clone()];
    let ending = if comment.ends_with("\r\n") { "\r\n" } else { "\n" };
    // A file may end without a line ending.
    let is_last = !body[..place.whole.end].ends_with('\n');
    let separators: &[(bool, bool)] = match decision {
        _ if kept.is_empty() => &[(false, false), (true, false)],
        _ => &[(false, false), (true, false), (false, true), (true, true)],
    };
    let written = separators.iter().map(|(first, last)| {
        let parts = [if *first { SEPARATOR } else { "" }, kept, if *last { SEPARATOR } else { "" }];
        let mut middle = String::new();
        for part in parts.iter().filter(|part| !part.is_empty()) {
            if !middle.is_empty() {
                middle.push_str(&ending.repeat(2));
            }
            middle.push_str(part);
        }
        joined(before, &middle, after, (ending, is_last))
    });
    written.collect()
}

/// The three parts with an empty line where two of them meet, and none more than there were.
fn joined(before: &str, middle: &str, after: &str, (ending, is_last): (&str, bool)) -> String {
    let ends_blank = before.is_empty() || last_line(before).trim().is_empty();
    let starts_blank = after.lines().next().is_none_or(|line| line.trim().is_empty());
    if !middle.is_empty() {
        let gap = |is_there: bool| if is_there { "" } else { ending };
        let end = if is_last { "" } else { ending };
        return format!("{before}{}{middle}{end}{}{after}", gap(ends_blank), gap(starts_blank));
    }
    if after.trim().is_empty() {
        return format!("{}{after}", without_blank_end(before));
    }
    match (ends_blank, starts_blank) {
        // One of the two empty lines around the block goes with it.
        (true, true) => format!("{before}{}", &after[after_line(after, 0)..]),
        (false, false) => format!("{before}{ending}{after}"),
        _ => format!("{before}{after}"),
    }
}

/// The last line of a text that ends with a line ending or not.
fn last_line(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    &text[line_start(text, text.len())..]
}

/// Without empty lines at its end, unless it has no others.
fn without_blank_end(text: &str) -> &str {
    match text.trim_end().len() {
        0 => text,
        words => &text[..after_line(text, words)],
    }
}

/// Without empty lines at its ends and the last line ending; the indentation of the first line stays.
fn trim_blank_lines(text: &str) -> &str {
    let end = text.trim_end().len();
    let start = text.len() - text.trim_start().len();
    text.get(line_start(text, start)..end).unwrap_or_default()
}

/// What must be true of the new text: its structure and its words are those of the old one, but for the decision.
struct Proof<'a> {
    structure: Vec<Event<'a>>,
    words: String,
    doubtful: usize,
}

impl<'a> Proof<'a> {
    fn new(old: &'a str, place: &Place, decision: Decision) -> Self {
        let all = read(old);
        let words: Vec<char> = all.text.visible().map(|(_, c)| c).collect();
        let before = read(&old[..place.whole.start]).text.visible().count().min(words.len());
        let (gone, kept) = match decision {
            Decision::Keep => {
                let end = place.end_comment.clone().unwrap_or(old.len()..old.len());
                (vec![place.comment.clone(), end], &old[place.content.clone()])
            }
            Decision::Remove => (vec![place.whole.clone()], ""),
        };
        let kept: Vec<char> = read(kept).text.visible().map(|(_, c)| c).collect();
        Proof {
            structure: without_separators(structure(old, &gone)),
            words: words[..before].iter().chain(&kept).chain(&words[before..]).collect(),
            doubtful: all.left_out.iter().filter(|left_out| left_out.why == Why::Doubtful).count() - 1,
        }
    }

    fn holds(&self, new: &str) -> bool {
        let read = read(new);
        without_separators(structure(new, &[])) == self.structure
            && read.text.visible().map(|(_, c)| c).eq(self.words.chars())
            && read.left_out.iter().filter(|left_out| left_out.why == Why::Doubtful).count() == self.doubtful
    }
}

/// Comments that only keep blocks apart are no part of the structure.
fn without_separators(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut out: Vec<Event<'_>> = Vec::with_capacity(events.len());
    let mut block: Option<usize> = None;
    for event in events {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(out.len()),
            Event::End(TagEnd::HtmlBlock) => {
                let start = block.take().unwrap_or(out.len());
                // A line and its ending may be two events.
                let lines = out[start..].iter().filter_map(|event| match event {
                    Event::Html(html) => Some(&**html),
                    _ => None,
                });
                if lines.collect::<String>().trim() == SEPARATOR {
                    out.truncate(start);
                    continue;
                }
            }
            _ => {}
        }
        out.push(event);
    }
    out
}
