//! Points that end no sentence: [`is_abbreviation`].

use crate::locate::lexicon::is_listed;
use crate::numbers::date::is_month;

/// They stand before a name or in the middle of a sentence.
const NEVER_LAST: &str = "mr mrs ms mx dr drs prof st ste mt ft rev gen gov sen rep lt col capt cmdr sgt maj adm hon pres supt insp messrs \
    e.g i.e vs viz cf approx ca bzw vgl ggf inkl evtl sog hr fr frau hrn dipl ing mme mlle mgr sr sra srta dra lic ee ud uds sres dhr mevr \
    sig dott avv г ул им тов проф акад";

/// They stand before a number.
const BEFORE_NUMBERS: &str = "no nos nr art arts abs abb anm kap par para p pp vol fig ch sec cl ref tab pág págs núm cap num n s jan feb mar \
    apr jun jul aug sep sept oct nov dec okt dez v т стр с";

/// Before a German number with a point, which is a rank then.
const BEFORE_RANKS: &str = "am der dem den die das des zum vom im beim ab bis";

/// Whether the point after `before` belongs to an abbreviation or a rank; `after` begins with the next word.
pub(super) fn is_abbreviation(before: &str, after: &str) -> bool {
    let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '.').map_or(0, |at| at + 1);
    let start = (start..before.len()).find(|at| before.is_char_boundary(*at)).unwrap_or(before.len());
    let word = before[start..].to_lowercase();
    let before_number = after.starts_with(|c: char| c.is_ascii_digit());
    if is_listed(NEVER_LAST, &word) || (before_number && is_listed(BEFORE_NUMBERS, &word)) {
        return true;
    }
    let mut next = after.chars();
    let is_initial = next.next().is_some_and(char::is_uppercase) && next.next() == Some('.');
    if word.chars().count() == 1 && word.chars().all(char::is_lowercase) && is_initial {
        return true;
    }
    is_rank(&before[..start], &word, after)
}

/// As in “am 3. Mai” and “der 2. Weltkrieg”.
fn is_rank(before: &str, word: &str, after: &str) -> bool {
    if word.is_empty() || word.len() > 2 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let next = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let last = before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    is_month(&next.to_lowercase()) || is_listed(BEFORE_RANKS, &last.to_lowercase())
}
