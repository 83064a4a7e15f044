//! Fields that are colours: [`colour`].

use super::fields::FieldReader;
use crate::findings::{Code, Diagnostic};
use crate::model::Colour;
use crate::notes::yaml::Path;

/// The colour at a path; `written` is the value there, which is none where YAML takes the colour for a comment.
pub(super) fn colour(fields: &mut FieldReader<'_>, path: &Path, written: Option<&str>) -> Option<Colour> {
    let Some(written) = written else {
        report_comment(fields, path);
        return None;
    };
    let colour = Colour::parse(written);
    if colour.is_none() {
        let finding = Diagnostic::new(Code::BadColour, fields.place(path), format!("“{written}” is not a colour"));
        fields.push(finding.label("expected a colour like \"#1f4e79\", in quotation marks: # begins a comment"));
    }
    colour
}

/// Reports a colour without quotation marks: `accent: #7a1f3d` has no value, only a comment.
fn report_comment(fields: &mut FieldReader<'_>, path: &Path) {
    let Some(key) = fields.tree().and_then(|tree| tree.key(path)) else { return };
    let end = key.end;
    let line = fields.yaml()[end..].lines().next().unwrap_or_default();
    let Some((before, comment)) = line.split_once('#') else { return };
    let digits: String = comment.chars().take_while(char::is_ascii_hexdigit).collect();
    let is_alone = comment[digits.len()..].chars().next().is_none_or(char::is_whitespace);
    if before.trim() != ":" || !matches!(digits.len(), 3 | 6) || !is_alone {
        return;
    }
    let start = end + before.len();
    let at = fields.in_file(start..start + 1 + digits.len());
    let finding = Diagnostic::new(Code::BadColour, at, format!("#{digits} is a comment here, so there is no colour"));
    let finding = finding.label("YAML leaves out what comes after # and a space");
    fields.push(finding.hint(format!("put it in quotation marks: \"#{digits}\"")));
}
