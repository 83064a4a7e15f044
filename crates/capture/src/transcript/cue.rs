//! The cues of WebVTT (W3C, section 4 and 6) and SubRip: [`parse`].

use citeback_content::model::locator::Time;
use citeback_quote::text::single_spaced;

/// The cues of a file and what else it says.
#[derive(Debug, Default)]
pub(super) struct Subtitles {
    pub title: Option<String>,
    pub language: Option<String>,
    pub cues: Vec<Cue>,
    /// Lines that belong to no cue.
    pub outside: Vec<String>,
}

/// Words, and when they are shown, in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cue {
    pub start: u64,
    pub end: u64,
    pub lines: Vec<Line>,
}

/// A line of a cue. `speaker` is who begins to speak there; empty if the voice ends and nobody is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub text: String,
    pub speaker: Option<String>,
}

/// The longest name before a colon, in words.
const MAX_NAME: usize = 5;

/// Whether a text is WebVTT, by its first line, or SubRip, by the times of its first cue.
pub(crate) fn is_subtitles(text: &str) -> bool {
    let text = text.trim_start_matches('\u{FEFF}');
    if let Some(rest) = text.strip_prefix("WEBVTT") {
        return rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']);
    }
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let number = lines.next().is_some_and(|line| !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()));
    number && lines.next().is_some_and(|line| times(line).is_some())
}

pub(super) fn parse(text: &str) -> Subtitles {
    let text = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n");
    let mut file = Subtitles::default();
    let is_vtt = text.starts_with("WEBVTT");
    let mut blocks = blocks(&text).into_iter().peekable();
    if let Some(header) = blocks.next_if(|_| is_vtt) {
        head(&header, &mut file);
    }
    for block in blocks {
        let Some(at) = block.iter().position(|line| times(line).is_some()) else {
            take_other(&block, &mut file);
            continue;
        };
        // Before the times is at most the name of the cue.
        file.outside.extend(block[..at.saturating_sub(1)].iter().map(|line| plain(line)));
        cues_of(&block[at..], &mut file);
    }
    // Where voices are named, they end with their cue.
    if text.contains("<v ") || text.contains("<v.") {
        let unnamed =
            file.cues.iter_mut().filter_map(|cue| cue.lines.first_mut()).filter(|line| line.speaker.is_none());
        unnamed.for_each(|line| line.speaker = Some(String::new()));
    }
    file
}

/// Runs of lines between empty ones. SubRip files have empty lines also within cues, which then are blocks without times.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let lines: Vec<&str> = text.split('\n').collect();
    let runs = lines.split(|line| line.trim().is_empty()).filter(|run| !run.is_empty());
    runs.map(<[&str]>::to_vec).collect()
}

/// `WEBVTT - The title`, and lines such as `Language: en`.
fn head(lines: &[&str], file: &mut Subtitles) {
    let title = lines[0].trim_start_matches("WEBVTT").trim().trim_start_matches(['-', '–']);
    file.title = Some(plain(title)).filter(|title| !title.is_empty());
    for line in &lines[1..] {
        match line.split_once(':').map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim())) {
            Some((name, value)) if name == "language" && !value.is_empty() => file.language = Some(value.to_owned()),
            Some((name, value)) if name == "title" && !value.is_empty() => file.title = Some(plain(value)),
            _ => {}
        }
    }
}

/// A block without times: a remark of the file's maker or its style, or more words of the cue before.
fn take_other(block: &[&str], file: &mut Subtitles) {
    let first = block[0].trim();
    let is_of_file =
        |name: &str| first == name || first.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '\t']));
    if ["STYLE", "REGION"].iter().any(|name| is_of_file(name)) {
        return;
    }
    if is_of_file("NOTE") || file.cues.is_empty() {
        file.outside.push(plain(&block.join(" ")));
        return;
    }
    // A number alone is that of a cue that has no words.
    let is_number = |line: &str| line.trim().bytes().all(|byte| byte.is_ascii_digit());
    if let Some(cue) = file.cues.last_mut().filter(|_| !(block.len() == 1 && is_number(first))) {
        cue.lines.extend(lines_of(block));
    }
}

