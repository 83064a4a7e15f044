//! The editor that opens a note at a line: [`Editor`]. Some have addresses for that; others are commands.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::base::error::Error;
use crate::base::escaping::percent_encoded;
use crate::base::lines::Position;
use crate::findings::{did_you_mean, question};

/// The editors that have addresses of their own.
const NAMED: [&str; 3] = ["vscode", "zed", "idea"];
/// What a command's arguments may contain.
const PLACEHOLDERS: [&str; 3] = ["{file}", "{line}", "{column}"];

/// What opens a file at a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Editor {
    VsCode,
    Zed,
    Idea,
    /// A program and its arguments, which may have placeholders. No shell is involved.
    Command(PathBuf, Vec<String>),
}

impl Editor {
    /// Reads the name of an editor, or a command line. Quotation marks keep words together.
    ///
    /// # Errors
    /// If the command does not exist.
    pub fn parse(written: &str) -> Result<Self, Error> {
        let hint = "--editor takes vscode, zed, idea, or a command such as \"subl {file}:{line}:{column}\"";
        match written.trim() {
            "vscode" => return Ok(Editor::VsCode),
            "zed" => return Ok(Editor::Zed),
            "idea" => return Ok(Editor::Idea),
            _ => {}
        }
        let words = words(written).ok_or_else(|| {
            Error::refused(format!("the quotation marks in the editor’s command {written} are not closed"), hint)
        })?;
        let Some((program, arguments)) = words.split_first() else {
            return Err(Error::refused("the name of the editor is empty", hint));
        };
        let Some(found) = find_program(program) else {
            let meant = did_you_mean(program, NAMED).map(question);
            return Err(Error::refused(
                format!("there is no editor and no command “{program}”"),
                meant.unwrap_or_else(|| hint.to_owned()),
            ));
        };
        Ok(Editor::Command(found, arguments.to_vec()))
    }

    /// The address that opens a file; `None` if a command does.
    pub(super) fn link(&self, file: &Path, Position { line, column, .. }: Position) -> Option<String> {
        let path = file.to_string_lossy().replace('\\', "/");
        let slash = if path.starts_with('/') { "" } else { "/" };
        let path = percent_encoded(&path);
        match self {
            Editor::VsCode => Some(format!("vscode://file{slash}{path}:{line}:{column}")),
            Editor::Zed => Some(format!("zed://file{slash}{path}:{line}:{column}")),
            Editor::Idea => Some(format!("idea://open?file={path}&line={line}&column={column}")),
            Editor::Command(..) => None,
        }
    }
}

/// The arguments with the place filled in; without a placeholder, the place comes last.
pub(super) fn filled(arguments: &[String], file: &str, line: usize, column: usize) -> Vec<String> {
    let (line, column) = (line.to_string(), column.to_string());
    if !arguments.iter().any(|argument| PLACEHOLDERS.iter().any(|name| argument.contains(name))) {
        return arguments.iter().cloned().chain([format!("{file}:{line}:{column}")]).collect();
    }
    // The file comes last, because its name may look like a placeholder.
    let fill =
        |argument: &String| argument.replace("{line}", &line).replace("{column}", &column).replace("{file}", file);
    arguments.iter().map(fill).collect()
}

/// The words of a command line; `None` if a quotation mark is not closed.
fn words(written: &str) -> Option<Vec<String>> {
    let mut words: Vec<String> = vec![];
    let (mut word, mut open, mut quoted) = (String::new(), None, false);
    for c in written.chars() {
        match (open, c) {
            (Some(mark), c) if c == mark => open = None,
            (None, '"' | '\'') => (open, quoted) = (Some(c), true),
            (None, c) if c.is_whitespace() => {
                if quoted || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                quoted = false;
            }
            (_, c) => word.push(c),
        }
    }
    if quoted || !word.is_empty() {
        words.push(word);
    }
    open.is_none().then_some(words)
}

/// The file of a program: a path, or a name that is looked up where the system would look.
fn find_program(program: &str) -> Option<PathBuf> {
    if program.is_empty() {
        return None;
    }
    let endings: Vec<OsString> = match std::env::var_os("PATHEXT") {
        Some(endings) if cfg!(windows) => {
            let endings = endings.to_string_lossy().split(';').map(OsString::from).collect::<Vec<_>>();
            std::iter::once(OsString::new()).chain(endings).collect()
        }
        _ => vec![OsString::new()],
    };
    let with_ending = |path: PathBuf| {
        endings.iter().find_map(|ending| {
            let mut whole = path.clone().into_os_string();
            whole.push(ending);
            Some(PathBuf::from(whole)).filter(|path| path.is_file())
        })
    };
    if Path::new(program).components().count() > 1 {
        return std::path::absolute(program).ok().and_then(with_ending);
    }
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).find_map(|folder| with_ending(folder.join(program)))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Editor, filled, words};
    use crate::base::lines::LineIndex;

    #[test]
    fn each_editor_has_its_own_address() {
        let at = LineIndex::new("ab\ncd\n").position("ab\ncd\n", 4);
        let link = |editor: Editor| editor.link(Path::new("/my site/a.yaml"), at).unwrap();
        assert_eq!(link(Editor::VsCode), "vscode://file/my%20site/a.yaml:2:2");
        assert_eq!(link(Editor::Zed), "zed://file/my%20site/a.yaml:2:2");
        assert_eq!(link(Editor::Idea), "idea://open?file=/my%20site/a.yaml&line=2&column=2");
    }

    #[test]
    fn a_command_is_words_with_the_place_filled_in() {
        let args = |written: &str| filled(&words(written).unwrap(), "/a {line}.yaml", 7, 3);
        assert_eq!(args("-g '{file}' --at=\"{line} {column}\""), ["-g", "/a {line}.yaml", "--at=7 3"]);
        assert_eq!(args("--wait ''"), ["--wait", "", "/a {line}.yaml:7:3"]);
        assert_eq!(words("subl \"a b"), None);
    }

    #[test]
    fn an_unknown_command_is_refused() {
        let refusal = |written: &str| Editor::parse(written).unwrap_err().to_string();
        assert!(refusal("vscod").contains("vscode"), "{}", refusal("vscod"));
        assert!(refusal("no-such-editor --x").contains("“no-such-editor”"), "{}", refusal("no-such-editor --x"));
        assert!(refusal("/no/such/editor").contains("/no/such/editor"));
        assert!(refusal("  ").contains("empty"));
    }
}
