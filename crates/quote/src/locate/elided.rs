//! Quotes with an editor's marks: words left out (`[...]`, `…`), words inserted (`[he said]`), an initial changed (`[D]emocratic`).
//! Entry point: [`places`].
//!
//! The source itself may have square brackets and dots, so each mark is read literally where it can be, and as a mark only where it must
//! be: of the readings that match, the one with the most literal marks decides.

use std::ops::Range;

use super::context::Context;
use super::gap::Gap;
use super::marks::{Token, has_marks, tokens};
use super::place::{Level, Place};
use super::searchable::{Hit, Searchable, max_hits};
use super::unlocated::{TooWide, Unlocated};
use super::work::Work;
use crate::text::boundary::{is_unspaced, words};

/// Each part between marks has at least this many words,
const MIN_WORDS: usize = 2;
/// or, in scripts without spaces, this many characters.
const MIN_CHARACTERS: usize = 12;
/// At most this many marks of one quote are tried in both readings, which bounds the readings to 2^6.
const MAX_OPEN_MARKS: usize = 6;
/// A quote cut into more parts than this is no quotation, and is not searched for.
const MAX_PARTS: usize = 50;
/// At most this many changed initials in one part, which bounds its spellings to 2^4.
const MAX_INITIALS: usize = 4;
/// A search ends after this many places: the quote is ambiguous.
const MAX_PLACES: usize = 9;
/// How many places of a part are tried after each place of the part before it.
const MAX_CANDIDATES: usize = 40;

/// The places of an elided quote.
#[derive(Default)]
pub(super) struct ElidedPlaces {
    pub fitting: Vec<Place>,
    /// Those that are not beside the prefix and suffix.
    pub apart: Vec<Place>,
}

/// The places of an elided quote (folded already): all ways to find its parts in order, with no more between them than the marks may
/// leave out.
///
/// # Errors
/// [`Unlocated`] when no reading of the marks has a place, and it can be said why; or when a mark changes what the source says.
pub(super) fn places(
    text: &Searchable,
    quote: &str,
    context: &Context,
    work: &mut Work,
) -> Result<ElidedPlaces, Unlocated> {
    let tokens = tokens(quote);
    let open: Vec<usize> = (0..tokens.len())
        .filter(|i| !matches!(tokens[*i], Token::Text(_)) && text.folded.text().contains(tokens[*i].written()))
        .take(MAX_OPEN_MARKS)
        .collect();
    let mut readings: Vec<u32> = (0..1 << open.len()).collect();
    readings.sort_by_key(|literal: &u32| std::cmp::Reverse(literal.count_ones()));
    let mut why = Reasons::default();
    for literal in readings {
        let is_literal =
            |token: usize| open.iter().position(|mark| *mark == token).is_some_and(|bit| literal & (1 << bit) != 0);
        let Some(reading) = Reading::of(&tokens, is_literal) else {
            continue; // Nothing but literal marks: that was tried before.
        };
        if reading.parts.len() > MAX_PARTS {
            continue;
        }
        if let Some(short) = reading.parts.iter().find(|part| !part.is_long_enough()) {
            why.short.get_or_insert_with(|| short.spellings[0].clone());
            continue;
        }
        why.sought = true;
        let found = reading.places(text, context, &mut why, work)?;
        if work.is_exhausted {
            // Not all were looked at: even one that fits may not be the only one.
            let none = found.fitting.is_empty();
            return Err(if none { Unlocated::NotFound } else { Unlocated::Ambiguous(found.fitting) });
        }
        if !(found.fitting.is_empty() && found.apart.is_empty()) {
            return Ok(found);
        }
    }
    match why {
        Reasons { too_wide: Some((place, why)), .. } => Err(Unlocated::TooWide(place, why)),
        Reasons { crossing: Some(crossing), .. } => Err(crossing),
        Reasons { short: Some(short), sought: false, .. } => Err(Unlocated::PartTooShort(short)),
        _ => Ok(ElidedPlaces::default()),
    }
}

