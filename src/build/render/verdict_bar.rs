//! The bar on the front page that shows how many claims got which verdict. The list next to it gives the same counts in words. Verdicts of
//! one tone differ in their line: its thickness, or dashes.

use std::fmt::Write as _;

use tera::Value;

use super::value::html;
use crate::build::relate::Site;

/// The bar as SVG; none without claims.
pub(super) fn value(site: &Site) -> Value {
    let total: usize = site.by_verdict.iter().map(Vec::len).sum();
    if total == 0 {
        return Value::none();
    }
    let mut out = String::from("<svg class=\"verdict-bar\" width=\"100%\" height=\"14\" aria-hidden=\"true\">");
    let rtl = site.brief.language.direction() == "rtl";
    let across = |count: usize| {
        let percent = count as f64 * 100.0 / total as f64;
        if rtl { 100.0 - percent } else { percent }
    };
    let scale = &site.brief.scale;
    let mut before = 0;
    for (verdict, claims) in scale.verdicts().indices().zip(&site.by_verdict).filter(|(_, claims)| !claims.is_empty()) {
        let (start, end) = (across(before), across(before + claims.len()));
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "<line class=\"{}\" x1=\"{start:.2}%\" x2=\"{end:.2}%\" y1=\"7\" y2=\"7\"/>",
            scale.classes(verdict)
        );
        if before > 0 {
            let _ = write!(out, "<rect x=\"{start:.2}%\" width=\"3\" height=\"14\"/>");
        }
        before += claims.len();
    }
    html(&(out + "</svg>"))
}
