//! White space as browsers show it: [`collapse_whitespace`].

use super::block::Inline;

/// Reduces white space to single spaces, and removes it at both ends, beside breaks and just inside markup, along with everything else
/// that shows nothing.
pub(super) fn collapse_whitespace(run: &[Inline]) -> Vec<Inline> {
    let mut spaced = true;
    let mut collapsed = collapse_after(run, &mut spaced);
    while let Some(Inline::Break) = collapsed.last() {
        collapsed.pop();
    }
    if let Some(Inline::Text(text)) = collapsed.last_mut() {
        text.truncate(text.trim_end_matches(' ').len());
    }
    collapsed.retain(|part| *part != Inline::Text(String::new()));
    collapsed
}

/// `spaced`: whether the text before ends in white space, where more of it does not show.
fn collapse_after(run: &[Inline], spaced: &mut bool) -> Vec<Inline> {
    let mut collapsed: Vec<Inline> = vec![];
    for part in run {
        match part {
            Inline::Text(text) => push_text(&mut collapsed, &collapse(text, spaced)),
            Inline::Break => {
                // A break at the start of a line shows nothing.
                trim_last(&mut collapsed);
                if !collapsed.is_empty() || !*spaced {
                    collapsed.push(Inline::Break);
                }
                *spaced = true;
            }
            Inline::Code(text) => {
                let text = collapse(text, &mut true);
                match text.trim_end_matches(' ') {
                    "" => push_text(&mut collapsed, &collapse(" ", spaced)),
                    code => {
                        collapsed.push(Inline::Code(code.to_owned()));
                        *spaced = false;
                    }
                }
            }
            Inline::Locator(_) => collapsed.push(part.clone()),
            Inline::Image(_) => {
                collapsed.push(part.clone());
                *spaced = false;
            }
            Inline::Marked(_, inside) | Inline::Link(_, inside) => {
                let mut inside = collapse_after(inside, spaced);
                let (before, after) = (take_outer_space(&mut inside, true), take_outer_space(&mut inside, false));
                collapsed.extend(before);
                if !inside.is_empty() {
                    collapsed.push(match part {
                        Inline::Link(url, _) => Inline::Link(url.clone(), inside),
                        Inline::Marked(mark, _) => Inline::Marked(*mark, inside),
                        _ => continue,
                    });
                }
                collapsed.extend(after);
            }
        }
    }
    collapsed
}

/// Takes white space and breaks out of the start or end of what is inside markup.
fn take_outer_space(inside: &mut Vec<Inline>, front: bool) -> Vec<Inline> {
    let mut out = vec![];
    loop {
        let at = if front { 0 } else { inside.len().saturating_sub(1) };
        match inside.get_mut(at) {
            Some(Inline::Break) => out.push(inside.remove(at)),
            Some(Inline::Text(text)) => {
                let trimmed = if front { text.trim_start_matches(' ') } else { text.trim_end_matches(' ') };
                if trimmed.len() < text.len() {
                    out.push(Inline::Text(" ".to_owned()));
                }
                if !trimmed.is_empty() {
                    *text = trimmed.to_owned();
                    break;
                }
                inside.remove(at);
            }
            _ => break,
        }
    }
    if !front {
        out.reverse();
    }
    out
}

fn push_text(collapsed: &mut Vec<Inline>, more: &str) {
    match collapsed.last_mut() {
        _ if more.is_empty() => {}
        Some(Inline::Text(text)) => text.push_str(more),
        _ => collapsed.push(Inline::Text(more.to_owned())),
    }
}

fn trim_last(collapsed: &mut Vec<Inline>) {
    if let Some(Inline::Text(text)) = collapsed.last_mut() {
        text.truncate(text.trim_end_matches(' ').len());
        if text.is_empty() {
            collapsed.pop();
        }
    }
}

/// Reduces runs of ASCII white space to one space (CSS Text, section 4.1.1). Other white space, such as a no-break space, is text.
fn collapse(text: &str, spaced: &mut bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_ascii_whitespace() {
            out.push(c);
        } else if !*spaced {
            out.push(' ');
        }
        *spaced = c.is_ascii_whitespace();
    }
    out
}
