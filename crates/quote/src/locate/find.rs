//! Finds the place of a quote: [`locate`].

use super::context::Context;
use super::elided;
use super::marks;
use super::place::{Place, Quote};
use super::searchable::{Occurrences, Searchable, max_hits};
use super::unlocated::Unlocated;
use super::work::Work;
use crate::text::fold::folded;

/// Finds the one place of `quote` in `text`.
///
/// # Errors
/// [`Unlocated`] when the quote has no place, or more than one.
///
/// ```
/// use citeback_quote::{Level, Quote, ReadingText, Searchable, Unlocated, locate};
///
/// let text = Searchable::new(ReadingText::plain("The bank lost 1.5 million euros. “A bank wins,” he said."), "en");
/// let find = |exact| locate(&text, &Quote { exact, ..Quote::default() });
///
/// let place = find("\"A bank […] he said")?;
/// assert_eq!(place.level, Level::Elided);
/// let parts: Vec<&str> = place.parts.iter().map(|part| &text.text()[part.clone()]).collect();
/// assert_eq!(parts, ["“A bank", "he said"]);
///
/// assert!(matches!(find("bank"), Err(Unlocated::Ambiguous(places)) if places.len() == 2));
/// assert_eq!(find("The bank won"), Err(Unlocated::NotFound));
/// let quote = Quote { exact: "bank", prefix: Some("A"), suffix: None };
/// assert_eq!(locate(&text, &quote)?.level, Level::Verbatim);
/// # Ok::<(), Unlocated>(())
/// ```
pub fn locate(text: &Searchable, quote: &Quote<'_>) -> Result<Place, Unlocated> {
    locate_counting(text, quote, &mut Work::default())
}

/// As [`locate`], and counts what it looks at.
pub(super) fn locate_counting(text: &Searchable, quote: &Quote<'_>, work: &mut Work) -> Result<Place, Unlocated> {
    let needle = folded(quote.exact);
    if needle.is_empty() {
        return Err(Unlocated::Empty);
    }
    let Occurrences { hits, cut, crossing, looked_at } = text.occurrences(&needle);
    work.occurrences += looked_at;
    let literal: Vec<Place> = hits.iter().map(|hit| text.place(hit, quote.exact)).collect();
    if literal.len() >= max_hits(needle.len()) {
        // Not all were looked at: even one that fits may not be the only one.
        return Err(Unlocated::Ambiguous(literal));
    }
    let context = Context::of(quote);
    let (fitting, mut elsewhere): (Vec<_>, Vec<_>) = literal.into_iter().partition(|place| context.fits(text, place));
    if !fitting.is_empty() {
        return one(fitting);
    }
    if let Some(misuse) = marks::misuse(quote.exact).filter(|_| elsewhere.is_empty()) {
        return Err(Unlocated::Misuse(misuse));
    }
    if elided::is_all_marks(&needle) && elsewhere.is_empty() {
        return Err(Unlocated::Empty);
    }
    match elided::places(text, &needle, &context, work) {
        Ok(elided::ElidedPlaces { fitting, .. }) if !fitting.is_empty() => one(fitting),
        Ok(elided::ElidedPlaces { apart, .. }) => {
            elsewhere.extend(apart);
            Err(match (elsewhere.is_empty(), crossing, cut) {
                (false, ..) => Unlocated::OutOfContext(elsewhere),
                (_, Some((hit, obstacle)), _) => Unlocated::Crosses(text.place(&hit, quote.exact), obstacle),
                (_, _, Some(hit)) => Unlocated::Cuts(text.whole(&hit)),
                _ => Unlocated::NotFound,
            })
        }
        Err(_) if !elsewhere.is_empty() => Err(Unlocated::OutOfContext(elsewhere)),
        Err(unlocated) => Err(unlocated),
    }
}

/// The first part of an elided quote, between its marks, that is not in `text`; `None` when all are, or the quote has no marks.
pub fn missing_part(text: &Searchable, exact: &str) -> Option<String> {
    elided::missing_part(text, &folded(exact))
}

/// Whether a quote has what could be an editor's marks: dots, or brackets.
pub fn has_marks(exact: &str) -> bool {
    marks::has_marks(&folded(exact))
}

fn one(mut places: Vec<Place>) -> Result<Place, Unlocated> {
    match (places.pop(), places.is_empty()) {
        (Some(place), true) => Ok(place),
        (Some(place), false) => {
            places.push(place);
            Err(Unlocated::Ambiguous(places))
        }
        (None, _) => Err(Unlocated::NotFound),
    }
}
