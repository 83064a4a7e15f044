//! The bar on the front page that shows how many claims got which verdict. The list next to it gives the same counts in words.

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
    let mut before = 0;
    for (verdict, claims) in site.brief.scale.verdicts().iter().zip(&site.by_verdict) {
        if claims.is_empty() {
            continue;
        }
        let share = |count: usize| count as f64 * 100.0 / total as f64;
        let (start, width) = (share(before), share(claims.len()));
        let x = if rtl { 100.0 - start - width } else { start };
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "<rect class=\"tone-{}\" x=\"{x:.2}%\" width=\"{width:.2}%\" height=\"14\"/>",
            verdict.tone.name()
        );
        before += claims.len();
    }
    html(&(out + "</svg>"))
}
