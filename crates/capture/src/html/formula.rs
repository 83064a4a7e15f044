//! Formulas in MathML as a line of text: [`text`]. Figures that are raised or lowered never merge with those beside them: `10²`, `(a+b)/2`.

use dom_query::NodeId;

use super::dom::Dom;
use citeback_quote::text::reading_text::{subscript, superscript, unraised};

/// What a formula shows. Annotations, such as its LaTeX, are not shown.
pub(super) fn text(dom: &Dom<'_>, math: NodeId) -> String {
    row(dom, &elements(dom, math))
}

fn elements(dom: &Dom<'_>, id: NodeId) -> Vec<NodeId> {
    dom.children(id).into_iter().filter(|child| !dom.name(*child).is_empty()).collect()
}

/// Parts side by side, with spaces where words or figures would merge.
fn row(dom: &Dom<'_>, parts: &[NodeId]) -> String {
    let mut out = String::new();
    let mut before = String::new();
    for part in parts {
        let name = dom.name(*part);
        let text = part_text(dom, *part, &name);
        let meets = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let merge = meets(out.chars().next_back()) && meets(text.chars().next());
        let fraction = |name: &str| matches!(name, "mfrac" | "mtable" | "mtext");
        if merge && (fraction(&name) || fraction(&before)) {
            out.push(' ');
        }
        out.push_str(&text);
        if !text.is_empty() {
            before = name;
        }
    }
    out
}

fn part_text(dom: &Dom<'_>, id: NodeId, name: &str) -> String {
    match name {
        "annotation" | "annotation-xml" | "mphantom" | "none" | "mprescripts" | "script" | "style" => String::new(),
        "mspace" => " ".to_owned(),
        "msqrt" => format!("√{}", bracketed(&row(dom, &elements(dom, id)))),
        "mmultiscripts" => multiscripts(dom, &elements(dom, id)),
        "mfenced" => fenced(dom, id, &elements(dom, id)),
        "mtable" => lines(dom, &elements(dom, id), "; "),
        "mtr" | "mlabeledtr" => lines(dom, &elements(dom, id), ", "),
        "semantics" => row(dom, &elements(dom, id)[..1.min(elements(dom, id).len())]),
        "mfrac" | "mroot" | "msup" | "msub" | "mover" | "munder" | "msubsup" | "munderover" => {
            // Each part is read once: twice at each level would take forever.
            let mut texts = elements(dom, id).into_iter().map(|part| part_text(dom, part, &dom.name(part)));
            let mut next = || texts.next().unwrap_or_default();
            with_scripts(name, [next(), next(), next()])
        }
        _ => token(dom, id),
    }
}

/// An element whose parts are above, below or beside each other.
fn with_scripts(name: &str, [first, second, third]: [String; 3]) -> String {
    match name {
        "mfrac" => format!("{}/{}", bracketed(&first), bracketed(&second)),
        "mroot" => format!("{}√{}", raised(&second, superscript, ""), bracketed(&first)),
        "mover" | "munder" if is_accent(&second) => format!("{first}{}", second.trim()),
        "msup" | "mover" => script(&first, &raised(&second, superscript, "^")),
        "msub" | "munder" => script(&first, &raised(&second, subscript, "_")),
        _ => script(&first, &(raised(&second, subscript, "_") + &raised(&third, superscript, "^"))),
    }
}

/// Texts and elements inside an element, in order.
fn token(dom: &Dom<'_>, id: NodeId) -> String {
    let mut out = String::new();
    let mut run = vec![];
    for child in dom.children(id) {
        match dom.text(child) {
            // Function application, invisible times, separator and plus show nothing.
            Some(text) => {
                out.push_str(&row(dom, &std::mem::take(&mut run)));
                let shown = text.chars().filter(|c| !('\u{2061}'..='\u{2064}').contains(c) && !c.is_control());
                let shown: String = shown.collect();
                out.push_str(shown.trim_matches(' '));
            }
            None => run.push(child),
        }
    }
    out + &row(dom, &run)
}

fn lines(dom: &Dom<'_>, parts: &[NodeId], separator: &str) -> String {
    parts.iter().map(|part| part_text(dom, *part, &dom.name(*part))).collect::<Vec<_>>().join(separator)
}

fn fenced(dom: &Dom<'_>, id: NodeId, parts: &[NodeId]) -> String {
    let mark = |name: &str, usual: &str| dom.attribute(id, name).unwrap_or_else(|| usual.to_owned());
    let separators: Vec<char> = mark("separators", ",").chars().filter(|c| !c.is_whitespace()).collect();
    let mut out = mark("open", "(");
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.extend(separators.get(at - 1).or(separators.last()));
        }
        out.push_str(&part_text(dom, *part, &dom.name(*part)));
    }
    out + &mark("close", ")")
}

/// A base with pairs of scripts after it, and before it those that follow `mprescripts`.
fn multiscripts(dom: &Dom<'_>, parts: &[NodeId]) -> String {
    let Some((base, scripts)) = parts.split_first() else {
        return String::new();
    };
    let split = scripts.iter().position(|part| dom.name(*part) == "mprescripts").unwrap_or(scripts.len());
    let shown = |parts: &[NodeId]| -> String {
        let texts = parts.iter().enumerate().map(|(at, part)| {
            let text = part_text(dom, *part, &dom.name(*part));
            if at % 2 == 0 { raised(&text, subscript, "_") } else { raised(&text, superscript, "^") }
        });
        texts.collect()
    };
    let before = shown(scripts.get(split + 1..).unwrap_or_default());
    before + &script(&part_text(dom, *base, &dom.name(*base)), &shown(&scripts[..split]))
}

fn script(base: &str, script: &str) -> String {
    if script.is_empty() { base.to_owned() } else { format!("{}{script}", bracketed(base)) }
}

/// A text as superscript or subscript characters, or after a sign if some have none.
fn raised(text: &str, form: impl Fn(char) -> Option<char>, sign: &str) -> String {
    let text = text.trim();
    let primes = |c: char| matches!(c, '′' | '″' | '‴' | '*' | '†' | '∘' | '°' | '\'');
    if text.is_empty() || text.chars().all(primes) {
        return text.to_owned();
    }
    let whole: Option<String> = text.chars().map(form).collect();
    whole.unwrap_or_else(|| format!("{sign}{}", bracketed(text)))
}

/// In brackets if it is more than one figure, letter or bracketed expression.
fn bracketed(text: &str) -> String {
    let text = text.trim();
    let number = text.chars().all(|c| c.is_numeric() && unraised(c) == c || matches!(c, '.' | ',' | '\u{A0}'));
    let letter = text.chars().filter(|c| c.is_alphanumeric()).count() == 1 && text.chars().all(|c| unraised(c) == c);
    if number || letter && text.chars().count() <= 2 || is_enclosed(text) {
        text.to_owned()
    } else {
        format!("({text})")
    }
}

/// Whether one pair of brackets is around the whole text.
fn is_enclosed(text: &str) -> bool {
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ if at == 0 => return false,
            _ => {}
        }
        if depth <= 0 && at + c.len_utf8() < text.len() {
            return false;
        }
    }
    depth == 0 && !text.is_empty()
}

/// Whether what is above or below a letter is an accent or a line.
fn is_accent(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= 1 && !text.chars().any(char::is_alphanumeric)
}
