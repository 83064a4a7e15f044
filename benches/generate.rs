//! A deterministic generator of sites of any size, for measuring: [`write_site`]. The same shape gives the same bytes everywhere.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// How large a site is.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub sources: usize,
    /// About how long a source's body is, in bytes.
    pub source_bytes: usize,
    pub claims: usize,
    pub passages_per_claim: usize,
}

const WORDS: [&str; 64] = [
    "report",
    "funds",
    "experts",
    "panel",
    "sanctions",
    "bank",
    "exchange",
    "attack",
    "network",
    "state",
    "agency",
    "money",
    "account",
    "statement",
    "official",
    "evidence",
    "programme",
    "weapons",
    "system",
    "member",
    "council",
    "committee",
    "week",
    "month",
    "year",
    "country",
    "currency",
    "market",
    "digital",
    "foreign",
    "stolen",
    "estimated",
    "reported",
    "claimed",
    "confirmed",
    "denied",
    "increasing",
    "sophisticated",
    "large",
    "small",
    "public",
    "private",
    "several",
    "many",
    "most",
    "under",
    "over",
    "between",
    "against",
    "through",
    "during",
    "after",
    "before",
    "about",
    "with",
    "from",
    "into",
    "because",
    "which",
    "while",
    "although",
    "said",
    "found",
    "used",
];

const VERDICTS: [&str; 8] =
    ["true", "mostly-true", "mixed", "mostly-false", "false", "unproven", "misleading", "misattributed"];
const STANCES: [&str; 4] = ["supports", "contradicts", "attributes", "context"];

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).expect("below a usize")
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }
}

/// A sentence that occurs once in its source, in Markdown and as an editor would quote it.
struct Sentence {
    markdown: String,
    /// The words as they are read.
    words: Vec<String>,
}

impl Sentence {
    fn new(random: &mut Random, source: usize, number: usize) -> Self {
        let mut words: Vec<String> = (0..12 + random.below(12)).map(|_| random.word().to_owned()).collect();
        // A name that no other sentence of the source has.
        words[3] = format!("Agent{}x{}", source, number);
        let last = words.len() - 1;
        if number.is_multiple_of(5) {
            words[5] = "it’s".to_owned();
            words[7] = "–".to_owned();
        }
        words[last].push('.');
        let mut markdown = words.clone();
        match number % 7 {
            1 => markdown[2] = format!("*{}*", words[2]),
            3 => markdown[4] = format!("[{}](https://example.org/{number})", words[4]),
            _ => {}
        }
        Sentence { markdown: markdown.join(" "), words }
    }

    /// The quote of passage `number`: verbatim, folded (typed with plain characters) or elided.
    fn quote(&self, number: usize) -> String {
        let words = &self.words[1..self.words.len() - 1];
        match number % 32 {
            0 => format!("{} [...] {}", words[..4].join(" "), words[words.len() - 3..].join(" ")),
            _ => words.join(" ").replace('’', "'").replace('–', "-"),
        }
    }
}

/// Writes a whole site below `root`.
///
/// # Errors
/// When a file cannot be written.
pub fn write_site(root: &Path, shape: &Shape) -> io::Result<()> {
    for folder in ["content/sources", "content/claims", "content/pages"] {
        fs::create_dir_all(root.join(folder))?;
    }
    fs::write(
        root.join("content/brief.yaml"),
        "title: A generated brief\ndescription: For measuring.\nbase_url: https://example.org/\nbottom_line: |\n  Nothing in it is true.\n\
         people:\n  - id: desk\n    name: The desk\n",
    )?;
    let mut random = Random(42);
    let mut sources = Vec::with_capacity(shape.sources);
    for source in 0..shape.sources {
        let sentences = write_source(root, source, shape.source_bytes, &mut random)?;
        sources.push(sentences);
    }
    for claim in 0..shape.claims {
        write_claim(root, claim, shape.passages_per_claim, &sources, &mut random)?;
    }
    Ok(())
}

fn write_source(root: &Path, source: usize, bytes: usize, random: &mut Random) -> io::Result<Vec<Sentence>> {
    let mut text = format!(
        "---\ntitle: Source number {source}\npublisher: The Gazette\nauthor: A. Writer\nurl: https://example.org/articles/{source}\n\
         published: 2024-{:02}-{:02}\nlanguage: en\n---\n\n",
        source % 12 + 1,
        source % 28 + 1,
    );
    let head = text.len();
    let mut sentences = vec![];
    while text.len() - head < bytes {
        let sentence = Sentence::new(random, source, sentences.len());
        text.push_str(&sentence.markdown);
        sentences.push(sentence);
        text.push_str(match sentences.len() % 20 {
            10 => "\n\n## A heading\n\n",
            19 => "\n\n- ",
            5 | 15 => "\n\n",
            _ => " ",
        });
    }
    text.push('\n');
    fs::write(root.join(format!("content/sources/source-{source}.md")), text)?;
    Ok(sentences)
}

fn write_claim(
    root: &Path,
    claim: usize,
    passages: usize,
    sources: &[Vec<Sentence>],
    random: &mut Random,
) -> io::Result<()> {
    let mut note = format!(
        "claim: The agency {} the {} {} number {claim} {} the {}.\nclaimant:\n  name: A spokesperson\n  role: Of the agency\n\
         claimed_on: 2024-03-01\nverdict: {}\nsummary: The sources {} this in part; {} is not settled.\nanalysis: |\n",
        random.word(),
        random.word(),
        random.word(),
        random.word(),
        random.word(),
        VERDICTS[claim % VERDICTS.len()],
        random.word(),
        random.word(),
    );
    for passage in 0..passages {
        // Writing to a String cannot fail.
        let words: Vec<&str> = (0..16).map(|_| random.word()).collect();
        let _ = writeln!(note, "  The {}.[^p{passage}]", words.join(" "));
    }
    note.push_str("passages:\n");
    for passage in 0..passages {
        let number = claim * passages + passage;
        let source = (claim / 10 * 3 + passage * 7) % sources.len();
        let sentence = &sources[source][random.below(sources[source].len())];
        let _ = write!(
            note,
            "  - id: p{passage}\n    source: source-{source}\n    quote: >-\n      {}\n    stance: {}\n    speaker: A spokesperson\n",
            sentence.quote(number),
            STANCES[number % STANCES.len()],
        );
    }
    let _ = write!(
        note,
        "authors: [desk]\npublished: 2024-{:02}-{:02}\ntags: [topic {}, topic {}]\ngaps:\n  - The {} of the {}.\n",
        claim % 12 + 1,
        claim % 28 + 1,
        claim % 40,
        (claim / 40) % 40,
        random.word(),
        random.word(),
    );
    fs::write(root.join(format!("content/claims/claim-{claim}.yaml")), note)
}
