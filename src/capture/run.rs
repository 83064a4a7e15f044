//! Runs of text as they are shown: [`tidied`].

use super::block::Inline;

/// A run as it is shown: white space is one space, none stands at its ends, beside breaks or just inside markup; what shows nothing is
/// left out.
pub(super) fn tidied(run: &[Inline]) -> Vec<Inline> {
    let mut spaced = true;
    let mut tidy = tidied_after(run, &mut spaced);
    while let Some(Inline::Break) = tidy.last() {
        tidy.pop();
    }
    if let Some(Inline::Text(text)) = tidy.last_mut() {
        text.truncate(text.trim_end_matches(' ').len());
    }
    tidy.retain(|part| *part != Inline::Text(String::new()));
    tidy
}

/// `spaced` tells whether what went before ends in white space, where more of it does not show.
fn tidied_after(run: &[Inline], spaced: &mut bool) -> Vec<Inline> {
    let mut tidy: Vec<Inline> = vec![];
    for part in run {
        match part {
            Inline::Text(text) => push_text(&mut tidy, &collapsed(text, spaced)),
            Inline::Break => {
                // A break shows nothing where no line has begun.
                trim_last(&mut tidy);
                if !tidy.is_empty() || !*spaced {
                    tidy.push(Inline::Break);
                }
                *spaced = true;
            }
            Inline::Code(text) => {
                let text = collapsed(text, &mut true);
                match text.trim_end_matches(' ') {
                    "" => push_text(&mut tidy, &collapsed(" ", spaced)),
                    code => {
                        tidy.push(Inline::Code(code.to_owned()));
                        *spaced = false;
                    }
                }
            }
            Inline::Image(_) => {
                tidy.push(part.clone());
                *spaced = false;
            }
            Inline::Marked(_, inside) | Inline::Link(_, inside) => {
                let mut inside = tidied_after(inside, spaced);
                let (before, after) = (peeled(&mut inside, true), peeled(&mut inside, false));
                tidy.extend(before);
                if !inside.is_empty() {
                    tidy.push(match part {
                        Inline::Link(url, _) => Inline::Link(url.clone(), inside),
                        Inline::Marked(mark, _) => Inline::Marked(*mark, inside),
                        _ => continue,
                    });
                }
                tidy.extend(after);
            }
        }
    }
    tidy
}

/// White space and breaks at one end of what is inside markup, taken out of it.
fn peeled(inside: &mut Vec<Inline>, front: bool) -> Vec<Inline> {
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

fn push_text(tidy: &mut Vec<Inline>, more: &str) {
    match tidy.last_mut() {
        _ if more.is_empty() => {}
        Some(Inline::Text(text)) => text.push_str(more),
        _ => tidy.push(Inline::Text(more.to_owned())),
    }
}

fn trim_last(tidy: &mut Vec<Inline>) {
    if let Some(Inline::Text(text)) = tidy.last_mut() {
        text.truncate(text.trim_end_matches(' ').len());
        if text.is_empty() {
            tidy.pop();
        }
    }
}

/// Runs of ASCII white space as one space (CSS Text, section 4.1.1); other white space, such as no-break spaces, is part of the words.
fn collapsed(text: &str, spaced: &mut bool) -> String {
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