/// Why readings had no place: the first reason of each kind.
#[derive(Default)]
struct Reasons {
    short: Option<String>,
    sought: bool,
    too_wide: Option<(Place, TooWide)>,
    crossing: Option<Unlocated>,
}

/// The first part, with every mark read as one, that is not in `text`.
pub(super) fn missing_part(text: &Searchable, quote: &str) -> Option<String> {
    let reading = Reading::of(&tokens(quote), |_| false)?;
    let open = |i: usize| reading.gaps.get(i).is_some_and(|gap| gap.is_ending);
    let mut parts = reading.parts.iter().enumerate();
    let mut work = Work::default();
    let (_, missing) = parts.find(|(i, part)| part.occurrences(text, open(*i), &mut work).0.is_empty())?;
    missing.spellings.first().cloned()
}

/// Whether nothing is left of a quote without its marks.
pub(super) fn is_all_marks(quote: &str) -> bool {
    has_marks(quote) && Reading::of(&tokens(quote), |_| false).is_none()
}

/// A quote under one reading of its marks.
struct Reading {
    parts: Vec<ElidedPart>,
    /// Between each part and the next.
    gaps: Vec<Gap>,
    /// Insertions, each with the index of the part that follows it.
    inserted: Vec<(usize, String)>,
}

/// What is between two marks, in each spelling that its changed initials allow.
struct ElidedPart {
    spellings: Vec<String>,
}

impl ElidedPart {
    fn is_long_enough(&self) -> bool {
        let spelling = &self.spellings[0];
        let unspaced = spelling.chars().filter(|c| is_unspaced(*c)).count();
        if unspaced > 0 && unspaced * 2 >= spelling.chars().filter(|c| c.is_alphanumeric()).count() {
            let spaced = spelling.split(' ').filter(|word| word.chars().any(char::is_alphanumeric));
            return spelling.chars().filter(|c| *c != ' ').count() >= MIN_CHARACTERS
                || (spelling.contains(' ') && spaced.count() >= MIN_WORDS);
        }
        words(spelling).take(MIN_WORDS).count() == MIN_WORDS
    }

    /// Its occurrences in order; if there are none, why the words that are there do not count.
    fn occurrences(&self, text: &Searchable, open: bool, work: &mut Work) -> (Vec<Hit>, Option<Unlocated>) {
        let mut hits = vec![];
        let mut crossing = None;
        for spelling in &self.spellings {
            let found = text.occurrences_with(spelling, open);
            work.occurrences += found.looked_at;
            hits.extend(found.hits);
            crossing = crossing.or(found.crossing);
        }
        hits.sort_by_key(|hit| (hit.source.start, hit.source.end));
        hits.dedup();
        let crossing =
            crossing.map(|(hit, obstacle)| Unlocated::Crosses(Place::of(Level::Elided, hit.source), obstacle));
        (hits, crossing)
    }
}

