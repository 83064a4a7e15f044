//! What a note has at the cursor. Entry point: [`target_at`].

use std::ops::Range;

use crate::notes::yaml::lines::{line_end, line_start};
use crate::notes::yaml::tolerant::{Item, Name, Outline, Style};

/// What is written, or can be written, at a place in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CursorTarget {
    /// The name of a field in a group, or a list entry that begins a line of its own.
    Name {
        /// Index of the group in the outline; `None` at the top level.
        group: Option<usize>,
        /// The bytes of what is typed of the name.
        word: Range<usize>,
        /// Index of the field if it already exists.
        field: Option<usize>,
    },
    /// The value of a field or an entry, by its index in the outline.
    Value(usize),
    /// A further entry of a list in square brackets.
    Entry(usize),
}

/// What is at the byte `at`; `None` in a comment, and where nothing can be written.
pub(super) fn target_at(outline: &Outline<'_>, at: usize) -> Option<CursorTarget> {
    let items = || outline.items.iter().enumerate().rev();
    for (position, item) in items() {
        match &item.name {
            Name::Field(key) if key.start <= at && at <= key.end => {
                return Some(CursorTarget::Name { group: item.around, word: key.clone(), field: Some(position) });
            }
            Name::Stray if item.value.start <= at && at <= item.value.end => {
                return Some(CursorTarget::Name { group: item.around, word: item.value.clone(), field: None });
            }
            Name::Stray => {}
            Name::Field(_) | Name::Entry if is_in_value(outline, item, at) => {
                return Some(CursorTarget::Value(position));
            }
            Name::Field(_) | Name::Entry => {}
        }
    }
    let brackets = |(_, item): &(usize, &Item)| {
        let open = |close| at == item.value.end && !outline.text[item.value.clone()].ends_with(close);
        match item.style {
            Style::List => item.value.start < at && (at < item.value.end || open(']')),
            Style::Group => item.value.start < at && (at < item.value.end || open('}')),
            _ => false,
        }
    };
    if let Some((position, item)) = items().find(brackets) {
        return Some(match item.style {
            Style::List => CursorTarget::Entry(position),
            _ => CursorTarget::Name { group: Some(position), word: at..at, field: None },
        });
    }
    on_empty_line(outline, at)
}

fn is_in_value(outline: &Outline<'_>, item: &Item, at: usize) -> bool {
    let text = outline.text;
    let blank =
        |range: Range<usize>| text.get(range).is_some_and(|between| between.chars().all(|c| c == ' ' || c == '\t'));
    let inside = item.value.start <= at && at <= item.value.end;
    match item.style {
        Style::Absent => item.after <= at && blank(item.after..at),
        // Trailing blanks are not part of a text until more words follow.
        Style::Plain => inside || (item.value.end <= at && !item.in_brackets() && blank(item.value.end..at)),
        Style::Literal | Style::Folded => inside,
        Style::Single | Style::Double => {
            let quote = if item.style == Style::Single { '\'' } else { '"' };
            let closed = item.value.len() > 1 && text[item.value.clone()].ends_with(quote);
            let unclosed = !closed && item.value.end <= at && blank(item.value.end..at);
            item.value.start < at && (at < item.value.end || unclosed)
        }
        Style::List | Style::Group => false,
    }
}

/// On an empty line, the cursor's column tells what can be written.
fn on_empty_line(outline: &Outline<'_>, at: usize) -> Option<CursorTarget> {
    let text = outline.text;
    let start = line_start(text, at);
    if !text[start..line_end(text, at)].trim().is_empty() {
        return None;
    }
    let column = at - start;
    let mut around = outline.items.iter().rposition(|item| item.start < start && item.name != Name::Stray);
    if let Some(last) = around
        && matches!(outline.items[last].style, Style::Literal | Style::Folded)
        && outline.items[last].column < column
    {
        return Some(CursorTarget::Value(last));
    }
    while let Some(item) = around.map(|around| &outline.items[around]).filter(|item| item.column >= column) {
        around = item.around;
    }
    let holds = around.is_none_or(|around| outline.items[around].style == Style::Absent);
    holds.then_some(CursorTarget::Name { group: around, word: at..at, field: None })
}

#[cfg(test)]
mod tests {
    use super::{CursorTarget, target_at};
    use crate::notes::yaml::Step;
    use crate::notes::yaml::tolerant::Outline;

