//! What is shown in the margin beside a reference in the analysis: [`side`].

use crate::base::escaping::escape;
use crate::build::relate::Site;
use crate::build::resolve::Verified;

/// The text in the margin next to a reference: where the words are from, and how they begin. It repeats what the card says, so
/// screen readers pass it over.
pub(super) fn side(site: &Site, number: usize, passage: &Verified) -> String {
    let read = &site.sources[passage.source()];
    let source = &read.source;
    let language = read.language.tag();
    let mut out =
        format!("<span class=\"side\" aria-hidden=\"true\" data-pagefind-ignore=\"all\"><b>{number}</b> <bdi>");
    escape(source.short.as_ref().or(source.publisher.as_ref()).unwrap_or(&source.title), &mut out);
    match passage {
        Verified::Passage(passage) => {
            out.push_str("</bdi> <bdi");
            if language != site.brief.language.tag() {
                out.push_str(" lang=\"");
                escape(language, &mut out);
                out.push('"');
            }
            out.push_str("><q>");
            escape(&citeback_quote::text::shortened(&passage.words(read), SIDE_WORDS), &mut out);
            out + "</q></bdi></span>"
        }
        Verified::Absence(absence) => {
            out.push_str("</bdi> ");
            let sought =
                absence.absence.words.iter().map(|word| site.locale.filled("sought", &[("word", &word.shown())], None));
            let sought: Vec<String> = sought.collect();
            let words = sought.join(site.locale.wording("separator", None));
            escape(
                &citeback_quote::text::shortened(
                    &site.locale.filled("not_in_it", &[("words", &words)], None),
                    SIDE_WORDS,
                ),
                &mut out,
            );
            out + "</span>"
        }
    }
}

/// The maximum length of a quotation in the margin, in code points.
const SIDE_WORDS: usize = 110;
