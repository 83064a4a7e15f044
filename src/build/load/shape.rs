//! Values of the wrong type, and what is allowed instead: [`wrong_type`], [`allowed`].

use super::fields::FieldReader;
use crate::base::files::Span;
use crate::findings::{Code, Diagnostic};
use crate::model::{ClaimantKind, Extent, Kind, MediaKind, Show, Stance, Status, Tone};
use crate::notes::yaml::{self, Repair};

/// Text fields that are shown to readers as written.
pub(super) const TEXTS: [&str; 24] = [
    "claim",
    "title",
    "summary",
    "analysis",
    "quote",
    "note",
    "text",
    "name",
    "role",
    "speaker",
    "by",
    "alt",
    "credit",
    "gaps",
    "description",
    "bottom_line",
    "findings",
    "open_questions",
    "label",
    "definition",
    "publisher",
    "short",
    "short_title",
    "rights",
];

/// The finding about a value that is not of the `expected` type.
pub(super) fn wrong_type(fields: &FieldReader<'_>, at: Span, expected: &str, found: &str) -> Diagnostic {
    let written = &fields.text()[at.range.clone()];
    let message = format!("expected {expected}, found {found}");
    let finding =
        |at| Diagnostic::new(Code::WrongType, at, message.clone()).label(format!("this should be {expected}"));
    let offset = fields.in_file(0..0).range.start;
    let start = at.range.start - offset;
    let field = field_at(fields.yaml(), start);
    if expected.contains("list") && written.starts_with('-') && !written.starts_with("- ") {
        return finding(at).hint("put a space after the dash: “- id: …”");
    }
    if expected == "a group of fields"
        && let Some(repair) = yaml::as_field(fields.yaml(), start)
    {
        let label = yaml::look_alike(fields.yaml(), start).map(|(name, _)| format!("contains a {name}"));
        let finding = finding(at);
        let label = label.unwrap_or_else(|| finding.label.clone());
        return fields.with_repair(finding.label(label), Some(&repair));
    }
    if let Some(allowed) = field.and_then(|field| allowed(fields, field, is_indented(fields.yaml(), start))) {
        return finding(at).hint(allowed);
    }
    let meant = field
        .filter(|field| expected == "a text" && TEXTS.contains(field))
        .and_then(|_| Repair::in_quotation_marks(fields.yaml(), start..start + written.len()));
    match meant {
        Some(repair) => fields.with_repair(finding(at), Some(&repair)),
        None => finding(at).maybe_hint(syntax_hint(expected)),
    }
}

/// A hint with the words that a field may have, if these are limited; `in_group` says whether it is inside another field.
pub(super) fn allowed(fields: &FieldReader<'_>, field: &str, in_group: bool) -> Option<String> {
    let names = match field {
        "verdict" | "was" => return fields.scale.as_ref().map(|scale| format!("the scale is: {scale}")),
        "stance" => Stance::NAMES,
        "status" => Status::NAMES,
        "tone" => Tone::NAMES,
        "show" => Show::NAMES,
        "extent" => Extent::NAMES,
        "kind" if fields.is_whole() => ClaimantKind::NAMES,
        "kind" if in_group => MediaKind::NAMES,
        "kind" => Kind::NAMES,
        _ => return None,
    };
    Some(format!("one of: {}", names.join(", ")))
}

/// The field whose value, or one of whose list elements, begins at byte `at`.
fn field_at(yaml: &str, at: usize) -> Option<&str> {
    let line = yaml[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let before = yaml[line..at].trim_end();
    if let Some((_, field)) = before.strip_suffix(':').map(name_at_end) {
        return Some(field);
    }
    let column = before.len().max(1);
    let above = yaml[..line].lines().rev();
    let mut above =
        above.filter(|line| line.len() - line.trim_start().len() < column && !line.trim_start().starts_with('#'));
    let field = above.find(|line| !line.trim_start().starts_with("- ") || line.trim_end().ends_with(':'))?;
    field.trim_end().strip_suffix(':').map(|field| name_at_end(field).1)
}

fn is_indented(yaml: &str, at: usize) -> bool {
    let line = yaml[..at].rfind('\n').map_or(0, |newline| newline + 1);
    yaml[line..].starts_with([' ', '\t'])
}

fn name_at_end(text: &str) -> (&str, &str) {
    let length = text.bytes().rev().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    text.split_at(text.len() - length)
}

/// How to write a value of the expected type.
fn syntax_hint(expected: &str) -> Option<String> {
    let hint = match expected {
        _ if expected.contains("list") => "write each entry on its own line, after “- ”",
        _ if expected.contains("group") => "write its fields on the lines below, indented by two spaces",
        _ if expected.contains("text") => "if the text begins with a bracket, put it in quotation marks",
        _ => return None,
    };
    Some(hint.to_owned())
}

#[cfg(test)]
mod tests {
    use super::field_at;

    #[test]
    fn knows_whose_value_it_is() {
        let text = "a: [b]\nl:\n  - {s: [c], t: d}\n  - [e]\nm:\n- n:\n    - [f]\n";
        for (value, field) in [("[b]", "a"), ("[c]", "s"), ("d}", "t"), ("[e]", "l"), ("[f]", "n")] {
            assert_eq!(field_at(text, text.find(value).unwrap()), Some(field), "{value}");
        }
        assert_eq!(field_at("words", 0), None);
    }
}