impl Reading {
    /// `None` when nothing in the quote is read as a mark, or no part is left.
    fn of(tokens: &[Token<'_>], is_literal: impl Fn(usize) -> bool) -> Option<Reading> {
        let mut parts = vec![vec![String::new()]];
        let mut gaps: Vec<Gap> = vec![];
        let mut marks = 0;
        for (i, token) in tokens.iter().enumerate() {
            let current = parts.last_mut()?;
            match token {
                Token::Text(_) => current.iter_mut().for_each(|part| part.push_str(token.written())),
                _ if is_literal(i) => current.iter_mut().for_each(|part| part.push_str(token.written())),
                Token::Omission(_) | Token::Insertion(_) => {
                    marks += 1;
                    let inserted = matches!(token, Token::Insertion(_)).then(|| token.written().to_owned());
                    let after_letter = current[0].ends_with(char::is_alphabetic);
                    let is_ending = inserted.is_some() && after_letter;
                    gaps.push(Gap { omits: inserted.is_none(), inserted: inserted.into_iter().collect(), is_ending });
                    parts.push(vec![String::new()]);
                }
                Token::Initial(_, initial) => {
                    marks += 1;
                    spell_both(current, *initial);
                }
            }
        }
        if marks == 0 {
            return None;
        }
        let parts =
            parts.into_iter().map(|spellings| spellings.iter().map(|part| part.trim_matches(' ').to_owned()).collect());
        Reading::without_empty_parts(parts.collect(), gaps)
    }

    /// Marks with nothing but punctuation between them are one: a full stop after the last mark is the editor's, not a part of the
    /// quotation.
    fn without_empty_parts(spelt: Vec<Vec<String>>, between: Vec<Gap>) -> Option<Reading> {
        let mut reading = Reading { parts: vec![], gaps: vec![], inserted: vec![] };
        let mut gap = Gap::default();
        let mut between = between.into_iter();
        for spellings in spelt {
            if spellings[0].chars().any(char::is_alphanumeric) {
                if !reading.parts.is_empty() {
                    reading.gaps.push(std::mem::take(&mut gap));
                }
                gap = Gap::default();
                reading.parts.push(ElidedPart { spellings });
            }
            if let Some(next) = between.next() {
                reading.inserted.extend(next.inserted.iter().map(|words| (reading.parts.len(), words.clone())));
                gap.is_ending = next.is_ending && gap == Gap::default();
                gap.omits |= next.omits;
                gap.inserted.extend(next.inserted);
            }
        }
        (!reading.parts.is_empty()).then_some(reading)
    }

    fn places(
        &self,
        text: &Searchable,
        context: &Context,
        why: &mut Reasons,
        work: &mut Work,
    ) -> Result<ElidedPlaces, Unlocated> {
        let mut hits = vec![];
        for (i, part) in self.parts.iter().enumerate() {
            let open = self.gaps.get(i).is_some_and(|gap| gap.is_ending);
            let (found, crossing) = part.occurrences(text, open, work);
            if found.is_empty() {
                why.crossing = why.crossing.take().or(crossing);
                return Ok(ElidedPlaces::default());
            }
            if found.len() >= max_hits(part.spellings[0].len()).min(100_000) {
                let places = found.into_iter().map(|hit| Place::of(Level::Elided, hit.source));
                return Err(Unlocated::Ambiguous(places.take(MAX_PLACES).collect()));
            }
            hits.push(found);
        }
        let mut beside = hits.clone();
        beside[0].retain(|hit| context.precedes(text, hit.folded.start));
        beside[self.parts.len() - 1].retain(|hit| context.follows(text, hit.folded.end));
        let found = ElidedPlaces { fitting: self.chains(text, &beside, work), apart: vec![] };
        if let [only] = found.fitting.as_slice() {
            return self.check(text, only).map(|()| found);
        }
        if !found.fitting.is_empty() {
            return Ok(found);
        }
        let apart = self.chains(text, &hits, work);
        if apart.is_empty() && why.too_wide.is_none() {
            why.too_wide = self.too_wide(text, &hits);
        }
        Ok(ElidedPlaces { fitting: vec![], apart })
    }

    /// The ways to take a hit of each part, in order, with gaps that the marks may replace.
    fn chains(&self, text: &Searchable, hits: &[Vec<Hit>], work: &mut Work) -> Vec<Place> {
        // From the last part to the first: which hits of the next one follow each hit.
        let mut next: Vec<Vec<Vec<usize>>> = vec![vec![vec![]; hits[hits.len() - 1].len()]];
        for (i, gap) in self.gaps.iter().enumerate().rev() {
            let reached = next.last().map(Vec::as_slice).unwrap_or_default();
            let is_last = i + 2 == hits.len();
            let mut follow = |hit: &Hit| -> Vec<usize> {
                let first = hits[i + 1].partition_point(|later| later.source.start < hit.source.end);
                let candidates = hits[i + 1].iter().enumerate().skip(first).take(MAX_CANDIDATES);
                let affordable = candidates.take_while(|_| work.may_look_at_gap());
                let fitting = affordable.filter(|(to, later)| {
                    (is_last || !reached[*to].is_empty())
                        && gap.fits(text, &(hit.source.end..later.source.start)).is_ok()
                });
                fitting.map(|(to, _)| to).collect()
            };
            next.push(hits[i].iter().map(&mut follow).collect());
        }
        next.reverse();
        let mut chains: Vec<Vec<usize>> = vec![];
        for first in 0..hits[0].len() {
            let mut open: Vec<Vec<usize>> = vec![vec![first]];
            while let Some(chain) = open.pop() {
                if chains.len() == MAX_PLACES {
                    break;
                }
                if chain.len() == hits.len() {
                    chains.push(chain);
                    continue;
                }
                let last = chain[chain.len() - 1];
                for to in next[chain.len() - 1][last].iter().rev() {
                    open.push(chain.iter().copied().chain([*to]).collect());
                }
            }
        }
        let parts = |chain: Vec<usize>| chain.into_iter().zip(hits).map(|(hit, of)| of[hit].source.clone()).collect();
        chains.into_iter().map(|chain| self.place(parts(chain))).collect()
    }

    fn place(&self, parts: Vec<Range<usize>>) -> Place {
        Place { level: Level::Elided, parts, inserted: self.inserted.clone() }
    }

    /// Where the parts follow one another although the marks may not leave out so much, and why not.
    fn too_wide(&self, text: &Searchable, hits: &[Vec<Hit>]) -> Option<(Place, TooWide)> {
        let place = self.place(tightest(hits)?);
        let gaps = self.gaps.iter().zip(place.parts.windows(2));
        let why = gaps.filter_map(|(gap, pair)| gap.fits(text, &(pair[0].end..pair[1].start)).err()).next()?;
        Some((place, why))
    }

    /// Whether each mark leaves the source's meaning alone.
    fn check(&self, text: &Searchable, place: &Place) -> Result<(), Unlocated> {
        for (gap, pair) in self.gaps.iter().zip(place.parts.windows(2)) {
            if let Some(misuse) = gap.misuse(text, &(pair[0].end..pair[1].start), &text.text()[pair[1].clone()]) {
                return Err(Unlocated::Misuse(misuse));
            }
        }
        Ok(())
    }
}

/// Continues each spelling with the initial as written and in its other case.
fn spell_both(spellings: &mut Vec<String>, initial: char) {
    let lower: String = initial.to_lowercase().collect();
    let upper: String = initial.to_uppercase().collect();
    let written = initial.to_string();
    let other = if written == lower { upper } else { lower };
    let with = |ending: &str| -> Vec<String> { spellings.iter().map(|part| format!("{part}{ending}")).collect() };
    let mut all = with(&written);
    if other != written && spellings.len() < 1 << MAX_INITIALS {
        all.extend(with(&other));
    }
    *spellings = all;
}

/// The shortest range that has one hit of each part, in order and apart.
fn tightest(hits: &[Vec<Hit>]) -> Option<Vec<Range<usize>>> {
    let chain_back = |end: &Hit| -> Option<Vec<Range<usize>>> {
        let mut chain = vec![end.source.clone()];
        for part in hits[..hits.len() - 1].iter().rev() {
            let limit = chain[chain.len() - 1].start;
            // Hits of one part are equally long but for a changed initial, so their ends are in order as their starts are.
            let before = part.partition_point(|hit| hit.source.end <= limit);
            chain.push(part[..before].last()?.source.clone());
        }
        chain.reverse();
        Some(chain)
    };
    let chains = hits[hits.len() - 1].iter().filter_map(chain_back);
    chains.min_by_key(|chain| chain[chain.len() - 1].end - chain[0].start)
}
