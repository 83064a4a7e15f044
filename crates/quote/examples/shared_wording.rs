//! Compares text files, or texts made for a measurement, and prints what they share. `scripts/evaluate-shared` calls it:
//!
//! - `shared_wording LIST` reads lines of a name, a publisher (may be empty) and a path, separated by tabs. It prints a line for each pair:
//!   the two names, whether they are one text, the words of statements, own and mixed, and the passages with their code points.
//! - `shared_wording speed N` makes N texts of some 700 words, of which one in ten repeats a paragraph of another, and prints the time for
//!   preparing and for comparing them, and the most memory that was used.

use std::time::Instant;
use std::{env, fs, process};

use citeback_quote::shared::{Compared, Shared, SharedKind, SharedWords, Wording, compare};
use citeback_quote::{ReadingText, Searchable, code_points};

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["speed", texts] => speed(texts.parse().expect("a number of texts")),
        [list] => of_files(list),
        _ => {
            eprintln!("usage: shared_wording LIST | shared_wording speed N");
            process::exit(2);
        }
    }
}

/// A text and its words; what else was prepared of it is dropped.
struct Prepared {
    name: String,
    publisher: Option<String>,
    text: String,
    wording: Wording,
}

impl Prepared {
    fn new(name: String, publisher: Option<String>, text: String) -> Self {
        let searchable = Searchable::new(ReadingText::plain(text.as_str()), "en");
        Prepared { name, publisher, wording: Wording::new(&searchable), text }
    }
}

fn compared(texts: &[Prepared]) -> Vec<Compared<'_>> {
    let compared = texts.iter().map(|text| Compared {
        name: &text.name,
        publisher: text.publisher.as_deref(),
        text: &text.text,
        wording: &text.wording,
    });
    compared.collect()
}

fn of_files(list: &str) {
    let list = fs::read_to_string(list).expect("the list can be read");
    let texts: Vec<Prepared> = list
        .lines()
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [name, publisher, path] = fields[..] else { panic!("{line}: not three fields") };
            let text = fs::read_to_string(path).expect("a text can be read");
            let publisher = (!publisher.is_empty()).then(|| publisher.to_owned());
            Prepared::new(name.to_owned(), publisher, text)
        })
        .collect();
    for shared in compare(&compared(&texts)) {
        let [a, b] = shared.texts.map(|text| &texts[text]);
        println!(
            "{}\t{}\t{}\t{}\t{}",
            a.name,
            b.name,
            shared.is_one_text,
            counts(shared.words),
            places(&shared, [a, b])
        );
    }
}

fn counts(words: SharedWords) -> String {
    [SharedKind::Statement, SharedKind::Own, SharedKind::Mixed].map(|kind| words.of(kind).to_string()).join(",")
}

fn places(shared: &Shared, texts: [&Prepared; 2]) -> String {
    let passages = shared.passages.iter().map(|passage| {
        let [a, b] = [0, 1].map(|side| code_points(&texts[side].text, &passage.places[side]));
        let kind = format!("{:?}", passage.kind).to_lowercase();
        format!("{kind} {} {}-{} {}-{}", counts(passage.words), a.start, a.end, b.start, b.end)
    });
    passages.collect::<Vec<String>>().join(";")
}

fn speed(count: usize) {
    let started = Instant::now();
    let mut random = Random(1);
    let texts: Vec<String> = (0..count).map(|_| made(&mut random)).collect();
    let texts = with_copies(texts, &mut random);
    let made = started.elapsed();
    let started = Instant::now();
    let texts: Vec<Prepared> = texts
        .into_iter()
        .enumerate()
        .map(|(i, text)| Prepared::new(format!("{i:06}"), Some(format!("publisher {}", i % 500)), text))
        .collect();
    let prepared = started.elapsed();
    let started = Instant::now();
    let pairs = compare(&compared(&texts)).len();
    let compared = started.elapsed();
    let tokens: usize = texts.iter().map(|text| text.wording.tokens()).sum();
    println!("{count} texts, {tokens} words, {pairs} pairs share wording; made in {made:.1?}");
    println!("prepared in {prepared:.2?}, compared in {compared:.2?}, most memory {}", most_memory());
}

/// A text of paragraphs, a fifth of them with a quotation, of words as frequent as in real texts: few of them make up half of it.
fn made(random: &mut Random) -> String {
    let mut text = String::with_capacity(4_500);
    for _ in 0..10 {
        let quoted = random.below(5) == 0;
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(if quoted { "“" } else { "" });
        for word in 0..70 {
            if word > 0 {
                text.push_str(if random.below(12) == 0 { ", " } else { " " });
            }
            random.word(&mut text);
        }
        text.push_str(if quoted { ".”" } else { "." });
    }
    text.shrink_to_fit();
    text
}

/// Gives every tenth text a paragraph of another.
fn with_copies(mut texts: Vec<String>, random: &mut Random) -> Vec<String> {
    for i in (0..texts.len()).step_by(10) {
        let other = random.below(texts.len() as u64) as usize;
        let paragraph = texts[other].lines().nth(3).unwrap_or_default().to_owned();
        texts[i].push('\n');
        texts[i].push_str(&paragraph);
    }
    texts
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// One of 60,000 words; the first are the most frequent.
    fn word(&mut self, text: &mut String) {
        let share = self.below(1 << 20) as f64 / f64::from(1 << 20);
        let mut rank = (60_000_f64.powf(share)) as u64 + self.below(3);
        const SYLLABLES: [&str; 16] =
            ["ta", "re", "no", "li", "mo", "sen", "ker", "dé", "pu", "vo", "an", "the", "ri", "gol", "bas", "en"];
        loop {
            text.push_str(SYLLABLES[(rank % 16) as usize]);
            rank /= 16;
            if rank == 0 {
                return;
            }
        }
    }
}

/// Of this process so far, where the system says so.
fn most_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.map_or("unknown", |line| line["VmHWM:".len()..].trim()).to_owned()
}
