//! Generates sites of any size for benchmarks: [`write_site`]. The same shape gives the same bytes everywhere.
//!
//! Sources resemble articles, with curly quotation marks, dashes, emphasis, links, headings and lists, so that every stage has its usual
//! work. Each sentence contains a name that occurs nowhere else in its source, so every quote has one place.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// How large a site is.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// At least one, when there are claims.
    pub sources: usize,
    /// The length of a source's body in bytes; the last sentence may exceed it.
    pub source_bytes: usize,
    pub claims: usize,
    pub passages_per_claim: usize,
}

/// Writes a whole site below `root`, which should be empty or not exist: nothing is removed.
///
/// # Errors
/// When a file cannot be written.
pub fn write_site(root: &Path, shape: &Shape) -> io::Result<()> {
    for folder in ["content/sources", "content/claims"] {
        fs::create_dir_all(root.join(folder))?;
    }
    fs::write(root.join("content/brief.yaml"), BRIEF)?;
    let mut sources = Vec::with_capacity(shape.sources);
    for number in 0..shape.sources {
        let sentences = sentences(number, shape.source_bytes);
        fs::write(root.join(format!("content/sources/source-{number}.md")), source(number, &sentences))?;
        sources.push(sentences);
    }
    for number in 0..shape.claims {
        let note = claim(number, shape, &sources);
        fs::write(root.join(format!("content/claims/claim-{number}.yaml")), note)?;
    }
    Ok(())
}

const BRIEF: &str = "\
title: A generated brief
description: Written for measuring; nothing in it is true.
base_url: https://example.org/brief/
organisation:
  name: The measuring desk
people:
  - id: desk
    name: The measuring desk
    role: Writes the notes
  - id: second-reader
    name: The second reader
bottom_line: |
  None of these claims was ever made, and **none** of these sources was ever published.
findings:
  - Each of these claims is as good as any other.
open_questions:
  - How long does it take?
";

const VERDICTS: [&str; 8] =
    ["true", "mostly-true", "mixed", "mostly-false", "false", "unproven", "misleading", "misattributed"];
const STANCES: [&str; 4] = ["supports", "contradicts", "attributes", "context"];

const OPENINGS: [&str; 8] = [
    "According to the latest figures,",
    "Two weeks later",
    "By the end of March",
    "On the same evening",
    "In a letter to the council",
    "As before,",
    "Asked by reporters,",
    "At the hearing",
];
const SPEAKERS: [&str; 8] = [
    "the ministry of",
    "a spokesman for",
    "the mayor of",
    "investigators from",
    "the water board of",
    "the auditors of",
    "residents of",
    "a former director of",
];
const VERBS: [&str; 8] = ["said", "confirmed", "denied", "wrote", "repeated", "announced", "admitted", "insisted"];
const MEASURES: [&str; 12] = [
    "the number of cases",
    "the cost of the bridge",
    "the share of the budget",
    "the price of bread",
    "the length of the wait",
    "the output of the plant",
    "the debt of the region",
    "the height of the river",
    "the rate of loss",
    "the yield of the fields",
    "the noise at night",
    "the time to repair",
];
const CHANGES: [&str; 8] = [
    "had risen by",
    "had fallen by",
    "was close to",
    "stood at",
    "never went above",
    "was put at",
    "would soon reach",
    "had long passed",
];
const UNITS: [&str; 8] =
    ["per cent", "million euros", "tonnes", "days", "households", "metres", "thousand litres", "places"];
const TAILS: [&str; 8] = [
    "since the spring",
    "without a public vote",
    "in all nine districts",
    "on paper at least",
    "before the repairs began",
    "according to the minutes",
    "and nobody had asked why",
    "while the office was closed",
];
/// Tails with characters that an editor types differently.
const TYPESET_TAILS: [&str; 4] = [
    "– far more than was promised –",
    "which the council’s own report calls “a matter of concern”",
    "although the clerk’s notes don’t say so",
    "during the years 2014–2019 …",
];
const TOPICS: [&str; 8] = ["water", "roads", "schools", "health", "energy", "housing", "trade", "safety"];

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    /// A number from 0 up to `end`, exclusive.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }
}

