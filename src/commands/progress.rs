//! A line on a terminal that says how far a command is: [`Progress`].

use std::io::{IsTerminal as _, stderr};

use super::messages::{grouped, write_stderr};
use citeback_quote::text::shortened;

/// How many cells the bar has.
const CELLS: usize = 20;
/// How much of a name is shown, in characters.
const MAX_NAME: usize = 40;

/// Shows nothing where standard error is not a terminal.
pub(super) struct Progress {
    what: &'static str,
    shown: bool,
}

impl Progress {
    pub fn new(what: &'static str) -> Self {
        Progress { what, shown: stderr().is_terminal() }
    }

    /// So many are done, and this is next.
    pub fn show(&self, done: usize, total: usize, next: &str) {
        if self.shown {
            write_stderr(&format!("\x1b[2K\r{}", line(self.what, (done, total), next)));
        }
    }

    /// Removes the line, so that something else can be written.
    pub fn clear(&self) {
        if self.shown {
            write_stderr("\x1b[2K\r");
        }
    }
}

fn line(what: &str, (done, total): (usize, usize), next: &str) -> String {
    let full = (CELLS * done).checked_div(total).unwrap_or(CELLS);
    let bar = format!("{}{}", "█".repeat(full), "░".repeat(CELLS - full.min(CELLS)));
    format!("{what} {bar} {} of {}  {}", grouped(done), grouped(total), shortened(next, MAX_NAME))
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn the_bar_grows() {
        assert_eq!(line("importing", (1, 4), "a.html"), "importing █████░░░░░░░░░░░░░░░ 1 of 4  a.html");
    }
}