/// The cue whose times are in the first line, and others that follow it without an empty line.
fn cues_of(block: &[&str], file: &mut Subtitles) {
    let starts: Vec<usize> = (0..block.len()).filter(|at| times(block[*at]).is_some()).collect();
    for (i, at) in starts.iter().enumerate() {
        let Some((start, end)) = times(block[*at]) else { continue };
        let mut until = starts.get(i + 1).copied().unwrap_or(block.len());
        // The number of the next cue.
        let is_number = |line: &str| !line.trim().is_empty() && line.trim().bytes().all(|byte| byte.is_ascii_digit());
        if until < block.len() && until > at + 1 && is_number(block[until - 1]) {
            until -= 1;
        }
        file.cues.push(Cue { start, end, lines: lines_of(&block[at + 1..until]) });
    }
}

/// `00:00:05.000 --> 00:00:07.500 align:start`, in milliseconds.
fn times(line: &str) -> Option<(u64, u64)> {
    let (start, rest) = line.split_once("-->")?;
    let end = rest.split_whitespace().next()?;
    let milliseconds = |text: &str| Time::parse(text.trim()).map(Time::milliseconds);
    Some((milliseconds(start)?, milliseconds(end)?))
}

/// The words of lines without their markup, each line with words.
fn lines_of(lines: &[&str]) -> Vec<Line> {
    let mut found = vec![];
    // Markup may go over the end of a line.
    let joined = lines.join("\n");
    let mut voice = None;
    for part in unmarked(&joined) {
        match part {
            Part::Voice(name) => voice = Some(name),
            Part::Words(words) => {
                for line in words.split('\n') {
                    let text = plain(line);
                    if text.is_empty() {
                        continue;
                    }
                    let speaker = voice.take().or_else(|| name_before_colon(&text));
                    found.push(Line { text, speaker });
                }
            }
        }
    }
    found
}

/// A piece of a cue's text.
enum Part {
    /// The name in `<v Ann Lee>`.
    Voice(String),
    Words(String),
}

