//! Writes blocks as Markdown: [`write_blocks`]. Everything that is not our markup is escaped, so that the reading text equals the
//! original.

use super::block::{Block, Inline, List};
use super::whitespace::collapse_whitespace;
use super::write_inlines::{Markup, escape_line_start, write_inlines};
use citeback_content::markdown::reading::{DOUBTFUL, END_OF_DOUBTFUL};

pub(super) fn write_blocks(blocks: &[Block], markup: Markup) -> String {
    let written: Vec<String> =
        blocks.iter().map(|block| write_block(block, markup)).filter(|text| !text.is_empty()).collect();
    written.join("\n\n")
}

fn write_block(block: &Block, markup: Markup) -> String {
    match block {
        Block::Paragraph(run) => paragraph(run, markup),
        Block::Heading(level, run) => heading(*level, run, markup),
        Block::Quote(blocks) => write_blocks(blocks, markup)
            .lines()
            .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
            .collect::<Vec<_>>()
            .join("\n"),
        Block::List(list) => write_list(list, markup),
        Block::Code(text) => {
            let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
            format!("{fence}\n{text}\n{fence}")
        }
        Block::Table(rows) => table(rows, markup),
        Block::Rule => "---".to_owned(),
        Block::Locator(mark) => mark.comment(),
        Block::Doubtful(what, markdown) => format!("{DOUBTFUL}: {what} -->\n\n{markdown}\n\n{END_OF_DOUBTFUL}"),
    }
}

fn paragraph(run: &[Inline], markup: Markup) -> String {
    let text = write_inlines(&collapse_whitespace(run), markup);
    text.lines().map(escape_line_start).collect::<Vec<_>>().join("\n")
}

fn heading(level: usize, run: &[Inline], markup: Markup) -> String {
    let mut text = single_line(run, markup);
    // Markdown does not show number signs at the end of a heading.
    if text.ends_with('#') && !text.ends_with("\\#") {
        text.insert(text.len() - 1, '\\');
    }
    if text.is_empty() {
        return text;
    }
    format!("{} {}", "#".repeat(level.clamp(1, 6)), escape_line_start(&text))
}

fn write_list(list: &List, markup: Markup) -> String {
    let mut number = list.first;
    let written: Vec<String> =
        list.entries.iter().map(|blocks| write_blocks(blocks, markup)).filter(|text| !text.is_empty()).collect();
    let loose = written.iter().any(|text| text.contains("\n\n"));
    let lines: Vec<String> = written
        .iter()
        .map(|text| {
            let marker = number.map_or("- ".to_owned(), |number| format!("{number}. "));
            number = number.map(|number| (number + 1).min(999_999_999));
            let indent = " ".repeat(marker.len());
            let continued: Vec<String> = text
                .lines()
                .enumerate()
                .map(|(i, line)| if i == 0 || line.is_empty() { line.to_owned() } else { format!("{indent}{line}") })
                .collect();
            marker + &continued.join("\n")
        })
        .collect();
    lines.join(if loose { "\n\n" } else { "\n" })
}

/// The first row becomes the head, which a Markdown table requires.
fn table(rows: &[Vec<Vec<Inline>>], markup: Markup) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut lines = vec![];
    for (i, row) in rows.iter().enumerate() {
        let cells = (0..columns).map(|column| {
            row.get(column).map(|cell| single_line(cell, markup).replace('|', "\\|")).unwrap_or_default()
        });
        lines.push(format!("| {} |", cells.collect::<Vec<_>>().join(" | ")));
        if i == 0 {
            lines.push(format!("|{}", " --- |".repeat(columns)));
        }
    }
    lines.join("\n")
}

fn single_line(run: &[Inline], markup: Markup) -> String {
    write_inlines(&collapse_whitespace(&without_breaks(run)), markup)
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

fn longest_run(text: &str, c: char) -> usize {
    text.split(|found| found != c).map(str::len).max().unwrap_or(0)
}
