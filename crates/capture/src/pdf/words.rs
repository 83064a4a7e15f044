//! What `pdftotext -bbox-layout` prints: [`read`] makes a [`Document`] of it, words with their boxes. Units are points, from the upper left
//! corner of the page.

/// The words of a PDF, and what it says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Document {
    pub info: Vec<(String, String)>,
    pub pages: Vec<PageBox>,
    /// In the order of the pages.
    pub words: Vec<Word>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PageBox {
    pub width: f32,
    pub height: f32,
    /// How many words there are up to the end of this page.
    pub end: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub text: String,
    pub rect: Rect,
    /// Words of one line of the program have the same number.
    pub line: usize,
    /// Counted from 0.
    pub page: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Rect {
    pub fn width(self) -> f32 {
        self.right - self.left
    }

    pub fn height(self) -> f32 {
        self.bottom - self.top
    }

    /// The height at which it is in the middle.
    pub fn middle(self) -> f32 {
        f32::midpoint(self.top, self.bottom)
    }

    pub fn union(self, other: Rect) -> Rect {
        Rect {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

impl Document {
    /// What the file says of itself, such as its “Author”.
    pub fn info(&self, name: &str) -> Option<&str> {
        let found = self.info.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The words of a page, as indices.
    pub fn words_of(&self, page: usize) -> std::ops::Range<usize> {
        let start = page.checked_sub(1).map_or(0, |before| self.pages[before].end);
        start..self.pages[page].end
    }

    /// Turns a page on which most words run up or down.
    fn turn(&mut self, page: usize) {
        let range = self.words_of(page);
        let words = &self.words[range.clone()];
        let long = words.iter().filter(|word| word.text.chars().count() >= 4);
        let steep = |word: &&Word| word.rect.height() > 1.2 * word.rect.width();
        if long.clone().filter(steep).count() * 2 <= long.count() {
            return;
        }
        let pairs = words.windows(2).filter(|pair| pair[0].line == pair[1].line);
        let down =
            pairs.map(|pair| if pair[1].rect.middle() > pair[0].rect.middle() { 1 } else { -1 }).sum::<i32>() >= 0;
        let PageBox { width, height, end } = self.pages[page];
        self.pages[page] = PageBox { width: height, height: width, end };
        for word in &mut self.words[range] {
            let Rect { left, top, right, bottom } = word.rect;
            word.rect = if down {
                Rect { left: top, top: width - right, right: bottom, bottom: width - left }
            } else {
                Rect { left: height - bottom, top: left, right: height - top, bottom: right }
            };
        }
    }
}

/// Reads what the program prints. What is in no known form is passed over; words are never lost but for white space. Pages whose text
/// runs up or down are turned.
pub(super) fn read(printed: &str) -> Document {
    let mut document = read_as_printed(printed);
    for page in 0..document.pages.len() {
        document.turn(page);
    }
    document
}

fn read_as_printed(printed: &str) -> Document {
    let mut document = Document::default();
    let mut line = 0;
    for part in printed.split('<').skip(1) {
        let Some((tag, text)) = part.split_once('>') else { continue };
        match tag.split([' ', '/']).next().unwrap_or_default() {
            "title" if document.pages.is_empty() => document.info.push(("Title".to_owned(), unescaped(text))),
            "meta" => {
                let attribute = |name| attribute(tag, name).map(unescaped).unwrap_or_default();
                document.info.push((attribute("name"), attribute("content")));
            }
            "page" => {
                let (width, height) = (number(tag, "width"), number(tag, "height"));
                document.pages.push(PageBox { width, height, end: document.words.len() });
            }
            "line" => line += 1,
            "word" => {
                let text = unescaped(text);
                if let (Some(page), false) = (document.pages.len().checked_sub(1), text.trim().is_empty()) {
                    document.words.push(Word { text, rect: rect(tag), line, page });
                    document.pages[page].end = document.words.len();
                }
            }
            _ => {}
        }
    }
    document
}

fn rect(tag: &str) -> Rect {
    let [left, top, right, bottom] = ["xMin", "yMin", "xMax", "yMax"].map(|name| number(tag, name));
    // Boxes of damaged fonts may be inside out.
    Rect { left: left.min(right), top: top.min(bottom), right: right.max(left), bottom: bottom.max(top) }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.find(&format!("{name}=\""))? + name.len() + 2;
    tag[at..].split('"').next()
}

/// A place on a page; what is none, or far from any, is at its edge.
fn number(tag: &str, name: &str) -> f32 {
    let number = attribute(tag, name).and_then(|value| value.parse::<f32>().ok()).unwrap_or_default();
    if number.is_finite() { number.clamp(-1e5, 1e5) } else { 0.0 }
}

fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let (lt, gt, quot, apos) = ("&lt;", "&gt;", "&quot;", "&apos;");
    let text = text.replace(lt, "<").replace(gt, ">").replace(quot, "\"").replace(apos, "'").replace("&#39;", "'");
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::{Rect, read};

    #[test]
    fn reads_words_with_their_boxes_and_what_the_file_says_of_itself() {
        let document = read(
            "<html><head><title>A &amp; B</title>\n<meta name=\"Author\" content=\"Ann &quot;A&quot; Lee\"/>\n</head><body><doc>\
             <page width=\"595.0\" height=\"842.0\"><flow><block><line xMin=\"1\"><word xMin=\"10.5\" yMin=\"20\" xMax=\"30\" yMax=\"32\">a&lt;b</word>\n\
             <word xMin=\"35\" yMin=\"20\" xMax=\"nan\" yMax=\"32\">c</word></line></block></flow></page><page width=\"1\" height=\"1\"></page></doc></body></html>",
        );
        assert_eq!(document.info("Title"), Some("A & B"));
        assert_eq!(document.info("Author"), Some("Ann \"A\" Lee"));
        assert_eq!(document.pages.len(), 2);
        let words: Vec<&str> = document.words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(words, ["a<b", "c"]);
        assert_eq!(document.words[0].rect, Rect { left: 10.5, top: 20.0, right: 30.0, bottom: 32.0 });
        assert_eq!((document.words_of(0), document.words_of(1)), (0..2, 2..2));
    }

    #[test]
    fn pages_whose_words_run_down_or_up_are_turned() {
        let word = |x: f32, y: f32, text: &str| {
            format!("<word xMin=\"{x}\" yMin=\"{y}\" xMax=\"{}\" yMax=\"{}\">{text}</word>", x + 10.0, y + 50.0)
        };
        let page = |words: String| format!("<page width=\"800\" height=\"600\"><line>{words}</line></page>");
        let down = read(&page(word(700.0, 100.0, "First") + &word(700.0, 160.0, "second")));
        assert_eq!(down.words[0].rect, Rect { left: 100.0, top: 90.0, right: 150.0, bottom: 100.0 });
        assert!(down.words[1].rect.left > down.words[0].rect.right && down.pages[0].width == 600.0);
        let up = read(&page(word(20.0, 450.0, "First") + &word(20.0, 390.0, "second")));
        assert_eq!(up.words[0].rect, Rect { left: 100.0, top: 20.0, right: 150.0, bottom: 30.0 });
        assert!(up.words[1].rect.left > up.words[0].rect.right);
    }
}