/// Takes the tags out of a cue's text and replaces its character references. Of ruby, the readings are left out, as on pages.
fn unmarked(text: &str) -> Vec<Part> {
    let mut parts = vec![];
    let mut words = String::new();
    let mut rest = text;
    let mut in_reading = false;
    while let Some(c) = rest.chars().next() {
        let tag = rest.strip_prefix('<').and_then(|inside| inside.split_once('>')).filter(|(tag, _)| is_tag(tag));
        if let Some((tag, after)) = tag {
            rest = after;
            match tag.split(['.', ' ', '\t', '\n']).next().unwrap_or_default() {
                "v" => {
                    let name = tag.split_once([' ', '\t', '\n']).map(|(_, name)| plain(&unescaped(name)));
                    if !words.trim().is_empty() {
                        parts.push(Part::Words(unescaped(&std::mem::take(&mut words))));
                    }
                    parts.extend(name.filter(|name| !name.is_empty()).map(Part::Voice));
                }
                "rt" | "rp" => in_reading = true,
                "/rt" | "/rp" | "/ruby" => in_reading = false,
                "br" | "br/" => words.push('\n'),
                _ => {}
            }
            continue;
        }
        // Where SubRip's cues are on the screen: {\an8}.
        if let Some((_, after)) = rest.strip_prefix("{\\").and_then(|inside| inside.split_once('}')) {
            rest = after;
            continue;
        }
        if !in_reading {
            words.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    parts.push(Part::Words(unescaped(&words)));
    parts
}

/// Whether what is between `<` and `>` is markup of subtitles: an element, or a time.
fn is_tag(tag: &str) -> bool {
    const ELEMENTS: [&str; 12] = ["v", "c", "i", "b", "u", "s", "ruby", "rt", "rp", "lang", "font", "br"];
    let name = tag.trim_start_matches('/').trim_end_matches('/');
    let name = name.split(['.', ' ', '\t', '\n']).next().unwrap_or_default();
    ELEMENTS.contains(&name.to_ascii_lowercase().as_str()) || Time::parse(tag).is_some() || tag == "/"
}

/// The character references that WebVTT has.
fn unescaped(text: &str) -> String {
    const REFERENCES: [(&str, &str); 7] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", "\u{A0}"),
        ("&lrm;", "\u{200E}"),
        ("&rlm;", "\u{200F}"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    REFERENCES.iter().fold(text.to_owned(), |text, (reference, character)| text.replace(reference, character))
}

/// The name in `ANN LEE: words`, which is in capitals.
fn name_before_colon(line: &str) -> Option<String> {
    let line = line.trim_start_matches(['-', '–', '>', ' ']);
    let (name, _) = line.split_once(':')?;
    let letters = |c: char| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | '\u{300}'..='\u{36F}');
    let is_name = name.chars().all(letters)
        && name.chars().any(char::is_uppercase)
        && !name.contains(char::is_lowercase)
        && name.chars().filter(|c| c.is_alphabetic()).count() > 1
        && name.split_whitespace().count() <= MAX_NAME;
    is_name.then(|| plain(name))
}

/// Text on one line, without what no reader sees.
fn plain(text: &str) -> String {
    single_spaced(&text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{is_subtitles, parse};

    fn cues(text: &str) -> Vec<String> {
        let shown = |cue: &super::Cue| {
            let lines = cue.lines.iter().map(|line| match &line.speaker {
                Some(speaker) => format!("[{speaker}] {}", line.text),
                None => line.text.clone(),
            });
            format!("{}-{}: {}", cue.start, cue.end, lines.collect::<Vec<_>>().join(" | "))
        };
        parse(text).cues.iter().map(shown).collect()
    }

    #[test]
    fn reads_web_vtt() {
        let text = "\u{FEFF}WEBVTT - A speech\nLanguage: en\n\nSTYLE\n::cue { color: red }\n\nNOTE made by hand\n\nintro\n00:01.000 --> 00:04.250 align:start\n<v.loud Ann Lee>Eleven <i>to</i> four,</v>\nthey <00:00:03.000><c.a>voted</c> &amp; 5 < 6.\n\n1:00:05.000 --> 1:00:07.000\n[Music]\n\n01:00:08.000 --> 01:00:09.000\n<v Bo>Yes. <v Ann>No.\n";
        assert_eq!(
            cues(text),
            [
                "1000-4250: [Ann Lee] Eleven to four, | they voted & 5 < 6.",
                "3605000-3607000: [] [Music]",
                "3608000-3609000: [Bo] Yes. | [Ann] No.",
            ]
        );
        let file = parse(text);
        assert_eq!((file.title.as_deref(), file.language.as_deref()), (Some("A speech"), Some("en")));
        assert_eq!(file.outside, ["NOTE made by hand"]);
    }

    #[test]
    fn reads_sub_rip() {
        let text = "1\r\n00:00:01,000 --> 00:00:02,500\r\n{\\an8}<font color=\"red\">ANN LEE: Eleven to four.</font>\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n- Who?\r\n- The council.\r\n\r\nAnd so on.\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\nAt 10:30: yes.\r\n4\r\n00:00:07,000 --> 00:00:08,000\r\n";
        assert_eq!(
            cues(text),
            [
                "1000-2500: [ANN LEE] ANN LEE: Eleven to four.",
                "3000-4000: - Who? | - The council.",
                "5000-6000: At 10:30: yes.",
                "7000-8000: ",
            ]
        );
    }

    #[test]
    fn subtitles_are_known_by_their_beginning() {
        assert!(is_subtitles("WEBVTT\n\n") && is_subtitles("\n1\n00:00:01,000 --> 00:00:02,500\nA"));
        assert!(!is_subtitles("WEBVTTS\n\n") && !is_subtitles("1\nA list\n") && !is_subtitles(""));
    }
}
