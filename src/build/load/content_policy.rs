//! `policy` in brief.yaml: what pages may load from other sites.

use schemars::JsonSchema;
use serde::Deserialize;

use super::fields::FieldReader;
use crate::findings::{Code, Diagnostic};
use crate::model::ContentPolicy;
use crate::notes::yaml::{OneOrMany, Path};

/// The directives of a Content-Security-Policy (W3C, Level 3) that say what is loaded: those of [`ContentPolicy::directives`].
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
    let given = [
        given.script_src,
        given.style_src,
        given.font_src,
        given.img_src,
        given.connect_src,
        given.worker_src,
        given.media_src,
        given.frame_src,
        given.manifest_src,
    ];
    let mut policy = ContentPolicy::default();
    for (directive, sources) in ContentPolicy::directives().zip(given) {
        for (index, source) in sources.unwrap_or_default().0.into_iter().enumerate() {
            let Err(hint) = policy.add(directive, source.trim()) else { continue };
            let at = fields.place(&Path::top().key("policy").key(directive).index(index));
            let message = format!("“{source}” cannot be allowed in {directive}");
            fields.push(Diagnostic::new(Code::BadPolicy, at, message).hint(hint));
        }
    }
    policy
}

#[cfg(test)]
mod tests {
    use super::content_policy;
    use crate::base::files::{File, Files};
    use crate::build::load::fields::FieldReader;
    use crate::model::ContentPolicy;

    #[test]
    fn each_field_adds_to_its_directive() {
        for directive in ContentPolicy::directives() {
            let text = format!("{directive}: https://{directive}.example.org\n");
            let mut files = Files::default();
            let file = files.add(File::new("content/brief.yaml", text.as_str()));
            let mut fields = FieldReader::of_file(&files, file);
            let policy = content_policy(&mut fields, serde_yaml::from_str(&text).unwrap());
            let written = policy.text(false);
            let found = written.split("; ").find(|part| part.starts_with(directive)).unwrap();
            assert!(found.ends_with(&format!("https://{directive}.example.org")), "{written}");
        }
    }
}
