//! The YAML between `---` lines at the start of a Markdown file: [`split_front_matter`].

use std::ops::Range;

/// The byte ranges of the YAML and of the body that follows; `None` if the text does not begin with a complete front matter block.
pub fn split_front_matter(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| is_fence(line))?;
    let mut at = first.len();
    for line in lines {
        if is_fence(line) {
            return Some((first.len()..at, at + line.len()..text.len()));
        }
        at += line.len();
    }
    None
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

#[cfg(test)]
mod tests {
    use super::split_front_matter;

    #[test]
    fn splits_at_the_second_fence() {
        let text = "---\r\ntitle: x\n---\nBody\n---\nmore";
        let (yaml, body) = split_front_matter(text).unwrap();
        assert_eq!((&text[yaml], &text[body]), ("title: x\n", "Body\n---\nmore"));
    }

    #[test]
    fn needs_both_fences() {
        assert_eq!(split_front_matter("title: x\n---\n"), None);
        assert_eq!(split_front_matter("---\ntitle: x\n"), None);
        assert_eq!(split_front_matter(""), None);
    }
}