    /// Describes the target at the `|` in a text.
    fn found(marked: &str) -> String {
        let at = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        let outline = Outline::new(&text);
        let path = |item| {
            let path = outline.path(item);
            let steps = path.iter().map(|step| match step {
                Step::Key(name, _) => name.to_string(),
                Step::Index(index) => index.to_string(),
            });
            steps.collect::<Vec<_>>().join("/")
        };
        match target_at(&outline, at) {
            Some(CursorTarget::Name { group, word, field }) => {
                let given = if field.is_some() { " (given)" } else { "" };
                format!("name in /{}: {}{given}", path(group), &text[word])
            }
            Some(CursorTarget::Value(item)) => format!("value of /{}: {}", path(Some(item)), outline.value(item)),
            Some(CursorTarget::Entry(list)) => format!("entry of /{}", path(Some(list))),
            None => "nothing".to_owned(),
        }
    }

    #[test]
    fn finds_the_target_at_the_cursor() {
        let passage = "passages:\n  - id: a\n    source: report\n";
        let cases = [
            ("|", "name in /: "),
            ("cla|", "name in /: cla"),
            ("claim: x\nver|dict: true\n", "name in /: verdict (given)"),
            ("claim: The |bridge # note", "value of /claim: The bridge"),
            ("claim: x # no|te", "nothing"),
            ("# no|te\nclaim: x", "nothing"),
            ("verdict: |", "value of /verdict: "),
            ("verdict:|\nsummary: x", "value of /verdict: "),
            ("claimant:\n  |", "name in /claimant: "),
            ("claimant:\n  na|\nverdict: true", "name in /claimant: na"),
            ("passages:\n  - |", "value of /passages/0: "),
            ("passages:\n  - so|", "value of /passages/0: so"),
            ("passages:\n- id: a\n  sour|\n", "name in /passages/0: sour"),
            (&format!("{passage}    |"), "name in /passages/0: "),
            (&format!("{passage}  |"), "name in /passages: "),
            (&format!("{passage}|"), "name in /: "),
            (&format!("{passage}    quote: \"The bri|\n    stance: x\n"), "value of /passages/0/quote: The bri"),
            (&format!("{passage}    quote: \"It \\\"is\\\" |so\"\n"), "value of /passages/0/quote: It \"is\" so"),
            (&format!("{passage}    quote: 'It''s| so'\n"), "value of /passages/0/quote: It's so"),
            (
                &format!("{passage}    quote: The bridge \n      opened: no, |in May\n"),
                "value of /passages/0/quote/opened: no, in May",
            ),
            (
                &format!("{passage}    quote: The bridge\n      opened |in May\n"),
                "value of /passages/0/quote: The bridge opened in May",
            ),
            (
                &format!("{passage}    quote: >-\n      The bridge:\n      op|en\n    note: x\n"),
                "value of /passages/0/quote: The bridge: open",
            ),
            (&format!("{passage}    quote: >-\n      |"), "value of /passages/0/quote: "),
            (&format!("{passage}    quote: The bridge |"), "value of /passages/0/quote: The bridge"),
            ("authors: [ada, |]", "entry of /authors"),
            ("authors: [ada, g|\nverdict: x", "value of /authors/1: g"),
            ("authors:\n  - ada\n  - |g\n", "value of /authors/1: g"),
            ("people:\n  - {id: ada, |}\n", "name in /people/0: "),
            ("people:\n  - {id: ada, na|\n  - x", "name in /people/0: na"),
            ("people: [{id: ada, name: A|da}]\n", "value of /people/0/name: Ada"),
            ("passages: [\n  {source: |},\n]\n", "value of /passages/0/source: "),
            ("claim: [oh: {\nverdict: t|rue", "value of /verdict: true"),
            ("claim: x\r\nverdict: |\r\nsummary: y", "value of /verdict: "),
            ("\"claim\": x|", "value of /claim: x"),
        ];
        let wrong: Vec<String> = cases
            .iter()
            .map(|(text, expected)| (text, expected, found(text)))
            .filter(|(_, expected, found)| *expected != found)
            .map(|(text, expected, found)| format!("{text:?}\n  expected {expected}\n  found    {found}"))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_cursor_in_every_prefix_of_a_note_is_handled() {
        let note = include_str!("../../../content/claims/funds-weapons.yaml");
        let inline = "a: [{b: 'c', \"d\": {e: é, }, f}, 😀\n  ]\n- - x: |2-\n   y\n\"";
        for text in [note, inline] {
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                for cut in [text, &text[..at]] {
                    let outline = Outline::new(cut);
                    if let Some(CursorTarget::Value(item)) = target_at(&outline, at) {
                        assert!(outline.path(Some(item)).len() < 9, "{cut}");
                    }
                }
            }
        }
    }
}
