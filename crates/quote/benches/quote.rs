//! Measures the matcher on texts made for it, and prints a table: `cargo bench -p citeback-quote`. Nothing is asserted of times; compare
//! them before and after a change, on a machine that does nothing else.

use std::hint::black_box;
use std::time::{Duration, Instant};

use citeback_quote::{
    FragmentText, Quote, ReadingText, Searchable, Unlocated, describe, disambiguate, locate, nearest,
};

/// Each figure is the median of this many runs.
const RUNS: usize = 5;

/// How many paragraphs a text has: an article, and a long report.
const PARAGRAPHS: [usize; 2] = [20, 1_000];

fn main() {
    for paragraphs in PARAGRAPHS {
        let reading = text(paragraphs);
        println!("\n{paragraphs} paragraphs, {} bytes; median of {RUNS} runs", reading.text().len());
        let times = 20_000 / paragraphs;
        searches(&reading, times);
        hints(&reading, times.div_ceil(20));
    }
    println!("\nhostile texts and quotes");
    hostile();
}

fn searches(reading: &ReadingText, times: usize) {
    let text = Searchable::new(reading.clone(), "en");
    row("prepare a text", times, || drop(black_box(Searchable::new(reading.clone(), "en"))));
    let place = reading.text().len() / 2;
    let place = place + reading.text()[place..].find("Report").expect("each paragraph has a number");
    let end = place + reading.text()[place..].find(" wrote").expect("and an author") + " wrote".len();
    let exact = &reading.text()[place..end];
    let found = |exact: &str| locate(&text, &Quote { exact, ..Quote::default() });
    row("locate, verbatim", times, || assert!(found(exact).is_ok()));
    let folded = exact.replace(['“', '”'], "\"").replace('’', "'").replace('\u{A0}', " ");
    row("locate, folded", times, || assert!(found(&folded).is_ok()));
    let elided = exact.replace(" that the council’s experts", " […]");
    row("locate, with words left out", times, || assert!(found(&elided).is_ok()));
    row("locate, not there", times, || assert_eq!(found("these words are in no report"), Err(Unlocated::NotFound)));
    row("describe a place", times, || assert!(describe(&text, &(place..end)).is_some()));
    let Err(Unlocated::Ambiguous(places)) = found("the council’s experts") else {
        panic!("every paragraph has these words")
    };
    let places = &places[..places.len().min(50)];
    row("disambiguate one of many", times, || assert!(disambiguate(&text, places, places.len() / 2).is_some()));
}

fn hints(reading: &ReadingText, times: usize) {
    let quote = "she says that the councils experts, who wrote, met in June";
    row("nearest wording", times, || assert!(nearest(reading.text(), quote).is_some()));
    row("prepare a text for links", times, || drop(black_box(FragmentText::of(reading))));
    let fragments = FragmentText::of(reading);
    let place = reading.text().rfind("the council’s experts").expect("every paragraph has it");
    let part = place..place + "the council’s experts".len();
    row("link to a place", times, || drop(black_box(fragments.directive(std::slice::from_ref(&part)))));
}

/// What repeats itself, so that a search has as many ways to go as it may.
fn hostile() {
    let searched = |text: &str, exact: &str| {
        let text = Searchable::new(ReadingText::plain(text), "en");
        let exact = exact.to_owned();
        move || assert!(locate(&text, &Quote { exact: &exact, ..Quote::default() }).is_err())
    };
    row("many marks", 1, searched(&"[a b] c d x ".repeat(200), &"[a b] c d ".repeat(40)));
    row("parts that are everywhere", 1, searched(&"a b x ".repeat(5_000), "a b [...] a b [...] a b"));
    row("a long quote that is everywhere", 1, searched(&"a ".repeat(300_000), &"a ".repeat(10_000)));
}

/// A text of so many paragraphs, of which no two are equal; every tenth is a heading or a row.
fn text(paragraphs: usize) -> ReadingText {
    let mut builder = ReadingText::builder();
    for i in 0..paragraphs {
        let number = i * 7_919 % 10_007;
        match i % 10 {
            0 => builder.heading(&format!("Part {i}: what happened")),
            5 => builder.row([&*format!("Town {number}"), "1,500 people"]),
            _ => builder
                .paragraph(&format!("“Report {number} says that the council’s experts”, she wrote, “met in May.” "))
                .text("It cost about 10")
                .superscript("6")
                .text(" euros — no more than that, and it was paid by the city… He didn’t say why; nobody asked him."),
        };
    }
    builder.build()
}

/// Runs `work` this many times in a row, a few times over, and prints the median time of one. The first round only warms up.
fn row(name: &str, times: usize, mut work: impl FnMut()) {
    let mut runs: Vec<Duration> = (0..=RUNS)
        .map(|_| {
            let begin = Instant::now();
            (0..times).for_each(|_| work());
            begin.elapsed()
        })
        .skip(1)
        .collect();
    runs.sort_unstable();
    println!("{name:<36}{:>12.1} µs", runs[RUNS / 2].as_secs_f64() * 1e6 / times as f64);
}
