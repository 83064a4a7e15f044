//! `policy` in brief.yaml: what pages may load from other sites.

use schemars::JsonSchema;
use serde::Deserialize;

use super::fields::FieldReader;
use crate::findings::{Code, Diagnostic};
use crate::model::ContentPolicy;
use crate::notes::yaml::{OneOrMany, Path};

/// The directives of a Content-Security-Policy (W3C, Level 3) that say what is loaded.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ContentPolicyFields {
    /// Addresses that scripts are loaded from.
    #[schemars(example = ["https://scripts.example.org"])]
    script_src: Option<OneOrMany>,
    /// Addresses that stylesheets are loaded from.
    #[schemars(example = ["https://styles.example.org"])]
    style_src: Option<OneOrMany>,
    /// Addresses that typefaces are loaded from.
    #[schemars(example = ["https://fonts.example.org"])]
    font_src: Option<OneOrMany>,
    /// Addresses that pictures are loaded from.
    #[schemars(example = ["https://pictures.example.org"])]
    img_src: Option<OneOrMany>,
    /// Addresses that scripts may ask for data.
    #[schemars(example = ["https://counter.example.org"])]
    connect_src: Option<OneOrMany>,
    /// Addresses that recordings are loaded from.
    #[schemars(example = ["https://media.example.org"])]
    media_src: Option<OneOrMany>,
    /// Addresses of pages that may be shown in a frame.
    #[schemars(example = ["https://player.example.org"])]
    frame_src: Option<OneOrMany>,
    /// Addresses that worker scripts are loaded from.
    #[schemars(example = ["https://scripts.example.org"])]
    worker_src: Option<OneOrMany>,
    /// Addresses that a web app manifest is loaded from, “'self'” for the site itself.
    #[schemars(example = ["'self'"])]
    manifest_src: Option<OneOrMany>,
}

pub(super) fn content_policy(fields: &mut FieldReader<'_>, given: ContentPolicyFields) -> ContentPolicy {
    let directives = [
        ("script-src", given.script_src),
        ("style-src", given.style_src),
        ("font-src", given.font_src),
        ("img-src", given.img_src),
        ("connect-src", given.connect_src),
        ("media-src", given.media_src),
        ("frame-src", given.frame_src),
        ("worker-src", given.worker_src),
        ("manifest-src", given.manifest_src),
    ];
    let mut policy = ContentPolicy::default();
    for (directive, sources) in directives {
        for (index, source) in sources.unwrap_or_default().0.into_iter().enumerate() {
            let Err(hint) = policy.add(directive, source.trim()) else { continue };
            let at = fields.place(&Path::top().key("policy").key(directive).index(index));
            let message = format!("“{source}” cannot be allowed in {directive}");
            fields.push(Diagnostic::new(Code::BadPolicy, at, message).hint(hint));
        }
    }
    policy
}
