//! Faults of templates that were found without rendering, and those that pages failed with: [`gather`].

use crate::findings::{Code, Diagnostic};

/// One fault of a template is one finding, however many pages it hits. `failed`: the paths of pages with what they failed with, in order;
/// `is_all`: whether all pages were tried, so that they can be counted.
pub(super) fn gather(failed: Vec<(&str, Diagnostic)>, is_all: bool, mistakes: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut gathered: Vec<(Diagnostic, &str, usize)> = vec![];
    for (page, finding) in failed {
        match gathered.iter_mut().find(|(known, ..)| *known == finding) {
            Some((_, _, others)) => *others += 1,
            None => gathered.push((finding, page, 0)),
        }
    }
    let mut findings = mistakes.to_vec();
    for (finding, page, others) in gathered {
        let pages = match others {
            _ if !is_all => format!("while rendering {page}"),
            0 => format!("while rendering {page}"),
            1 => format!("while rendering {page}, and one more page"),
            _ => format!("while rendering {page}, and {others} more pages"),
        };
        match findings.iter().position(|known| is_same(known, &finding)) {
            // The mistake says more than the failure that comes of it, but for the pages. What was a warning that this might happen is
            // an error: it has.
            Some(at) => {
                let mistake = &mut findings[at];
                mistake.code = Code::TemplateError;
                mistake.hints.pop();
                mistake.hints.push(pages);
            }
            None => findings.push(finding.hint(pages)),
        }
    }
    findings
}

/// What a page failed with, told as the mistake that it comes of, if that is known.
pub(super) fn of_page(failed: Diagnostic, mistakes: &[Diagnostic]) -> Diagnostic {
    let Some(mistake) = mistakes.iter().find(|known| is_same(known, &failed)) else { return failed };
    let mut mistake = mistake.clone();
    mistake.code = Code::TemplateError;
    mistake.hints.pop();
    mistake
}

/// Whether two findings are about the same words.
fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    let (one, other) = (&one.at, &other.at);
    one.file == other.file && one.range.start < other.range.end && other.range.start < one.range.end
}