struct Sentence {
    words: Vec<Word>,
    /// The index of the name that occurs nowhere else in the source.
    name: usize,
    /// Whether it has characters that an editor may type differently.
    typeset: bool,
}

struct Word {
    plain: String,
    markdown: String,
}

impl Sentence {
    fn new(random: &mut Random, name: &str) -> Self {
        let typeset = random.below(3) == 0;
        let tail = if typeset { random.pick(&TYPESET_TAILS) } else { random.pick(&TAILS) };
        let figure = format!("{}.{}", random.below(900), random.below(10));
        let [opening, speaker, verb] = [random.pick(&OPENINGS), random.pick(&SPEAKERS), random.pick(&VERBS)];
        let [measure, change, unit] = [random.pick(&MEASURES), random.pick(&CHANGES), random.pick(&UNITS)];
        let before = format!("{opening} {speaker}");
        let plain = format!("{before} {name} {verb} that {measure} {change} {figure} {unit} {tail}.");
        let word = |word: &str| Word { plain: word.to_owned(), markdown: word.to_owned() };
        let mut words: Vec<Word> = plain.split(' ').map(word).collect();
        let name = before.split(' ').count();
        match random.below(8) {
            0 => words[name].markdown = format!("**{}**", words[name].plain),
            1 => {
                words[name].markdown.insert(0, '*');
                words[name + 1].markdown.push('*');
            }
            2 => words[0].markdown = format!("[{}](https://example.org/archive?from=1&to=2)", words[0].plain),
            _ => {}
        }
        Sentence { words, name, typeset }
    }

    fn markdown(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| word.markdown.as_str()).collect();
        words.join(" ")
    }

    fn full_text(&self) -> String {
        self.plain(0, self.words.len())
    }

    /// The name with `before` words before it and `after` words after it.
    fn around(&self, before: usize, after: usize) -> String {
        self.plain(self.name.saturating_sub(before), (self.name + after + 1).min(self.words.len()))
    }

    fn plain(&self, from: usize, to: usize) -> String {
        let words: Vec<&str> = self.words[from..to].iter().map(|word| word.plain.as_str()).collect();
        words.join(" ")
    }
}

/// An invented name for each number below 512,000.
fn name(number: usize) -> String {
    const CONSONANTS: [&str; 16] = ["b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z"];
    const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];
    let mut name = String::new();
    let mut rest = number;
    for _ in 0..3 {
        name.push_str(CONSONANTS[rest % 16]);
        name.push_str(VOWELS[rest / 16 % 5]);
        rest /= 80;
    }
    name[..1].to_uppercase() + &name[1..]
}

fn sentences(source: usize, bytes: usize) -> Vec<Sentence> {
    let mut random = Random(source as u64);
    let mut sentences = vec![];
    let mut length = 0;
    while length < bytes {
        // Names differ within a source; sources share them.
        let sentence = Sentence::new(&mut random, &name((source * 7919 + sentences.len()) % 512_000));
        length += sentence.markdown().len() + 1;
        sentences.push(sentence);
    }
    sentences
}

fn source(number: usize, sentences: &[Sentence]) -> String {
    let mut text = format!(
        "---\ntitle: \"The {} report, part {number}\"\npublisher: The {} Gazette\nauthor: A. Writer\n\
         url: https://example.org/articles/{number}\narchive_url: https://archive.example/{number}\n\
         published: 2025-{:02}-{:02}\nlanguage: en\n---\n",
        TOPICS[number % TOPICS.len()],
        name(number % 30),
        number % 12 + 1,
        number % 28 + 1,
    );
    for (index, sentence) in sentences.iter().enumerate() {
        text.push_str(match index % 16 {
            0 => "\n\n## What was said\n\n",
            4 | 13 => "\n\n",
            8 => "\n\n- ",
            9..13 => "\n- ",
            // A soft break, which reads as a space.
            6 => "\n",
            _ => " ",
        });
        text.push_str(&sentence.markdown());
    }
    text.push('\n');
    text
}

