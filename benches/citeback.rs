//! Measures the quote matcher, the stages and the whole build on a generated site, and prints a table. docs/performance.md explains it.
//!
//! `cargo bench` measures a site of 1,000 claims, `cargo bench -- 10000` one of 10,000. There is one source for every ten claims.

mod generate;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use citeback::Options;
use citeback::internals::LiveSite;
use citeback::internals::reading;
use citeback::internals::report;
use citeback::internals::{load, relate, render, resolve};
use citeback::{Findings, Located};
use citeback::{Request, build};
use citeback_quote::locate::{Quote, Searchable, locate};
use generate::{Shape, write_site};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Each figure is the median of this many runs.
const RUNS: usize = 5;

fn main() {
    let claims: usize = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000);
    let shape = Shape { sources: (claims / 10).max(10), source_bytes: 6_000, claims, passages_per_claim: 5 };
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let site = folder.path().join("site");
    write_site(&site, &shape).expect("the generated site can be written");
    println!(
        "{} claims, {} sources of {} bytes, {} passages; {} threads; median of {RUNS} runs\n",
        shape.claims,
        shape.sources,
        shape.source_bytes,
        shape.claims * shape.passages_per_claim,
        rayon::current_num_threads(),
    );
    println!("{:<34}{:>12}{:>16}", "", "time", "for each");
    matching(&site);
    stages(&site, &shape);
    editing(&site, &shape);
    full_build(&site, folder.path(), &shape);
}

/// The quote matcher by itself: reading and folding a source, and finding a quote in it.
fn matching(site: &Path) {
    let text = std::fs::read_to_string(site.join("content/sources/source-0.md")).expect("it was just written");
    let body = text.rsplit("---\n").next().unwrap_or_default().to_owned();
    let reading = reading::reading_text(&body);
    let quote: Vec<&str> = reading.text().split(' ').skip(400).take(12).collect();
    let quote = quote.join(" ").replace('’', "'");
    const TIMES: usize = 2_000;
    row("reading text of a source", TIMES, || {
        for _ in 0..TIMES {
            std::hint::black_box(reading::reading_text(&body));
        }
    });
    row("fold a source", TIMES, || {
        for _ in 0..TIMES {
            std::hint::black_box(Searchable::new(reading.clone(), "en"));
        }
    });
    let searchable = Searchable::new(reading, "en");
    row("locate a quote", TIMES, || {
        for _ in 0..TIMES {
            let found = locate(&searchable, &Quote { exact: &quote, ..Quote::default() });
            assert!(found.is_ok(), "{quote}");
        }
    });
}

fn stages(site: &Path, shape: &Shape) {
    let load = || {
        let mut findings = Findings::default();
        let (files, content) = load::load(site, &mut findings).expect("the site can be read");
        for finding in findings.sorted(&files) {
            println!("{}", report::human(&Located::new(finding, &files), "", false));
        }
        content.expect("the site has a brief")
    };
    row("load", shape.claims, || {
        std::hint::black_box(load());
    });
    let mut contents: Vec<_> = (0..=RUNS).map(|_| load()).collect();
    let mut resolved = vec![];
    row("resolve", shape.claims, || {
        let mut findings = Findings::default();
        resolved.push(resolve::resolve(contents.pop().expect("one for each run"), &Options::default(), &mut findings));
        assert_eq!(findings.errors(), 0);
    });
    let mut sites = vec![];
    row("relate", shape.claims, || {
        let resolved = resolved.pop().expect("one for each run");
        sites.push(relate::relate(resolved, &Options::default(), &mut Findings::default()));
    });
    let related = Arc::new(sites.pop().expect("one for each run"));
    drop(sites);
    row("render", shape.claims, || {
        let mut findings = Findings::default();
        let sink = |file: &render::Finished<'_>| {
            std::hint::black_box(file.bytes);
            Ok(())
        };
        let options = render::RenderOptions { sink: &sink, pictures: None, languages: None, only_findings: false };
        render::render(&related, &mut findings, &options).expect("nothing is written");
        assert_eq!(findings.errors(), 0);
    });
}

/// What an editor waits for after saving a note while `citeback serve` runs: the refreshed site and the claim's page.
fn editing(site: &Path, shape: &Shape) {
    let mut live_site = LiveSite::new(site, Options { no_search: true, ..Options::default() });
    row("open the site", shape.claims, || {
        live_site = LiveSite::new(site, Options { no_search: true, ..Options::default() });
        assert_eq!(live_site.refresh().expect("the site can be read").errors, 0);
    });
    let note = site.join("content/claims/claim-0.yaml");
    let text = std::fs::read_to_string(&note).expect("it was just written");
    let mut saves = 0;
    row("refresh after a save, and page", 1, || {
        saves += 1;
        std::fs::write(&note, format!("{text}# {saves}\n")).expect("it can be written");
        live_site.changed(&note);
        let view = live_site.refresh().expect("the site can be read");
        let page = view.renderer.expect("the site has no errors").make("claims/claim-0.html").expect("nothing is read");
        assert!(matches!(page, render::PageResult::Bytes(bytes) if !bytes.is_empty()));
    });
    std::fs::write(&note, text).expect("it can be written");
}

/// The whole build: into a new folder, and again with nothing changed.
fn full_build(site: &Path, folder: &Path, shape: &Shape) {
    let request = |out: String| Request {
        site: site.to_owned(),
        out: Some(folder.join(out)),
        options: Options::default(),
        deny_warnings: false,
    };
    let mut run = 0;
    row("build, cold", shape.claims, || {
        run += 1;
        let outcome = build(&request(format!("out-{run}"))).expect("the site can be written");
        assert!(outcome.written.is_some());
    });
    row("build, nothing changed", shape.claims, || {
        build(&request("out-1".to_owned())).expect("the site can be written");
    });
}

/// Runs `work` a few times and prints the median time, in total and per item. The first run is a warm-up.
fn row(name: &str, items: usize, mut work: impl FnMut()) {
    let mut times: Vec<Duration> = (0..=RUNS)
        .map(|_| {
            let started = Instant::now();
            work();
            started.elapsed()
        })
        .skip(1)
        .collect();
    times.sort();
    let median = times[RUNS / 2];
    let each = median.as_secs_f64() * 1e6 / items as f64;
    println!("{name:<34}{:>9.1} ms{each:>13.2} µs", median.as_secs_f64() * 1e3);
}
