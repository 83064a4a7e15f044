//! What templates see of the theme's settings: [`theme`].

use tera::Value;

use super::value::{maybe, object, text};
use crate::base::escaping::percent_encoded;
use crate::build::relate::Site;

/// The logo and the stylesheet that brief.yaml names.
pub(super) fn theme(site: &Site) -> Value {
    let theme = &site.brief.theme;
    let logo = theme.logo.as_ref().map_or_else(Value::none, |logo| {
        object([
            ("href", text(&percent_encoded(&logo.path))),
            ("dark", maybe(logo.dark.as_deref().map(percent_encoded).as_deref())),
            ("alt", text(&logo.alt)),
            ("width", Value::from(logo.width)),
            ("height", Value::from(logo.height)),
        ])
    });
    object([("logo", logo), ("stylesheet", maybe(theme.stylesheet.as_deref()))])
}