fn claim(number: usize, shape: &Shape, sources: &[Vec<Sentence>]) -> String {
    // The low seeds are those of sources.
    let mut random = Random(number as u64 | 1 << 40);
    let (measure, change, unit) = (random.pick(&MEASURES), random.pick(&CHANGES), random.pick(&UNITS));
    let topic = TOPICS[number % TOPICS.len()];
    let mut note = format!(
        "claim: It was said that {measure} {change} {number} {unit}.\ntitle: Claim {number}, on {topic}\n\
         claimant:\n  name: A spokesperson of {}\n  kind: person\n  role: Speaks for the council\nclaimed_on: 2025-{:02}-{:02}\n\
         verdict: {}\nsummary: >-\n  The sources agree on {measure}, and *not* on the figure.\n",
        name(number % 500),
        number % 12 + 1,
        number % 28 + 1,
        VERDICTS[number % VERDICTS.len()],
    );
    analysis(&mut note, number, shape, &mut random);
    note.push_str("passages:\n");
    for passage in 0..shape.passages_per_claim {
        let source = random.below(sources.len());
        let stance = random.pick(&STANCES);
        // Writing to a String cannot fail.
        let _ = write!(note, "  - id: p{}\n    source: source-{source}\n    quote: >-\n", passage + 1);
        wrap(&mut note, "      ", &quote(&sources[source], &mut random));
        let _ = write!(note, "    stance: {stance}\n    speaker: A clerk\n");
    }
    let _ = write!(
        note,
        "gaps:\n  - The minutes of the meeting.\ntags: [{topic}, region {}]\nrelated: [claim-{}]\nauthors: [desk]\n\
         reviewed_by: [second-reader]\npublished: 2026-{:02}-{:02}\n",
        number / 8 % 32,
        (number + 1) % shape.claims,
        number % 12 + 1,
        number % 28 + 1,
    );
    note
}

/// About eighty words that refer to every passage.
fn analysis(note: &mut String, number: usize, shape: &Shape, random: &mut Random) {
    let mut text = String::new();
    for passage in 1..=shape.passages_per_claim {
        let (speaker, verb, measure, tail) =
            (random.pick(&SPEAKERS), random.pick(&VERBS), random.pick(&MEASURES), random.pick(&TAILS));
        let _ = write!(text, "What {speaker} {} {verb} of {measure} stands here {tail}.[^p{passage}] ", name(number));
    }
    note.push_str("analysis: |\n");
    wrap(note, "  ", &text);
    let next = (number + 1) % shape.claims;
    let _ = write!(note, "\n  All of them are **alike**; compare [the next claim](claim:claim-{next}).\n");
}

/// The words of a passage: about 80% exactly as in the source, 17% as an editor types them, 3% with words left out.
fn quote(sentences: &[Sentence], random: &mut Random) -> String {
    let first = random.below(sentences.len());
    match random.below(100) {
        0..3 if first + 1 < sentences.len() => {
            let [before, after] = [&sentences[first], &sentences[first + 1]];
            format!("{} [...] {}", before.around(2, 3), after.around(2, 5))
        }
        3..20 => {
            let typeset = sentences[first..].iter().chain(sentences).find(|sentence| sentence.typeset);
            typed(&typeset.unwrap_or(&sentences[first]).full_text())
        }
        _ => match random.below(3) {
            0 => sentences[first].full_text(),
            _ => sentences[first].around(random.below(4), 6 + random.below(6)),
        },
    }
}

/// The same words, typed on an ordinary keyboard.
fn typed(quote: &str) -> String {
    quote.replace(['“', '”'], "\"").replace('’', "'").replace('–', "-").replace('…', "...")
}

/// Appends words in lines of about 100 characters.
fn wrap(note: &mut String, indent: &str, words: &str) {
    let mut length = usize::MAX;
    for word in words.split_whitespace() {
        if length > 100 {
            if length != usize::MAX {
                note.push('\n');
            }
            note.push_str(indent);
            length = 0;
        } else {
            note.push(' ');
        }
        note.push_str(word);
        length += word.chars().count() + 1;
    }
    note.push('\n');
}
