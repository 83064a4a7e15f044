//! What an article is made of, and its Markdown: [`write()`]. All that is no markup of ours is escaped, so that the reading text has the
//! words that went in.

use super::run::tidied;
use super::writer::{safe_line, written};

/// A part of an article that stands by itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    Heading(usize, Vec<Inline>),
    Quote(Vec<Block>),
    List(List),
    /// Lines that keep their white space.
    Code(String),
    /// Rows of cells.
    Table(Vec<Vec<Vec<Inline>>>),
    Rule,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct List {
    /// The first number of a list that counts.
    pub first: Option<u32>,
    pub entries: Vec<Vec<Block>>,
}

/// A part of a run of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Inline {
    Text(String),
    Break,
    Code(String),
    /// The alternative text of a picture, which is not read as words of the article.
    Image(String),
    Marked(Mark, Vec<Inline>),
    /// An address and the words that lead there.
    Link(String, Vec<Inline>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    Struck,
    Superscript,
    Subscript,
}

impl Mark {
    pub fn sign(self) -> &'static str {
        match self {
            Mark::Emphasis => "*",
            Mark::Strong => "**",
            Mark::Struck => "~~",
            // Markdown has no signs for these.
            Mark::Superscript | Mark::Subscript => "",
        }
    }

    /// The element of HTML that has to be written.
    pub fn element(self) -> Option<&'static str> {
        match self {
            Mark::Superscript => Some("sup"),
            Mark::Subscript => Some("sub"),
            Mark::Emphasis | Mark::Strong | Mark::Struck => None,
        }
    }
}

/// How much markup a text gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Full,
    /// Only blocks: where markup inside a run of text would change its words.
    Plain,
}

/// The Markdown of an article.
pub(super) fn write(blocks: &[Block], style: Style) -> String {
    let mut written: Vec<String> = vec![];
    for block in blocks {
        let text = one(block, style);
        if !text.is_empty() {
            written.push(text);
        }
    }
    written.join("\n\n")
}

fn one(block: &Block, style: Style) -> String {
    match block {
        Block::Paragraph(run) => paragraph(run, style),
        Block::Heading(level, run) => heading(*level, run, style),
        Block::Quote(blocks) => write(blocks, style)
            .lines()
            .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
            .collect::<Vec<_>>()
            .join("\n"),
        Block::List(list) => entries(list, style),
        Block::Code(text) => {
            let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
            format!("{fence}\n{text}\n{fence}")
        }
        Block::Table(rows) => table(rows, style),
        Block::Rule => "---".to_owned(),
    }
}

fn paragraph(run: &[Inline], style: Style) -> String {
    let run = tidied(run);
    let text = written(&run, style);
    text.lines().map(safe_line).collect::<Vec<_>>().join("\n")
}

fn heading(level: usize, run: &[Inline], style: Style) -> String {
    let mut text = single_line(run, style);
    // A heading may end in such signs that are not shown.
    if text.ends_with('#') && !text.ends_with("\\#") {
        text.insert(text.len() - 1, '\\');
    }
    match text.is_empty() {
        true => text,
        false => format!("{} {}", "#".repeat(level.clamp(1, 6)), safe_line(&text)),
    }
}

fn entries(list: &List, style: Style) -> String {
    let mut number = list.first;
    let written: Vec<String> =
        list.entries.iter().map(|blocks| write(blocks, style)).filter(|text| !text.is_empty()).collect();
    let loose = written.iter().any(|text| text.contains("\n\n"));
    let lines: Vec<String> = written
        .iter()
        .map(|text| {
            let sign = number.map_or("- ".to_owned(), |number| format!("{number}. "));
            number = number.map(|number| (number + 1).min(999_999_999));
            let indent = " ".repeat(sign.len());
            let continued: Vec<String> = text
                .lines()
                .enumerate()
                .map(|(i, line)| if i == 0 || line.is_empty() { line.to_owned() } else { format!("{indent}{line}") })
                .collect();
            sign + &continued.join("\n")
        })
        .collect();
    lines.join(if loose { "\n\n" } else { "\n" })
}

/// The first row becomes the head, which Markdown's tables cannot be without.
fn table(rows: &[Vec<Vec<Inline>>], style: Style) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut lines = vec![];
    for (i, row) in rows.iter().enumerate() {
        let cells = (0..columns)
            .map(|column| row.get(column).map(|cell| single_line(cell, style).replace('|', "\\|")).unwrap_or_default());
        lines.push(format!("| {} |", cells.collect::<Vec<_>>().join(" | ")));
        if i == 0 {
            lines.push(format!("|{}", " --- |".repeat(columns)));
        }
    }
    lines.join("\n")
}

fn single_line(run: &[Inline], style: Style) -> String {
    written(&tidied(&without_breaks(run)), style)
}

fn without_breaks(run: &[Inline]) -> Vec<Inline> {
    run.iter()
        .map(|part| match part {
            Inline::Break => Inline::Text(" ".to_owned()),
            Inline::Marked(mark, inside) => Inline::Marked(*mark, without_breaks(inside)),
            Inline::Link(url, inside) => Inline::Link(url.clone(), without_breaks(inside)),
            other => other.clone(),
        })
        .collect()
}

fn longest_run(text: &str, sign: char) -> usize {
    text.split(|c| c != sign).map(str::len).max().unwrap_or(0)
}
